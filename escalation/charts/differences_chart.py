"""Paired differences: a dot and an interval for each outcome and scenario, zero in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.analysis.paired.differences import BETTER
from escalation.charts import style
from escalation.charts.settings import drawn_alike
from escalation.charts.words import upper_first
from escalation.naming import OUTCOME_NAMES, in_plain_words
from escalation.numbers import in_words, odds_over_draws, percent, plus_minus, signed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from escalation.studies.paired_findings import Comparison

MEANING: Final = "Paired differences between scenarios, over draws and by Monte Carlo"

_FEWER: Final = ("de_escalated_14d", "de_escalated_30d", "durable", "war")
_TOLD: Final = (*_FEWER, "de_escalated_90d")
_LINE, _GAP = 0.185, 0.15
#: Inches of the axes and of the figures on their right; points between names and the axes.
_AXES_INCHES, _FIGURES_INCHES = 4.2, 3.95
_BESIDE_AXES: Final = 9.0


@drawn_alike
def differences_chart(found: Comparison) -> Figure:
    """Draw how each outcome's share differs from that under the first scenario."""
    table = found.differences
    table = table[table["note"] == ""] if len(table) else table
    arms = list(dict.fromkeys(table["arm"])) if len(table) else []
    shown = [o for o in OUTCOMES if len(arms) == 1 or o in _FEWER]
    groups = [(o, rows) for o in shown if len(rows := table[table["outcome"] == o])] if arms else []
    lines = sum(len(rows) for _, rows in groups)
    several = len(arms) > 1
    names = [style.text_width(shortened(arm), style.SMALL_SIZE) for arm in arms] if several else []
    arm_points = max(names, default=0.0) + (_BESIDE_AXES if several else 0.0)
    labels = [
        style.text_width(OUTCOME_NAMES[o].label, style.TEXT_SIZE + 1, "bold") for o, _ in groups
    ]
    left = (max(labels, default=0.0) + arm_points + _BESIDE_AXES) / 72 + 0.28
    figure = style.new_figure(
        width=left + _AXES_INCHES + _FIGURES_INCHES,
        height=2.0 + lines * _LINE + len(groups) * _GAP if groups else 4.0,
    )
    foot = (found.run_id, found.source)
    if not groups:
        why = "no pair of runs came through, or the horizon is too short"
        return style.empty(figure, *foot, "There is nothing to compare", why)
    head = title(table, found.base.name), _subtitle(found.base.name, arms, table)
    bottom, top, width, height = style.page(figure, *foot, *head)
    floor = bottom + 0.52 / height
    axes = figure.add_axes((left / width, floor, _AXES_INCHES / width, top - floor))
    _draw(axes, groups, several=several, shift=-_BESIDE_AXES - arm_points)
    base = in_plain_words(found.base.name)
    style.name_across(axes, f"Percentage points more or less than under {base}")
    return figure


def title(table: pd.DataFrame, base: str) -> str:
    """State the finding: how much more or less, and what the runs cannot tell."""
    arms = list(dict.fromkeys(table["arm"]))
    base = in_plain_words(base)
    rows: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items()} for row in table.to_dict("records")
    ]
    told = [row for row in rows if row["outcome"] in _TOLD and row["told"]]
    if not told:
        what = _named(arms, "any")
        return f"The runs can't tell {what} from {base}"
    widest = max(told, key=lambda row: abs(row["difference"]))
    first = (
        f"{OUTCOME_NAMES[widest['outcome']].name} in {percent(widest['other'])} of runs under "
        f"{in_plain_words(widest['arm'])}, {percent(widest['base'])} under {base}"
    )
    if len(arms) > 1:
        differ = len({row["arm"] for row in told})
        verb = "differs" if differ == 1 else "differ"
        which = "all" if differ == len(arms) else f"{in_words(differ)} of"
        which = "both" if differ == len(arms) == 2 else f"{which} {in_words(len(arms))}"
        return upper_first(f"{first}; {which} scenarios {verb} beyond noise")
    for row in rows:
        if row["outcome"] == "war" != widest["outcome"]:
            if row["told"]:
                first += f"; war in {percent(row['other'])} instead of {percent(row['base'])}"
            else:
                first += "; on war the runs can't tell them apart"
    return upper_first(first)


