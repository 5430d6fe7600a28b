"""What every column of every table means, and in what unit: once, for all who hand tables on.

Parquet fields, the sheets of a workbook, `escalation columns` and ``runs/README.md`` are made from
this. Columns of the draws are parameters and facts, and are declared where these are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from escalation.analysis.odds.deaths import SIDES
from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.record.blend import BLEND, CHAIN, REFERENCE
from escalation.naming import OF_A_LEVER, OUTCOME_NAMES, SIDE_NAMES, in_plain_words
from escalation.vocabulary import CAUSES, END_STATES, RUNGS, SEGMENT_COLUMNS

if TYPE_CHECKING:
    from escalation.scenario.declaration import Fact, Parameter
    from escalation.scenario.sections import Scenario

#: Units of figures: how a cell is to be read.
SHARE: Final = "share, 0 to 1"
POINTS: Final = "difference of shares, -1 to 1"
PEOPLE: Final = "people"
DAY: Final = "day, 0 is the first; -1 for never"
DAYS: Final = "days"
RUNS: Final = "runs"
TIMES: Final = "number in a run"


@dataclass(frozen=True)
class Meaning:
    """What a column holds.

    Attributes
    ----------
    meaning
        In a sentence without a full stop.
    unit
        Of its figures; empty for words, and for numbers that only name something.
    """

    meaning: str
    unit: str = ""


Columns = Mapping[str, Meaning]

#: Ends of the two intervals beside odds or a difference; the one over what is unknown first.
_BETWEEN: Final = "end of the interval in which 95% of draws of what is unknown lie, luck taken off"
_MONTE_CARLO: Final = "end of the 95% Monte Carlo interval: how far the runs have converged"


def _with_ends(name: str, meaning: str, unit: str = SHARE) -> dict[str, Meaning]:
    """Return a figure and the ends of its intervals, which its name begins."""
    return {name: Meaning(meaning, unit), **_ends(f"{name}_", meaning, unit)}


def _ends(prefix: str, of: str, unit: str = SHARE) -> dict[str, Meaning]:
    return {
        f"{prefix}{between}{end}": Meaning(f"{of}: {word} {what}", unit)
        for between, what in (("between_draws_", _BETWEEN), ("", _MONTE_CARLO))
        for end, word in (("low", "lower"), ("high", "upper"))
    }


def _of(who: str) -> str:
    """Return whose deaths are counted, as a clause behind "killed"."""
    return who.removeprefix("Killed ")


_RUN: Final[Columns] = {
    "run": Meaning("number of the run, from 0; its luck hangs on it and on the seed"),
    "draw": Meaning("number of the draw of parameters and of the truth of day 0, from 0"),
    "replicate": Meaning("number of the run among those of its draw, from 0"),
}


@cache
def _runs() -> Columns:
    told = {
        **_RUN,
        "status": Meaning("0 if the run came through, another number if it failed"),
        "reason": Meaning("why it failed, or empty"),
        "end_state": Meaning(
            "where it ended: " + ", ".join(f"{n} {name}" for n, name in enumerate(END_STATES))
        ),
        "deescalated_day": Meaning("first of the quiet days that make a de-escalation", DAY),
        "war_day": Meaning("when it became war between the states", DAY),
        "quiet_after_war_day": Meaning("first of the quiet days after a war", DAY),
        "minor_relapse_day": Meaning("first minor relapse after a de-escalation", DAY),
        "serious_relapse_day": Meaning("first serious relapse after a de-escalation", DAY),
        "relapse_cause": Meaning(
            "what came before the serious relapse: "
            + ", ".join(f"{n} {name}" for n, name in enumerate(CAUSES))
        ),
        **{name: Meaning(f"killed to the end, {_of(who)}", PEOPLE) for name, who in SIDES.items()},
        "incidents": Meaning("incidents along the border to the end", TIMES),
        "lethal_incidents": Meaning("incidents in which somebody was killed", TIMES),
        "air_strikes": Meaning("strikes from the air by either state", TIMES),
        "ttp_attacks": Meaning("attacks by the TTP", TIMES),
        "ttp_mass_attacks": Meaning("attacks by the TTP with many dead", TIMES),
        "isis_attacks": Meaning("attacks by ISIS-K", TIMES),
        "truces": Meaning("truces that began", TIMES),
        "agreements": Meaning("agreements that were reached", TIMES),
        "ceasefires_failed": Meaning("truces and agreements that were broken", TIMES),
        "mediation_days": Meaning(
            "days on which mediators were at work, added up over mediators", DAYS
        ),
        "active_days": Meaning("days on which an incident killed somebody", DAYS),
        "quiet_days": Meaning("quiet days", DAYS),
    }
    for side, name in SIDE_NAMES.items():
        told[f"max_rung_{side}"] = Meaning(
            f"highest rung of the ladder, 0 to {len(RUNGS) - 1}: {name.side}"
        )
        told[f"posts_taken_by_{side}"] = Meaning(f"posts taken by {name.forces}", TIMES)
    return told


@cache
def _days() -> Columns:
    told = {
        "day": Meaning("day of the scenario, 0 is the first"),
        "de_escalated_share": Meaning("runs de-escalated by this day, whatever came after", SHARE),
        "holding_share": Meaning("of all runs, those in which that has held so far", SHARE),
        "relapsed_share": Meaning("of all runs, those with a serious relapse since", SHARE),
        "quiet_share": Meaning("runs in which this day was quiet", SHARE),
        "war_share": Meaning("runs that have been war by this day", SHARE),
        "quiet_after_war_share": Meaning("of all runs, those quiet again after a war", SHARE),
    }
    for side, name in SIDE_NAMES.items():
        for rung, word in enumerate(RUNGS):
            told[f"rung_{side}_{rung}"] = Meaning(
                f"runs in which the {name.side} stands at rung {rung}, {word}", SHARE
            )
        for quantile in ("05", "25", "50", "75", "95"):
            told[f"killed_{side}_q{quantile}"] = Meaning(
                f"{name.people} soldiers and fighters killed so far: quantile 0.{quantile} over "
                "runs, to the edge of a bin",
                PEOPLE,
            )
    told["incidents_mean"] = Meaning("incidents on this day, mean over runs", TIMES)
    told["ttp_attacks_mean"] = Meaning("attacks by the TTP on this day, mean over runs", TIMES)
    return told


_OF_SEGMENTS: Final = {
    "incidents": "incidents", "lethal_incidents": "incidents in which somebody was killed",
    "deaths": "people killed", "captures": "posts that changed hands",
    "strikes": "strikes from the air", "ttp_attacks": "attacks by the TTP",
}  # fmt: skip


@cache
def _segments() -> Columns:
    counted = {
        f"{name}_per_run": Meaning(f"{_OF_SEGMENTS[name]}, mean over runs", TIMES)
        for name in SEGMENT_COLUMNS
    }
    return {
        "segment": Meaning(
            "number of the segment along the line, from the southwest to the northeast"
        ),
        **counted,
    }


@cache
def _draws() -> Columns:
    from escalation.day.records import MEMBER
    from escalation.scenario.register import facts, parameters

    told = {
        "draw": _RUN["draw"],
        MEMBER: Meaning("member of the posterior that the draw takes, -1 for none"),
    }
    everything: dict[str, Parameter | Fact] = {**parameters(), **facts()}
    for name, one in everything.items():
        told[name] = Meaning(one.meaning.rstrip("."), one.unit)
    return told


@cache
def _headline() -> Columns:
    told = {
        "scenario": Meaning("short name of the scenario"),
        "outcome": Meaning("key of the outcome"),
        "meaning": Meaning("the outcome in words"),
        "p": Meaning("odds: share of runs", SHARE),
        **_ends("", "odds"),
        "word": Meaning("estimative word for the odds"),
        "runs": Meaning("runs that the odds were counted in", RUNS),
        "draws": Meaning("draws that these runs are of"),
        "failed": Meaning("runs that failed and were left out", RUNS),
        "note": Meaning("why the odds can't be told, or empty"),
        "agree": Meaning("whether no two columns of odds disagree"),
    }
    for name in (REFERENCE, CHAIN, BLEND):
        key = name.lower().replace(" ", "_")
        told[key] = Meaning(f"odds by the {name}", SHARE)
        for end, word in (("low", "lower"), ("high", "upper")):
            told[f"{key}_{end}"] = Meaning(
                f"odds by the {name}: {word} end of the 95% interval", SHARE
            )
    return told


@cache
def _differences() -> Columns:
    return {
        "arm": Meaning("scenario that is compared with the base"),
        "outcome": Meaning("key of the outcome"),
        **_with_ends("base", "odds under the base"),
        **_with_ends("other", "odds under the other scenario"),
        "difference": Meaning("odds under the other scenario less those under the base", POINTS),
        **_ends("", "difference", POINTS),
        "gained": Meaning("runs in which it happened only under the other scenario", RUNS),
        "lost": Meaning("runs in which it happened only under the base", RUNS),
        "p_higher": Meaning(
            "probability that the other's share is the higher one, were there endless runs", SHARE
        ),
        "p_better": Meaning(
            "probability that the other is the better one, were there endless runs", SHARE
        ),
        "variance_ratio": Meaning("how many times more runs it would take without pairing"),
        "runs_needed": Meaning(
            "runs at which a difference of this size would be told in four cases of five", RUNS
        ),
        "n_runs": Meaning("pairs of runs that came through", RUNS),
        "n_draws": Meaning("draws that these pairs are of"),
        "told": Meaning("whether the Monte Carlo interval leaves out zero"),
        "note": Meaning("why the difference can't be told, or empty"),
    }


_DEATHS: Final[Columns] = {
    "arm": Meaning("scenario that is compared with the base"),
    "killed": Meaning("key of those whose deaths are counted"),
    "whose": Meaning("the same in words"),
    "base": Meaning("mean dead of a run under the base", PEOPLE),
    "other": Meaning("mean dead of a run under the other scenario", PEOPLE),
    "difference": Meaning("the other's mean less the base's", PEOPLE),
    "low": Meaning(f"difference: lower {_MONTE_CARLO}", PEOPLE),
    "high": Meaning(f"difference: upper {_MONTE_CARLO}", PEOPLE),
    "told": Meaning("whether that interval leaves out zero"),
    "more": Meaning("pairs of runs with more dead under the other scenario", SHARE),
    "fewer": Meaning("pairs of runs with fewer dead under the other scenario", SHARE),
    "variance_ratio": Meaning("how many times more runs it would take without pairing"),
    "n_runs": Meaning("pairs of runs that came through", RUNS),
}

_FATES: Final[Columns] = {
    "arm": Meaning("scenario that is compared with the base"),
    "base": Meaning("end state under the base"),
    "other": Meaning("end state under the other scenario"),
    "runs": Meaning("pairs of runs that went this way", RUNS),
    "share": Meaning("of all pairs that came through", SHARE),
}

_CHANGED: Final[Columns] = {
    "arm": Meaning("scenario that is compared with the base"),
    **_RUN,
    "fate_base": Meaning("end state under the base"),
    "fate": Meaning("end state under the other scenario"),
    "better": Meaning("whether the other end state is the better one"),
    "quiet_from_base": Meaning("first day of the de-escalation under the base", DAY),
    "quiet_from": Meaning("first day of the de-escalation under the other scenario", DAY),
    "war_from_base": Meaning("day of war under the base", DAY),
    "war_from": Meaning("day of war under the other scenario", DAY),
    "parts_on_day": Meaning("first day on which any field of the two day records differs", DAY),
    "parts_in": Meaning("first field that differs on that day"),
}


@cache
def _policies() -> Columns:
    told = {
        "lever": Meaning("short name of the lever"),
        "label": Meaning("what it is called"),
        "family": Meaning("what kind of lever it is"),
        "title": Meaning("what is done, in words"),
        "share": Meaning("odds of the outcome that levers are ranked by", SHARE),
        "difference": Meaning("those odds less the odds without any lever", POINTS),
        **_ends("", "difference", POINTS),
        "told": Meaning("whether the difference is told from none, all levers held together"),
        "p_higher": Meaning(
            "probability that the lever's share is the higher one, were there endless runs", SHARE
        ),
        "runs_needed": Meaning(
            "runs at which a difference of this size would be told in four cases of five", RUNS
        ),
        "tier": Meaning("levers of one tier can't be told from its first; 0 is the best"),
        "regret_low": Meaning("lower bound of what choosing it always would forgo", POINTS),
        "regret_high": Meaning("upper bound of what choosing it always would forgo", POINTS),
        "regret_from": Meaning("lower end of the interval that holds both bounds", POINTS),
        "regret_to": Meaning("upper end of the interval that holds both bounds", POINTS),
        "best_in": Meaning("draws in which it is the best", SHARE),
        "best_from": Meaning("that share: lower end of the 95% interval", SHARE),
        "best_to": Meaning("that share: upper end of the 95% interval", SHARE),
        "worst_in": Meaning("draws in which it is the worst", SHARE),
    }
    for name in OF_A_LEVER:
        told |= _with_ends(name, f"odds of {OUTCOME_NAMES[name].name}")
    return told


@cache
def _points() -> Columns:
    told = {
        "point": Meaning("number of the point of the sweep, from 0"),
        "status": Meaning("whether the point is done or failed"),
        "reason": Meaning("why it failed, or empty"),
        "runs": Meaning("runs of the point", RUNS),
        "draws": Meaning("draws that these runs are of"),
        "failed_runs": Meaning("runs that failed and were left out", RUNS),
    }
    for name in OUTCOMES:
        told |= _with_ends(name, f"odds of {OUTCOME_NAMES[name].name}")
    for name, who in SIDES.items():
        for quantile in ("05", "50", "95"):
            told[f"{name}_q{quantile}"] = Meaning(
                f"killed to the end, {_of(who)}: quantile 0.{quantile} over runs", PEOPLE
            )
        told[f"{name}_mean"] = Meaning(f"killed to the end, {_of(who)}: mean over runs", PEOPLE)
    return told


#: What makes the columns of each table, by its name in folders.
_TABLES: Final[Mapping[str, Callable[[], Columns]]] = {
    "headline": _headline,
    "runs": lambda: {**_runs(), "arm": Meaning("scenario that the run is of")},
    "days": _days,
    "segments": _segments,
    "draws": _draws,
    "differences": _differences,
    "deaths": lambda: _DEATHS,
    "fates": lambda: _FATES,
    "changed_runs": lambda: _CHANGED,
    "policies": _policies,
    "results": _points,
}

#: What a row of each table is, and who writes it.
ROWS: Final[Mapping[str, str]] = {
    "headline": "an outcome: its odds beside the yardsticks (run)",
    "runs": "a run: how it ended, its dead, its events (run, compare, branch)",
    "days": "a day: shares of runs and quantiles over them (run)",
    "segments": "a segment of the border: means over runs (run)",
    "draws": "a draw of what is unknown: every parameter and fact (run)",
    "differences": "an outcome under another scenario, against the base (compare, branch)",
    "deaths": "whose deaths, against the base (compare, branch)",
    "fates": "a way from one end state to another (compare, branch)",
    "changed_runs": "a pair of runs that end another way (compare, branch)",
    "policies": "a lever (policies)",
    "results": "a point of a sweep (sweep)",
}


def columns_of(table: str) -> Columns:
    """Return what each column of a table means, by its name; nothing for a table of no folder."""
    make = _TABLES.get(table)
    return {} if make is None else make()


def claim_columns(scenario: Scenario) -> dict[str, Meaning]:
    """Return what the columns of a scenario's claims mean, which only its own draws have."""
    from escalation.scenario.grouping import CLAIM_COLUMN

    return {
        f"{CLAIM_COLUMN}{name}": Meaning(
            f"whether the draw takes {name} for true, as claimed (speaker: "
            f"{in_plain_words(one.speaker)}): {one.claim.rstrip('.')}",
            "0 or 1",
        )
        for name, one in scenario.claims.items()
    }
