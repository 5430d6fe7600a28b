"""The tables of a run and what may be asked of them, in memory or in a folder.

>>> from escalation import open_run, simulate
>>> result = simulate("baseline", runs=200)
>>> folder = result.save("runs", charts=False)
>>> open_run(folder).odds() == result.odds()
True
"""

from __future__ import annotations

import copy
import datetime as dt
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from escalation.errors import InputError, suggest
from escalation.naming import ASKED_OF_FIRST
from escalation.notebooks import ShowsItself, page
from escalation.numbers import counted
from escalation.results.layout import RUN, run_id

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from escalation.analysis.odds.headline import OddsTable
    from escalation.analysis.odds.variance import VarianceShare
    from escalation.analysis.record.yardsticks import Yardsticks
    from escalation.ensemble.finished import FinishedRuns
    from escalation.ensemble.plan import Plan
    from escalation.results.explain import Explanation
    from escalation.results.folder import RunFolder
    from escalation.results.keeping import Findings
    from escalation.results.reading import KeptFolder
    from escalation.scenario.diff import Change
    from escalation.scenario.sections import Scenario
    from escalation.scenario.start import Start
    from escalation.stamp import Stamp


TABLES: Final = ("runs", "draws", "days", "segments")
#: What the parts of a folder take, for the question whether the disk has room.
_BYTES_A_RUN, _BYTES_A_DRAW, _BYTES_BESIDES = 80, 1_300, 20_000_000


