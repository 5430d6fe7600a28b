"""What things of the game are called on the page, and in which colour of the charts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.intervals import nested_interval
from escalation.analysis.odds.outcomes import TOLD
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import percent, plus_minus
from escalation.telling.chronicle import date_of
from escalation.vocabulary import RUNGS
from escalation.web.play.decisions import BOTH
from escalation.web.play.moves import TEAMS
from escalation.web.play.reports import ATTACKS, CLASHES, WITHDRAWALS
from escalation.web.play.room import FACILITATOR
from escalation.web.play.screen.refusals import LABELS

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

LEAK: Final = "leak"


@dataclass(frozen=True)
class Who:
    """Somebody of the game.

    Attributes
    ----------
    label, colour
        Their name; the name of their colour in the style sheet.
    task
        What they do, for themselves to read.
    """

    label: str
    colour: str
    task: str = ""


WHO: Final[dict[str, Who]] = {
    "kabul": Who(
        "Kabul", "afghan",
        "You decide for the Afghan Taliban. What you leave open, the model's rules for your state "
        "decide.",
    ),
    "islamabad": Who(
        "Islamabad", "pakistani",
        "You decide for Pakistan's military. What you leave open, the model's rules for your state "
        "decide.",
    ),
    "mediators": Who(
        "Mediators", "others",
        "You propose to both capitals. What you propose takes hold only if both accept.",
    ),
    "press": Who(
        "Press", "others",
        "You publish what you make of the reports. The model reads no articles; the teams do.",
    ),
    "forecasters": Who(
        "Forecasters", "model",
        "You say how likely things are, before each round is played.",
    ),
    FACILITATOR: Who("Facilitator", "blend", "You lead the game; you see everything."),
    BOTH: Who("Both capitals", "quiet"),
    LEAK: Who("Leaked", "relapsed"),
}  # fmt: skip


@dataclass(frozen=True)
class Mapped:
    """What the game's map shows in a colour of its own.

    Attributes
    ----------
    label, colour
        In the key; the name of the colour in the style sheet.
    kinds
        Of incidents, as `escalation.web.play.room.Happened` names them.
    """

    label: str
    colour: str
    kinds: frozenset[str]


MAPPED: Final = (
    Mapped("fighting between the states", "war", CLASHES),
    Mapped("attack of an armed group", "relapsed", ATTACKS),
    Mapped("post given up without a fight", "quiet", WITHDRAWALS),
)

LINES: Final = {
    "silent": "Say nothing",
    "confirm": "Confirm what was done",
    "deny": "Deny what was done",
    "vow": "Vow an answer",
}
GROUPS: Final = {"ttp": "TTP", "isis_k": "ISIS-K"}
REFUSALS: Final = {"talks": "Refuse all talks", "mediation": "Refuse all mediation"}


def rung_told(rung: int) -> str:
    """Return a rung with its number: ``3: artillery``."""
    return f"{rung}: {RUNGS[rung]}"


def days_told(scenario: Scenario, first: int, days: int) -> str:
    """Return which days a round has, with their dates."""
    if days == 0:
        return f"the morning of day 0, {date_of(scenario, 0)}"
    last = first + days - 1
    if days == 1:
        return f"day {first}, {date_of(scenario, first)}"
    return f"days {first} to {last}, {date_of(scenario, first)} to {date_of(scenario, last)}"


def round_told(scenario: Scenario, number: int, planned: int, first: int, days: int) -> str:
    """Return a round's title."""
    if number == 0:
        return f"Before the game: {days_told(scenario, first, days)}"
    return f"Round {number} of {planned}: {days_told(scenario, first, days)}"


def outcome(name: str) -> dict[str, str]:
    """Return an outcome's words, its colour, and its stroke: two of them have one colour."""
    named = OUTCOME_NAMES[name]
    by_a_day = name.startswith("de_")
    stroke = "dashed" if by_a_day else "whole"
    return {
        "outcome": name,
        "label": named.label,
        "meaning": named.meaning,
        "colour": "quiet" if by_a_day else name.replace("_", "-"),
        "stroke": stroke if name in TOLD else "dotted",  # what is only forecast
    }


def who(name: str) -> dict[str, str]:
    """Return somebody's words and colour."""
    one = WHO[name]
    return {"who": name, "label": one.label, "colour": one.colour}


#: What stands beside odds that are counted in futures of one world.
PLUS_MINUS: Final = (
    "±: Monte Carlo, 95%, in points. All are futures of this one world, so nothing of what is "
    "unknown of it is in them."
)


@lru_cache(maxsize=4096)
def share_told(p: float, futures: int) -> str:
    """Return a share of so many futures with its Monte Carlo interval: ``57% ±6.8``.

    Futures of one morning are independent of each other, so each counts as a draw of its own.
    """
    came = np.arange(futures) < round(p * futures)
    return f"{percent(p)} {plus_minus(nested_interval(np.arange(futures), came).half_width)}"


def page_words() -> dict[str, Any]:
    """Return the words of the page that depend on no room."""
    return {
        "title": "Play the crisis",
        "lead": "In teams, against the model: after each round you see what your decisions did to "
        "the odds.",
        "explore": "Explore",
        "play": "Play",
        "join": {
            "title": "Join a game",
            "code": "Room code",
            "code_meaning": "Six letters and figures, from the facilitator's screen.",
            "name": LABELS["name"],
            "team": LABELS["team"],
            "find": "Find the room",
            "button": "Join",
            "other": "Another room",
            "back_title": "I have a seat in this game",
            "back": LABELS["back"],
            "back_meaning": "It stood beside your name at the top of your screen.",
            "back_button": "Take my seat again",
            "teams": [{"value": team, **who(team), "task": WHO[team].task} for team in TEAMS],
        },
        "facilitate": {
            "title": "Lead a game",
            "key": LABELS["key"],
            "key_meaning": "It stands in the terminal in which the server was started.",
            "enter": "Enter",
            "open_title": "Open a room",
            "scenario": LABELS["scenario"],
            "broken": "What can't be played, and why",
            "days": LABELS["round_days"],
            "rounds": LABELS["rounds"],
            "odds": LABELS["odds_shown"],
            "odds_meaning": "Otherwise they see them in the debrief.",
            "open": "Open the room",
            "rooms_title": "Go on with a game",
            "enter_room": "Enter",
        },
        "back": "To come back from another phone:",
        "lost": "The server does not answer; this page tries again by itself.",
        "loading": "One moment …",
        "moving": "Sending …",
        "up": "To the top",
        "table": "As a table",
        "map": {
            "caption": "Places where something was seen, by day",
            "columns": ["Day", *(kind.label for kind in MAPPED)],
            "key": [{"label": kind.label, "colour": kind.colour} for kind in MAPPED],
        },
        "letters": "Large letters",
        "theme": {"auto": "Light or dark", "light": "Light", "dark": "Dark"},
        "set": "Not set",
    }
