"""The line at the foot of charts, how titles begin, and odds with their intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from escalation.numbers import is_known, percent_over_draws, plus_minus

if TYPE_CHECKING:
    from escalation.analysis.odds.headline import OddsTable
    from escalation.analysis.odds.intervals import Estimate

#: What brackets behind odds are, and what is said where they can't be.
IN_BRACKETS: Final = "In brackets: where 95% of draws of what is unknown lie."
NOT_OVER_DRAWS: Final = "How far odds go over what is unknown can't be told from these runs."

#: What odds are, at the foot of every chart of them.
CAVEAT: Final = "Odds under the scenario's assumptions, not a forecast of fact."


def source(what: str, caveat: str = CAVEAT) -> str:
    """Return the line at a chart's foot: what the figures come from, and what they are not."""
    return f"Source: escalation, agent-based simulation, {what}. {caveat}"


def since(start: dt.date) -> str:
    """Return what a day axis counts from."""
    return f"Days after {start.day} {start:%B %Y}"


def upper_first(text: str) -> str:
    """Return a sentence with its first letter large, and the rest as it was."""
    return text[:1].upper() + text[1:]


def odds_told(chance: Estimate) -> str:
    """Return a chance, where 95% of draws lie, and the Monte Carlo error: ``56% (27–83%) ±0.9``."""
    return f"{percent_over_draws(chance.p, chance.between_draws)} {plus_minus(chance.half_width)}"


def intervals_told(odds: OddsTable) -> str:
    """Say what stands in brackets beside odds, and what a plus or minus is."""
    return what_intervals_are(told=bool(odds.between_draws))


def intervals_of(ends: Iterable[float | None]) -> str:
    """Say the same where these are ends over draws, of which none may be known."""
    return what_intervals_are(told=any(is_known(end) for end in ends))


def what_intervals_are(*, told: bool) -> str:
    """Say what `odds_told` shows; ``told`` says whether draws can be told from chance."""
    over = IN_BRACKETS if told else NOT_OVER_DRAWS
    return f"{over} ±: Monte Carlo, 95%, in points."


def what_lines_are(*, told: bool) -> str:
    """Say what lines beside a mark of odds are; ``told`` as for `what_intervals_are`."""
    if not told:
        return f"Lines: Monte Carlo, 95%. {NOT_OVER_DRAWS}"
    return "Pale lines: where 95% of draws of what is unknown lie; dark: Monte Carlo, 95%."
