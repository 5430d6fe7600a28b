"""From what teams decide to the scenario's events: each decision a sentence and its events.

An offer needs both sides. It is sealed like all else, is told to those it is for when its round is
over, and takes hold on the first morning of the next one if all of them accept. Where both states
offer each other the same in one round, it takes hold at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from escalation.naming import in_plain_words
from escalation.numbers import counted
from escalation.scenario.fields import StateName
from escalation.telling.chronicle import STATES as STATE_WORDS
from escalation.vocabulary import RUNGS
from escalation.vocabulary import STATES as STATE_NAMES
from escalation.web.play.moves import STATES, InjectOffer, MediatorsMove, Offer, StateMove, Team
from escalation.web.play.room import FACILITATOR, Made, Room, Round

#: Whose a decision is that takes two.
BOTH: Final = "both"
_SIDES: Final[tuple[Team, Team]] = ("kabul", "islamabad")

Event = dict[str, Any]


class Decision:
    """A decision of a round: whose, in a sentence, and the scenario's events that it becomes."""

    def __init__(self, name: str, by: str, told: str, events: list[Event]) -> None:
        self.id, self.by, self.told, self.events = name, by, told, events


def decisions_of(room: Room, number: int) -> list[Decision]:
    """Return what is decided in a round, in an order that depends on nothing else."""
    this = room.rounds[number]
    found: list[Decision] = []
    for team in _SIDES:
        move = this.moves.get(team)
        if isinstance(move, StateMove):
            found += _of_state(room, this, team, move)
    for deal in deals_of(room, number):
        told = f"Agreed by both sides: {offer_words(deal.offer)}."
        found.append(Decision(deal.id, BOTH, told, _events_of_offer(room, this, deal.offer)))
    for place, inject in enumerate(this.injects):
        name, day = f"r{number}-inject-{place}", this.first_day
        if inject.kind == "attack":
            event = {
                "day": day + inject.on_day - 1, "kind": "attack", "actor": inject.actor,
                "killed": inject.killed,
                **({} if inject.segment is None else {"segment": inject.segment}),
            }  # fmt: skip
            told = f"Put in: an attack that kills {inject.killed}."
            found.append(Decision(name, FACILITATOR, told, [event]))
        elif inject.kind == "silence":
            told = "Put in: silence on the back channel."
            found.append(Decision(name, FACILITATOR, told, _silence(this)))
    return found


def offer_words(offer: Offer) -> str:
    """Return what an offer is, as a clause."""
    if offer.kind == "truce":
        return f"a truce of {counted(offer.days, 'day')}"
    if offer.kind == "agreement":
        return f"an agreement {'with' if offer.monitored else 'without'} monitors"
    if offer.kind == "monitoring":
        return "monitors for the ceasefire in force"
    if offer.kind == "mediation":
        return f"mediation by {', '.join(in_plain_words(name) for name in offer.mediators)}"
    return "opening the back channel"


def offers_made(this: Round) -> list[Made]:
    """Return the offers of a round's moves, those of the states first."""
    found = []
    for team in (*_SIDES, "mediators"):
        move = this.moves.get(team)
        if isinstance(move, StateMove):
            offers, to = move.offers, tuple(other for other in _SIDES if other != team)
        elif isinstance(move, MediatorsMove):
            offers, to = move.proposals, _SIDES
        else:
            continue
        found += [
            Made(id=f"r{this.number}-{team}-{place}", by=team, to=to, offer=offer)
            for place, offer in enumerate(offers)
        ]
    return found


def open_offers(room: Room, number: int) -> list[Made]:
    """Return the offers that may be answered in a round: the last one's, and those put in."""
    found = []
    if number > 0:
        met = {name for pair in _met(room.rounds[number - 1]) for name in pair}
        found = [made for made in offers_made(room.rounds[number - 1]) if made.id not in met]
    for place, inject in enumerate(room.rounds[number].injects):
        if isinstance(inject, InjectOffer):
            name = f"r{number}-inject-{place}"
            found.append(Made(id=name, by=FACILITATOR, to=_SIDES, offer=inject.offer))
    return found


def deals_of(room: Room, number: int) -> list[Made]:
    """Return what both sides want in a round: offers that all accept, and offers that meet."""
    this = room.rounds[number]
    accepted = {
        (team, answer.offer)
        for team in _SIDES
        if isinstance(move := this.moves.get(team), StateMove)
        for answer in move.answers
        if answer.accept
    }
    deals = [
        made
        for made in open_offers(room, number)
        if all((team, made.id) in accepted for team in made.to)
    ]
    made = {one.id: one for one in offers_made(this)}
    return deals + [_shorter(made[one], made[two]) for one, two in _met(this)]


