"""The kinds of folders, and what each says in a list of what it found, from its summary alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from escalation.naming import OUTCOME_NAMES
from escalation.numbers import percent, percents, points
from escalation.results.layout import RUN, SWEEP
from escalation.scenario.levers import AS_IT_IS

#: Said of a summary of another version, or one that was edited, so that the list goes on.
UNKNOWN: Final = "its summary is not understood"


def in_a_line(kind: str, summary: Mapping[str, Any]) -> str:
    """Return what a folder found, or `UNKNOWN` where its summary does not say.

    Parameters
    ----------
    kind
        One of `KINDS`.
    summary
        What its ``summary.json`` holds.
    """
    say = KINDS.get(kind)
    if say is None:
        return UNKNOWN
    try:
        return say(summary)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return UNKNOWN


def _run(summary: Mapping[str, Any]) -> str:
    odds = summary["odds"]
    known = [(name, odds[name]["p"]) for name in ("de_escalated_30d", "war")]
    told = ((OUTCOME_NAMES[name].brief, p) for name, p in known if p is not None)
    return ", ".join(f"{name} {percent(p)}" for name, p in told)


def _comparison(summary: Mapping[str, Any]) -> str:
    """Return how many scenarios, and the widest difference that was told."""
    count = f"{len(summary['arms'])} scenarios"
    told = [row for row in summary["differences"] if row["told"]]
    if not told:
        return f"{count}, not told apart"
    widest = max(told, key=lambda row: abs(row["difference"]))
    under = f" under {widest['arm']}" if len(summary["arms"]) > 2 else ""
    what = OUTCOME_NAMES[widest["outcome"]].brief
    return f"{count}, {points(widest['difference'])} points {what}{under}"


def _branch(summary: Mapping[str, Any]) -> str:
    return f"from day {summary['branch']['day']}; {_comparison(summary)}"


def _policies(summary: Mapping[str, Any]) -> str:
    """Return the first lever that is told from doing nothing and better; levers are in order."""
    for row in summary["levers"]:
        if row["lever"] != AS_IT_IS and row["told"] and row["difference"] > 0:
            what = summary["ranked_by"]
            label = row.get("label", row["lever"])  # folders of before labels have names alone
            return f"best for {what}: {label}, {points(row['difference'])} points"
    return "no lever told to be better than none"


def _sweep(summary: Mapping[str, Any]) -> str:
    done, points, outcomes = summary["points_done"], summary["points"], summary["outcomes"]
    said = f"{done:,} of {points:,} points"
    for name in ("de_escalated_30d", *outcomes):
        if name in outcomes:
            low, high = (outcomes[name][end]["p"] for end in ("lowest", "highest"))
            return f"{said}, {OUTCOME_NAMES[name].brief} {percents(low, high)}"
    return said


#: What a folder may hold, and who puts its summary into words.
KINDS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = MappingProxyType(
    {
        RUN: _run,
        "comparison": _comparison,
        "branch": _branch,
        "policies": _policies,
        SWEEP: _sweep,
    }
)
