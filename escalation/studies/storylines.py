"""Storylines of a kept run: watch a sample of its runs again, and tell the kinds of future."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.outcomes import came_through
from escalation.analysis.trajectories import clusters, indicators
from escalation.analysis.trajectories.kind_names import kind_names
from escalation.charts.words import source, what_intervals_are
from escalation.errors import InputError, PurposeError
from escalation.naming import in_plain_words
from escalation.notebooks import ShowsItself
from escalation.numbers import counted, odds_of, percent
from escalation.results.json_text import records
from escalation.results.keeping import Findings
from escalation.studies.sizes import WATCHED
from escalation.studies.steps import gone_through
from escalation.telling.glossary import explained
from escalation.telling.turns import short_chronicle

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.charts.saving import Chart
    from escalation.results.result import Result
    from escalation.stamp import Stamp

LEAST: Final = 100


@dataclass(frozen=True)
class Storyline:
    """One kind of future.

    Attributes
    ----------
    name
        What its runs have in common, in a few words.
    run, draw
        The run that stands for it.
    row
        Its row of `escalation.analysis.trajectories.clusters.Kinds.table`.
    early
        By day: what set it apart from the others.
    chronicle
        Dated sentences of that run.
    """

    name: str
    run: int
    draw: int
    row: dict[str, Any]
    early: dict[int, list[dict[str, Any]]]
    chronicle: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Told(ShowsItself):
    """The storylines of a run, and what foretells the end.

    Attributes
    ----------
    run_id, scenario, horizon_days, as_of, watched, failed
        What was watched; runs of it that had broken were left out.
    storylines
        The most frequent first.
    silhouette
        How well they stand apart, from -1 to 1.
    indicators
        By day: table of `escalation.analysis.trajectories.indicators.predictive_skill`.
    paths
        Mean over both states' rungs by storyline and day, shape (kinds, days).
    source
        The line at the foot of the chart.
    stamp
        Of the run, for what is written of it.
    """

    run_id: str
    scenario: str
    horizon_days: int
    as_of: dt.date
    watched: int
    failed: int
    storylines: tuple[Storyline, ...]
    silhouette: float
    indicators: dict[int, pd.DataFrame]
    paths: np.ndarray[Any, np.dtype[np.float64]]
    source: str
    stamp: Stamp

    def notebook_title(self) -> str:
        """Return of what run they are told."""
        return (
            f"{len(self.storylines)} kinds of future of {in_plain_words(self.scenario)}, run "
            f"{self.run_id}: {self.watched:,} runs watched"
        )

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame]:
        """Return the findings and the kinds of future."""
        import pandas as pd

        rows = [
            {
                "kind": story.name,
                "share of runs": odds_of(story.row, "share", prefix=""),
                "run to watch": story.run,
            }
            for story in self.storylines
        ]
        return [*self.findings, self.intervals], pd.DataFrame(rows)

    @property
    def intervals(self) -> str:
        """Say what stands beside the kinds' shares, or why there is no interval over draws."""
        told = any(story.row["between_draws_low"] == story.row["between_draws_low"]
                   for story in self.storylines)  # fmt: skip
        why = "" if told else " Of most draws one run was watched, or none: more tell (--watch)."
        return f"{what_intervals_are(told=told)}{why}"

    @property
    def findings(self) -> list[str]:
        """Return what was found, in sentences: how well the kinds of future stand apart."""
        how = "stand well apart" if self.silhouette > 0.5 else "shade into each other"
        if 0.25 < self.silhouette <= 0.5:
            how = "stand somewhat apart"
        return [f"They {how} (silhouette {self.silhouette:.2f}: {explained('silhouette')})."]

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "run_id": self.run_id,
            "scenario": self.scenario,
            "watched": self.watched,
            "failed_runs": self.failed,
            "silhouette": self.silhouette,
            "storylines": [
                {
                    "name": story.name, "run": story.run, "draw": story.draw, **story.row,
                    "early": {str(day): found for day, found in story.early.items()},
                    "chronicle": list(story.chronicle),
                }
                for story in self.storylines
            ],
            "indicators": {str(day): records(table) for day, table in self.indicators.items()},
        }  # fmt: skip

    def to_keep(self) -> Findings:
        """Return what is kept of it."""
        import pandas as pd

        stories = pd.DataFrame(
            [{"name": story.name, "run": story.run, **story.row} for story in self.storylines]
        )
        parts = [table.assign(by_day=day) for day, table in self.indicators.items()]
        return Findings(
            "storylines",
            self.as_dict(),
            csvs={"storylines": stories, "indicators": pd.concat(parts, ignore_index=True)},
            charts=self._charts,
            stamp=self.stamp,
        )

    def plot_storylines(self) -> Figure:
        """Draw each kind of future: its path up the ladder, its ends, its early signs."""
        from escalation.charts.storylines_chart import storylines_chart

        return storylines_chart(self)

    def _charts(self) -> dict[str, Chart]:
        return {"storylines": self.plot_storylines}