class Summary(dict[str, Any]):
    """What ``summary.json`` holds: a mapping, which for a reader's convenience may be called."""

    def __call__(self) -> Summary:
        """Return the same."""
        return self

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the plain figures, and which parts hold more."""
        import pandas as pd

        more = [key for key, part in self.items() if isinstance(part, dict | list) and part]
        plain = {key: part for key, part in self.items() if not isinstance(part, dict | list)}
        table = pd.DataFrame({"key": list(plain), "value": [str(one) for one in plain.values()]})
        return page("summary of a run", [f"Parts that hold more: {', '.join(more)}."], table)


class Result(ShowsItself):
    """An ensemble of runs and what it says, just made or read back from its folder.

    Tables that lie in a folder are read when they are first asked for.

    Attributes
    ----------
    ensemble
        The finished runs as the ensemble left them; None if they are read from a folder.
    folder
        The folder they are read from; None if they were just made.
    """

    def __init__(self, scenario: Scenario, ensemble: FinishedRuns, started: dt.datetime) -> None:
        self.scenario = scenario
        self.started = started
        self.ensemble: FinishedRuns | None = ensemble
        self.folder: KeptFolder | None = None

    @classmethod
    def kept(cls, folder: KeptFolder) -> Self:
        """Return the result that a run's folder holds."""
        made = cls.__new__(cls)
        made.ensemble, made.folder = None, folder
        return made

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what a pickle holds, also one from when a kept run was its path and manifest."""
        from escalation.results.reading import KeptFolder

        if "manifest" in state:
            path, manifest = state.pop("path"), state.pop("manifest")
            state.pop("summary", None)
            state |= {"ensemble": None, "folder": KeptFolder(path, manifest)}
        self.__dict__.update(state)

    def notebook_title(self) -> str:
        """Return whose runs they are, and where they lie."""
        where = "" if self.folder is None else f", kept in {self.folder.path}"
        return f"{self.run_id} of {self.scenario_name}{where}"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return what was run, and the odds."""
        _, table = (odds := self.odds()).notebook_body()
        ran = f"{odds.n_runs:,} runs over {counted(self.horizon_days, 'day')}, seed {self.seed}"
        broke = f"; {odds.failed:,} more failed" if odds.failed else ""
        return [self.scenario.title, f"{ran}{broke}."], table

    # --- whose runs they are, and when they were run ----------------------------------------------

    @cached_property
    def scenario(self) -> Scenario:
        """Return the scenario that was run, as resolved."""
        from escalation.scenario.load import load_scenario

        return load_scenario(self.scenario_path)

    @cached_property
    def started(self) -> dt.datetime:
        """Return when the command began."""
        return dt.datetime.fromisoformat(self.manifest["started"])

    @cached_property
    def run_id(self) -> str:
        """Return the run's short name, a hash of what was run and when."""
        if self.ensemble is None:
            return self._folder.run_id
        return identify(self.scenario, self.ensemble.plan, self.started)

    @cached_property
    def stamp(self) -> Stamp:
        """Return what files made of it say of where they come from.

        A kept run's holds the command that made it; one just made has none.
        """
        from escalation.results.manifest import stamp_for

        if self.ensemble is None:
            return self._folder.stamp
        return stamp_for(self.run_id, [self.scenario], self.seed, self.started)

    @property
    def seed(self) -> int:
        """Return the seed of draws and chance."""
        return self._source.seed

    @property
    def replicates(self) -> int:
        """Return the runs of each draw."""
        return self._source.replicates

    @property
    def interrupted(self) -> bool:
        """Return whether it was stopped early; the runs there are a fair sample all the same."""
        if self.ensemble is None:
            return bool(self.manifest["ensemble"]["interrupted"])
        return self.ensemble.interrupted

    @property
    def scenario_name(self) -> str:
        """Return the scenario's name."""
        return self.scenario.name

    @property
    def horizon_days(self) -> int:
        """Return how many days a run lasts."""
        return self.scenario.horizon_days

    @property
    def quiet_days(self) -> int:
        """Return how many quiet days in a row make a de-escalation."""
        return self.scenario.outcomes.quiet_days

    @property
    def as_of(self) -> dt.date:
        """Return day 0."""
        return self.scenario.as_of

    @property
    def start(self) -> Start:
        """Return how the scenario starts, by which like cases are found."""
        from escalation.scenario.start import start_of

        return start_of(self.scenario)

    @property
    def claims(self) -> list[dict[str, Any]]:
        """Return the scenario's claims, each with its ``id``."""
        from escalation.charts.claims_table import plain_claims

        return plain_claims(self.scenario)

    # --- tables -----------------------------------------------------------------------------------

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Return the table of runs."""
        return self.table("runs")

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Return the table of draws: 1.2 kB each."""
        return self.table("draws")

    @cached_property
    def days(self) -> pd.DataFrame:
        """Return the table of days."""
        return self.table("days")

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Return the table of segments."""
        return self.table("segments")

    def table(self, name: str) -> pd.DataFrame:
        """Make or read a table anew: ``runs``, ``draws``, ``days`` or ``segments``.

        Raises
        ------
        InputError
            If there is none of the name, or it is to be read, and is missing, damaged or of
            another run.
        """
        if name not in TABLES:
            near = suggest(name, TABLES) or f"; there are {', '.join(TABLES)}"
            raise InputError.single("table", f"{name!r} is no table of a run{near}")
        return self._source.table(name)

    def with_fewer_draws(self, most: int) -> Self:
        """Return the same with no draws but the first, which is plenty to show their spread."""
        fewer = copy.copy(self)
        if self.ensemble is None:
            fewer.draws = self.draws.head(most)
        else:
            fewer.draws = next(self.ensemble.draw_frames(most))
        return fewer

    # --- what they say ----------------------------------------------------------------------------

    @property
    def summary(self) -> Summary:
        """Return what ``summary.json`` holds; of a fresh result, but for path and charts."""
        from escalation.results.summary import summarise

        return Summary(summarise(self) if self.folder is None else self.folder.summary)

    def odds(self) -> OddsTable:
        """Return the odds of every headline outcome, over draws and by Monte Carlo, at 95%."""
        from escalation.analysis.odds.headline import headline

        return headline(self.runs, self.horizon_days, self.quiet_days)

    def yardsticks(self) -> Yardsticks:
        """Return the odds beside those of like cases in the record and of a Markov chain."""
        return self._yardsticks

    @cached_property
    def _yardsticks(self) -> Yardsticks:
        from escalation.analysis.record.yardsticks import compare

        odds = self.odds()
        return compare(odds, odds.between_draws, self.start, self.horizon_days, self.quiet_days)

    def variance_share(self) -> VarianceShare:
        """Return how much of what runs differ by is chance, and how much ignorance."""
        from escalation.analysis.odds.variance import variance_share

        return variance_share(self.runs)

    def killed(self) -> pd.DataFrame:
        """Return the quantiles of deaths by side."""
        from escalation.analysis.odds.deaths import killed_summary

        return killed_summary(self.runs)

    def explain(self, outcome: str = ASKED_OF_FIRST, *, seed: int = 0) -> Explanation:
        """Say what the odds of an outcome hinge on: chance, inputs, claims, and where they change.

        Parameters
        ----------
        outcome
            One of `escalation.analysis.odds.outcomes.OUTCOMES`.
        seed
            Of resamples; the default gives everybody the same intervals.

        Raises
        ------
        InputError
            If there is no such outcome, the horizon is too short for it, or there are too few
            draws to tell.
        PurposeError
            If every run failed, the outcome never differs, or SALib is missing.
        """
        from escalation.results.explain import explain

        return explain(self, outcome, seed=seed)

    # --- charts -----------------------------------------------------------------------------------

    def plot_odds(self) -> Figure:
        """Draw the odds of quiet and of war over time."""
        return self.plot("odds")

    def plot_yardsticks(self) -> Figure:
        """Draw the odds beside those of like cases in the record and of a Markov chain."""
        return self.plot("yardsticks")

    def plot_rungs(self) -> Figure:
        """Draw where both states stand on the ladder, day by day."""
        return self.plot("rungs")

    def plot_map(self) -> Figure:
        """Draw incidents along the border."""
        return self.plot("map")

    def plot_end_states(self) -> Figure:
        """Draw how the runs end."""
        return self.plot("end_states")

    def plot_deaths(self) -> Figure:
        """Draw deaths by side."""
        return self.plot("deaths")

    def plot_claims(self) -> Figure:
        """Draw the claims and what they were taken to mean."""
        return self.plot("claims")

    def plot(self, chart: str) -> Figure:
        """Draw a chart by its name in `escalation.charts.all_charts.CHARTS`.

        Raises
        ------
        KeyError
            If there is no chart of that name.
        """
        from escalation.charts.all_charts import CHARTS

        return CHARTS[chart](self)

    # --- keeping ----------------------------------------------------------------------------------

    def save(self, root: str | os.PathLike[str] = "runs", *, charts: bool = True) -> Path:
        """Keep everything in a new run folder under ``root``; return the folder.

        Raises
        ------
        InputError
            If nothing can be written there, or the result was read from a folder.
        OutputError
            If the disk fills up or fails on the way; nothing is left then.
        """
        from escalation.results.keeping import keep

        return keep(self.to_keep(), root, charts=charts).path

    def to_keep(
        self,
        source: str = "",
        settings: Sequence[str] = (),
        reference: str = "",
        changes: Sequence[Change] = (),
    ) -> Findings:
        """Return everything that a run folder holds of a fresh result.

        Parameters
        ----------
        source, settings
            For the manifest: the scenario as it was named on the command line, its settings.
        reference, changes
            For the summary: the scenario that this one is compared with, and what it changes.
        """
        from escalation.results.summary import findings_of

        if self.folder is not None:
            raise InputError.single(str(self.folder.path), "is kept already: copy the folder")
        return findings_of(self, source, settings, reference, changes)

    @property
    def path(self) -> Path:
        """Return the folder's path."""
        return self._folder.path

    @property
    def scenario_path(self) -> Path:
        """Return the path of the resolved scenario in the folder."""
        return self._folder.scenario_path

    @property
    def manifest(self) -> dict[str, Any]:
        """Return what the folder's ``manifest.json`` holds."""
        return self._folder.manifest

    @property
    def _folder(self) -> KeptFolder:
        if self.folder is None:
            raise AttributeError(f"{self!r} lies in no folder: open the one that save() returns")
        return self.folder

    @property
    def _source(self) -> FinishedRuns | KeptFolder:
        return self._folder if self.ensemble is None else self.ensemble


