"""Charts as a report's pictures, with what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from escalation.charts.all_charts import CHARTS, MEANINGS
from escalation.charts.style import is_without_head, without_head
from escalation.charts.told import Column, Table, told_of
from escalation.report.document import Picture
from escalation.results.drawing import DRAWS_ON_CHARTS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from escalation.results.result import Result


#: Charts for whose like on a page runs are watched again.
_WATCHES: Final = frozenset({"map"})


def picture(
    name: str,
    meaning: str,
    draw: Callable[[], Figure],
    live: tuple[str, Mapping[str, Any]] | None = None,
) -> Picture:
    """Return a chart as a picture; what stands in its head and foot is said of it.

    Parameters
    ----------
    name
        As that of the chart's file.
    meaning
        What it shows, for whoever can't see it.
    draw
        Draws it; called once here, and again only if the picture is drawn more than once.
    live
        See `escalation.report.document.Picture`.
    """
    with without_head():
        waiting = [draw()]
    drawn = waiting[0]

    def again() -> Figure:
        return waiting.pop() if waiting and is_without_head() else draw()

    table = _live_table(name, live[1]) if live else None
    return Picture(name, told_of(drawn, meaning, table), again, live)


def pictures(result: Result, *names: str, watched: bool = False) -> Iterator[Picture]:
    """Yield charts of a run by their names in `escalation.charts.all_charts.CHARTS`.

    Parameters
    ----------
    result
        The run.
    names
        Of the charts, in order.
    watched
        Whether runs may be watched again for what a page draws in place of a chart, as the map by
        day; a report of what is kept runs nothing.
    """
    shown = result.with_fewer_draws(DRAWS_ON_CHARTS)
    for name in names:
        draw = partial(CHARTS[name], shown)
        live = None if name in _WATCHES and not watched else _live(name, shown)
        yield picture(name, MEANINGS[name], draw, live)


def _live(chart: str, result: Result) -> tuple[str, Mapping[str, Any]] | None:
    """Return the module of the page that draws a chart's like, and its data; None without one."""
    from escalation.browser.figures import live_figure
    from escalation.charts.chart_data import good_runs

    return live_figure(chart, result) if good_runs(result) else None


def _live_table(name: str, data: Mapping[str, Any]) -> Table | None:
    """Return the figures of a chart as the page tells them."""
    if "table" not in data:
        return None
    said = data["table"]
    columns: Sequence[str] = said["columns"]
    return Table(
        f"{name}-figures",
        said["caption"],
        [Column(heading, figures=place > 0) for place, heading in enumerate(columns)],
        said["rows"],
    )
