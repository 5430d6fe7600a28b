"""What CONTRIBUTING promises: places that exist, news well named, hooks and CI that check."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.golden.moves import fragments, items

ROOT = Path(__file__).resolve().parent.parent
FRAGMENT = re.compile(r"\d+(-[a-z\d_]+)?\.(added|changed|deprecated|removed|fixed|security)\.md")


def wrong_fragments(folder: Path) -> list[str]:
    """Return the news fragments that could not be collected: badly named, or no list of items."""
    return [
        path.name
        for path in fragments(folder)
        if not FRAGMENT.fullmatch(path.name)
        or not path.read_text(encoding="utf-8").startswith("- ")
        or not all(items(path.read_text(encoding="utf-8")))
    ]


def test_news_fragments_can_be_collected() -> None:
    assert wrong_fragments(ROOT / "changelog.d") == []


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("9.added.md", "- One.\n- Two,\n  and more.\n", False),
        ("9-2.fixed.md", "- One.\n", False),
        ("9-cluster.fixed.md", "- One.\n", False),
        ("added.md", "- One.\n", True),
        ("9.news.md", "- One.\n", True),
        ("9.added.txt", "- One.\n", True),
        ("9.added.md", "One.\n", True),
        ("9.added.md", "", True),
    ],
)
def test_a_wrong_fragment_is_found(tmp_path: Path, name: str, text: str, wrong: bool) -> None:
    (tmp_path / "README.md").write_text("# News\n", encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert wrong_fragments(tmp_path) == ([name] if wrong else [])


def test_the_places_that_contributing_names_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    places = re.findall(r"`((?:escalation|tests|docs)/[\w./-]*)`", text)
    assert len(places) > 15
    assert [place for place in places if not (ROOT / place).exists()] == []


#: Jobs of the hosted CI, and the script of ``.ci/`` that each runs.
JOBS = {"checks": "run", "slow": "slow", "oldest": "oldest"}


def ci_checks() -> list[list[str]]:
    """Return the commands that ``.ci/run`` checks a change by, before the tests."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    return [line.split() for line in re.findall(r"^check (.+)$", script, re.M)]


def test_the_hooks_are_the_checks_of_ci_and_fetch_nothing() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [one["repo"] for one in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}

    def command(words: list[str]) -> str:
        return " ".join(word for word in words[:2] if re.fullmatch(r"[a-z-]*[a-z]", word))

    assert {command(hook["entry"].split()) for hook in hooks} == {
        command(words) for words in ci_checks()
    }


def test_the_hosted_ci_runs_what_runs_here_on_the_pythons_we_support() -> None:
    path = ROOT / ".github" / "workflows" / "ci.yml"
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    run = {
        name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()
    }
    assert run == {name: [f"bash .ci/{script}"] for name, script in JOBS.items()}
    job = jobs["checks"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pythons = job["strategy"]["matrix"]["python"]
    assert pythons[0] == project["requires-python"].removeprefix(">=")
    named = re.findall(r"Python :: (3\.\d+)", " ".join(project["classifiers"]))
    assert pythons == named
    (setup,) = [step for step in jobs["oldest"]["steps"] if "with" in step]
    assert setup["with"]["python-version"] == pythons[0]
    (setup,) = [step for step in jobs["slow"]["steps"] if "with" in step]
    assert setup["with"]["python-version"] == pythons[-1]


def test_no_test_is_left_out_by_both_tiers() -> None:
    chosen = [
        re.findall(r"-m ('.*?'|slow)", (ROOT / ".ci" / name).read_text(encoding="utf-8"))
        for name in ("run", "slow")
    ]
    assert chosen == [["'not slow'"], ["slow"]]


def test_every_package_that_we_need_has_an_oldest_release_to_be_tried_with() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["explain"], *extras["cluster"]]
    assert [one for one in needed if not re.fullmatch(r"[\w.-]+>=[\d.]+", one)] == []
    done = subprocess.run(
        ["bash", str(ROOT / ".ci" / "oldest"), "--constraints"],
        capture_output=True,
        text=True,
        check=True,
    )
    pinned = dict(line.split("==") for line in done.stdout.splitlines())
    minimums = dict(one.split(">=") for one in project["dependencies"])
    assert {name: pinned[name] for name in minimums} == minimums
    # named twice, with two minimums: the higher holds
    assert pinned["scikit-learn"] == extras["calibrate"][0].split(">=")[1]


@pytest.mark.parametrize("name", ["bug", "idea", "wrong_figure"])
def test_a_form_for_issues_asks_for_something(name: str) -> None:
    path = ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml"
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert form["name"]
    assert form["description"]
    fields = [one["id"] for one in form["body"]]
    assert len(fields) == len(set(fields)) > 0
    assert any(one.get("validations", {}).get("required") for one in form["body"])


def test_the_quick_tier_has_a_file_of_every_room() -> None:
    from tests.conftest import QUICK

    missing = [name for name in QUICK if not (ROOT / "tests" / name).is_file()]
    assert missing == []
    rooms = {path.parent.name for path in (ROOT / "escalation").glob("*/__init__.py")}
    assert rooms - {name.split("/")[0] for name in QUICK} == set()
