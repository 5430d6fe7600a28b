"""The table of the baseline's odds on the pages: what isn't known first, Monte Carlo second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from escalation.analysis.odds.outcomes import WORDS
from escalation.numbers import percent, percents, plus_minus
from escalation.upkeep.page_blocks import table

#: Outcomes in the order of the rows.
ROWS: Final = (
    "de_escalated_14d",
    "de_escalated_30d",
    "de_escalated_90d",
    "durable",
    "relapsed",
    "never_quiet",
    "war",
    "quiet_after_war",
)
HEAD: Final = (
    "odds",
    "model, and 95% of draws",
    "Monte Carlo",
    "reference class",
    "Markov chain",
    "blend",
)


def odds_block(summary: Mapping[str, Any]) -> str:
    """Return the table, in Markdown, of what ``summary.json`` holds."""
    return table(HEAD, (tuple(_row(summary, name)) for name in ROWS))


def _row(summary: Mapping[str, Any], name: str) -> Iterator[str]:
    odds, columns = summary["odds"][name], summary["yardsticks"]["columns"]
    yield WORDS[name]
    yield _chance(odds, "between_draws_")
    yield plus_minus(odds["half_width"])
    yield _chance(columns["reference_class"].get(name))
    yield _chance(columns["markov_chain"].get(name))
    blend = columns["blend"].get(name)
    yield "" if blend is None else percent(blend["p"])


def _chance(chance: Mapping[str, Any] | None, ends: str = "") -> str:
    if chance is None:
        return ""
    low, high = chance[f"{ends}low"], chance[f"{ends}high"]
    shown = percent(chance["p"])
    return shown if low is None else f"{shown} ({percents(low, high, to='–')})"
