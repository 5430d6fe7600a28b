"""Switch every mechanism off in turn, and see which patterns are lost and how the odds move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.headline import OddsTable, headline
from escalation.analysis.paired import ablations
from escalation.analysis.paired.ablations import AblationEffect
from escalation.analysis.paired.multiple_comparisons import bonferroni_z
from escalation.analysis.patterns import targets as patterns
from escalation.analysis.patterns.model_values import Sample, measure
from escalation.ensemble.session import Session
from escalation.errors import InputError, suggest
from escalation.notebooks import ShowsItself
from escalation.numbers import percent
from escalation.studies import check as checking
from escalation.studies.mechanisms import MECHANISMS, Mechanism

if TYPE_CHECKING:
    import pandas as pd

    from escalation.ensemble.progress import ProgressCallback

RUNS, LOGS, SEED = 1000, 200, checking.SEED
MOST_RUNS: Final = 100_000
#: The outcomes that the printed table shows; all are in `Ablated.differences`.
SHOWN: Final = ("de_escalated_14d", "de_escalated_30d", "war")


@dataclass(frozen=True)
class Ablated:
    """The model without one mechanism, against the full model.

    Attributes
    ----------
    mechanism
        What was switched off.
    holding, counted
        How many patterns hold without it, and of how many.
    lost, won, moved
        Patterns that miss only without it; that miss only with it; whose values come apart.
    differences
        For each headline outcome from the seed, its chance without the mechanism less that with.
    touched
        Share of runs from the seed that end differently in anything.
    threshold
        Standard errors from which a difference counts, given how many are looked at.
    """

    mechanism: Mechanism
    holding: int
    counted: int
    lost: tuple[str, ...]
    won: tuple[str, ...]
    moved: tuple[str, ...]
    differences: dict[str, AblationEffect]
    touched: float
    threshold: float

    @property
    def does_nothing(self) -> bool:
        """Return whether no odds and no pattern can be told from those of the full model."""
        odds = any(one.beyond(self.threshold) for one in self.differences.values())
        return not (odds or self.moved or self.lost or self.won)

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "mechanism": self.mechanism.name,
            "stands_for": self.mechanism.stands_for,
            "overrides": list(self.mechanism.overrides),
            "leaves": self.mechanism.leaves,
            "stays": self.mechanism.stays,
            "patterns_holding": self.holding,
            "patterns_lost": list(self.lost),
            "patterns_won": list(self.won),
            "patterns_moved": list(self.moved),
            "differences": {name: one.as_dict() for name, one in self.differences.items()},
            "runs_touched": self.touched,
            "does_nothing": self.does_nothing,
        }


@dataclass(frozen=True, repr=False)
class Ablation(ShowsItself):
    """The whole table.

    Attributes
    ----------
    rows
        A row for each mechanism.
    full
        The patterns of the full model.
    odds
        Its odds from the seed.
    runs, logs, seed
        Runs of each scenario and mechanism, how many with event logs, and the seed.
    """

    rows: tuple[Ablated, ...]
    full: tuple[patterns.Row, ...]
    odds: OddsTable
    runs: int
    logs: int
    seed: int

    def notebook_title(self) -> str:
        """Return what was switched off, and over how many runs."""
        return f"{len(self.rows)} mechanisms switched off in turn, {self.runs:,} runs of each"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame]:
        """Return the findings and what moves without each mechanism."""
        import pandas as pd

        rows = [
            {
                "without": row.mechanism.name,
                "patterns that hold": row.holding,
                "patterns lost": ", ".join(row.lost),
                "runs touched": percent(row.touched),
                "changes nothing measured": row.does_nothing,
            }
            for row in self.rows
        ]
        return self.findings, pd.DataFrame(rows)

    @property
    def holding(self) -> int:
        """Return how many patterns hold in the full model."""
        return patterns.counts(self.full)[patterns.HOLDS]

    @property
    def idle(self) -> list[str]:
        """Return the mechanisms without which nothing measured moves."""
        return [row.mechanism.name for row in self.rows if row.does_nothing]

    @property
    def findings(self) -> list[str]:
        """Return what was found, in sentences: which mechanisms move nothing."""
        if not self.idle:
            return ["Every mechanism switched off here moves some pattern or some odds."]
        return [
            f"At this number of runs nothing measured moves without: {', '.join(self.idle)}. That "
            "is no proof that they are idle: an effect may be too small to see, or cancel out."
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "runs": self.runs,
            "logs": self.logs,
            "seed": self.seed,
            "patterns_holding": self.holding,
            "odds": self.odds.as_dict(),
            "mechanisms": [row.as_dict() for row in self.rows],
        }


def chosen(names: Sequence[str]) -> tuple[Mechanism, ...]:
    """Return the mechanisms of these names, all without any.

    Raises
    ------
    InputError
        If there is none of a name.
    """
    known = {one.name: one for one in MECHANISMS}
    for name in names:
        if name not in known:
            near = suggest(name, known) or f"; mechanisms are {', '.join(known)}"
            raise InputError.single("--only", f"there is no mechanism {name!r}{near}")
    return tuple(one for one in MECHANISMS if not names or one.name in names)


def ablate(
    *,
    only: Sequence[str] = (),
    runs: int = RUNS,
    logs: int = LOGS,
    seed: int = SEED,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
) -> Ablation:
    """Run the full model and the model without each mechanism, under the same seed.

    Parameters
    ----------
    only
        Names of the mechanisms to switch off; all by default.
    runs, logs, seed, threads, progress
        As for `escalation.studies.check.check`.

    Raises
    ------
    InputError
        If a name or a number is wrong.
    PurposeError
        If the runs were stopped early or broke.
    """
    mechanisms = chosen(only)
    if runs > MOST_RUNS:
        raise InputError.single("--runs", f"must be at most {MOST_RUNS:,}")
    plan = checking.plan_of(runs, seed, threads)
    with Session.open(threads, progress=progress) as session:
        full = checking.sample(plan, logs, session)
        rows = patterns.table(measure(full))
        odds = headline(full.seed_runs, checking.HORIZON_DAYS)
        limit = bonferroni_z(len(mechanisms) * len(odds))
        silent = session.telling(None)
        found = tuple(
            _without(one, full, rows, checking.sample(plan, logs, silent, one.overrides), limit)
            for one in mechanisms
        )
    return Ablation(found, rows, odds, runs, min(logs, runs), seed)


def _without(
    mechanism: Mechanism,
    full: Sample,
    rows: tuple[patterns.Row, ...],
    less: Sample,
    limit: float,
) -> Ablated:
    now = patterns.table(measure(less))
    counts = patterns.counts(now)
    return Ablated(
        mechanism,
        counts[patterns.HOLDS],
        sum(counts.values()),
        ablations.lost(rows, now),
        ablations.won(rows, now),
        ablations.moved(rows, now),
        ablations.ablation_effects(full.seed_runs, less.seed_runs),
        ablations.share_changed(full.seed_runs, less.seed_runs),
        limit,
    )
