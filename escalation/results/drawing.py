"""Draw the charts of a kept run in several processes at once.

To import Matplotlib takes a process as long as to draw two charts. So helpers are started early,
and import while the processor that they use has nothing else to do: the program itself is importing
on another. They read the run from its folder, which is whole before any chart is begun.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from escalation.stamp import Stamp
from escalation.startup import settle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from escalation.charts.saving import Chart
    from escalation.results.result import Result

#: There are seven charts, and the program draws some itself.
MOST_HELPERS: Final = 3
#: Each helper reads the tables; beyond so many runs drawing is a trifle beside computing.
MOST_RUNS: Final = 200_000
#: Charts of draws show their spread, for which so many are plenty.
DRAWS_ON_CHARTS: Final = 20_000

_WAIT_SECONDS: Final = 0.1
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from escalation.results.drawing import serve; serve()"
)


class Helper:
    """Another process that draws charts of kept runs, one at a time.

    Attributes
    ----------
    has_ended
        Whether it ended before it answered, so that it can't be asked for more.
    notes
        What it had to say of the charts, such as letters that no font has.

    Raises
    ------
    OSError
        If it can't be started.
    """

    def __init__(self) -> None:
        # Not by multiprocessing: that would import a script of the user's once more. The search
        # path is this process's, so that the helper draws with the same package.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._ready = False
        self.has_ended = False
        self.notes: list[str] = []

    def is_ready(self) -> bool:
        """Wait until it has imported what drawing needs; return whether it could."""
        if not self._ready:
            self._ready = self._heard() is not None
        return self._ready

    def draw(self, folder: Path, name: str, stamp: Stamp | None = None) -> list[str] | str:
        """Have it draw one chart into a run folder.

        Parameters
        ----------
        folder
            Of the run, finished.
        name
            Of the chart, in `escalation.charts.all_charts.CHARTS`.
        stamp
            Whose results they are, for the files to say.

        Returns
        -------
        list or str
            The names of its files, or why there are none.
        """
        with suppress(OSError):  # it has gone, which the answer will tell
            told = None if stamp is None else stamp.as_json()
            self._ask({"folder": str(folder), "name": name, "stamp": told})
        said = self._heard() if self.is_ready() else None
        if said is None:
            self.has_ended = True
            return f"the process that drew it has ended with code {self._process.wait()}"
        self.notes += said["notes"]
        files: list[str] = said["files"]
        return files or str(said["why"])

    def end(self) -> None:
        """End it, whatever it is doing; who waits for its answer hears that it has gone."""
        self._process.kill()

    def close(self) -> None:
        """End it and forget about it."""
        self.end()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):
                stream.close()
        self._process.wait()

    def _ask(self, what: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _heard(self) -> dict[str, Any] | None:
        """Return its next answer; None if it has gone."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else None


@contextmanager
def helpers(count: int) -> Iterator[list[Helper]]:
    """Start so many helpers, at most `MOST_HELPERS`, and end them in the end.

    A system that starts none leaves all charts to this process: later, but the same.
    """
    started: list[Helper] = []
    try:
        with suppress(OSError):
            while sys.executable and len(started) < min(count, MOST_HELPERS):
                started.append(Helper())
        yield started
    finally:
        for helper in started:
            helper.close()


