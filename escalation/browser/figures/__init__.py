"""Charts as plain data, one file a chart: numbers, words and a table, and no model logic beyond.

The modules of ``escalation/browser/drawing/`` draw them; what they need to know is in the data, so
that the same modules serve a page without a server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from escalation.browser.figures.border_map import border_figure
from escalation.browser.figures.claims import claims_figure
from escalation.browser.figures.deaths import deaths_figure
from escalation.browser.figures.end_states import end_states_figure
from escalation.browser.figures.odds import odds_answer
from escalation.browser.figures.parts import said
from escalation.browser.figures.rungs import rungs_figure
from escalation.browser.figures.runs import runs_figure
from escalation.browser.figures.standings import standings_figure
from escalation.charts.told import yardsticks

if TYPE_CHECKING:
    from escalation.results.result import Result


@dataclass(frozen=True)
class Figure:
    """A chart of a result.

    Attributes
    ----------
    label
        What its tab says.
    make
        Makes its data.
    chart
        The chart that the command line draws of the same, to download; None where it draws none.
    """

    label: str
    make: Callable[[Result], dict[str, Any]]
    chart: str | None


#: Every figure by the name of the module that draws it, in the order of the tabs.
MAKERS: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        "standings": Figure("Over time", standings_figure, "odds"),
        "end_states": Figure("End states", end_states_figure, "end_states"),
        "rungs": Figure("Rungs", rungs_figure, "rungs"),
        "deaths": Figure("Deaths", deaths_figure, "deaths"),
        "claims": Figure("Claims", claims_figure, "claims"),
        "runs": Figure("Runs", runs_figure, None),
    }
)
FIGURES: Final = tuple(MAKERS)


def _beside_yardsticks(result: Result) -> dict[str, Any]:
    """Return a result's odds beside the yardsticks, without anything to compare them with."""
    return {**odds_answer(result, None), **said(yardsticks.told(result)), "alone": True}


#: What a page without a server draws in place of a chart of the command line, by the chart's name:
#: the module, and what makes its data.
IN_PLACE_OF: Final[Mapping[str, tuple[str, Callable[[Result], dict[str, Any]]]]] = MappingProxyType(
    {
        **{one.chart: (name, one.make) for name, one in MAKERS.items() if one.chart is not None},
        "yardsticks": ("odds_rows", _beside_yardsticks),
        "map": ("border_days", border_figure),
    }
)


def live_figure(chart: str, result: Result) -> tuple[str, dict[str, Any]]:
    """Return which module draws what a chart shows, and its data.

    The data of the map take some seconds, since runs are watched for them.

    Raises
    ------
    KeyError
        If no module draws that chart.
    """
    module, make = IN_PLACE_OF[chart]
    return module, make(result)


def figure(name: str, result: Result) -> dict[str, Any]:
    """Return a figure's data: ``title``, ``subtitle``, ``table``, and what its module draws.

    Raises
    ------
    KeyError
        If there is no figure of that name.
    """
    return MAKERS[name].make(result)
