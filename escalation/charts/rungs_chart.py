"""The ladder over time: on which rung each state stands, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

from escalation.charts import style
from escalation.charts.chart_data import all_failed, day_label, good_runs, source_of
from escalation.charts.settings import drawn_alike
from escalation.naming import SIDE_NAMES
from escalation.numbers import in_runs, percent
from escalation.vocabulary import PROTEST, RUNGS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from escalation.results.result import Result

#: Columns' prefix and name of the two states, in the order of the model.
STATES: Final = tuple((key, name.side) for key, name in SIDE_NAMES.items())
_TITLE_DAY: Final = 14
#: Room for a rung's name in the key.
_NAME_INCHES: Final = 1.08


@drawn_alike
def rungs_chart(data: Result) -> Figure:
    """Draw the share of runs on each rung of the ladder by day, one panel a state."""
    figure = style.new_figure(height=6.2)
    n = good_runs(data)
    if n == 0:
        return all_failed(figure, data, "rungs to show")
    shares = {side: rung_shares(data, side) for side, _ in STATES}
    bottom, top, width, height = style.page(
        figure,
        data.run_id,
        source_of(data),
        rungs_title(shares, n),
        "Share of runs in which each state stands on each rung of the escalation ladder, by day. "
        "Right: share of all days.",
    )
    floor = bottom + 0.64 / height
    gap = 0.36 / height
    tall = (top - 0.22 / height - floor - gap) / 2
    for place, (side, name) in enumerate(STATES):
        low = floor + (1 - place) * (tall + gap)
        axes = figure.add_axes((0.62 / width, low, (width - 3.1) / width, tall))
        _draw(axes, shares[side], name)
        style.day_ticks(axes, len(shares[side]), data.as_of)
        if place == 0:
            axes.set_xticklabels([])
        else:
            style.name_across(axes, day_label(data))
    ladder = figure.add_axes(((width - 2.3) / width, floor, 2.1 / width, 2 * tall + gap))
    _draw_ladder(ladder, shares)
    return figure


def rung_shares(data: Result, side: str) -> NDArray[np.float64]:
    """Return the share of runs on each rung, shape (days, 9), rung 0 first."""
    columns = [f"rung_{side}_{rung}" for rung in range(len(RUNGS))]
    return data.days[columns].to_numpy(dtype=np.float64)


def rungs_title(shares: Mapping[str, NDArray[np.float64]], n: int) -> str:
    """State how often each side is calm after a fortnight, or on the last day if sooner.

    Of ``n`` runs, ``shares`` are the `rung_shares` of both sides.
    """
    day = min(_TITLE_DAY, len(shares["afg"]) - 1)
    afghan, pakistani = (_calm(shares[side], day) for side, _ in STATES)
    if percent(afghan) == percent(pakistani):
        return f"On day {day} each state stands at rung 0 or 1 in {in_runs(afghan, n)}"
    return (
        f"On day {day} the Afghan side stands at rung 0 or 1 in {percent(afghan)} of the runs, "
        f"the Pakistani side in {percent(pakistani)}"
    )


def _calm(shares: NDArray[np.float64], day: int) -> float:
    """Return the share at rung 0 or 1, free of the dust that sums of shares leave."""
    return float(np.clip(round(float(shares[day, : PROTEST + 1].sum()), 9), 0, 1))


def _draw(axes: Axes, shares: NDArray[np.float64], name: str) -> None:
    """Stack the rungs, calm at the bottom."""
    days = np.arange(len(shares))
    # One day is drawn as wide as the axes.
    if len(days) == 1:
        days, shares = np.array(style.ONE_DAY), np.repeat(shares, 2, axis=0)
    axes.stackplot(days, shares.T, colors=style.RUNG_COLOURS, edgecolor="white", linewidth=0.25)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    style.tidy(axes)
    axes.yaxis.grid(False)
    style.name_panel(axes, name)


def _draw_ladder(axes: Axes, shares: dict[str, NDArray[np.float64]]) -> None:
    """Draw the key: the ladder itself, with each side's mean share of days on each rung."""
    axes.set_xlim(0, 1)
    axes.set_ylim(0, len(RUNGS) + 0.9)
    axes.axis("off")
    axes.set_xticks([])
    axes.set_yticks([])
    means = [percent_or_dot(shares[side].mean(axis=0)) for side, _ in STATES]
    for rung, (name, colour) in enumerate(zip(RUNGS, style.RUNG_COLOURS, strict=True)):
        axes.add_patch(Rectangle((0, rung + 0.16), 0.085, 0.68, color=colour, lw=0))
        lines = style.wrapped(name, style.SMALL_SIZE, _NAME_INCHES)
        for x, text in ((0.115, str(rung)), (0.18, "\n".join(lines))):
            axes.text(x, rung + 0.5, text, fontsize=style.SMALL_SIZE, va="center", color=style.INK)
        for x, column in zip((0.845, 1.0), means, strict=True):
            axes.text(
                x,
                rung + 0.5,
                column[rung],
                fontsize=style.SMALL_SIZE,
                va="center",
                ha="right",
                color=style.INK,
            )
    axes.text(
        0, len(RUNGS) + 0.35, "Rung", fontsize=style.SMALL_SIZE, color=style.SOFT, va="center"
    )
    for x, text in ((0.845, "Afghan"), (1.0, "Pak.")):
        axes.text(
            x,
            len(RUNGS) + 0.35,
            text,
            fontsize=style.FOOT_SIZE,
            color=style.SOFT,
            va="center",
            ha="right",
        )


def percent_or_dot(shares: NDArray[np.float64]) -> list[str]:
    """Return shares in per cent, a dot for what never came about."""
    return ["·" if share == 0 else percent(float(share)) for share in shares]
