"""What a comparison found: tables, sentences, a chart, and the folder they are kept in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.outcomes import TOLD, WORDS
from escalation.analysis.paired.death_differences import death_table
from escalation.analysis.paired.differences import difference_table
from escalation.analysis.paired.fates import changed_runs, fate_table
from escalation.charts.words import CAVEAT, intervals_of, source
from escalation.ensemble.finished import DESIGN, FinishedRuns
from escalation.naming import OUTCOME_NAMES, in_plain_words
from escalation.notebooks import ShowsItself
from escalation.numbers import counted, in_draws, odds_of, points_between, round_number, rows_of
from escalation.results.keeping import Findings, KeptStudy
from escalation.results.layout import run_id
from escalation.results.manifest import Provenance

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.analysis.odds.headline import OddsTable
    from escalation.charts.saving import Chart
    from escalation.scenario.diff import Change
    from escalation.scenario.sections import Scenario
    from escalation.stamp import Stamp
    from escalation.studies.parting import Parting

CHART: Final = "differences"
METHOD: Final = (
    "Both members of a changed pair are run again side by side, every one of them, and their day "
    "records compared field by field to the last bit; the first day on which any field differs is "
    "where they part, and the first field that differs on it, in the order of the record, is named."
)


@dataclass
class Arm:
    """One scenario of a comparison, and its runs.

    Attributes
    ----------
    name
        Unique among the arms.
    scenario, ensemble
        What was run, and the runs.
    parting
        Given run numbers, the first day on which each differs from the base's, and in what; None
        for the base itself.
    changes
        What it changes against the base.
    """

    name: str
    scenario: Scenario
    ensemble: FinishedRuns
    parting: Parting | None = None
    changes: Sequence[Change] = ()


@dataclass(repr=False)
class Comparison(ShowsItself, KeptStudy):
    """Scenarios under the same draws and the same chance; the first is the base.

    Attributes
    ----------
    arms
        The base and what is compared with it.
    kind
        ``comparison`` or ``branch``; the first word of the folder's name.
    started
        When.
    about
        Further facts for the manifest.
    notes
        What a reader must know, in sentences.
    """

    arms: Sequence[Arm]
    started: dt.datetime
    kind: str = "comparison"
    about: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()

    def notebook_title(self) -> str:
        """Return what was compared, and over how many runs."""
        names = ", ".join(in_plain_words(arm.name) for arm in self.arms)
        return f"{self.kind} of {names}: {self.base.ensemble.n_runs:,} runs of each"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return the findings and the paired differences."""
        return [*self.notes, *self.findings, self.intervals], self.differences

    @property
    def intervals(self) -> str:
        """Say what stands beside odds, or why there is no interval over draws."""
        table = self.differences
        return intervals_of(table["base_between_draws_low"] if len(table) else ())

    @property
    def base(self) -> Arm:
        """Return the arm that all others are compared with."""
        return self.arms[0]

    @property
    def others(self) -> Sequence[Arm]:
        """Return the arms that are compared with the base."""
        return self.arms[1:]

    @cached_property
    def run_id(self) -> str:
        """Return the comparison's short name."""
        from escalation.scenario.load import resolved_yaml

        text = "\0".join(resolved_yaml(arm.scenario) for arm in self.arms)
        ensemble = self.base.ensemble
        return run_id(text + str(self.about), ensemble.seed, ensemble.n_runs, self.started)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Return the paired differences: a row for each arm but the base, and outcome."""
        days, quiet = self.base.scenario.horizon_days, self.base.scenario.outcomes.quiet_days
        return self._stacked(
            lambda arm: difference_table(self.base.ensemble.runs, arm.ensemble.runs, days, quiet)
        )

    @cached_property
    def deaths(self) -> pd.DataFrame:
        """Return the paired differences of mean deaths: a row for each arm but the base, and side.

        See `escalation.analysis.paired.death_differences.death_table`.
        """
        return self._stacked(lambda arm: death_table(self.base.ensemble.runs, arm.ensemble.runs))

    @cached_property
    def fates(self) -> pd.DataFrame:
        """Return how many runs went from each end state to each, by arm."""
        return self._stacked(lambda arm: fate_table(self.base.ensemble.runs, arm.ensemble.runs))

    @cached_property
    def changed(self) -> pd.DataFrame:
        """Return the runs that end another way, and the first day on which they differ."""

        def of(arm: Arm) -> pd.DataFrame:
            table = changed_runs(self.base.ensemble.runs, arm.ensemble.runs)
            if arm.parting is not None:
                days, fields = arm.parting(table["run"].to_numpy())
                table = table.assign(parts_on_day=days, parts_in=fields)
            return table

        return self._stacked(of)

    def _stacked(self, table: Callable[[Arm], pd.DataFrame]) -> pd.DataFrame:
        import pandas as pd

        tables = []
        for arm in self.others:
            one = table(arm)
            one.insert(0, "arm", arm.name)
            tables.append(one)
        return pd.concat(tables, ignore_index=True)

    def odds(self) -> dict[str, OddsTable]:
        """Return the headline odds of every arm, by its name."""
        from escalation.analysis.odds.headline import headline

        days, quiet = self.base.scenario.horizon_days, self.base.scenario.outcomes.quiet_days
        return {arm.name: headline(arm.ensemble.runs, days, quiet) for arm in self.arms}

    def beside(self) -> str:
        """Return what the record says of the base's outcomes, in a sentence."""
        from escalation.analysis.record.yardsticks import beside_record
        from escalation.scenario.start import start_of

        scenario = self.base.scenario
        return beside_record(
            start_of(scenario), scenario.horizon_days, scenario.outcomes.quiet_days
        )

    @cached_property
    def findings(self) -> list[str]:
        """Return what was found, in sentences."""
        return [sentence for arm in self.others for sentence in self._findings(arm)]

    def _findings(self, arm: Arm) -> Iterator[str]:
        rows = self.differences[self.differences["arm"] == arm.name]
        name, base = in_plain_words(arm.name), in_plain_words(self.base.name)
        if rows.empty:
            yield f"{name}: no pair of runs came through, so nothing can be said."
            return
        runs = rows["n_runs"].iloc[0]
        if self._alike(arm):
            yield f"{name} changes nothing: all {runs:,} runs are those of {base}."
            return
        by_outcome = {row["outcome"]: row for row in rows_of(rows)}
        yield from (
            _sentence(name, base, outcome, by_outcome[outcome])
            for outcome in TOLD
            if not by_outcome[outcome]["note"]
        )
        changed = self.changed[self.changed["arm"] == arm.name]
        better = int(changed["better"].sum())
        said = (
            f"{len(changed):,} of {runs:,} runs end another way under {name}: {better:,} "
            f"better, {len(changed) - better:,} worse"
        )
        if "parts_on_day" in changed and len(changed):
            day = int(changed["parts_on_day"].median())
            said += f"; half of these have parted by day {day}"
        yield said + "."
        if len(changed):
            yield _to_watch(changed, self.kind)
        ratios = [
            f"{by_outcome[outcome]['variance_ratio']:.1f} on {OUTCOME_NAMES[outcome].brief}"
            for outcome in TOLD
            if by_outcome[outcome]["variance_ratio"] == by_outcome[outcome]["variance_ratio"]
        ]
        if ratios:
            yield (
                f"Pairing divides the variance of these differences by {', '.join(ratios)}: so "
                "many times more runs it would take without it."
            )

    def _alike(self, arm: Arm) -> bool:
        mine, theirs = self.base.ensemble.runs, arm.ensemble.runs
        return len(mine) == len(theirs) and bool(mine.equals(theirs))

    def summary(self) -> dict[str, Any]:
        """Return what ``summary.json`` holds, but for path and charts."""
        ensemble, odds = self.base.ensemble, self.odds()
        return {
            "kind": self.kind,
            "run_id": self.run_id,
            "scenario": self.base.name,
            "base": self.base.name,
            "arms": [
                {
                    "name": arm.name,
                    "title": arm.scenario.title,
                    "failed_runs": arm.ensemble.failed_runs,
                    "odds": odds[arm.name].as_dict(),
                    "changes": [{"path": c.path, "old": c.old, "new": c.new} for c in arm.changes],
                }
                for arm in self.arms
            ],
            "as_of": self.base.scenario.as_of.isoformat(),
            "horizon_days": self.base.scenario.horizon_days,
            "runs": ensemble.n_runs,
            "draws": ensemble.n_draws,
            "replicates": ensemble.replicates,
            "seed": ensemble.seed,
            **self.about,
            "notes": list(self.notes),
            "findings": self.findings,
            "beside": self.beside(),
            "differences": rows_of(self.differences),
            "deaths": rows_of(self.deaths),
            "fates": rows_of(self.fates),
            "changed_runs": len(self.changed),
            "parting_method": METHOD,
            "path": None,
        }

    @property
    def source(self) -> str:
        """Return the line at the foot of the chart."""
        ensemble = self.base.ensemble
        days = self.base.scenario.horizon_days
        return source_of_pairs(ensemble.n_runs, ensemble.n_draws, days, ensemble.seed)

    def plot_differences(self) -> Figure:
        """Draw the differences with their intervals."""
        from escalation.charts.differences_chart import differences_chart

        return differences_chart(self)

    @cached_property
    def provenance(self) -> Provenance:
        """Return how it came about."""
        ensemble = self.base.ensemble
        return Provenance(
            name=f"{self.kind}-{self.base.name}",
            run_id=self.run_id,
            started=self.started,
            scenarios={
                f"{place:02d}-{arm.name}.yaml": arm.scenario for place, arm in enumerate(self.arms)
            },
            seed=ensemble.seed,
            replicates=ensemble.replicates,
            ensemble={
                "runs": ensemble.n_runs,
                "draws": ensemble.n_draws,
                "threads": ensemble.threads,
                "design": DESIGN,
                "arms": [arm.name for arm in self.arms],
            },
            timings={
                f"simulate_seconds_{arm.name}": arm.ensemble.timings.get("simulate_seconds", 0)
                for arm in self.arms
            },
            more=self.about,
        )

    @property
    def stamp(self) -> Stamp:
        """Return what files made of it say of where they come from, without a command."""
        return self.provenance.stamp()

    def to_keep(self) -> Findings:
        """Return everything that its folder holds."""
        import pandas as pd

        runs = [arm.ensemble.runs.assign(arm=arm.name) for arm in self.arms]
        return Findings(
            self.kind,
            self.summary(),
            tables={
                "differences": self.differences,
                "deaths": self.deaths,
                "fates": self.fates,
                "changed_runs": self.changed,
                "runs": pd.concat(runs, ignore_index=True),
            },
            csvs={"differences": self.differences},
            charts=self._charts,
            made=self.provenance,
        )

    def _charts(self) -> dict[str, Chart]:
        return {CHART: self.plot_differences}


