"""The facilitator's controls: what can be done now, each a message with its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from escalation.web.play.decisions import decisions_of, offer_words
from escalation.web.play.moves import MOST_ROUND_DAYS, MOST_WORDS, TEAMS
from escalation.web.play.room import FACILITATOR, Room, Standing
from escalation.web.play.screen.fields import Field, choice, text, whole
from escalation.web.play.screen.move_form import offer_fields
from escalation.web.play.screen.refusals import LABELS
from escalation.web.play.screen.words import GROUPS, WHO

Action = dict[str, Any]
_KILLED: Final = 20


def actions(room: Room, trouble: str) -> list[Action]:
    """Return what the facilitator may do now, the step that leads on first."""
    phase = room.phase
    if phase == "lobby":
        return [
            _do("start", "Begin the game", leads=True),
            _extend(),
        ]
    if phase == "computing":
        again = [_do("again", "Try again", leads=True)] if trouble else []
        return [*again, _do("undo", "Stop, and decide again")]
    if phase == "closing":
        return [_do("again", "Try again", leads=True)] if trouble else []
    if phase == "closed":
        return [] if room.revealed else [_reveal()]
    pause = _do("pause", "Go on" if room.paused else "Pause", paused=not room.paused)
    lost = "" if phase == "shown" else " What is decided in this one so far is lost."
    takes_back = _do(
        "undo", "Undo the last round",
        ask=f"Take the last round back, to be decided again?{lost}",
    )  # fmt: skip
    undo = [takes_back] if len(room.rounds) > (1 if phase == "shown" else 2) else []
    if phase == "deciding":
        resolve = _do("resolve", "Play the round", leads=True, ask=_undecided(room))
        leads = [pause | {"leads": True}] if room.paused else [resolve, pause]
        return [*leads, *undo, _extend()]
    left = room.horizon_days - room.now.next_day
    leads = []
    if room.now.number < room.planned_rounds and left > 0:
        most = min(MOST_ROUND_DAYS, left)
        days = whole("days", "days", 1, most, room.round_days)
        leads = [_do("next", "Next round", leads=True, fields=[days])]
    close = _do(
        "close", "End the game", leads=not leads,
        ask="End the game? The model plays on to the scenario's end, and forecasts are scored. "
        "No round can be played or taken back after that.",
    )  # fmt: skip
    reveal = [] if room.revealed else [_reveal()]
    return [*leads, close, *undo, *reveal, _extend()]


def _do(
    say: str, label: str, *, leads: bool = False, ask: str = "", fields: Sequence[Field] = (),
    **more: Any,
) -> Action:  # fmt: skip
    """Return an action: its message, label and fields, whether it leads on, and what is asked."""
    base = {"say": say, **more}
    return {"base": base, "label": label, "leads": leads, "ask": ask, "fields": list(fields)}


def _extend() -> Action:
    return _do("extend", "More rounds", fields=[whole("rounds", "rounds", 1, 20, 1)])


def _reveal() -> Action:
    return _do(
        "reveal", "Reveal the truth",
        ask="Show everybody what happened, beside what they were told? It can't be hidden again.",
    )  # fmt: skip


def _undecided(room: Room) -> str:
    """Return what to ask before a round is played for which somebody has still to decide."""
    there = {seat.team for seat in room.seats}
    asks = []
    if not there & {"kabul", "islamabad"}:
        asks.append("Nobody plays a state: the model's rules decide for both.")
    open_ = [
        WHO[team].label
        for team in TEAMS
        if team in there and team != "forecasters" and team not in room.now.ready
    ]
    if open_:
        asks.append(f"Not sealed yet: {', '.join(open_)}.")
    silent = sum(len(room.now.forecasts.get(one.id, {})) < len(room.questions)
                 for one in room.seats)  # fmt: skip
    if silent:
        asks.append(f"Forecasts are missing of {silent} of {len(room.seats)} people.")
    return " ".join([*asks, "Play the round all the same?"]) if asks else ""


def injects(room: Room) -> dict[str, Any] | None:
    """Return the forms by which a facilitator puts something into the round; None if not now."""
    if room.phase != "deciding":
        return None
    before = room.rounds[room.now.number - 1].result
    standing: Standing | None = None if before is None else before.standing
    forms = [
        _inject("attack", "A mass-casualty attack", [
            choice("actor", LABELS["actor"], list(GROUPS.items()), "ttp"),
            whole("killed", LABELS["killed"], 1, 500, _KILLED),
            whole("on_day", LABELS["on_day"], 1, room.now.days, 1),
        ]),
        _inject("leak", "A leaked video", [
            text("text", LABELS["text"], MOST_WORDS, "", meaning="All read it at once."),
        ]),
        _inject("offer", "An offer from outside", [
            choice("offer", "Offer", offer_fields(room, standing), None),
        ]),
        _inject("silence", "Silence on the back channel", []),
    ]  # fmt: skip
    return {"title": LABELS["inject"], "button": "Put it in", "forms": forms, "into": "inject",
            "ask": "Put it into the round? It can't be taken out again."}  # fmt: skip


def injects_told(room: Room) -> list[str]:
    """Return what the facilitator has put into the round, in sentences."""
    told = [one.told for one in decisions_of(room, room.now.number) if one.by == FACILITATOR]
    for inject in room.now.injects:
        if inject.kind == "leak":
            told.append(f"Put in: a leak. {inject.text}")
        elif inject.kind == "offer":
            told.append(f"Put in: an offer of {offer_words(inject.offer)}.")
    return told


def _inject(kind: str, label: str, fields: list[Field]) -> dict[str, Any]:
    return {"label": label, "base": {"kind": kind}, "fields": fields}