def _met(this: Round) -> Iterator[tuple[str, str]]:
    """Return the pairs of offers in which both states want one thing in one round."""
    made = offers_made(this)
    for one in made:
        for two in made:
            if (one.by, two.by) == _SIDES and _alike(one.offer, two.offer):
                yield one.id, two.id


def _alike(one: Offer, two: Offer) -> bool:
    """Return whether two offers want the same; truces may differ in length."""
    return one == two or one.kind == two.kind == "truce"


def _shorter(one: Made, two: Made) -> Made:
    """Return the offer that both stand behind: of two truces the shorter."""
    if one.offer.kind == two.offer.kind == "truce" and two.offer.days < one.offer.days:
        return two
    return one


def _of_state(room: Room, this: Round, team: Team, move: StateMove) -> Iterator[Decision]:
    actor = STATES[team]
    who = STATE_WORDS[STATE_NAMES.index(actor)]
    day, days = this.first_day, this.days

    def one(what: str, told: str, events: list[Event]) -> Decision:
        return Decision(f"r{this.number}-{team}-{what}", team, f"{who} {told}.", events)

    if move.max_rung is not None:
        event = {
            "day": day, "kind": "restrain", "actor": actor, "max_rung": move.max_rung, "days": days,
        }  # fmt: skip
        yield one("posture", f"allowed no rung above {_rung(move.max_rung)}", [event])
    if move.operation is not None:
        rung, length = move.operation.rung, move.operation.days
        event = {"day": day, "kind": "act", "actor": actor, "rung": rung, "days": length}
        told = f"ordered an operation of {counted(length, 'day')} at rung {_rung(rung)}"
        yield one("operation", told, [event])
    if move.line is not None:
        event = {
            "day": day, "kind": "public_line", "actor": actor, "line": move.line, "days": days,
        }  # fmt: skip
        yield one("line", f"took the public line: {move.line}", [event])
    if move.crossings is not None:
        yield one("crossings", f"held its crossings {move.crossings}", _held(this, actor, move))
    if move.channel is not None:
        yield one("channel", "kept silent on the back channel", _silence(this))
    for what in _refused(room, this, move):
        event = {"day": day, "kind": "refuse", "actor": actor, "what": what, "days": days}
        yield one(what, f"refused {what}", [event])


def _refused(room: Room, this: Round, move: StateMove) -> list[str]:
    """Return what a state refuses for the round, outright or by its answers."""
    offered = {made.id: made.offer.kind for made in open_offers(room, this.number)}
    refused = set(move.refuse)
    for answer in move.answers:
        kind = offered.get(answer.offer)
        if not answer.accept and kind in ("truce", "agreement"):
            refused.add("talks")
        elif not answer.accept and kind == "mediation":
            refused.add("mediation")
    return sorted(refused)


def _rung(rung: int) -> str:
    return f"{rung} ({RUNGS[rung]})"


def _held(this: Round, actor: StateName, move: StateMove) -> list[Event]:
    closed = move.crossings == "closed"
    return [
        {
            "day": this.first_day, "kind": "crossings", "actor": actor, "closed": closed,
            "days": this.days,
        }
    ]  # fmt: skip


def _silence(this: Round) -> list[Event]:
    return [{"day": this.first_day, "kind": "back_channel", "open": False, "days": this.days}]


def _events_of_offer(room: Room, this: Round, offer: Offer) -> list[Event]:
    day = this.first_day
    if offer.kind == "truce":
        return [{"day": day, "kind": "ceasefire", "type": "truce", "days": offer.days}]
    if offer.kind == "agreement":
        monitored = offer.monitored
        return [{"day": day, "kind": "ceasefire", "type": "agreement", "monitored": monitored}]
    if offer.kind == "mediation":
        return [{"day": day, "kind": "mediation", "mediators": list(offer.mediators)}]
    if offer.kind == "channel":
        return [{"day": day, "kind": "back_channel", "open": True}]
    before = room.rounds[this.number - 1].result
    if before is None or before.standing.ceasefire == "none":
        return []  # it has ended since the offer was made: there is nothing to monitor
    left = before.standing.ceasefire_days
    return [
        {
            "day": day, "kind": "ceasefire", "type": before.standing.ceasefire, "monitored": True,
            **({} if left is None else {"days": left}),
        }
    ]  # fmt: skip
