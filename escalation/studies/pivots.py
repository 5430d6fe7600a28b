"""But for that: which moments the fate of one run hung on.

Each decision, attack, claim and diplomatic event of a run is taken back alone, and the run goes on
with the luck it had. What changes its end is a pivot; how far it moved the odds is told by futures
from the next morning with it and without it, under the same new luck.

>>> from escalation.studies.pivots import pivots
>>> found = pivots("baseline", 57, futures=20)
>>> found.end, found.last_day, len(found.moments), len(found.pivots)
('war', 15, 314, 6)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation import vocabulary as words
from escalation.analysis.paired.differences import paired_difference
from escalation.analysis.paired.multiple_comparisons import bonferroni_level
from escalation.charts.words import source
from escalation.ensemble.plan import MOST_RUNS, as_whole, run_number
from escalation.ensemble.pools import available_threads
from escalation.errors import InputError
from escalation.naming import in_plain_words
from escalation.notebooks import ShowsItself
from escalation.results.json_text import records
from escalation.results.keeping import Findings
from escalation.results.manifest import stamp_for
from escalation.studies.branch import origin_of
from escalation.studies.one_run import draw_of_run, engine_of
from escalation.studies.sizes import FUTURES
from escalation.studies.steps import gone_through
from escalation.telling import pivots as telling
from escalation.telling.chronicle import chronicle, who_of

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.charts.saving import Chart
    from escalation.engine.futures import Futures
    from escalation.engine.run import OneRun
    from escalation.scenario.sections import Scenario

LEAST: Final = 20

#: Events that nobody does: the count of what has come about.
_NOTED: Final = frozenset(
    {
        words.DE_ESCALATED, words.MINOR_RELAPSE, words.SERIOUS_RELAPSE, words.WAR,
        words.QUIET_AFTER_WAR,
    }
)  # fmt: skip

Progress = Callable[[int, int], None]


@dataclass(frozen=True, repr=False)
class Pivots(ShowsItself):
    """The moments of a run, those that its fate hung on, and its odds from morning to morning.

    Attributes
    ----------
    scenario
        As run.
    run, seed, replicates
        The run's number; the ensemble's seed and runs of each draw.
    end
        Its end state, of `escalation.vocabulary.END_STATES`.
    last_day
        The last day that counts for its end: that of the war, or of the horizon.
    futures
        How many futures the odds rest on.
    moments
        Every event that was taken back, in order: ``event`` (its number in the log), ``day``,
        ``kind``, ``who`` (whose it is), ``told`` (a dated sentence), ``end_without`` and ``pivot``.
    pivots
        Those that change the end; with ``with_it`` and ``without_it``, shares of futures that end
        as the run did, ``difference`` (without less with), its interval ``low`` to ``high``, which
        hold all together in 95% of such tables, and ``told_apart`` from zero.
    mornings
        A row for each ``day`` until ``last_day`` and the one after it: the share of futures that
        have each end state.
    of_run
        Id of the kept run that it is one of; empty if it was started from a scenario.
    """

    scenario: Scenario
    run: int
    seed: int
    replicates: int
    end: str
    last_day: int
    futures: int
    moments: pd.DataFrame
    pivots: pd.DataFrame
    mornings: pd.DataFrame
    of_run: str = ""

    def notebook_title(self) -> str:
        """Return which run it is, and how many moments turned it."""
        return (
            f"run {self.run} of {self.scenario.name}, seed {self.seed}: {len(self.pivots)} of "
            f"{len(self.moments):,} moments change its end, {self.end}"
        )

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame]:
        """Return the findings and the pivots."""
        return self.findings, self.pivots.drop(columns=["pivot", "kind"])

    @property
    def findings(self) -> list[str]:
        """Return what was found, in sentences."""
        return self.findings_of(f"Run {self.run} of {in_plain_words(self.scenario.name)}")

    def findings_of(self, which: str) -> list[str]:
        """Return what was found, in sentences, the first of which calls the run ``which``."""
        rows = records(self.pivots)
        shares = [float(share) for share in self.mornings[self.end]]
        return [
            telling.tell_tried(which, self.end, self.last_day, len(self.moments)),
            telling.tell_pivots(self.end, [row["end_without"] for row in rows]),
            *telling.tell_first_and_last(rows),
            *telling.tell_odds(self.end, rows, self.futures),
            telling.tell_mornings(self.end, shares, self.last_day),
        ]

    @property
    def as_of(self) -> dt.date:
        """Return the date of day 0."""
        return self.scenario.as_of

    @property
    def source(self) -> str:
        """Return the line at the foot of the chart."""
        return source(
            f"scenario {in_plain_words(self.scenario.name)}, run {self.run}, seed {self.seed}; "
            f"{self.futures:,} futures from each morning",
            "One run of a model, not a forecast.",
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "scenario": self.scenario.name,
            "run": self.run,
            "seed": self.seed,
            "replicates": self.replicates,
            "end": self.end,
            "last_day": self.last_day,
            "futures": self.futures,
            "taken_back": len(self.moments),
            "findings": self.findings,
            "pivots": records(self.pivots.drop(columns=["pivot"])),
            "mornings": records(self.mornings),
        }

    def to_keep(self) -> Findings:
        """Return what is kept of it."""
        return Findings(
            "pivots",
            self.as_dict(),
            csvs={"moments": self.moments, "pivots": self.pivots, "mornings": self.mornings},
            charts=self._charts,
            stamp=stamp_for(self.of_run, [self.scenario], self.seed),
        )

    def plot_pivots(self) -> Figure:
        """Draw the odds of the run's end from morning to morning, and what its pivots did."""
        from escalation.charts.pivots_chart import pivots_chart

        return pivots_chart(self)

    def _charts(self) -> dict[str, Chart]:
        return {"pivots": self.plot_pivots}