def open_run(wanted: str | os.PathLike[str], root: str | os.PathLike[str] = "runs") -> Result:
    """Open a run that was kept.

    Parameters
    ----------
    wanted
        Its folder, or its id, or the folder's name under ``root``; see
        `escalation.results.reading.find`.
    root
        Folder of run folders.

    Raises
    ------
    InputError
        If there is no such run, or several, or it is a folder of another kind.
    """
    from escalation.results.reading import find

    found = find(wanted, root)
    if found.kind != RUN:
        message = f"is a folder of kind {found.kind!r}; give one that 'escalation run' made"
        raise InputError.single(str(found.path), message)
    return Result.kept(found)


def identify(scenario: Scenario, plan: Plan, started: dt.datetime) -> str:
    """Return the short name of a run: a hash of what is run, and of when."""
    from escalation.scenario.load import resolved_yaml

    return run_id(resolved_yaml(scenario), plan.seed, plan.requested_runs, started)


def begin(
    scenario: Scenario, plan: Plan, started: dt.datetime, root: str | os.PathLike[str]
) -> RunFolder:
    """Begin the folder of a run before anything is computed for it; see `RunFolder.create`."""
    from escalation.results.folder import RunFolder

    runs = plan.requested_runs or 0
    room = _BYTES_BESIDES + runs * _BYTES_A_RUN + runs // plan.replicates * _BYTES_A_DRAW
    name = identify(scenario, plan, started)
    return RunFolder.create(root, scenario.name, name, started, needed_bytes=room)
