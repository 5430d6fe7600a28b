"""What differs between two scenarios or kept runs: what they say, and what they found."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from escalation.naming import in_plain_words
from escalation.numbers import rows_of
from escalation.results.result import Result, open_run
from escalation.scenario.diff import Change, diff
from escalation.scenario.register import parameters

if TYPE_CHECKING:
    import pandas as pd

    from escalation.analysis.odds.intervals import Estimate
    from escalation.scenario.sections import Scenario


def _side(name: str, odds: Estimate) -> dict[str, float]:
    """Return one side's odds with both their intervals."""
    low, high = odds.between_draws or (float("nan"), float("nan"))
    return {
        name: odds.p,
        f"{name}_between_draws_low": low,
        f"{name}_between_draws_high": high,
        f"{name}_low": odds.low,
        f"{name}_high": odds.high,
    }


@dataclass(frozen=True)
class Side:
    """One of the two: a scenario, and its kept runs if it is given by a run.

    Attributes
    ----------
    name
        As it was given.
    scenario
        As resolved.
    run
        None where a scenario was given.
    """

    name: str
    scenario: Scenario
    run: Result | None = None

    @property
    def told(self) -> str:
        """Return which scenario it is in words, with the run if it is one."""
        of = in_plain_words(self.scenario.name)
        return of if self.run is None else f"{of}, run {self.run.run_id}"


@dataclass(frozen=True)
class Differing:
    """What differs between two sides.

    Attributes
    ----------
    base, other
        The two, in the order in which they were given.
    """

    base: Side
    other: Side

    @cached_property
    def changes(self) -> Sequence[Change]:
        """Return what the other's scenario says otherwise, how many runs to make included."""
        return diff(self.base.scenario, self.other.scenario)

    @cached_property
    def why_unpaired(self) -> str:
        """Return why runs of the two are no pairs; empty if they are, or there are no two runs."""
        one, two = self.base.run, self.other.run
        if one is None or two is None:
            return ""
        unlike = [
            what for what in ("seed", "replicates") if getattr(one, what) != getattr(two, what)
        ]
        unlike += [what for what in ("day 0", "program") if _mark(one, what) != _mark(two, what)]
        return f"the two differ in {' and '.join(unlike)}" if unlike else ""

    @cached_property
    def odds(self) -> pd.DataFrame:
        """Return the odds of both and their difference, a row an outcome; empty without two runs.

        Returns
        -------
        DataFrame
            ``outcome``; of either side ``base`` and ``other`` with ``_between_draws_low`` and
            ``_between_draws_high``, between which the odds of 95% of draws lie, and ``_low`` and
            ``_high``, the Monte Carlo interval; ``difference`` with ``low`` and ``high`` by Monte
            Carlo, ``told``, and ``note`` where a horizon is too short to tell, by which the figures
            are NaN.
        """
        import pandas as pd

        from escalation.analysis.odds.headline import headline
        from escalation.analysis.odds.unpaired import unpaired_difference
        from escalation.analysis.paired.differences import difference_table

        one, two = self.base.run, self.other.run
        if one is None or two is None:
            return pd.DataFrame()
        tables = [one.runs, two.runs]
        paired: dict[Any, Any] = {}
        if self.is_paired:
            # All figures are over the pairs, so that a difference is that of the odds beside it.
            last = min(len(table) for table in tables)
            tables = [table.head(last) for table in tables]
            found = difference_table(tables[0], tables[1], one.horizon_days, one.quiet_days)
            paired = {row["outcome"]: row for row in found.to_dict("records")}
        mine, theirs = (
            headline(table, run.horizon_days, run.quiet_days)
            for table, run in zip(tables, (one, two), strict=True)
        )
        rows = []
        for outcome, a in mine.items():
            b = theirs[outcome]
            row = {
                "outcome": outcome, **_side("base", a), **_side("other", b),
            }  # fmt: skip
            apart = unpaired_difference(a, b)
            same = paired.get(outcome)
            for name in ("difference", "low", "high", "told"):
                row[name] = getattr(apart, name) if same is None else same[name]
            row["note"] = a.note or b.note
            if row["note"]:
                figures = [name for name in row if name not in ("outcome", "note", "told")]
                row |= dict.fromkeys(figures, float("nan")) | {"told": False}
            rows.append(row)
        return pd.DataFrame(rows)

    @property
    def is_paired(self) -> bool:
        """Return whether there are two runs whose members are pairs, as `compare` has them."""
        return None not in (self.base.run, self.other.run) and not self.why_unpaired

    @property
    def findings(self) -> list[str]:
        """Return in sentences what the tables can't say."""
        told = []
        if not self.changes:
            told.append("The two scenarios say the same.")
        without = [side.told for side in (self.base, self.other) if side.run is None]
        if len(without) == 1:
            told.append(
                f"{without[0]} is a scenario without runs, so no odds are set side by side: "
                "'escalation run' makes some."
            )
        if self.why_unpaired:
            told.append(
                f"Runs are not paired, since {self.why_unpaired}: the intervals of the differences "
                "are those of independent samples. 'escalation compare' pairs them, and tells more."
            )
        one, two = self.base.run, self.other.run
        if self.is_paired and one is not None and two is not None:
            pairs = min(len(one.runs), len(two.runs))
            told.append(
                f"Both have the same seed, so runs are paired, as 'escalation compare' pairs them: "
                f"odds and differences are over the {pairs:,} runs that both have."
            )
        if {"horizon_days", "outcomes"} & {change.path.split(".")[0] for change in self.changes}:
            told.append(
                "The two count outcomes over other days or by other thresholds: a part of the "
                "difference is how they count."
            )
        return told

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            **{
                key: {
                    "name": side.name,
                    "scenario": side.scenario.name,
                    "run_id": None if side.run is None else side.run.run_id,
                    "runs": None if side.run is None else len(side.run.runs),
                    "seed": None if side.run is None else side.run.seed,
                }
                for key, side in (("base", self.base), ("other", self.other))
            },
            "changes": [
                {**change._asdict(), "basis": basis_of(change.path)} for change in self.changes
            ],
            "paired": self.is_paired,
            "odds": rows_of(self.odds),
            "findings": self.findings,
        }


def differ(base: str, other: str, root: str | os.PathLike[str] = "runs") -> Differing:
    """Set two scenarios, two kept runs, or one of each side by side.

    Parameters
    ----------
    base, other
        Scenario files, names of shipped ones, or folders or ids of kept runs.
    root
        Folder of run folders, in which an id is looked up.

    Raises
    ------
    InputError
        If one of them is neither, or has mistakes.
    """
    return Differing(side_of(base, root), side_of(other, root))


def side_of(source: str, root: str | os.PathLike[str] = "runs") -> Side:
    """Return the scenario of a file or of a kept run, and that run; see `differ`."""
    from escalation.results.reading import folder_meant
    from escalation.scenario.load import load_scenario

    folder = folder_meant(source, root)
    if folder is None:
        return Side(source, load_scenario(source))
    kept = open_run(folder.path)
    return Side(source, kept.scenario, kept)


def basis_of(path: str) -> str:
    """Return what a path of a scenario rests on by default; empty where that is the scenario."""
    section, _, name = path.partition(".")
    declared = parameters().get(name) if section == "parameters" else None
    return "" if declared is None else declared.basis


def _mark(run: Result, what: str) -> Any:
    """Return what two runs must share, beyond seed and replicates, to be pairs."""
    if what == "day 0":
        return run.as_of
    return run.manifest["versions"]["escalation"]