def source_of_pairs(runs: int, draws: int, days: int, seed: int) -> str:
    """Return the line at the foot of a chart of so many pairs of runs."""
    return source(
        f"{counted(runs, 'pair')} of runs of {counted(draws, 'draw')} over "
        f"{counted(days, 'day')}, seed {seed}",
        CAVEAT.replace("scenario's", "scenarios'"),
    )


def _to_watch(changed: pd.DataFrame, kind: str) -> str:
    """Name a run that ends better and one that ends worse, to be told with ``--run``."""
    named = []
    for better in (True, False):
        rows = changed[changed["better"] == better]
        if len(rows):
            row = rows.iloc[0]
            one, two = (str(row[name]).replace("_", " ") for name in ("fate_base", "fate"))
            named.append(f"run {row['run']} (from {one} to {two})")
    how = {"branch": "add --run to the command"}.get(kind, "escalation watch SCENARIO --run N")
    return f"To see one told ({how}): {' and '.join(named)}."


def _sentence(name: str, base: str, outcome: str, row: Mapping[str, Any]) -> str:
    """Say of one outcome how the scenario differs from the base, or that it can't be told."""
    what = WORDS[outcome].split(":")[0]
    shares = f"{odds_of(row, 'other')} under {name}, {odds_of(row, 'base')} under {base}"
    said = f"{what[:1].upper()}{what[1:]}: {shares}"
    if row["told"]:
        word = "more" if row["difference"] > 0 else "less"
        low, high = sorted((abs(row["low"]), abs(row["high"])))
        size = 100 * abs(row["difference"])
        carlo = f"Monte Carlo {points_between(low, high, sign='')}"
        return f"{said}, {size:.1f} points {word} ({in_draws(row)}{carlo})."
    needed = row["runs_needed"]
    far = (
        f"about {round_number(needed)} runs would tell a difference of that size"
        if needed == needed and needed is not None
        else "no difference was seen"
    )
    interval = points_between(row["low"], row["high"])
    told = f"{in_draws(row)}Monte Carlo {interval} points"
    return f"{said}; these runs can't tell them apart ({told}): {far}."
