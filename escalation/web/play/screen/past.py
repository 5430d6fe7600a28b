"""A round that is played, as a seat is shown it."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from escalation import vocabulary as words
from escalation.analysis.odds.outcomes import TOLD
from escalation.charts.words import upper_first
from escalation.naming import in_plain_words
from escalation.numbers import counted, percent, points, points_between
from escalation.scenario.claims import claim_rows
from escalation.telling.chronicle import STATES, date_of, place_on
from escalation.telling.situation import situation
from escalation.web.play.playing import check_room_scenario
from escalation.web.play.reports import SIDE_OF
from escalation.web.play.room import FACILITATOR, Room
from escalation.web.play.screen.words import (
    MAPPED,
    PLUS_MINUS,
    WHO,
    Mapped,
    outcome,
    round_told,
    rung_told,
    share_told,
    who,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escalation.scenario.sections import Scenario

#: Said where a facilitator's page folds what teams must not read on it.
FOR_YOU: Final = ": for your eyes only"
#: Shares that are all small are not drawn as if they were large.
_LEAST_SCALE: Final = 0.05


def told_round(room: Room, past: dict[str, Any], team: str) -> dict[str, Any]:
    """Return a played round in words.

    Parameters
    ----------
    past
        The round as `escalation.web.play.view` gives it to a seat of the team.
    """
    scenario = check_room_scenario(room.scenario)
    number, first, days = past["number"], past["first_day"], past["days"]
    whose = WHO[team].label
    told: dict[str, Any] = {
        "number": number,
        "title": round_told(scenario, number, room.planned_rounds, first, days),
        "standing": standing_told(past["standing"]),
        "reports": {"title": f"What reached {whose}", "days": by_day(past["reports"])},
        "public": {"title": "What everybody heard", "days": by_day(past["public"])},
        "nothing": "Nothing was reported.",
        "said": [{**who(one["by"]), "text": one["text"]} for one in past["said"]],
        "said_title": "What was said",
        "decided": [{**who(one["by"]), "told": one["told"]} for one in past["decided"]],
        "decided_title": "What was decided",
        "decided_nothing": "Nothing: the states' own rules decided everything.",
        "map": _map(scenario, past),
        "odds": _odds(room, past["odds"], first, days) if "odds" in past else None,
        "truth": None,
    }
    if team == FACILITATOR or past["reports"] == past["public"]:
        told["reports"] = told["public"]
        told["public"] = None
    if "truth" in past:
        told["truth"] = {"title": "What happened", "days": by_day(past["truth"])}
        if team == FACILITATOR:  # whose screen may be on the wall
            told["truth"] |= {"title": f"What happened{FOR_YOU}", "folded": True}
    if number == 0:
        told["reports"] = {
            "title": "Where it begins",
            "first": True,
            "days": [{"day": "", "lines": situation(scenario)}, *_claimed(scenario, team)],
        }
        told["public"] = told["truth"] = None
    return told


def _claimed(scenario: Scenario, team: str) -> list[dict[str, Any]]:
    """Return what was claimed of the night before, by who claims it; a side's own comes first."""
    own = SIDE_OF.get(team)
    sides = [0, 1] if own is None else [own, 1 - own]
    voices: dict[str, tuple[str, list[str]]] = {}
    for side in sides:
        whose = "" if own is None else ", your side" if side == own else ", the other side"
        voices[words.STATES[side]] = (f"{STATES[side]}{whose}", [])
    for row in claim_rows(scenario):
        voices.setdefault(row.speaker, (upper_first(in_plain_words(row.speaker)), []))
        voices[row.speaker][1].append(f"{row.told}.")
    return [
        {"day": f"Claims of the night before: {name}", "lines": lines or ["None."]}
        for name, lines in voices.values()
    ]


def by_day(sentences: Sequence[str]) -> list[dict[str, Any]]:
    """Return dated sentences under their days: each begins with its date and a colon."""
    days: list[dict[str, Any]] = []
    for sentence in sentences:
        day, _, told = sentence.partition(": ")
        if not days or days[-1]["day"] != day:
            days.append({"day": day, "lines": []})
        days[-1]["lines"].append(told)
    return days


def standing_told(standing: dict[str, Any]) -> list[str]:
    """Return how things stand on a morning, in sentences."""
    told = [
        f"{name} stands at rung {rung_told(rung)}; its crossings are "
        f"{'closed' if closed else 'open'}."
        for name, rung, closed in zip(
            STATES, standing["rungs"], standing["crossings_closed"], strict=True
        )
    ]
    told[0] = told[0].replace("Taliban stands", "Taliban stand").replace("its cross", "their cross")
    told.append(_ceasefire(standing))
    if "channel_open" in standing:
        told.append(f"The back channel is {'open' if standing['channel_open'] else 'silent'}.")
    if standing["talks"]:
        told.append("The states are in talks.")
    return told