def draw_together(
    charts: Mapping[str, Chart],
    folder: Path,
    with_helpers: Sequence[Helper],
    *,
    stop: threading.Event | None = None,
    stamp: Stamp | None = None,
) -> tuple[dict[str, list[Path]], dict[str, str]]:
    """Draw all charts of a kept run, here and by helpers; one that fails costs no other.

    This process begins with the first and helpers with the last, which take the longest.

    Parameters
    ----------
    charts
        All of a run's, by name.
    folder
        Where the run is kept.
    with_helpers
        Who helps.
    stop
        When set, charts that are not yet begun are left out.
    stamp
        Whose results they are, for the files to say.

    Returns
    -------
    dict, dict
        As `escalation.charts.saving.draw_all` returns them.
    """
    from escalation.charts.fonts import say_once
    from escalation.charts.saving import draw_all
    from escalation.results.layout import CHARTS_FOLDER

    waiting = deque(charts)
    place = folder / CHARTS_FOLDER
    drawn: dict[str, list[Path]] = {}
    not_drawn: dict[str, str] = {}

    def help_out(helper: Helper) -> None:
        if not helper.is_ready():
            return
        while waiting and not (stop is not None and stop.is_set()):
            with suppress(IndexError):  # this process was faster
                name = waiting.pop()
                said = helper.draw(folder, name, stamp)
                if isinstance(said, str):
                    not_drawn[name] = said
                else:
                    drawn[name] = [place / file for file in said]
                if helper.has_ended:
                    return

    at_work = [threading.Thread(target=help_out, args=(helper,)) for helper in with_helpers]
    for thread in at_work:
        thread.start()
    try:
        while waiting:
            with suppress(IndexError):  # a helper was faster
                name = waiting.popleft()
                here, missing = draw_all({name: charts[name]}, place, stop=stop, stamp=stamp)
                drawn |= here
                not_drawn |= missing
        for thread in at_work:
            # Short waits, since Ctrl-C is heard only between them on some systems. A helper that
            # is not ready by now has no chart in hand.
            while thread.is_alive() and len(drawn) + len(not_drawn) < len(charts):
                thread.join(_WAIT_SECONDS)
    except BaseException:
        for helper in with_helpers:  # they must not go on writing into a folder that is cleared
            helper.end()
        raise
    finally:
        for helper, thread in zip(with_helpers, at_work, strict=True):
            if thread.is_alive():  # it waits for one that never was ready
                helper.end()
            thread.join()
    for helper in with_helpers:
        for note in helper.notes:
            say_once(note)
    for name in charts:
        if name not in drawn:
            not_drawn.setdefault(name, "the process that drew it gave no answer")
    return (
        {name: drawn[name] for name in charts if name in drawn},
        {name: not_drawn[name] for name in charts if name in not_drawn},
    )


class _Notes(logging.Handler):
    """Keeps what is said by Python's logging, for the program to say once."""

    def __init__(self) -> None:
        super().__init__()
        self._said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self._said.append(record.getMessage())

    def taken(self) -> list[str]:
        """Return what was said since this was last asked."""
        said, self._said = self._said, []
        return said


def serve() -> None:
    """Draw what is asked for on stdin, a line of JSON each, until it ends; the helper's side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which ends this
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    settle()

    # All that any chart needs, while the program has yet to compute what they show.
    import escalation.analysis.record.yardsticks
    import escalation.results.reading
    import escalation.scenario.load  # noqa: F401
    from escalation.charts.all_charts import CHARTS
    from escalation.charts.saving import draw_all
    from escalation.results.layout import CHARTS_FOLDER

    notes = _Notes()
    logging.getLogger("escalation").addHandler(notes)
    _say(answers, {"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        folder, name = Path(asked["folder"]), asked["name"]

        def draw(name: str = name, folder: Path = folder) -> Figure:
            return CHARTS[name](_opened(folder))

        drawn, not_drawn = draw_all(
            {name: draw},
            folder / CHARTS_FOLDER,
            stamp=Stamp.from_json(asked["stamp"]),
        )
        files = [file.name for file in drawn.get(name, [])]
        _say(answers, {"files": files, "why": not_drawn.get(name, ""), "notes": notes.taken()})


@lru_cache(maxsize=1)
def _opened(folder: Path) -> Result:
    from escalation.results.reading import load
    from escalation.results.result import Result

    return Result.kept(load(folder)).with_fewer_draws(DRAWS_ON_CHARTS)


def _say(answers: IO[str], what: Mapping[str, Any]) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()