def _subtitle(base: str, arms: list[str], table: pd.DataFrame) -> str:
    what = _named(arms, "each")
    most = max(float((table[f"{s}_high"] - table[f"{s}_low"]).max()) for s in ("base", "other")) / 2
    return (
        f"Share of runs under {what} less that under {in_plain_words(base)}, run by run under the "
        "same draws and the same chance. Pale, and in brackets: where 95% of draws of what is "
        "unknown lie; dark: Monte Carlo, 95%. ▲ Better; ▼ worse; ◆ neither by itself; ○ not told "
        "from zero. All rows share one scale. On the right the shares under the first and the "
        f"other: Monte Carlo, 95%, {plus_minus(most)} points at most."
    )


def _named(arms: list[str], of_several: str) -> str:
    if len(arms) == 1:
        return in_plain_words(arms[0])
    return f"{of_several} of {in_words(len(arms))} scenarios"


def _draw(
    axes: Axes, groups: list[tuple[str, pd.DataFrame]], *, several: bool, shift: float
) -> None:
    """Draw the rows from the top down, names on the left and figures on the right."""
    y = 0.0
    for place, (outcome, rows) in enumerate(groups):
        above = y - _GAP / 2 - _LINE / 2
        for row in rows.to_dict("records"):
            _mark(axes, y, {str(k): v for k, v in row.items()}, several=several)
            y += _LINE
        below = y + _GAP / 2 - _LINE / 2
        if place % 2 == 0:
            axes.axhspan(above, below, color=style.PALE, alpha=0.22, linewidth=0, zorder=0)
        style.write(
            axes, OUTCOME_NAMES[outcome].label, (0, (above + below) / 2),
            (shift, 0), ha="right", fontsize=style.TEXT_SIZE + 1,
            fontweight="bold",
        )  # fmt: skip
        y += _GAP
    shown = ("between_draws_low", "between_draws_high", "low", "high")
    ends = [float(rows[end].abs().max()) for _, rows in groups for end in shown]
    reach = max(0.01, *(end for end in ends if end == end)) * 1.06
    axes.axvline(0, color=style.INK, linewidth=0.9, zorder=2)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(y - _GAP / 2 - _LINE / 2, -_GAP / 2 - _LINE / 2)
    axes.set_yticks([])
    style.points_ticks(axes)
    style.tidy(axes, grid="x")
    axes.spines["left"].set_visible(False)


def _mark(axes: Axes, y: float, row: dict[str, Any], *, several: bool) -> None:
    """Draw one difference with its interval, and its figures on the right."""
    colour, mark = _look(row)
    draws = [row["between_draws_low"], row["between_draws_high"]]
    axes.plot(draws, [y, y], color=style.PALE, linewidth=4, zorder=2.5)
    axes.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=1.8, zorder=3)
    axes.plot(
        row["difference"], y, mark, color=colour, ms=6.4, zorder=4,
        mfc=colour if row["told"] else style.PAPER,
    )  # fmt: skip
    ink = colour if row["told"] else style.SOFT
    size, interval, shares = points(row)
    texts = [
        (1.0, 40, "right", size, ink),
        (1.0, 48, "left", interval, ink),
        (1.0, 124, "left", shares, ink),
    ]
    if several:
        texts.append((0.0, -9, "right", shortened(row["arm"]), style.INK))
    for x, shift, side, text, hue in texts:
        style.write(axes, text, (x, y), (shift, 0), ha=side, color=hue)


def _look(row: dict[str, Any]) -> tuple[str, str]:
    """Return colour and mark of a difference: better, worse, neither by itself, or not told."""
    if not row["told"]:
        return style.SIGN_LOOKS[None]
    return style.SIGN_LOOKS[BETTER[row["outcome"]] * (1 if row["difference"] > 0 else -1)]


def points(row: dict[str, Any]) -> tuple[str, str, str]:
    """Return a difference in points, where 95% of draws lie, and the two shares with the same.

    Where that can't be told, its Monte Carlo interval in its place.
    """
    size = signed(100 * row["difference"], 1)
    low, high = (signed(100 * row[f"between_draws_{end}"]) for end in ("low", "high"))
    if row["between_draws_low"] != row["between_draws_low"]:
        low, high = (signed(100 * row[end], 1) for end in ("low", "high"))
    shares = f"{odds_over_draws(row, 'base')} → {odds_over_draws(row, 'other')}"
    return size, f"({low} to {high})", shares


def shortened(name: str, most: int = 25) -> str:
    """Return a scenario's name in words that fit beside its row."""
    name = in_plain_words(name)
    return name if len(name) <= most else f"{name[: most - 1]}…"