@dataclass(frozen=True)
class Trying:
    """How far a search for pivots is.

    Attributes
    ----------
    done, total
        Pieces of work; there are more in all once it is known how many moments turn the run.
    moments
        As `Pivots.moments`, once every event was taken back; None until then.
    """

    done: int
    total: int
    moments: pd.DataFrame | None


def pivots(
    source: Scenario | str | os.PathLike[str],
    run: int,
    *,
    futures: int = FUTURES,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    root: str | os.PathLike[str] = "runs",
    progress: Progress | None = None,
) -> Pivots:
    """Take back each event of one run, alone, and say which its fate hung on.

    Parameters
    ----------
    source
        A scenario, its file or shipped name, or the folder or id of a kept run, whose seed and
        replicates then hold.
    run
        The run's number in its ensemble, from 0.
    futures
        Futures from a morning on, from 20.
    seed, replicates, threads
        As for `escalation.simulate`.
    root
        Folder of run folders, in which an id is looked up.
    progress
        Called with pieces of work done and those there are, as `Trying` has them.

    Raises
    ------
    InputError
        If the source or a number is wrong, or the run breaks.
    """
    steps = pivots_in_steps(
        source, run, futures=futures, seed=seed, replicates=replicates, threads=threads, root=root
    )
    tell = None if progress is None else lambda trying: progress(trying.done, trying.total)
    return gone_through(steps, tell)


def pivots_in_steps(
    source: Scenario | str | os.PathLike[str],
    run: int,
    *,
    futures: int = FUTURES,
    seed: int | None = None,
    replicates: int | None = None,
    threads: int | None = None,
    root: str | os.PathLike[str] = "runs",
) -> Generator[Trying, None, Pivots]:
    """Find the pivots as `pivots` does, a little at a time, so that others may have their turn.

    Yields
    ------
    Trying
        After every few mornings.

    Returns
    -------
    Pivots
        As the generator's value.

    Raises
    ------
    InputError
        If the source or a number is wrong, or the run breaks: at the first step.
    """
    from escalation.engine.futures import Futures

    origin = origin_of(source, root)
    scenario = origin.scenario
    plan = origin.plan(1, seed, replicates, threads)
    run, futures = run_number(run), as_whole("--futures", futures)
    if not LEAST <= futures <= MOST_RUNS:
        raise InputError.single("--futures", f"{futures} is not between {LEAST} and {MOST_RUNS:,}")
    draw = draw_of_run(scenario, run, plan.seed, plan.replicates)
    engine = engine_of(scenario)
    ends = engine.run(draw, np.array([run]), plan.seed).runs[0]
    if ends["status"] != words.CAME_THROUGH:
        why = words.STATUS_REASONS[int(ends["status"])]
        raise InputError.single("--run", f"run {run} did not come through: {why}")
    at_war = int(ends["war_day"])
    last_day = at_war if at_war >= 0 else scenario.horizon_days - 1
    search = _Search(
        scenario,
        Futures(engine, draw, run, plan.seed),
        int(ends["end_state"]),
        last_day,
        futures,
        threads or scenario.ensemble.threads or available_threads(),
    )
    moments, turning, mornings = yield from search.tables()
    end = words.END_STATES[search.end]
    return Pivots(
        scenario, run, plan.seed, plan.replicates, end, last_day, futures, moments, turning,
        mornings, origin.run_id,
    )  # fmt: skip


