"""A team's decisions as a form; each control says what happens if it is left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from escalation.naming import listed
from escalation.numbers import counted
from escalation.telling.chronicle import called
from escalation.vocabulary import RUNGS
from escalation.web.play.decisions import decisions_of, offer_words, open_offers
from escalation.web.play.moves import (
    MOST_ROUND_DAYS,
    MOST_WORDS,
    MediatorsMove,
    Offer,
    PressMove,
    StateMove,
    Team,
)
from escalation.web.play.room import Room, Standing
from escalation.web.play.screen.fields import Field, choice, flag, many, text, whole
from escalation.web.play.screen.refusals import LABELS
from escalation.web.play.screen.words import LINES, REFUSALS, WHO, rung_told

#: Lowest rung of an operation that can be ordered.
_LEAST_OPERATION: Final = 2
_TRUCE_DAYS: Final = 7
_SIDE: Final = {"kabul": 0, "islamabad": 1}

Group = dict[str, Any]


def move_form(room: Room, team: Team) -> dict[str, Any] | None:
    """Return the form of a team's move in the round that is decided; None for who decides nothing.

    What stands in it is what the team has decided so far.
    """
    move = room.now.moves.get(team)
    before = room.rounds[room.now.number - 1].result
    standing = None if before is None else before.standing
    if team in _SIDE:
        state = move if isinstance(move, StateMove) else StateMove()
        kind, groups = "state", _of_state(room, team, state, standing)
    elif team == "mediators":
        proposed = move if isinstance(move, MediatorsMove) else MediatorsMove()
        kind, groups = "mediators", _of_mediators(room, proposed, standing)
    elif team == "press":
        article = move.article if isinstance(move, PressMove) else ""
        kind = "press"
        groups = [
            _group(
                "",
                [text("article", LABELS["article"], MOST_WORDS, article, meaning="All read it.")],
            )
        ]
    else:
        return None
    return {
        "title": "What you decide",
        "base": {"kind": kind},
        "groups": groups,
        "seal": "Seal it",
        "draft_told": "Your team decided otherwise while you filled this in. What you had is kept.",
        "draft": "Fill in what I had",
        "change": "Change it",
        "sealed": team in room.now.ready,
        "sealed_told": "Sealed until the round is played. Until then you can change it.",
        "told": move_told(room, team),
        "told_title": "You decided",
    }


def move_told(room: Room, team: Team) -> list[str]:
    """Return what a team has decided, in sentences."""
    move = room.now.moves.get(team)
    told = [one.told for one in decisions_of(room, room.now.number) if one.by == team]
    if isinstance(move, StateMove):
        told += [f"Offered: {offer_words(offer)}." for offer in move.offers]
        offered = {made.id: offer_words(made.offer) for made in open_offers(room, room.now.number)}
        told += [
            f"{'Accepted' if answer.accept else 'Refused'}: {offered[answer.offer]}."
            for answer in move.answers
            if answer.offer in offered
        ]
        if not told:
            told = ["You left everything to your state's rules."]
    elif isinstance(move, MediatorsMove):
        told = [f"Proposed: {offer_words(offer)}." for offer in move.proposals]
        told += [f"Said: {move.statement}"] if move.statement else []
        if not told:
            told = ["You proposed nothing."]
    elif isinstance(move, PressMove):
        told = [move.article]
    return told


def _group(title: str, fields: Sequence[Field]) -> Group:
    return {"title": title, "fields": list(fields)}


def _of_state(room: Room, team: Team, move: StateMove, standing: Standing | None) -> list[Group]:
    side, days = _SIDE[team], room.now.days
    rung = None if standing is None else standing.rungs[side]
    closed = None if standing is None else standing.crossings_closed[side]
    at = "" if rung is None else f"Your side stands at rung {rung_told(rung)}. "
    crossings = "" if closed is None else f"They are {'closed' if closed else 'open'} now."
    operation = move.operation
    answers = _answers(room, team, move)
    groups = [_group(LABELS["answers"], answers)] if answers else []
    return [
        *groups,
        _group("Force", [
            choice("max_rung", LABELS["max_rung"],
                   [(None, "Left to the rules"),
                    *((number, rung_told(number)) for number in range(len(RUNGS)))],
                   move.max_rung,
                   meaning=f"{at}For the round it does not go above what you choose, whatever "
                   "happens."),
            choice("operation", LABELS["operation"],
                   [(None, "Left to the rules"),
                    *(({"rung": number}, rung_told(number))
                      for number in range(_LEAST_OPERATION, len(RUNGS)))],
                   None if operation is None else {"rung": operation.rung},
                   meaning="From the round's first day on.",
                   parts=[whole("days", "for so many days", 1, days,
                                1 if operation is None else operation.days)]),
        ]),
        _group("In public", [
            choice("line", LABELS["line"],
                   [(None, "Left to the rules"), *LINES.items()], move.line),
        ]),
        _group("Border", [
            choice("crossings", LABELS["crossings"],
                   [(None, "Left to the rules"),
                    ("open", "Held open"), ("closed", "Held closed")],
                   move.crossings, meaning=crossings),
        ]),
        _group(LABELS["refuse"], [
            choice("channel", LABELS["channel"],
                   [(None, "Left to the rules"),
                    ("closed", "Keep silent on it")],
                   move.channel,
                   meaning=f"{_channel_now(standing)}To open it takes both sides: offer it."),
            *(flag("refuse", label, what, on=what in move.refuse, adds=True)
              for what, label in REFUSALS.items()),
        ]),
        _group(LABELS["offers"], _offers("offers", room, move.offers, standing)),
    ]  # fmt: skip


def _channel_now(standing: Standing | None) -> str:
    if standing is None:
        return ""
    return f"It is {'open' if standing.channel_open else 'silent'} now. "


def _of_mediators(room: Room, move: MediatorsMove, standing: Standing | None) -> list[Group]:
    return [
        _group(
            LABELS["proposals"], _offers("proposals", room, move.proposals, standing)
        ),
        _group(
            "In public",
            [text("statement", LABELS["statement"], MOST_WORDS, move.statement or "",
                  meaning="All read it.")],
        ),
    ]  # fmt: skip


def _offers(into: str, room: Room, made: Sequence[Offer], standing: Standing | None) -> list[Field]:
    """Return a box for each kind of offer that can be made now."""
    mine: dict[str, Any] = {offer.kind: offer for offer in made}
    truce, agreement, mediation = (mine.get(kind) for kind in ("truce", "agreement", "mediation"))
    fields = [
        flag(into, "A truce", {"kind": "truce"}, on=truce is not None, adds=True,
             parts=[whole("days", "days", 1, MOST_ROUND_DAYS,
                          _TRUCE_DAYS if truce is None else truce.days)]),
        flag(into, "An agreement", {"kind": "agreement"}, on=agreement is not None, adds=True,
             parts=[flag("monitored", "with monitors", True,
                         on=agreement is not None and agreement.monitored)]),
    ]  # fmt: skip
    if standing is not None and standing.ceasefire != "none" and not standing.monitored:
        fields.append(
            flag(into, "Monitors for the ceasefire in force", {"kind": "monitoring"},
                 on="monitoring" in mine, adds=True)
        )  # fmt: skip
    if room.mediators:
        fields.append(
            flag(into, "Mediation", {"kind": "mediation"}, on=mediation is not None, adds=True,
                 parts=[many("mediators", "by", [(n, called(n)) for n in room.mediators],
                             () if mediation is None else mediation.mediators)])
        )  # fmt: skip
    if standing is None or not standing.channel_open:
        fields.append(
            flag(into, "Opening the back channel", {"kind": "channel"}, on="channel" in mine,
                 adds=True)
        )  # fmt: skip
    return fields


def _answers(room: Room, team: Team, move: StateMove) -> list[Field]:
    """Return a choice for each offer that is open to a team."""
    said = {answer.offer: answer.accept for answer in move.answers}
    fields = []
    for made in open_offers(room, room.now.number):
        if team not in made.to:
            continue
        accept, refuse = ({"offer": made.id, "accept": yes} for yes in (True, False))
        chosen = {True: accept, False: refuse}.get(said.get(made.id))  # type: ignore[arg-type]
        others = [WHO[one].label for one in made.to if one != team]
        needs = f" It takes {listed(others)} too." if others else ""
        fields.append(
            choice("answers", f"{WHO[made.by].label}: {offer_words(made.offer)}",
                   [(None, "No answer"), (accept, "Accept"), (refuse, "Refuse")], chosen,
                   adds=True, meaning=needs.strip())
        )  # fmt: skip
    return fields


def offer_fields(room: Room, standing: Standing | None) -> list[tuple[Any, str]]:
    """Return the offers that a facilitator may put in, each a value and its label."""
    found: list[tuple[Any, str]] = [
        ({"kind": "truce", "days": _TRUCE_DAYS}, f"A truce of {counted(_TRUCE_DAYS, 'day')}"),
        ({"kind": "agreement", "monitored": True}, "An agreement with monitors"),
        ({"kind": "agreement", "monitored": False}, "An agreement without monitors"),
    ]
    found += [
        ({"kind": "mediation", "mediators": [name]}, f"Mediation by {called(name)}")
        for name in room.mediators
    ]
    if standing is None or not standing.channel_open:
        found.append(({"kind": "channel"}, "Opening the back channel"))
    return found
