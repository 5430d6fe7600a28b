"""Levers: what each adds to an outcome, with its regret and how often it is the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.words import upper_first
from escalation.numbers import in_words, odds_of, percent, points_between, signed
from escalation.scenario.levers import AS_IT_IS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from escalation.studies.levers import Policies

MEANING: Final = "What levers add to the odds, with 95% intervals, regret and share of draws"
_LINE: Final = 0.27
#: How far right of the axes each column of figures ends, in points, and its head.
_COLUMNS: Final = (
    (38, "points"),
    (106, "95% of draws"),
    (184, "Monte Carlo"),
    (248, "regret"),
    (288, "best in"),
    (332, "worst in"),
)


@drawn_alike
def policies_chart(found: Policies) -> Figure:
    """Draw each lever's difference from the scenario as it is, the best first."""
    rows: list[dict[str, Any]] = [
        {str(k): v for k, v in row.items()} for row in found.table.to_dict("records")
    ]
    figure = style.new_figure(width=12.6, height=2.3 + _LINE * len(rows))
    bottom, top, width, height = style.page(
        figure, found.run_id, found.source, title(found), _subtitle()
    )
    floor = bottom + 0.52 / height
    axes = figure.add_axes((4.8 / width, floor, (width - 9.75) / width, top - floor - 0.2 / height))
    _draw(axes, rows, found.outcome)
    beside = "against the scenario as it is"
    style.name_across(axes, f"Percentage points of runs with {found.what}, {beside}")
    return figure


def title(found: Policies) -> str:
    """State which lever does most, and how far the ranking holds."""
    table, within_noise = found.table, len(found.ranking.within_noise)
    levers = table[table["lever"] != AS_IT_IS]
    told = levers[levers["told"] & (levers["difference"] > 0)]
    if told.empty:
        return f"No lever raises the odds of {found.what} beyond noise"
    best = told.iloc[0]
    first = f"{found.what} gains {100 * best['difference']:.1f} points where {best['title']}"
    if within_noise:
        others = "other is" if within_noise == 1 else "others are"
        first += f"; {in_words(within_noise)} {others} within noise of the best"
    return upper_first(first)


def _subtitle() -> str:
    return (
        "Run by run under the same draws and the same chance. Pale: where 95% of draws of what is "
        "unknown lie. Dark: Monte Carlo intervals that hold for all levers "
        "together with 95%; ▲ more, ▼ less, ○ not told from the scenario as it is. Regret: points "
        "forgone on average against knowing the best lever for each draw, with 95%. Best in, worst "
        "in: share of draws, ties shared; of a lever that only stirs luck they are about the same. "
        "Levers of one band can't be told from the first of it."
    )


def _draw(axes: Axes, rows: list[dict[str, Any]], outcome: str) -> None:
    for y, row in enumerate(rows):
        if row["tier"] % 2 == 0:
            axes.axhspan(y - 0.5, y + 0.5, color=style.PALE, alpha=0.22, linewidth=0, zorder=0)
        _mark(axes, y, row, outcome)
    for shift, text in _COLUMNS:
        style.write(axes, text, (1, -0.5), (shift, 6), ha="right", color=style.SOFT, va="baseline")
    shown = ("between_draws_low", "low"), ("between_draws_high", "high")
    lows, highs = ([row[end] for row in rows for end in ends] for ends in shown)
    low, high = min(v for v in lows if v == v), max(v for v in highs if v == v)
    room = 0.06 * max(high - low, 0.02)
    low, high = min(low, 0.0) - room, max(high, 0.0) + room
    axes.axvline(0, color=style.INK, linewidth=0.9, zorder=2)
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    style.points_ticks(axes)
    style.tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)


def _mark(axes: Axes, y: int, row: dict[str, Any], outcome: str) -> None:
    """Draw one lever, its meaning on the left and its figures on the right."""
    base = row["lever"] == AS_IT_IS
    more = (1 if row["difference"] > 0 else -1) if row["told"] else None
    colour, mark = style.SIGN_LOOKS[more]
    if base:
        axes.plot(0, y, "D", color=style.INK, ms=5.0, zorder=4)
    else:
        draws = [row["between_draws_low"], row["between_draws_high"]]
        axes.plot(draws, [y, y], color=style.PALE, linewidth=4, zorder=2.5)
        axes.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.8, zorder=3)
        axes.plot(
            row["difference"], y, mark, color=colour, ms=6.4, zorder=4,
            mfc=colour if row["told"] else style.PAPER,
        )  # fmt: skip
    meaning = f"as it is: {_as_it_is(row, outcome)} of runs" if base else str(row["title"])
    lines = style.balanced(upper_first(meaning), style.SMALL_SIZE, 4.5)
    figures = (
        ("" if base else signed(100 * row["difference"], 1), style.INK),
        ("" if base else _over_draws(row), style.INK),
        ("" if base else _ends(row["low"], row["high"], signs=True), style.SOFT),
        (_ends(row["regret_from"], row["regret_to"]), style.SOFT),
        (percent(row["best_in"]), style.SOFT),
        (percent(row["worst_in"]), style.SOFT),
    )
    texts = [(0, -9, "\n".join(lines), style.INK)]
    texts += [
        (1, shift, text, ink) for (shift, _), (text, ink) in zip(_COLUMNS, figures, strict=True)
    ]
    for x, shift, text, ink in texts:
        style.write(
            axes, text, (x, y), (shift, 0), ha="right", color=ink,
            fontweight="bold" if base and x == 0 else "normal", linespacing=1.0,
        )  # fmt: skip


def _over_draws(row: dict[str, Any]) -> str:
    """Return between which points those of 95% of draws lie; a dash if not told."""
    low, high = row["between_draws_low"], row["between_draws_high"]
    return "–" if low != low else f"{signed(100 * low)} to {signed(100 * high)}"


def _as_it_is(row: dict[str, Any], outcome: str) -> str:
    """Return the odds without any lever, with both intervals where they are in the table."""
    return odds_of(row, outcome) if f"{outcome}_low" in row else percent(row["share"])


def _ends(low: float, high: float, *, signs: bool = False) -> str:
    """Return an interval in points."""
    if signs:
        return f"{signed(100 * low, 1)} to {signed(100 * high, 1)}"
    return points_between(low, high, sign="")
