"""But for that: which moments a run's fate hung on, in sentences.

Both sides are told of in the same words, and a moment is no blame: what is said is how this run of
the model would have gone without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from escalation.naming import ENDED, WOULD
from escalation.numbers import fine_percent, in_words, percent, points, points_between

#: What is said below all of it.
ONE_STORY: Final = "One run is one story among many. What would have been is said of the model."
#: Moments that are told by how far they moved the odds.
_TOLD: Final = 3


def tell_tried(which: str, end: str, war_day: int, tried: int) -> str:
    """Return how a run, called ``which``, ended, and how many of its events were taken back."""
    when = f", on day {war_day}" if end == "war" else ""
    until = " until then" if end == "war" else ""
    return (
        f"{which} {ENDED[end]}{when}. Each of the {tried:,} decisions, attacks, "
        f"claims and diplomatic events of its log{until} was taken back alone, all luck staying "
        "its own."
    )


def tell_pivots(end: str, others: Sequence[str]) -> str:
    """Return how many of them changed the end, and to what; ``others`` are the ends without."""
    if not others:
        return f"None of them decided it alone: without any one, the run {WOULD[end]} all the same."
    found = Counter(others)
    if len(found) == 1:
        return f"Without {_one_of(len(others))}, the run {WOULD[others[0]]}."
    kinds = "; ".join(f"without {_one_of(n)}, it {WOULD[name]}" for name, n in found.most_common())
    return f"{in_words(len(others)).capitalize()} of them changed its end: {kinds}."


def _one_of(count: int) -> str:
    return "one of them" if count == 1 else f"any one of {in_words(count)}"


def tell_first_and_last(pivots: Sequence[dict[str, Any]]) -> list[str]:
    """Return the earliest and the latest moment, each with what would have been without it."""
    if not pivots:
        return []
    if len(pivots) == 1:
        return [_moment("The one moment", pivots[0])]
    return [_moment("The earliest", pivots[0]), _moment("The latest", pivots[-1])]


def _moment(which: str, pivot: dict[str, Any]) -> str:
    return f"{which}: {pivot['told']} But for that, the run {WOULD[pivot['end_without']]}."


def tell_odds(end: str, pivots: Sequence[dict[str, Any]], futures: int) -> list[str]:
    """Return the moments that moved the odds of the end most, and how many moved them untold."""
    moved = sorted((p for p in pivots if p["told_apart"]), key=lambda p: -abs(p["difference"]))
    told = [
        f"{'What moved the odds most' if place == 0 else 'Next'}: {p['told']} Of {futures:,} "
        f"futures from the next morning, {fine_percent(p['with_it'])} {ENDED[end]}; without it, "
        f"{fine_percent(p['without_it'])} did, {_points(p)}."
        for place, p in enumerate(moved[:_TOLD])
    ]
    rest = len(pivots) - len(moved)
    if not pivots:
        return told
    if not moved:
        each = "It" if len(pivots) == 1 else "Each"
        return [
            f"{each} turned this run, but over {futures:,} futures from the next morning the odds "
            "with it and without it can't be told apart: here the fate hung on luck, which any "
            "other small change might have turned as well."
        ]
    if rest:
        who = "Another one" if rest == 1 else f"The other {in_words(rest)}"
        told.append(
            f"{who} turned this run, but with no difference to the odds that {futures:,} futures "
            "could tell: there the fate hung on luck."
        )
    return told


def _points(pivot: dict[str, Any]) -> str:
    """Return how many points more or fewer there are without it, with the interval."""
    more = pivot["difference"]
    low, high = sorted((abs(pivot["low"]), abs(pivot["high"])))
    word = "more" if more > 0 else "fewer"
    return f"{points(abs(more), sign='')} points {word} ({points_between(low, high, sign='')})"


def tell_mornings(end: str, share: Sequence[float], last: int) -> str:
    """Return how likely the end was at first, when it became likelier than not, and at last."""
    begun = f"On the morning of day 0, {percent(share[0])} of futures {ENDED[end]}"
    passed = [day for day in range(last + 1) if all(s > 0.5 for s in share[day : last + 1])]
    if share[0] > 0.5 and passed and passed[0] == 0:
        return f"{begun}: it was likelier than not all along."
    if passed:
        always = " without a break" if share[0] > 0.5 else ""
        return f"{begun}; from day {passed[0]} on it was likelier than not{always}."
    return f"{begun}; on that of day {last}, the last that counts, {percent(share[last])} did."
