"""Charts as a report's pictures, with what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from escalation.browser.figures import IN_PLACE_OF, live_figure
from escalation.charts.all_charts import CHARTS
from escalation.charts.chart_data import good_runs
from escalation.charts.told.of_runs import TOLD
from escalation.report.document import Picture
from escalation.results.drawing import DRAWS_ON_CHARTS

if TYPE_CHECKING:
    from escalation.results.result import Result

#: Charts for whose like on a page runs are watched again.
_WATCHES: Final = frozenset({"map"})


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
        answers = name in IN_PLACE_OF and (watched or name not in _WATCHES) and good_runs(shown) > 0
        live = partial(live_figure, name, shown) if answers else None
        yield Picture(name, TOLD[name](shown), partial(CHARTS[name], shown), live)