def tell(
    kept: Result,
    *,
    watched: int = WATCHED,
    count: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Told:
    """Tell the storylines of a run.

    See `tell_in_steps` for what is raised.

    Parameters
    ----------
    kept
        The run, read back from its folder or just made.
    watched
        How many of its runs to watch again, evenly through the ensemble.
    count
        How many storylines; by the data if not given.
    progress
        Called with runs watched and runs to watch.
    """
    steps = tell_in_steps(kept, watched=watched, count=count)
    return gone_through(steps, None if progress is None else lambda step: progress(*step))


def tell_in_steps(
    kept: Result, *, watched: int = WATCHED, count: int | None = None
) -> Generator[tuple[int, int], None, Told]:
    """Tell the storylines as `tell` does, a little at a time, so that others may have their turn.

    Yields
    ------
    tuple of int
        Runs watched, and runs to watch.

    Returns
    -------
    Told
        As the generator's value.

    Raises
    ------
    InputError
        If the run is too small, too short, or cannot be made again by this version.
    PurposeError
        If every run failed, all are alike, or scikit-learn is missing.
    """
    good = came_through(kept.runs)
    failed = len(kept.runs) - len(good)
    what = in_plain_words(kept.scenario_name)
    if len(good) == 0:
        raise PurposeError(f"every run of {what} failed, so there is no story to tell")
    if len(good) < LEAST:
        raise InputError.single(
            what, f"has {counted(len(good), 'run')} that came through; storylines need {LEAST}"
        )
    if kept.horizon_days <= (last := max(indicators.DAYS)):
        raise InputError.single(
            what,
            f"lasts {counted(kept.horizon_days, 'day')}; signs of a kind of future are read "
            f"until day {last}, so that {last + 1} days or more are needed",
        )
    if count is not None and not 2 <= count <= clusters.MOST_KINDS:
        raise InputError.single("--count", f"{count} is not between 2 and {clusters.MOST_KINDS}")
    if watched < LEAST:
        raise InputError.single("--watch", f"{watched} runs are too few; {LEAST} are the least")
    places = np.unique(np.linspace(0, len(good) - 1, min(watched, len(good))).round().astype(int))
    sample = good.iloc[places]
    watch = _watcher(kept, sample["run"].to_numpy(np.int64))
    days = yield from _days(watch, sample)
    draw, end = sample["draw"].to_numpy(np.int64), sample["end_state"].to_numpy(np.int64)
    kinds = clusters.cluster_runs(clusters.weekly_tracks(days), draw, end, count)
    yield len(sample), len(sample)
    asked = {day: indicators.questions(days, day) for day in indicators.DAYS}
    rungs = (days["rung_afg"] + days["rung_pak"]) / 2
    numbers = kinds.table["kind"]
    names = kind_names([sample.loc[kinds.kind == number] for number in numbers])
    stories = []
    for row in kinds.table.to_dict("records"):
        member = sample.iloc[int(row["medoid"])]
        run, its_draw, mine = int(member["run"]), int(member["draw"]), kinds.kind == row["kind"]
        early = {day: indicators.distinguishing(answers, mine) for day, answers in asked.items()}
        events = watch(int(row["medoid"])).events
        course = _course({key: value[mine] for key, value in days.items()})
        name = f"{names[int(row['kind'])]}: {course}"
        plain = {str(key): value for key, value in row.items()}
        sentences = short_chronicle(events, kept.scenario)
        stories.append(Storyline(name, run, its_draw, plain, early, sentences))
    return Told(
        kept.run_id,
        kept.scenario_name,
        kept.horizon_days,
        kept.as_of,
        len(sample),
        failed,
        tuple(stories),
        kinds.silhouette,
        {day: indicators.predictive_skill(answers, end, draw) for day, answers in asked.items()},
        np.stack([rungs[kinds.kind == number].mean(axis=0) for number in numbers]),
        source(
            f"scenario {in_plain_words(kept.scenario_name)}: {len(sample):,} of {len(kept.runs):,} "
            "runs, watched day by day",
            "Stories of a model, not a forecast.",
        ),
        kept.stamp,
    )


def _watcher(kept: Result, runs: np.ndarray[Any, np.dtype[np.int64]]) -> Callable[[int], Any]:
    """Return a function that watches one of some runs of the ensemble, given its place there."""
    from escalation.ensemble.worlds import prepare
    from escalation.studies.parting import draws_of_runs

    space, engine = prepare(kept.scenario)
    draws = draws_of_runs(space, kept.seed, runs, kept.replicates)

    def watch(place: int) -> Any:
        point = draws[place : place + 1]
        return engine.watch(point, int(runs[place]), kept.seed)  # type: ignore[attr-defined]

    return watch


def _days(
    watch: Callable[[int], Any], sample: pd.DataFrame
) -> Generator[tuple[int, int], None, dict[str, np.ndarray[Any, np.dtype[np.float64]]]]:
    """Watch runs and return the fields of their days, shape (n, D) each.

    Raises
    ------
    InputError
        If a run does not end as the kept table has it: it is then another version's.
    """
    rows = []
    for place, (run, dead) in enumerate(
        zip(sample["run"], sample["killed_pak_state"], strict=True)
    ):
        days = watch(place).days
        if round(float(days["killed_pak_state"].sum())) != int(dead):
            raise InputError.single(
                f"run {run}", "does not come out as kept; it was made by another version"
            )
        rows.append(days)
        if place % 50 == 49:
            yield place + 1, len(sample)
    whole = np.stack(rows)
    return {name: np.ascontiguousarray(whole[name]) for name in whole.dtype.names or ()}


def _course(days: dict[str, np.ndarray[Any, np.dtype[np.float64]]]) -> str:
    """Return how the days of a kind went."""
    quiet, truce = float(days["quiet"].mean()), float((days["ceasefire"] > 0).mean())
    return f"quiet on {percent(quiet)} of days, a ceasefire on {percent(truce)}"
