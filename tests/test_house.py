"""The house stands as it is drawn: layers, one source of randomness, light doors, clean rooms."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "escalation"
ROOMS = (
    *("analysis", "border", "browser", "calibration", "charts", "cli", "day", "engine"),
    *("ensemble", "luck", "mesa", "results", "scenario", "studies", "sweep"),
    *("telling", "upkeep", "web"),
)
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ["matplotlib", "mesa", "networkx", "numba", "pandas", "pyarrow", "scipy"]


def show(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tracked() -> list[Path]:
    """Every text file that git would hand to others."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    files = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in files if path.is_file() and b"\0" not in path.read_bytes()[:8192]]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_there_and_says_what_it_is_for(room):
    init = PACKAGE / room / "__init__.py"
    assert init.is_file(), f"escalation/{room}/ has no __init__.py"
    assert ast.get_docstring(ast.parse(init.read_text(encoding="utf-8")))


def test_no_room_that_the_contracts_do_not_know():
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rooms = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    modules = [path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")]
    layers = re.search(r"^layers = \[$(.*?)^\]$", contracts, re.M | re.S)
    assert layers
    known = re.findall(r"escalation\.(\w+)", layers.group(1))
    assert sorted(known) == sorted(rooms + modules)


@pytest.mark.parametrize("path", MODULES, ids=show)
def test_every_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{show(path)} has no docstring"


def test_files_keep_to_one_subject():
    files = [*MODULES, *(ROOT / "tests").rglob("*.py")]
    long = {
        show(path): lines
        for path in files
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}, "over 500 lines: is each still one subject?"


# --- one source of randomness ---------------------------------------------------------------

BANNED_MODULES = ("random", "secrets", "uuid", "numpy.random")
# As an attribute or a bare name, whatever it hangs from: numpy.random, Mesa's model.random and
# agents.shuffle_do, os.urandom, the rvs of SciPy's distributions.
BANNED_NAMES = {
    "RandomState",
    "default_rng",
    "getrandbits",
    "random",
    "rng",
    "rvs",
    "select_random_agent",
    "select_random_cell",
    "select_random_empty_cell",
    "shuffle",
    "shuffle_do",
    "urandom",
}


def foreign_luck(source: str) -> list[str]:
    """List the places in a module's source that could draw from something but our streams."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [
                alias.name
                for alias in node.names
                if any(alias.name == m or alias.name.startswith(m + ".") for m in BANNED_MODULES)
            ]
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            names = [name for name in whole if name in BANNED_MODULES]
            names += [alias.name for alias in node.names if alias.name in BANNED_NAMES]
        elif isinstance(node, ast.Attribute) and node.attr in BANNED_NAMES:
            names = [node.attr]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            # Python salts the hash of a string anew in every process.
            names = [node.func.id] if node.func.id in {"default_rng", "hash"} else []
        found += [f"line {node.lineno}: {name}" for name in names]  # type: ignore[attr-defined]
    return found


# Places that name something random without drawing from it, and how often they do.
NOT_DRAWN = {
    "escalation/mesa/strip.py": 1,  # Mesa's grid wants a generator; nothing draws from it
    "escalation/web/server/room_keys.py": 1,  # keys of the game's rooms must not be foreseen
}


@pytest.mark.parametrize("path", MODULES, ids=show)
def test_no_randomness_but_the_keyed_streams(path):
    found = foreign_luck(path.read_text(encoding="utf-8"))
    assert len(found) == NOT_DRAWN.get(path.relative_to(ROOT).as_posix(), 0), found


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import numpy.random as nr",
        "from numpy import random",
        "from numpy.random import default_rng",
        "import numpy as np\nnp.random.rand()",
        "import os\nos.urandom(8)",
        "self.agents.shuffle_do('step')",
        "self.model.random.choice(x)",
        "stats.norm.rvs(size=3)",
        "import uuid",
        "hash('TTP')",
    ],
)
def test_the_ban_bites(source):
    assert foreign_luck(source)


@pytest.mark.parametrize(
    "source", ["from escalation.luck.streams import uniform", "x.randomise", "'random'"]
)
def test_the_ban_spares_the_innocent(source):
    assert foreign_luck(source) == []


# --- light doors ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "module",
    ["escalation", "escalation.errors", "escalation.files", "escalation.numbers", "escalation.cli"],
)
def test_importing_stays_light(module):
    assert loaded_by(f"import {module}") == []


def test_reading_a_scenario_stays_light():
    assert loaded_by("import escalation.scenario.load") == []


def test_odds_are_computed_without_the_whole_of_scipy():
    """`scipy.stats` takes as long to import as two thousand runs take to compute."""
    script = (
        "import sys\nfrom escalation.studies.run import simulate\n"
        "simulate('baseline', runs=32, threads=1).summary\n"
        "print('scipy.special' in sys.modules, 'scipy.stats' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False"]


def loaded_by(statement: str) -> list[str]:
    """Run a statement in a fresh interpreter and list the heavy packages it brought in."""
    script = f"import sys\n{statement}\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return sorted(set(HEAVY) & set(done.stdout.split()))


def test_lazy_names_are_promised_and_others_refused():
    import escalation

    assert set(escalation.__all__) <= set(dir(escalation))
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        _ = escalation.simulat


@pytest.mark.parametrize("name", ["load_scenario", "simulate"])
def test_lazy_names_lead_somewhere(name):
    import escalation

    assert callable(getattr(escalation, name))


# --- clean rooms ------------------------------------------------------------------------------


def quick_start() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## Quick start\s*$(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert section, "README.md has no section 'Quick start'"
    return re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", section.group(1), re.M | re.S)


def test_quick_start_is_two_commands():
    job, tests = quick_start()
    assert job.splitlines()[-1] == "escalation run scenarios/baseline.yaml"
    assert tests.splitlines() == ["python -m pip install -e '.[test]'", "python -m pytest"]


def test_links_in_the_documentation_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "runs" / "README.md"]
    pages += [ROOT / "changelog.d" / "README.md"]
    broken = [
        f"{show(page)}: {link}"
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_nothing_names_a_machine_or_a_registry():
    # The slashes are added here, so that this file does not hold what it looks for.
    places = "work|farm|root|home/[a-z]+|Users"
    pattern = re.compile(
        rf"(^|[^a-zA-Z.~])/({places})/"
        r"|/opt/" + r"v3\d\d"
        r"|fa" + r"rm-(studio|bench)"
        r"|(index-url|registry) *[=:]? *http"
        r'|"resolved": *"http'
    )
    hits = [
        f"{show(path)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        if path.suffix != ".svg"
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if pattern.search(line)
    ]
    assert hits == []


def test_no_lock_files_and_nothing_large():
    files = tracked()
    assert [show(p) for p in files if p.suffix == ".lock" or p.name.endswith("-lock.json")] == []
    assert [show(p) for p in files if p.stat().st_size > 1 << 20] == []


def test_one_version_everywhere():
    import escalation

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {escalation.__version__}\n" in citation
