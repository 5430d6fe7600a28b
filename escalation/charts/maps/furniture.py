"""What stands around a map: key of marks, colour bar, scale bar, and the line's caveat.

Sizes are in points, so that they stay legible whatever the size of the map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from matplotlib.patches import Rectangle

from escalation.charts.maps.labels import POINTS_PER_INCH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable

INK, SOFT, MARK = "#222222", "#5f5b54", "#0b4f8a"
NOTE = (
    "Lines as drawn by Natural Earth; the Durand Line's alignment is disputed by Afghanistan; "
    "not authoritative."
)
#: Width and height of the colour bar's panel, in points.
PANEL = (206.0, 92.0)
#: The largest circle's area in square points.
LARGEST_AREA = 420.0


def circle_area(quantity: npt.ArrayLike, largest: float) -> Any:
    """Return marker areas in square points for quantities, given the largest of them."""
    return LARGEST_AREA * np.asarray(quantity, float) / max(largest, 1e-12)


def draw_key(ax: Axes, largest: float, points_label: str, *, crossings: bool) -> None:
    """Draw the key of marks in the upper left corner, which the strip leaves free."""
    handles: list[Any] = [
        ax.plot([], [], color=INK, lw=1.3, label="Durand Line")[0],
        ax.scatter([], [], s=26, marker="s", color=INK, label="City"),
    ]
    if crossings:
        diamond = ax.scatter([], [], s=22, marker="D", label="Crossing")
        diamond.set(facecolors="white", edgecolors=INK)
        handles.append(diamond)
    if largest > 0.0:
        quantity = _round_below(largest)
        ring = ax.scatter([], [], s=float(circle_area(quantity, largest)), label="")
        ring.set(facecolors="none", edgecolors=MARK, linewidths=1.5)
        text = f"{quantity:g} {points_label}"
        # The circle is higher than one line of text, so the text takes two.
        ring.set_label(text if "\n" in text else f"{text}\n(by area)")
        handles.append(ring)
    legend = ax.legend(
        handles=handles,
        loc="upper left",
        fontsize=7.5,
        frameon=False,
        labelspacing=0.75,
        handletextpad=0.9,
        borderaxespad=0.8,
        labelcolor=INK,
    )
    legend.set_zorder(10)


def _round_below(largest: float) -> float:
    """Return the largest number of one digit that is not above a positive one."""
    step = 10.0 ** np.floor(np.log10(largest))
    return float(step * np.floor(largest / step))


def share_of(ax: Axes, width: float, height: float) -> tuple[float, float]:
    """Turn a width and a height in points into shares of the axes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_window_extent()
    scale = figure.dpi / POINTS_PER_INCH
    return width * scale / box.width, height * scale / box.height


def panel_share(ax: Axes) -> tuple[float, float]:
    """Return width and height of the colour bar's panel as shares of the axes."""
    width, height = share_of(ax, *PANEL)
    return min(width, 0.36), height


def draw_colour_bar(ax: Axes, mappable: ScalarMappable, label: str) -> None:
    """Draw the colour bar in the lower right corner, which the strip leaves free."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    width, height = panel_share(ax)
    inset_x, inset_y = share_of(ax, 12.0, 46.0)
    _, bar_height = share_of(ax, 0.0, 9.0)
    x, y = 0.992 - width, 0.008
    panel = Rectangle((x, y), width, height, transform=ax.transAxes, lw=0, zorder=9.5)
    panel.set(facecolor="white", alpha=0.88)
    ax.add_patch(panel)
    inset = ax.inset_axes((x + inset_x, y + inset_y, width - 2 * inset_x, bar_height), zorder=10)
    bar = figure.colorbar(mappable, cax=inset, orientation="horizontal")
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=7, length=2, color=SOFT, labelcolor=INK)
    bar.ax.set_title(label, fontsize=7.5, color=INK, loc="left", pad=4)


def draw_scale(ax: Axes) -> None:
    """Draw a bar of 200 km, right for the map's middle latitude, in the lower right corner."""
    west, east = ax.get_xlim()
    degrees = 200.0 / (111.2 * np.cos(np.radians(0.5 * sum(ax.get_ylim()))))
    length = degrees / (east - west)
    gap_x, gap_y = share_of(ax, 18.0, 12.0)
    _, thickness = share_of(ax, 0.0, 3.0)
    x = 0.992 - gap_x - length
    bar = Rectangle((x, gap_y), length, thickness, color=INK, zorder=10, transform=ax.transAxes)
    ax.add_patch(bar)
    middle = (x + length / 2, gap_y + 1.5 * thickness)
    ax.text(
        *middle,
        "200 km",
        fontsize=7,
        ha="center",
        va="bottom",
        color=INK,
        zorder=10,
        transform=ax.transAxes,
    )


def write_note(ax: Axes, note: str) -> None:
    """Write the line's caveat in the lower left corner, on two lines where the map is small."""
    narrow = share_of(ax, 375.0 + PANEL[0], 0.0)[0] > 1.0
    ax.text(
        0.008,
        0.008,
        note.replace("; ", ";\n") if narrow else note,
        transform=ax.transAxes,
        fontsize=6.5 if not narrow else 6.0,
        color=INK,
        va="bottom",
        zorder=10,
        bbox={"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 2.0},
    )
