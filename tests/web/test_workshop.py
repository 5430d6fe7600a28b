"""The facilitator's guide: its buttons and commands are the program's, and it takes no side."""

import itertools
import re
from pathlib import Path

import pytest

from escalation.charts.words import upper_first
from escalation.cli.main import COMMANDS
from escalation.scenario.levers import levers
from escalation.scenario.load import load_scenario

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "workshop.md"
HOW_TO = ROOT / "docs" / "how-to" / "play-in-teams.md"
TEAMS = sorted((ROOT / "docs" / "workshop").glob("*.md"))
STEPS = ("Begin the game", "Next round", "Seal it", "Play the round")
#: What the pages say, wherever it stands in the code.
SAID = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("web", "browser")
    for path in (ROOT / "escalation" / room).rglob("*")
    if path.suffix in (".py", ".js", ".html")
)


def emphasised(text):
    """Return what stands in single stars: names of buttons, headings and tabs, and questions."""
    return re.findall(r"(?<!\*)\*([^*\n|]+)\*(?!\*)", text.replace("\n", " "))


@pytest.mark.parametrize(
    "name",
    sorted(
        {one for page in (GUIDE, HOW_TO) for one in emphasised(page.read_text("utf-8"))
         if not one.endswith("?")}
    ),
)  # fmt: skip
def test_a_button_that_is_named_is_there(name):
    if name == "other":  # said with stress
        return
    if name in (upper_first(lever.label) for lever in levers(load_scenario("baseline"))):
        return
    assert f'"{name}"' in SAID or f">{name}<" in SAID or f'"{name};' in SAID, name


@pytest.mark.parametrize("page", [GUIDE, HOW_TO], ids=lambda page: page.stem)
def test_the_steps_of_a_game_are_told_in_order(page):
    """As `escalation.web.play.screen.facilitating.actions` offers one after the other."""
    told = [one for one in emphasised(page.read_text("utf-8")) if one in STEPS]
    assert told[: len(STEPS)] == list(STEPS)
    assert told[len(STEPS)] == "Next round"


def test_what_it_hung_on_is_the_buttons_own_question():
    assert "*What did it hang on?*" in GUIDE.read_text("utf-8")
    assert '"What did it hang on?"' in SAID


def test_commands_that_are_named_are_there():
    named = set(re.findall(r"escalation\s+(\w+)", GUIDE.read_text("utf-8")))
    assert {"serve", "pivots"} <= named <= set(COMMANDS)


def test_each_team_has_a_page_and_both_capitals_the_same():
    assert [path.stem for path in TEAMS] == [
        "forecasters", "islamabad", "kabul", "mediators", "press",
    ]  # fmt: skip
    guide = GUIDE.read_text("utf-8")
    for path in TEAMS:
        assert f"](workshop/{path.name})" in guide
        assert len(path.read_text("utf-8").splitlines()) <= 60  # one page
    kabul, islamabad = ((ROOT / "docs" / "workshop" / name).read_text("utf-8")
                        for name in ("kabul.md", "islamabad.md"))  # fmt: skip
    swapped = kabul.replace("Kabul", "¤").replace("Islamabad", "Kabul").replace("¤", "Islamabad")
    assert swapped.replace("the Afghan Taliban", "Pakistan's military") == islamabad


def test_plans_fill_their_time_and_no_odds_are_told_as_a_forecast():
    text = GUIDE.read_text("utf-8")
    for title in ("## 45 minutes", "## 90 minutes", "## Half a day"):
        assert title in text
    short = text[text.index("## 45") : text.index("## 90")]
    spans = [tuple(map(int, one)) for one in re.findall(r"^\| (\d+)-(\d+) \|", short, re.M)]
    assert spans[0][0] == 0
    assert spans[-1][1] == 45
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
    assert "not a forecast" in text
    assert not re.search(r"\d+% of runs|odds of \d", text)
