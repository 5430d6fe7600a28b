"""The border strip as a map: cells coloured by values, or the border itself.

Drawn with longitude and latitude as plane coordinates, stretched to the middle latitude;
shapes are right to about 5% over the strip, which is enough for a briefing's map.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.colors import BoundaryNorm, Colormap, LinearSegmentedColormap, Normalize
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke

from escalation.border import (
    N_CELLS,
    N_SEGMENTS,
    ROWS,
    load_border,
    load_cells,
    load_line,
    load_provinces,
)
from escalation.charts.maps.furniture import (
    INK,
    MARK,
    NOTE,
    SOFT,
    circle_area,
    draw_colour_bar,
    draw_key,
    draw_scale,
    panel_share,
    share_of,
    write_note,
)
from escalation.charts.maps.labels import Label, LabelPlacer
from escalation.charts.settings import drawn_alike
from escalation.charts.style import new_figure
from escalation.numbers import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CITIES = ("Kabul", "Kandahar", "Peshawar", "Quetta", "Islamabad")
#: Longitude and latitude that the map shows: the strip and some land around it.
WEST, EAST, SOUTH, NORTH = 59.9, 75.7, 28.1, 38.6
#: Width over height of the map, for figures that are to hold it without blank edges.
MAP_ASPECT = (EAST - WEST) * np.cos(np.radians(0.5 * (SOUTH + NORTH))) / (NORTH - SOUTH)
#: Values given by segment are drawn over the rows within 50 km of the line.
SEGMENT_ROWS = (2, 3, 4, 5, 6, 7)

PAPER, LAND, EMPTY = "#e8eaeb", "#fcfbf9", "#f1eee8"
PALE = "#cfcac0"
#: Light to dark in one hue: reads the same in grey and to colour-blind readers.
AMBER = LinearSegmentedColormap.from_list(
    "amber", ["#fbe3b0", "#f9c878", "#f39c3c", "#cf6412", "#8c3206", "#4a1602"]
)

_NEIGHBOURS = (("IRAN", 60.35, 31.9), ("TAJIKISTAN", 70.6, 38.1), ("CHINA", 75.45, 37.6))
_COUNTRIES = (("AFGHANISTAN", 65.2, 33.9), ("PAKISTAN", 72.0, 31.3))


def draw_border_map(
    ax: Axes,
    values: npt.ArrayLike | None = None,
    *,
    label: str = "",
    cmap: str | Colormap = AMBER,
    norm: Normalize | None = None,
    points: npt.ArrayLike | None = None,
    points_label: str = "",
    provinces: bool = True,
    crossings: bool = True,
    cities: bool = True,
    segments: bool = False,
    note: str = NOTE,
) -> ScalarMappable | None:
    """Draw the border strip on an axes.

    Parameters
    ----------
    ax : Axes
        Emptied of ticks and frame; its place in the figure must be final, for labels are
        laid out at its size.
    values : array_like, shape (900,) or (90,), optional
        What colours the cells, by cell number; or by segment, drawn to 50 km from the line
        on both sides. Cells whose value is 0 or not finite stay pale.
    label : str
        What the values are, for the colour bar.
    cmap, norm
        As in Matplotlib; by default from 0 to the largest value.
    points : array_like, shape (k, 3), optional
        Circles: longitude, latitude, and a quantity that their area stands for.
    points_label : str
        What the circles are, for the key.
    provinces, crossings, cities : bool
        Whether their names are written.
    segments : bool
        Whether every tenth segment is numbered, from 1.
    note : str
        The line's caveat, at the foot of the map.

    Returns
    -------
    ScalarMappable or None
        What the colours stand for; None without values.

    Raises
    ------
    ValueError
        If values or points have another shape.
    """
    _prepare(ax)
    land = _draw_land(ax)
    mappable = None
    if values is not None:
        mappable = _draw_cells(ax, _per_cell(values), land, cmap, norm)
    _draw_line(ax)
    placer = LabelPlacer(ax)
    _, foot = share_of(ax, 0.0, 20.0)
    panel_width, panel_height = panel_share(ax)
    key_width, key_height = share_of(ax, 175.0, 100.0)
    placer.reserve_axes_box(0.0, 0.0, 1.0, foot)
    placer.reserve_axes_box(0.0, 1.0 - key_height, key_width, 1.0)
    placer.reserve_axes_box(1.0 - panel_width, 0.0, 1.0, panel_height)
    border = load_border()
    placer.reserve_points([c.lon for c in border.crossings], [c.lat for c in border.crossings], 4.0)
    placer.reserve_path(load_line(), 1.5)
    largest = _draw_points(ax, points, placer) if points is not None else 0.0
    if cities:
        _draw_cities(ax, placer)
    if crossings:
        _draw_crossings(ax, placer)
    _write_countries(ax, placer)
    if provinces:
        _write_provinces(placer)
    if segments:
        _write_segments(ax, placer)
    draw_key(ax, largest, points_label, crossings=crossings)
    if mappable is not None:
        draw_colour_bar(ax, mappable, label)
    draw_scale(ax)
    write_note(ax, note)
    return mappable


@drawn_alike
def border_map_figure() -> Figure:
    """Return the border itself: provinces, crossings, cities, and recorded violence.

    The Pakistani side is coloured by lethal events between Pakistan and the TTP, which the
    source records on that soil only; circles are episodes between the two states.
    """
    border = load_border()
    events = np.full((N_SEGMENTS, ROWS), np.nan)
    events[:, 5:8] = border.ttp_events[:, None]
    fought = border.state_events > 0.2
    circles = np.column_stack([border.mid_lon, border.mid_lat, border.state_events])[fought]
    busiest = np.sort(border.ttp_events)[::-1][:9].sum() / border.ttp_events.sum()
    figure = new_figure(9.4, 8.5, dpi=150)
    axes = figure.add_axes((0.015, 0.055, 0.97, 0.86))
    draw_border_map(
        axes,
        events.ravel(),
        label="Lethal events, Pakistan and TTP, 1989-2021\n(Pakistani soil, a 25 km segment)",
        norm=BoundaryNorm([1, 5, 20, 50, 100, 200, 700], 256),
        points=circles,
        points_label="episodes between the states,\n2007 to August 2025",
        segments=True,
    )
    figure.text(
        0.02,
        0.98,
        f"A tenth of the line holds {percent(busiest)} of the recorded TTP violence",
        fontsize=15,
        fontweight="bold",
        color=INK,
        va="top",
    )
    figure.text(
        0.02,
        0.936,
        "Fighting between the two states clusters at crossings, Torkham and Chaman first. "
        "Cells: 25 km along the line, five depth bands a side.",
        fontsize=9,
        color=SOFT,
        va="top",
    )
    figure.text(
        0.02,
        0.028,
        "Sources: UCDP GED 22.1 (Sundberg and Melander 2013; Davies, Pettersson and Öberg 2022), "
        "CC BY 4.0; 28 episodes from press reports; Natural Earth; GeoNames, CC BY 4.0.\n"
        "Only events that killed somebody are recorded; events on Afghan soil are not in the "
        "count. An episode is shared over the places reported for it.",
        fontsize=6.5,
        color=SOFT,
        va="center",
    )
    return figure


def _prepare(ax: Axes) -> None:
    """Set the map's limits and aspect, and take away ticks and frame."""
    ax.set_xlim(WEST, EAST)
    ax.set_ylim(SOUTH, NORTH)
    ax.set_aspect(1.0 / np.cos(np.radians(0.5 * (SOUTH + NORTH))))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_facecolor(PAPER)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _draw_land(ax: Axes) -> PathPatch:
    """Draw both countries' provinces; return their joint outline, to clip cells with."""
    rings = [ring for province in load_provinces() for ring in province.rings]
    ax.add_collection(
        PolyCollection(rings, facecolors=LAND, edgecolors=PALE, linewidths=0.6, zorder=1),
        autolim=False,
    )
    joint = Outline.make_compound_path(
        *(Outline(_anticlockwise(ring), closed=True) for ring in rings)
    )
    patch = PathPatch(joint, facecolor="none", edgecolor="none")
    ax.add_artist(patch)  # no `add_patch`, which would measure thousands of curves for the limits
    return patch


