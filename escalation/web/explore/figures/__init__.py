"""Charts as plain data, one file a chart: numbers, words and a table, and no model logic beyond.

The modules of ``escalation/web/site/charts/`` draw them; what they need to know is in the data, so
that the same modules serve a page without a server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from escalation.web.explore.figures.claims import claims_figure
from escalation.web.explore.figures.deaths import deaths_figure
from escalation.web.explore.figures.end_states import end_states_figure
from escalation.web.explore.figures.rungs import rungs_figure
from escalation.web.explore.figures.runs import runs_figure
from escalation.web.explore.figures.standings import standings_figure

if TYPE_CHECKING:
    from escalation.results.result import Result

#: Every figure by the name of the module that draws it.
MAKERS: Final[Mapping[str, Callable[[Result], dict[str, Any]]]] = MappingProxyType(
    {
        "standings": standings_figure,
        "end_states": end_states_figure,
        "rungs": rungs_figure,
        "deaths": deaths_figure,
        "claims": claims_figure,
        "runs": runs_figure,
    }
)
FIGURES: Final = tuple(MAKERS)


def figure(name: str, result: Result) -> dict[str, Any]:
    """Return a figure's data: ``title``, ``subtitle``, ``table``, and what its module draws.

    Raises
    ------
    KeyError
        If there is no figure of that name.
    """
    return MAKERS[name](result)