def _ceasefire(standing: dict[str, Any]) -> str:
    if standing["ceasefire"] == "none":
        return "No ceasefire is in force."
    left = standing["ceasefire_days"]
    ends = "" if left is None else f", with {counted(left, 'day')} left"
    watched = "with monitors" if standing["monitored"] else "without monitors"
    article = "An" if standing["ceasefire"] == "agreement" else "A"
    return f"{article} {standing['ceasefire']} is in force, {watched}{ends}."


def _map(scenario: Scenario, past: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the round's days on the map: what was seen where."""
    days = []
    for day in range(past["first_day"], past["first_day"] + past["days"]):
        seen = [one for one in past["incidents"] if one["day"] == day]
        at = f"Day {day}, {date_of(scenario, day)}"
        kinds = [[one for one in seen if _seen_as(one) == kind] for kind in MAPPED]
        days.append(
            {
                "day": day,
                "told": f"{at}: {counted(len(seen), 'incident')} seen",
                "name": at,
                # What stands first in the key is painted last, over what else was there.
                "places": [
                    [one["segment"], kind.colour]
                    for kind, each in reversed(list(zip(MAPPED, kinds, strict=True)))
                    for one in each
                ],
                "cells": [_places(each) for each in kinds],
            }
        )
    return days


def _seen_as(incident: dict[str, Any]) -> Mapped:
    return next(kind for kind in MAPPED if incident["kind"] in kind.kinds)


def _places(incidents: Sequence[dict[str, Any]]) -> str:
    """Return where incidents were, each place once with how often."""
    seen = Counter(place_on(one["segment"]) for one in incidents)
    return "; ".join(f"{name} ({n})" if n > 1 else name for name, n in seen.items()) or "none"


def told_and_asked(room: Room) -> tuple[str, ...]:
    """Return the outcomes whose odds are told: those that always are, then what else is forecast.

    What is drawn over the game keeps to the first, by their places.
    """
    return (*TOLD, *(name for name in room.questions if name not in TOLD))


def _odds(room: Room, odds: dict[str, Any], first: int, days: int) -> dict[str, Any]:
    """Return how the odds moved in a round, and each decision's share of it."""
    futures = counted(odds["futures"], "future")
    most = _most(odds["parts"])
    return {
        "title": "How the odds moved",
        "columns": ["Outcome", "before", "with what was decided", "after these days"],
        "caption": f"Shares of {futures} from the same morning, and from the next one. "
        f"{PLUS_MINUS}",
        "day": first + days,
        "scale": [percent(0.0), percent(1.0)],
        "rows": [
            {
                **outcome(name),
                "p": [odds[when][name] for when in ("before", "decided", "after")],
                "told": [
                    share_told(odds[when][name], odds["futures"])
                    for when in ("before", "decided", "after")
                ],
            }
            for name in told_and_asked(room)
        ],
        "shares_title": "What each decision did",
        "shares_meaning": f"Over the same {futures}, with all that was decided and with all but "
        "the one: points of odds, and between which they lie with 95% certainty, all decisions "
        "of the round together. A bold one is told apart from none; any other may be chance.",
        "shares_most": most,
        "shares_scale": [points(-most, 0), "0", points(most, 0)],
        "shares_columns": ["Decision", *(outcome(name)["label"] for name in TOLD)],
        "shares": [
            {**who(part["by"]), "told": part["told"], "effects": [_effect(e) for e in
                                                               part["effects"]]}
            for part in odds["parts"]
        ],
    }  # fmt: skip


def _most(parts: Sequence[dict[str, Any]]) -> float:
    """Return how far the scale of shares goes to either side: to whole points of odds."""
    ends = [abs(e[end]) for part in parts for e in part["effects"] for end in ("low", "high")]
    return max(_LEAST_SCALE, ceil(100 * max(ends, default=0.0)) / 100)


def _effect(effect: dict[str, Any]) -> dict[str, Any]:
    change = effect["with_it"] - effect["without_it"]
    low, high = effect["low"], effect["high"]
    return {
        **outcome(effect["outcome"]),
        "change": change,
        "low": low,
        "high": high,
        "apart": effect["told_apart"],
        "told": points(change, 0),
        "between": points_between(low, high, 0),
    }
