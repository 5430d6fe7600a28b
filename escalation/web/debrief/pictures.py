"""Drawings of the debrief: the odds over the game, and where it was."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from escalation.browser.figures.border_map import border_shapes
from escalation.browser.markup import h, table
from escalation.numbers import counted, percent

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

_WIDTH, _HEIGHT = 960, 300
_LEFT, _RIGHT, _TOP, _FOOT = 48, 20, 14, 46
#: A city beyond this share of the map's width has its name below it.
_EASTERN: Final = 0.8


def odds_over_the_game(track: dict[str, Any], rounds: list[dict[str, Any]]) -> ET.Element:
    """Return the odds from the morning after each round, a line an outcome.

    Within a round the line goes first to the odds with what was decided, on its first morning, and
    then to what these days made of them.
    """
    last: int = max(track["ticks"][-1]["day"], 1)

    def x(day: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * day / last

    def y(p: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _FOOT) * (1 - p)

    grid = [
        (
            h("line", {"class": "grid", "x1": _LEFT, "x2": _WIDTH - _RIGHT, "y1": round(y(p), 1),
                       "y2": round(y(p), 1)}),
            h("text", {"class": "axis", "x": _LEFT - 8, "y": round(y(p) + 4, 1),
                       "text-anchor": "end"}, percent(p)),
        )
        for p in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]  # fmt: skip
    ticks = [
        h("text", {"class": "axis", "x": round(x(tick["day"]), 1), "y": _HEIGHT - 26,
                   "text-anchor": _anchor(place, len(track["ticks"]))},
          tick["told"], h("tspan", {"x": round(x(tick["day"]), 1), "dy": 15}, tick["date"]))
        for place, tick in enumerate(track["ticks"])
    ]  # fmt: skip
    mornings = [tick["day"] for tick in track["ticks"]]
    lines = []
    for place, row in enumerate(track["rows"]):
        points = [(mornings[0], row["points"][0])]
        dots = [(mornings[0], row["points"][0])]
        for at, one in enumerate(rounds[1:], start=1):
            decided = one["odds"]["rows"][place]["p"][1]
            points += [(mornings[at - 1], decided), (mornings[at], row["points"][at])]
            dots.append((mornings[at], row["points"][at]))
        path = "L".join(f"{x(day):.1f} {y(p):.1f}" for day, p in points)
        lines.append(
            h("g", {"class": f"of-{row['colour']} {row['stroke']}"},
              h("path", {"class": "line", "d": f"M{path}"}),
              [h("circle", {"class": "dot", "cx": f"{x(day):.1f}", "cy": f"{y(p):.1f}", "r": 4.5})
               for day, p in dots])
        )  # fmt: skip
    told = "; ".join(f"{row['label']} {row['told']}" for row in track["rows"])
    return h(
        "svg", {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "role": "img",
                "aria-label": f"{track['title']}. At the end: {told}"},
        grid, ticks, lines,
    )  # fmt: skip


def _anchor(place: int, count: int) -> str:
    return "start" if place == 0 else "end" if place == count - 1 else "middle"


def where_it_was(incidents: list[dict[str, Any]], clashes: frozenset[str]) -> list[ET.Element]:
    """Return the border, darker where more fighting between the states was seen; key and table."""
    shapes = border_shapes()
    seen = Counter(one["segment"] for one in incidents if one["kind"] in clashes)
    most = max(seen.values(), default=0)
    segments = [
        _segment(one["path"], f"{one['label']}: {seen[place]}", _shade(seen[place], most))
        for place, one in enumerate(shapes["segments"])
    ]
    cities = [
        (
            h("circle", {"class": "city", "cx": city["x"], "cy": city["y"], "r": 4}),
            _city_name(city, shapes["width"]),
        )
        for city in shapes["cities"]
    ]
    box = f"0 0 {shapes['width']:g} {shapes['height']:g}"
    picture = h(
        "figure", {},
        _key(most),
        h("svg", {"class": "map", "viewBox": box, "role": "img",
                  "aria-label": "Map of the border: places of fighting between the states"},
          [h("path", {"class": "province", "d": d}) for d in shapes["provinces"]], segments,
          h("path", {"class": "durand", "d": shapes["line"]}), cities),
        h("figcaption", {}, shapes["note"]),
    )  # fmt: skip
    rows = [[shapes["segments"][place]["label"], f"{count}"] for place, count in seen.most_common()]
    if not rows:
        return [picture]
    behind = table("Fighting between the states by place", ["Place", "incidents"], rows)
    return [picture, h("details", {}, h("summary", {}, "As a table"), behind)]


def _city_name(city: dict[str, Any], width: float) -> ET.Element:
    """Return a city's name: right of it, or below where it would run off the drawing."""
    at: dict[str, object] = {"class": "place", "x": city["x"] + 8, "y": city["y"] + 5}
    if city["x"] > _EASTERN * width:
        at |= {"x": city["x"] + 12, "y": city["y"], "dy": "1.4em", "text-anchor": "end"}
    return h("text", at, city["name"])


def _shade(seen: int, most: int) -> dict[str, object]:
    """Return how a place looks where so much was seen: the darker, the more of the most."""
    struck, opacity = ("struck", 0.2 + 0.8 * seen / most) if seen else ("untouched", 0.07)
    return {"class": f"segment {struck}", "fill-opacity": f"{opacity:.2f}"}


def _segment(path: str, told: str, shade: dict[str, object]) -> ET.Element:
    return h("path", {**shade, "d": path}, h("title", {}, told))


def _key(most: int) -> ET.Element:
    """Return what the map's shades and its line stand for."""
    counts = [0, *([1] if most > 1 else []), *([most] if most else [])]
    box: dict[str, object] = {"viewBox": "0 0 14 14", "aria-hidden": "true"}
    shades = [
        h("li", {}, h("svg", box, h("rect", {**_shade(count, most), "width": 14, "height": 14})),
          counted(count, "incident"))
        for count in counts
    ]  # fmt: skip
    line = h("svg", box, h("path", {"class": "durand", "d": "M0 7H14"}))
    return h("ul", {"class": "plain key"}, shades, h("li", {}, line, "Durand Line"))
