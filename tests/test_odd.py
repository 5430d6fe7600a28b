"""The model's description is kept true where it can be: the schedule and the rules it names."""

import importlib
import re
from pathlib import Path

from escalation.rules.schedule import SCHEDULE

RULES = ("border_fire", "decision", "diplomacy", "groups", "losses", "outcome", "reporting")


def test_the_schedule_in_the_description_is_the_code_s(root: Path) -> None:
    text = (root / "docs" / "odd.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- schedule -->\n(.*?)<!-- /schedule -->", text, re.S)
    assert block is not None
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", block.group(1), re.M)
    assert tuple(rows) == SCHEDULE


def test_the_engine_keeps_the_schedule(root: Path) -> None:
    source = (root / "escalation" / "engine" / "day.py").read_text(encoding="utf-8")
    body = source[source.index("def one_day") :]
    modules = "happenings|strategy|ground|strikes|militants|evening"
    called = re.findall(rf"^ +(?:{modules})\.(\w+)\(", body, re.M)
    assert called == [phase for phase, _ in SCHEDULE]


def test_rules_named_in_the_description_exist(root: Path) -> None:
    text = (root / "docs" / "odd.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_]+)\.([a-z_]+)`", text)
    for module, function in named:
        if module in RULES:
            assert hasattr(importlib.import_module(f"escalation.rules.{module}"), function)
    assert sum(module in RULES for module, _ in named) >= 3
