"""Why something was refused, told by what its field is called on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from escalation.errors import InputError
from escalation.letters import visible
from escalation.naming import OUTCOME_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import ValidationError

#: What the fields of messages are called, on the page's forms and where one is refused.
LABELS: Final[dict[str, str]] = {
    # Of a move.
    "max_rung": "Highest rung allowed",
    "operation": "Operation ordered",
    "rung": "rung",
    "days": "days",
    "line": "Public line",
    "crossings": "Your crossings",
    "channel": "Back channel",
    "refuse": "Talks",
    "offers": "Offer to the other side",
    "answers": "Offers that are open to you",
    "proposals": "Propose to both capitals",
    "monitored": "with monitors",
    "statement": "Statement",
    "article": "Article",
    # Of what is put in.
    "inject": "Put in",
    "actor": "By",
    "killed": "Killed",
    "on_day": "On the round's day",
    "text": "What it shows",
    # Of joining and leading a game.
    "name": "Your name",
    "team": "Your team",
    "back": "Your code to come back",
    "key": "Facilitator's key",
    "scenario": "Scenario",
    "round_days": "Days of a round",
    "rounds": "Rounds",
    "odds_shown": "Teams see the odds after each round",
    "chances": "How likely is it?",
}
#: After one of these the next step of a path may be a kind, and is then no field.
_BEFORE_KINDS: Final = frozenset({"move", "inject", "offer", "offers", "proposals"})
_KINDS: Final = frozenset(
    {
        "state", "mediators", "press", "attack", "silence", "offer", "leak", "truce", "agreement",
        "monitoring", "mediation", "channel",
    }
)  # fmt: skip
_WORDS: Final = {
    "missing": "is missing",
    "extra_forbidden": "is nothing that can be said here",
    "too_short": "is empty",
}
_LONGEST_NAME: Final = 40


def called(path: Sequence[Any]) -> str:
    """Return what the field at a path is called; an empty string for the message as a whole.

    >>> called(["decide", "move", "state", "operation", "days"])
    'Operation ordered, days'
    """
    told: list[str] = []
    before: Any = None
    for step in path:
        kind = before in _BEFORE_KINDS and step in _KINDS
        if not isinstance(step, int):
            before = step
        if kind or not isinstance(step, str):
            continue
        if step in OUTCOME_NAMES:
            return OUTCOME_NAMES[step].label
        if step in LABELS and LABELS[step] not in told:
            told.append(LABELS[step])
    return ", ".join(told)


def refusal_told(error: ValidationError) -> str:
    """Return what is wrong with a message, in a sentence."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = called(first["loc"])
    last = str(first["loc"][-1]) if first["loc"] else ""
    if first["type"] == "extra_forbidden" or (first["type"] == "missing" and not where):
        where = f"'{visible(last[:_LONGEST_NAME], keep='')}'"
    what = _WORDS.get(first["type"], first["msg"].removeprefix("Value error, "))
    return f"{where or 'The message'}: {what}."


def problems_told(error: InputError) -> str:
    """Return why a room refused a message, in a line."""
    return " ".join(
        f"{where}: {one.message}." if (where := _place(one.where)) else _sentence(one.message)
        for one in error.problems
    )


def _place(where: str) -> str:
    """Return what a problem's place is called; as it is, where the page has no word for it."""
    if where in ("say", "by", "seat", "move"):
        return ""
    return called(where.split(".")) or visible(where, keep="")


def _sentence(clause: str) -> str:
    clause = visible(clause)
    return f"{clause[:1].upper()}{clause[1:]}."
