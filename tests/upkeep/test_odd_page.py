"""The model's description is kept true where it can be: the schedule and the rules it names."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

from escalation.analysis.patterns.targets import targets
from escalation.day.schedule import SCHEDULE
from escalation.errors import InputError
from escalation.scenario.load import load_scenario
from escalation.scenario.register import parameters
from escalation.upkeep.odd_page import odd_blocks, processes, rules_of
from escalation.upkeep.page_blocks import blocks_of, fill

#: Design concepts of ODD 2020 and of ODD+D, as the headings name them.
CONCEPTS = (
    "basic principles", "emergence", "adaptation", "objectives", "individual decision-making",
    "learning", "prediction", "sensing", "interaction", "collectives", "heterogeneity",
    "stochasticity", "observation", "implementation",
)  # fmt: skip

#: Modules of the day that hold no process: its arrays, its tables, its order.
MACHINERY = {
    "__init__", "board", "closing", "logbook", "other_luck", "records", "refusals", "rows",
    "schedule", "state",
}  # fmt: skip


def test_the_schedule_in_the_description_is_the_code_s(root: Path) -> None:
    text = (root / "docs" / "odd.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- schedule -->\n(.*?)<!-- /schedule -->", text, re.S)
    assert block is not None
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", block.group(1), re.M)
    assert rows == [(phase.name, phase.sentence) for phase in SCHEDULE]


def test_rules_named_in_the_description_exist(root: Path) -> None:
    text = (root / "docs" / "odd.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_]+)\.([a-z_]+)`", text)
    for module, function in named:
        if module in processes():
            assert hasattr(importlib.import_module(f"escalation.day.{module}"), function)
    assert sum(module in processes() for module, _ in named) >= 3


def test_the_generated_parts_of_the_description_are_the_code_s(root: Path) -> None:
    """Renew them with ``escalation validation --out docs``."""
    page = (root / "docs" / "odd.md").read_text(encoding="utf-8")
    made = odd_blocks()
    assert set(blocks_of(page)) == set(made)
    assert fill(page, made) == page


def test_the_description_has_every_element_and_concept(root: Path) -> None:
    page = (root / "docs" / "odd.md").read_text(encoding="utf-8")
    elements = re.findall(r"^## (\d)\. (.+)$", page, re.M)
    assert [int(number) for number, _ in elements] == list(range(1, 8))
    concepts = " ".join(re.findall(r"^### (.+)$", page, re.M)).casefold()
    for concept in CONCEPTS:
        assert concept in concepts, concept
    # ODD+D asks of decisions: who, what for, how they adapt, norms, space, time, uncertainty.
    for question in ("Who decides", "pursue", "adapt", "Norms", "Space and time", "Uncertainty"):
        assert re.search(rf"\*\*[^*]*{question}", page), question


def test_every_rule_that_runs_is_described(root: Path) -> None:
    page = (root / "docs" / "odd.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (root / "escalation" / "day").glob("*.py")}
    assert modules - set(processes()) == MACHINERY
    for name in parameters():
        assert f"`{name}`" in page, name


RULES = [(process, name, one) for process in processes() for name, one in rules_of(process)]


@pytest.mark.parametrize(
    ("process", "rule"), [(p, one) for p, _, one in RULES], ids=[f"{p}.{n}" for p, n, _ in RULES]
)
def test_a_rule_names_its_source(process: str, rule: object, root: Path) -> None:
    """In its docstring's last paragraph; who and what it cites, the project cites elsewhere too."""
    said = " ".join((inspect.getdoc(rule) or "").split("\n\n")[-1].split())
    assert re.fullmatch(r"Source: \w.{10,}\.", said), said
    page = (root / "docs" / "odd.md").read_text(encoding="utf-8")
    known = " ".join([*page.split(), *(one.source for one in parameters().values())])
    for work in re.findall(r"[A-Z]\w+(?: and [A-Z]\w+| and others)? (?:1[89]|20)\d\d", said):
        assert work in known, f"{process}: {work}"
    evidence = {*targets(), *load_scenario("baseline").claims}
    assert set(re.findall(r"\b[CP]\d\d\b", said)) <= evidence


def test_a_block_is_renewed_and_the_text_around_it_kept() -> None:
    page = "before\n<!-- one -->\nold \\1\n<!-- /one -->\nafter\n"
    new = fill(page, {"one": "new \\g<0>"})
    assert new == "before\n<!-- one -->\nnew \\g<0>\n<!-- /one -->\nafter\n"
    assert blocks_of(new) == {"one": "new \\g<0>\n"}
    with pytest.raises(InputError, match="0 blocks"):
        fill(page, {"two": "x"})
