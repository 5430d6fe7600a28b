"""Place labels on a chart so that no two overlap.

Each label tries positions around its point, near ones first, and takes the first that is
free. Sizes come from the font itself, so that no drawing is needed to measure them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS_PER_INCH = 72.0
#: Distances from the point that are tried, in points.
REACHES = (5.0, 8.0, 12.0, 17.0, 23.0, 30.0, 38.0, 47.0, 58.0)
#: A leader is drawn from this distance on.
LEADER_REACH = 9.0
_GAP = 1.5


@dataclass(frozen=True)
class Label:
    """A text that belongs to a point.

    Attributes
    ----------
    text : str
    x, y : float
        The point, in the axes' data coordinates.
    size : float
        Font size in points.
    weight, style, color : str
        As Matplotlib names them.
    angles : tuple of float
        Directions to try, degrees counter-clockwise from east, best first.
    centred : bool
        Whether the text stands on the point itself rather than beside it.
    max_reach : float
        How far from the point, in points, the text may go before it is left out.
    """

    text: str
    x: float
    y: float
    size: float = 7.0
    weight: str = "normal"
    style: Literal["normal", "italic"] = "normal"
    color: str = "#222222"
    angles: tuple[float, ...] = (0.0, 180.0, 45.0, -45.0, 135.0, -135.0, 90.0, -90.0)
    centred: bool = False
    max_reach: float = REACHES[-1]


class LabelPlacer:
    """Places labels one after another on one axes, remembering what is taken.

    Parameters
    ----------
    axes : Axes
        With its limits and aspect already set: positions are worked out from them.
    """

    def __init__(self, axes: Axes) -> None:
        axes.apply_aspect()
        self._axes = axes
        self._scale = POINTS_PER_INCH / axes.get_figure(root=True).dpi  # type: ignore[union-attr]
        self._taken: list[tuple[float, float, float, float]] = []
        box = axes.get_window_extent()
        self._frame = (
            box.x0 * self._scale,
            box.y0 * self._scale,
            box.x1 * self._scale,
            box.y1 * self._scale,
        )

    def reserve_points(self, x: Sequence[float], y: Sequence[float], radius: float) -> None:
        """Keep labels off markers: squares of a half-width in points around data points."""
        for px, py in self._to_points(x, y):
            self._taken.append((px - radius, py - radius, px + radius, py + radius))

    def reserve_path(self, path: npt.NDArray[np.float64], radius: float) -> None:
        """Keep labels off a drawn line, shape (k, 2), by squares set closely along it."""
        points = np.array(self._to_points(path[:, 0].tolist(), path[:, 1].tolist()))
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        for at in np.arange(0.0, along[-1], 2.0 * radius):
            px, py = np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])
            self._taken.append((px - radius, py - radius, px + radius, py + radius))

    def reserve_axes_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Keep labels off a box given in shares of the axes, such as a legend's."""
        left, low, right, high = self._frame
        wide, tall = right - left, high - low
        self._taken.append((left + x0 * wide, low + y0 * tall, left + x1 * wide, low + y1 * tall))

    def place(self, label: Label) -> bool:
        """Draw a label where it is free; return whether there was room."""
        width, height = _measure(label.text, label.size, label.weight, label.style)
        (px, py), *_ = self._to_points([label.x], [label.y])
        for dx, dy, reach in _offsets(label, width, height):
            cx, cy = px + dx, py + dy
            if reach > label.max_reach:
                break
            box = (
                cx - width / 2 - _GAP,
                cy - height / 2 - _GAP,
                cx + width / 2 + _GAP,
                cy + height / 2 + _GAP,
            )
            if self._free(box):
                self._taken.append(box)
                self._draw(label, dx, dy, leader=reach >= LEADER_REACH)
                return True
        return False

    def _draw(self, label: Label, dx: float, dy: float, *, leader: bool) -> None:
        """Draw a label at an offset in points from its own point."""
        self._axes.annotate(
            label.text,
            (label.x, label.y),
            xytext=(dx, dy),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=label.size,
            fontweight=label.weight,
            fontstyle=label.style,
            color=label.color,
            linespacing=1.0,
            zorder=9,
            arrowprops=(
                {
                    "arrowstyle": "-",
                    "color": "#444444",
                    "lw": 0.5,
                    "shrinkA": 1,
                    "shrinkB": 2,
                    "path_effects": [withStroke(linewidth=2.0, foreground="white")],
                }
                if leader
                else None
            ),
            path_effects=[withStroke(linewidth=2.4, foreground="white", alpha=0.95)],
        )

    def _free(self, box: tuple[float, float, float, float]) -> bool:
        """Return whether a box in points lies inside the axes and on nothing taken."""
        left, low, right, high = self._frame
        if box[0] < left or box[1] < low or box[2] > right or box[3] > high:
            return False
        return all(
            box[2] <= other[0] or box[0] >= other[2] or box[3] <= other[1] or box[1] >= other[3]
            for other in self._taken
        )

    def _to_points(self, x: Sequence[float], y: Sequence[float]) -> list[tuple[float, float]]:
        """Turn data coordinates into points from the figure's corner."""
        pixels = self._axes.transData.transform(np.column_stack([x, y])) * self._scale
        return [(float(px), float(py)) for px, py in pixels]


@lru_cache(maxsize=256)
def _measure(
    text: str, size: float, weight: str, style: Literal["normal", "italic"]
) -> tuple[float, float]:
    """Return a text's width and height in points."""
    font = FontProperties(weight=weight, style=style)
    lines = text.split("\n")
    # Between the outermost points of the letters' outlines, which takes a tenth of the time of
    # following their curves.
    widths = [
        float(np.ptp(TextPath((0, 0), line, size=size, prop=font).vertices[:, 0])) for line in lines
    ]
    return max(widths), size * (0.35 + len(lines))


def _offsets(label: Label, width: float, height: float) -> list[tuple[float, float, float]]:
    """Return offsets of the text's centre in points, best first, each with its reach."""
    if label.centred:
        return [(0.0, 0.0, 0.0)]
    out = []
    for reach in REACHES:
        for angle in label.angles:
            east, north = np.cos(np.radians(angle)), np.sin(np.radians(angle))
            out.append((east * (reach + width / 2), north * (reach + height / 2), reach))
    return out
