"""What the documentation shows works: examples in docstrings, and the Python of its pages."""

import contextlib
import doctest
import importlib
import importlib.util
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHOWING = sorted(
    path
    for path in (ROOT / "escalation").rglob("*.py")
    if re.search(r"^\s*>>> ", path.read_text(encoding="utf-8"), re.M)
)
#: Written from the code, or a part of a file that another test makes whole and runs.
ELSEWHERE = {"docs/odd.md", "docs/how-to/add-a-mechanism.md"}
#: What must be there for a block to run, and is no part of what we install.
OTHERS = {"dask_jobqueue", "ema_workbench"}
#: Runs enough for a page to say something.
FEW_RUNS = {"docs/how-to/explain-a-result.md": 400}
#: Stands in for the shipped sweep of this name, which takes half a minute.
SWEEP = """
sweep: what_matters
scenario: baseline
runs: 20
vary: {parameters.audience_cost: [0.1, 0.4]}
"""


@pytest.fixture(autouse=True)
def closes_figures():
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


def code_of(page: Path) -> list[str]:
    """Return a page's Python: its fenced blocks, and indented ones that import this package."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```|((?:^    [^\n]*\n|^\n)+)", text, re.M | re.S)
    indented = (re.sub(r"^    ", "", one, flags=re.M) for _, one in blocks)
    return [
        fenced or plain
        for (fenced, _), plain in zip(blocks, indented, strict=True)
        if fenced or re.match(r"\s*from escalation", plain)
    ]


PAGES = {
    name: blocks
    for page in (ROOT / "README.md", ROOT / "runs/README.md", *sorted(ROOT.glob("docs/**/*.md")))
    if (name := page.relative_to(ROOT).as_posix()) not in ELSEWHERE and (blocks := code_of(page))
}


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_in_docstrings_give_what_they_say(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parts = path.relative_to(ROOT).with_suffix("").parts
    module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
    said = io.StringIO()
    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder(exclude_empty=True).find(module):
        assert not any(doctest.SKIP in one.options for one in test.examples), test.name
        runner.run(test, out=said.write, clear_globs=False)
    assert runner.summarize(verbose=False).attempted > 0
    assert runner.summarize(verbose=False).failed == 0, said.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_python_of_a_page_runs(name, tmp_path, monkeypatch):
    """A page from its top, block by block, in one folder, with fewer runs than it writes."""
    monkeypatch.chdir(tmp_path)
    Path("what_matters").write_text(SWEEP, encoding="utf-8")
    few = f"runs={FEW_RUNS.get(name, 60)}"
    names: dict[str, object] = {"__name__": "page"}
    for block in PAGES[name]:
        code = compile(re.sub(r"\bruns ?= ?[\d_]+", few, block), name, "exec")
        if not any(re.search(rf"\b{other}\b", block) for other in OTHERS):
            with contextlib.redirect_stdout(io.StringIO()):
                exec(code, names)


def test_the_pages_are_found():
    """None of those that show Python has slipped through."""
    assert {Path(name).stem for name in PAGES} >= {
        *("compare-and-branch", "explain-a-result", "run-on-a-cluster", "score-forecasts"),
        *("step-through-a-rule", "sweep", "watch-a-run"),
    }
    assert len(SHOWING) >= 10