def _anticlockwise(ring: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Turn a ring anticlockwise, so that neighbours add up in a joint outline."""
    x, y = ring[:, 0], ring[:, 1]
    doubled = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
    return ring if doubled > 0 else ring[::-1]


def _per_cell(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return values by cell, shape (900,), from values by cell or by segment."""
    given = np.asarray(values, dtype=float)
    if given.shape == (N_CELLS,):
        return given
    if given.shape != (N_SEGMENTS,):
        raise ValueError(
            f"values have shape {given.shape}; give ({N_CELLS},) by cell "
            f"or ({N_SEGMENTS},) by segment"
        )
    spread = np.full((N_SEGMENTS, ROWS), np.nan)
    spread[:, SEGMENT_ROWS] = given[:, None]
    return spread.ravel()


def _draw_cells(
    ax: Axes,
    values: npt.NDArray[np.float64],
    land: PathPatch,
    cmap: str | Colormap,
    norm: Normalize | None,
) -> ScalarMappable:
    """Colour the cells, within the two countries; return what the colours stand for."""
    shown = np.isfinite(values) & (values != 0.0)
    if norm is None:
        top = float(values[shown].max()) if shown.any() else 1.0
        low = min(0.0, float(values[shown].min())) if shown.any() else 0.0
        norm = Normalize(low, top)
    mappable = ScalarMappable(norm, cmap)
    colours = mappable.to_rgba(np.where(shown, values, norm.vmin or 0.0))
    colours[~shown] = (*_rgb(EMPTY), 1.0)
    # One path a colour: each path of a clipped collection has its own clip in an SVG.
    alike, which = np.unique(colours, axis=0, return_inverse=True)
    outlines = [Outline(cell, closed=True) for cell in load_cells()]
    cells = PathCollection(
        [
            Outline.make_compound_path(
                *(outlines[cell] for cell in np.flatnonzero(which.reshape(-1) == one))
            )
            for one in range(len(alike))
        ],
        facecolors=alike, edgecolors="white", linewidths=0.25, zorder=2,
    )  # fmt: skip
    ax.add_collection(cells, autolim=False)
    cells.set_clip_path(land)
    rings = [ring for province in load_provinces() for ring in province.rings]
    ax.add_collection(
        PolyCollection(
            rings, facecolors="none", edgecolors=SOFT, linewidths=0.35, alpha=0.8, zorder=3
        ),
        autolim=False,
    )
    return mappable


def _rgb(colour: str) -> tuple[float, float, float]:
    """Return a hexadecimal colour's parts, 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _draw_line(ax: Axes) -> None:
    """Draw the line, dark on a white halo."""
    line = load_line()
    halo = [withStroke(linewidth=3.0, foreground="white")]
    ax.plot(*line.T, color=INK, lw=1.3, zorder=5, solid_joinstyle="round", path_effects=halo)


def _draw_points(ax: Axes, points: npt.ArrayLike, placer: LabelPlacer) -> float:
    """Draw circles whose area stands for a quantity; return the largest quantity."""
    given = np.asarray(points, dtype=float)
    if given.ndim != 2 or given.shape[1] != 3:
        raise ValueError(f"points have shape {given.shape}; give (k, 3): lon, lat, quantity")
    if not len(given):
        return 0.0
    largest = float(given[:, 2].max())
    ax.scatter(
        given[:, 0],
        given[:, 1],
        s=circle_area(given[:, 2], largest),
        facecolors="none",
        edgecolors=MARK,
        linewidths=1.5,
        zorder=6,
    )
    for lon, lat, quantity in given:
        # A marker's size is its diameter squared; the square within the circle is kept free.
        placer.reserve_points([lon], [lat], 0.36 * float(np.sqrt(circle_area(quantity, largest))))
    return largest


def _draw_cities(ax: Axes, placer: LabelPlacer) -> None:
    """Mark and name the five cities."""
    places = [load_border().place(name) for name in CITIES]
    lon, lat = [p.lon for p in places], [p.lat for p in places]
    ax.scatter(lon, lat, s=26, marker="s", color=INK, edgecolors="white", lw=0.8, zorder=8)
    placer.reserve_points(lon, lat, 4.0)
    for place in places:
        placer.place(Label(place.name, place.lon, place.lat, size=9.0, weight="bold", color=INK))


def _draw_crossings(ax: Axes, placer: LabelPlacer) -> None:
    """Mark and name the crossings, the two main ones in bold."""
    border = load_border()
    lon, lat = [c.lon for c in border.crossings], [c.lat for c in border.crossings]
    ax.scatter(
        lon, lat, s=22, marker="D", facecolors="white", edgecolors=INK, linewidths=1.0, zorder=7
    )
    main_first = sorted(border.crossings, key=lambda c: not c.use.startswith("main"))
    for crossing in main_first:
        main = crossing.use.startswith("main")
        placer.place(
            Label(
                crossing.name,
                crossing.lon,
                crossing.lat,
                size=7.6 if main else 7.0,
                weight="bold" if main else "normal",
                max_reach=58.0 if main else 30.0,
                angles=(160.0, -20.0, 180.0, 0.0, 135.0, -45.0, 20.0, 200.0, 100.0, -80.0),
            )
        )


def _write_countries(ax: Axes, placer: LabelPlacer) -> None:
    """Write the two countries' names large, their neighbours' small."""
    for name, lon, lat in _COUNTRIES:
        spaced = " ".join(name)
        placer.place(Label(spaced, lon, lat, size=12.0, color="#9a948a", centred=True))
    for name, lon, lat in _NEIGHBOURS:
        placer.place(Label(name, lon, lat, size=7.0, color="#a3a9ae", centred=True))


def _write_provinces(placer: LabelPlacer) -> None:
    """Write the names of the provinces along the line, small provinces first.

    A name stands where its province is roomiest and the map is free; failing that, beside
    the province with a leader into it.
    """
    border = load_border()
    along = {*border.afghan_provinces, *border.pakistan_regions}
    rings = {p.name: max(p.rings, key=len) for p in load_provinces() if p.name in along}
    for name in sorted(rings, key=lambda name: float(np.ptp(rings[name], axis=0).prod())):
        spots = _spots(rings[name])
        for x, y in spots:
            label = Label(name, x, y, size=7.4, style="italic", color=SOFT, centred=True)
            if placer.place(label):
                break
        else:
            x, y = spots[0]
            angles = (170.0, 150.0, 190.0, 130.0, 210.0, 110.0, 70.0)
            placer.place(
                Label(name, x, y, 7.4, style="italic", color=SOFT, angles=angles, max_reach=47.0)
            )


def _spots(ring: npt.NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return points inside a ring and the map, the farthest from the ring's edge first."""
    lon, lat = np.meshgrid(
        np.linspace(max(ring[:, 0].min(), WEST), min(ring[:, 0].max(), EAST), 24),
        np.linspace(max(ring[:, 1].min(), SOUTH), min(ring[:, 1].max(), NORTH), 24),
    )
    grid = np.column_stack([lon.ravel(), lat.ravel()])
    grid = grid[Outline(ring).contains_points(grid)]
    # A name is wide, so room to the sides counts for less than it measures.
    gaps = (grid[:, None, :] - ring[None, :, :]) * np.array([0.5, 1.0])
    order = np.argsort(-np.hypot(gaps[..., 0], gaps[..., 1]).min(axis=1), kind="stable")
    return [(float(x), float(y)) for x, y in grid[order[: len(order) * 2 // 3 + 1]]]


def _write_segments(ax: Axes, placer: LabelPlacer) -> None:
    """Tick and number every tenth segment, as tables do, where there is room."""
    border = load_border()
    for segment in (1, *range(10, N_SEGMENTS + 1, 10)):
        lon, lat = border.mid_lon[segment - 1], border.mid_lat[segment - 1]
        angles = (-60.0, -100.0, 100.0, 60.0, 0.0, 180.0)
        label = Label(str(segment), lon, lat, 6.5, color=SOFT, angles=angles, max_reach=8.0)
        if placer.place(label):
            ax.scatter([lon], [lat], s=7, color="white", edgecolors=INK, linewidths=0.8, zorder=6)


def points_of_segments(
    segments: Sequence[int], quantity: Sequence[float]
) -> npt.NDArray[np.float64]:
    """Return circles at the middles of segments, for `draw_border_map`.

    Parameters
    ----------
    segments : sequence of int
        Segment indices, from 0.
    quantity : sequence of float
        What the circles' areas stand for.

    Returns
    -------
    array, shape (k, 3)
        Longitude, latitude, quantity.
    """
    border = load_border()
    index = np.asarray(segments, dtype=int)
    return np.column_stack([border.mid_lon[index], border.mid_lat[index], np.asarray(quantity)])