class _Search:
    """Tries every moment of a run, on several threads, a few days at a time."""

    def __init__(
        self,
        scenario: Scenario,
        otherwise: Futures,
        end: int,
        last_day: int,
        futures: int,
        threads: int,
    ) -> None:
        self.scenario, self.otherwise, self.end = scenario, otherwise, end
        self.numbers = np.arange(futures)
        self.threads = threads
        self.days = range(last_day + 1)
        self.stops = self._stops(last_day + 1)
        self.done, self.total = 0, len(self.days) + len(self.stops)
        self.moments: pd.DataFrame | None = None

    def _stops(self, until: int) -> list[OneRun]:
        """Return the run on each morning from day 0 to that of the day ``until``."""
        engine, one = self.otherwise.engine, self.otherwise
        stops = [engine.watch(one.draw, one.run, one.seed, 0)]
        for day in range(1, until + 1):
            stops.append(engine.go_on(stops[-1], one.draw, one.run, one.seed, day))
        return stops

    def tables(self) -> Generator[Trying, None, tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]]:
        """Return moments, pivots and mornings, as `Pivots` has them."""
        import pandas as pd

        with ThreadPoolExecutor(self.threads) as pool:
            ends = yield from self._each(pool, self._without, self.days)
            self.moments = moments = self._moments(ends)
            turning = moments[moments["pivot"]].reset_index(drop=True)
            self.total += len(turning)
            shares = yield from self._each(pool, self._futures, range(len(self.stops)))
            odds = yield from self._each(pool, self._odds(turning, shares), range(len(turning)))
        columns = ["with_it", "without_it", "difference", "low", "high", "told_apart"]
        mornings = pd.DataFrame(
            [np.bincount(ends, minlength=len(words.END_STATES)) / len(ends) for ends in shares],
            columns=list(words.END_STATES),
        )
        mornings.insert(0, "day", range(len(mornings)))
        return moments, pd.concat([turning, pd.DataFrame(odds, columns=columns)], axis=1), mornings

    def _each(
        self, pool: ThreadPoolExecutor, work: Callable[[int], Any], over: Sequence[int]
    ) -> Generator[Trying, None, list[Any]]:
        """Return what work makes of each, as many at a time as there are threads."""
        found: list[Any] = []
        for start in range(0, len(over), self.threads):
            some = over[start : start + self.threads]
            found += pool.map(work, some)
            self.done += len(some)
            yield Trying(self.done, self.total, self.moments)
        return found

    def _moments(self, ends: list[Any]) -> pd.DataFrame:
        """Return every event that was taken back, and how the run ends without it."""
        import pandas as pd

        log = self.stops[-1].events
        numbers = np.concatenate([numbers for numbers, _ in ends])
        without = np.concatenate([rows for _, rows in ends])
        return pd.DataFrame(
            {
                "event": numbers,
                "day": log["day"][numbers],
                "kind": [words.EVENT_KINDS[kind] for kind in log["kind"][numbers]],
                "who": [who_of(row, self.scenario) for row in log[numbers].tolist()],
                "told": chronicle(log[numbers].tolist(), self.scenario),
                "end_without": [words.END_STATES[end] for end in without],
                "pivot": without != self.end,
            }
        )

    def _without(self, day: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return the day's events that somebody did, and how the run ends without each."""
        log = self.stops[-1].events
        found = [n for n in np.flatnonzero(log["day"] == day).tolist() if _may_go(log[n])]
        numbers = np.array(found, dtype=np.int64)
        rows = self.otherwise.without(self.stops[day], numbers)
        return numbers, rows["end_state"]

    def _futures(self, day: int) -> np.ndarray[Any, Any]:
        """Return how the futures of a morning end."""
        ends: np.ndarray[Any, Any] = self.otherwise.futures(self.stops[day], self.numbers)[
            "end_state"
        ]
        return ends

    def _odds(
        self, turning: pd.DataFrame, shares: list[np.ndarray[Any, Any]]
    ) -> Callable[[int], dict[str, Any]]:
        """Return what says of a moment, by its row, how far it moved the odds of the end."""
        level = bonferroni_level(len(turning))
        pair = np.arange(len(self.numbers))
        events, days = turning["event"].tolist(), turning["day"].tolist()

        def odds(row: int) -> dict[str, Any]:
            other = self.otherwise.after(self.stops[days[row]], events[row])
            ends = self.otherwise.futures(other, self.numbers)["end_state"]
            found = paired_difference(
                pair, shares[days[row] + 1] == self.end, ends == self.end, level=level
            )
            return {
                "with_it": found.base, "without_it": found.other,
                "difference": found.difference, "low": found.low, "high": found.high,
                "told_apart": found.told,
            }  # fmt: skip

        return odds


def _may_go(event: Any) -> bool:
    """Return whether an event is something that somebody did or said, so that it may be undone.

    A silence in public is in the log too, but there is nothing in it to take back.
    """
    kind = int(event["kind"])
    silent = kind == words.PUBLIC_LINE and int(event["value"]) == words.SILENT
    return kind not in _NOTED and not silent
