"""How charts look: colours that keep their meaning, type, head and foot.

Colours are Okabe and Ito's, which colour-blind readers can tell apart; each means one thing in
every chart. Only Matplotlib's object interface is used: no global figure, no screen.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from escalation.charts.fonts import LEFT_TO_RIGHT, families_for, in_reading_order
from escalation.charts.settings import missing_letters_told_elsewhere, own_settings
from escalation.charts.told import NOTHING, Told
from escalation.letters import visible
from escalation.numbers import signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.ft2font import FT2Font

INK: Final = "#222222"
SOFT: Final = "#6b6860"
PALE: Final = "#d9d5cc"
PAPER: Final = "#ffffff"

AFGHAN: Final = "#005a94"
PAKISTANI: Final = "#c06496"
QUIET: Final = "#009e73"
WAR: Final = "#b34700"
RELAPSED: Final = "#e69f00"
NEVER_QUIET: Final = "#8c8c8c"
OTHERS: Final = "#56616b"
#: The model among other forecasters.
MODEL: Final = "#5e3c99"

#: Colour of each end state.
END_STATE_COLOURS: Final = {
    "war": WAR,
    "never_quiet": NEVER_QUIET,
    "relapsed": RELAPSED,
    "durable": QUIET,
}

#: Colour and mark of each column of odds; shapes differ too, for print in grey.
COLUMN_MARKS: Final = {
    "model": (INK, "o"),
    "reference class": ("#8a7300", "D"),
    "Markov chain": ("#6a51a3", "s"),
    "blend": (SOFT, "|"),
}

#: Hatch of what would be as light as its neighbour in grey: it is told by its pattern.
END_STATE_HATCHES: Final = {"never_quiet": "..."}

#: The ladder from routine to open war, ever darker, so that it reads in grey too.
RUNG_COLOURS: Final = (
    "#eef6f2",
    "#cbe4d8",
    "#ecc25f",
    "#e4a243",
    "#d57e2e",
    "#ba5c1d",
    "#963c12",
    "#682009",
    "#360c04",
)

#: Speakers of claims; the press and analysts share the colour of bystanders.
SPEAKER_COLOURS: Final = {"afghan_taliban": AFGHAN, "pakistan_military": PAKISTANI}
#: The mark of a figure that each claims, and the hatch of its bars; others have those of `OTHERS`.
SPEAKER_MARKS: Final = {"afghan_taliban": "v", "pakistan_military": "^"}
SPEAKER_HATCHES: Final = {"afghan_taliban": "", "pakistan_military": "////"}
OTHERS_MARK: Final = "s"
OTHERS_HATCH: Final = "..."

#: Colour and mark of a difference: better, worse, neither by itself, not told from none.
SIGN_LOOKS: Final = {
    1: (QUIET, "^"),
    -1: (WAR, "v"),
    0: (RELAPSED, "D"),
    None: (NEVER_QUIET, "o"),
}

#: The family of every letter that it has; others come from a font that has them.
OWN_FAMILY: Final = ("DejaVu Sans",)

TITLE_SIZE: Final = 14.5
TEXT_SIZE: Final = 9.0
SMALL_SIZE: Final = 7.8
FOOT_SIZE: Final = 6.6

#: What lifts a text off the lines behind it.
HALO: Final = withStroke(linewidth=2.5, foreground=PAPER)

#: Coordinates of what stands beside a row: a share of the axes across, the row's own value up.
BESIDE: Final = ("axes fraction", "data")

#: Where a day axis begins and ends that has but one day.
ONE_DAY: Final = (-0.5, 0.5)

#: Room for a date below a tick, and the most ticks of a day axis.
_DATE_INCHES: Final = 0.62
_MOST_DAYS_TOLD: Final = 9

_HEADLESS: Final = ContextVar("_HEADLESS", default=False)

#: Words that a line break would tear apart: "7 runs of 10", "1 run in 3", "day 14".
_TOGETHER: Final = re.compile(r"\d[\d,]* runs? (?:of|in) \d[\d,]*|\bday \d+")

_POINTS_PER_INCH = 72.0
_DPI: Final = 160.0
#: Letters and signs that stand apart, all of them in the charts' own font.
_APART = re.compile("[ -~\u00a0-\u00ac\u00ae-\u017f\u2010-\u2015\u2018-\u201e\u2026\u2212]*")
#: FreeType measures in 64ths of a point.
_FONT_UNITS = 64.0
_MARGIN_INCHES = 0.28
#: What charts leave for their heads; one that takes more makes its figure so much taller.
_HEAD_INCHES: Final = 0.9
#: Points of a screen that notebooks take for an inch.
_SCREEN_DPI: Final = 96


class _Visible(FuncFormatter):
    """Labels of ticks with an escape for what can't be seen."""

    def __init__(self, labels: FuncFormatter) -> None:
        super().__init__(lambda value, position=None: visible(labels(value, position)))


def _name_ticks(axis: Axis) -> None:
    """Have the labels of an axis now, not while it is drawn, when it is too late for a font."""
    labels = axis.get_major_formatter()
    if isinstance(labels, FuncFormatter) and not isinstance(labels, _Visible):
        axis.set_major_formatter(_Visible(labels))
    axis.get_ticklabels()


class ChartFigure(Figure):
    """A figure that looks the same whoever draws it, under whatever settings of their own.

    Attributes
    ----------
    told
        What is said of it, for whoever prints that beside it, or keeps it in a file.
    """

    told: Told = NOTHING

    def draw(self, renderer: Any) -> None:
        """Draw under the program's own settings, with an escape for what can't be seen."""
        for axes in self.axes:
            for axis in (axes.xaxis, axes.yaxis):
                _name_ticks(axis)
        for text in self.findobj(Text):
            shown = in_reading_order(visible(text.get_text().replace(LEFT_TO_RIGHT, "")))
            if shown != text.get_text():
                text.set_text(shown)
            if not shown.isascii() and (more := families_for(shown)):
                text.set_fontfamily([*OWN_FAMILY, *more])
        with own_settings():
            super().draw(renderer)

    def get_tightbbox(self, *args: Any, **named: Any) -> Any:
        """Measure under the program's own settings, as notebooks do before they draw."""
        with own_settings():
            return super().get_tightbbox(*args, **named)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """Return the picture that a notebook shows, and its size on a screen."""
        from io import BytesIO

        written = BytesIO()
        self.savefig(written, format="png", dpi=self.dpi)
        width, height = (round(_SCREEN_DPI * inches) for inches in self.get_size_inches())
        return written.getvalue(), {"width": width, "height": height}

    def savefig(self, *args: Any, **named: Any) -> None:
        """Write a file under the program's own settings."""
        with own_settings():
            super().savefig(*args, **named)


def new_figure(width: float = 9.0, height: float = 5.4, dpi: float = _DPI) -> Figure:
    """Return an empty figure of so many inches, ready to be drawn without a screen."""
    figure = ChartFigure(figsize=(width, height), dpi=dpi, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


@contextmanager
def without_head() -> Iterator[None]:
    """Draw charts without finding and caption, for pages that print these beside them."""
    before = _HEADLESS.set(True)
    try:
        yield
    finally:
        _HEADLESS.reset(before)


def is_without_head() -> bool:
    """Return whether charts are drawn `without_head` now."""
    return _HEADLESS.get()


def _head_lines(width: float, title: str, subtitle: str) -> list[tuple[list[str], float, str, str]]:
    """Return finding and caption in lines, with size, weight and colour; none `without_head`."""
    if is_without_head():
        return []
    looks = ((title, TITLE_SIZE, "bold", INK), (subtitle, TEXT_SIZE, "normal", SOFT))
    room = width - 2 * _MARGIN_INCHES
    return [(balanced(one[0], one[1], room, one[2]), *one[1:]) for one in looks if one[0]]


def _inches(lines: Sequence[str], size: float) -> float:
    """Return how high lines of a head stand, with the gap below them."""
    return (len(lines) * size * 1.3 + 5) / _POINTS_PER_INCH


def head(figure: Figure, title: str, subtitle: str = "") -> float:
    """Write the finding and, below it, what is shown; nothing under `without_head`.

    Returns
    -------
    float
        How high the drawing may reach, as a share of the figure's height.
    """
    width, height = figure.get_size_inches()
    left = _MARGIN_INCHES / width
    y = 1 - 0.22 / height
    shown = _head_lines(width, title, subtitle)
    for lines, size, weight, colour in shown:
        figure.text(
            left, y, "\n".join(lines), fontsize=size, fontweight=weight, color=colour, va="top",
            linespacing=1.25,
        )  # fmt: skip
        y -= _inches(lines, size) / height
    return float(y - (0.10 / height if shown else 0.0))


def foot(figure: Figure, run_id: str, source: str) -> float:
    """Write the source on the left and the run's id, if there is one, on the right, at the foot.

    Returns
    -------
    float
        How low the drawing may reach, as a share of the figure's height.
    """
    width, height = figure.get_size_inches()
    side = _MARGIN_INCHES / width
    room = width - 2 * _MARGIN_INCHES - (2.2 if run_id else 0.0)
    lines = wrapped(source, FOOT_SIZE, room)
    y = 0.14 / height
    figure.text(side, y, "\n".join(lines), fontsize=FOOT_SIZE, color=SOFT, va="bottom")
    if run_id:
        figure.text(
            1 - side, y, f"run {run_id}", fontsize=FOOT_SIZE, color=SOFT, va="bottom", ha="right"
        )
    return float((0.24 + len(lines) * FOOT_SIZE * 1.3 / _POINTS_PER_INCH) / height)


def wrapped(text: str, size: float, inches: float, weight: str = "normal") -> list[str]:
    """Break a text into lines that fit a width, measured in its own letters.

    A word that alone is wider than the line is cut, so that an id or a name without spaces can't
    run off the chart.
    """
    room = inches * _POINTS_PER_INCH
    lines = [""]
    for word in _TOGETHER.sub(_glued, text).split(" "):
        rest = word
        joined = f"{lines[-1]} {rest}".lstrip()
        if text_width(joined, size, weight) <= room:
            lines[-1] = joined
            continue
        while text_width(rest, size, weight) > room and len(rest) > 1:
            keep = max(int(len(rest) * room / text_width(rest, size, weight)) - 1, 1)
            lines.append(rest[:keep])
            rest = rest[keep:]
        lines.append(rest)
    return [line for line in lines if line] or [""]


def _glued(match: re.Match[str]) -> str:
    """Join the words of a share with spaces at which no line breaks."""
    return match.group().replace(" ", "\u00a0")


def balanced(text: str, size: float, inches: float, weight: str = "normal") -> list[str]:
    """Break a text into as few lines as fit a width, all of about one length."""
    best = wrapped(text, size, inches, weight)
    for tenths in range(9, 4, -1):
        lines = wrapped(text, size, inches * tenths / 10, weight)
        if len(lines) > len(best):
            break
        best = lines
    return best


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in points, as it is drawn at a chart's resolution.

    Letters that may join are laid out; Latin ones don't, nor dashes and the like, so their advances
    are added up, which takes a thousandth of the time. Pairs that are drawn closer come out a
    little too wide.
    """
    if _APART.fullmatch(text):
        return sum(_advance(letter, size, weight) for letter in text)
    font = _font([*OWN_FAMILY, *families_for(text)], size, weight)
    with missing_letters_told_elsewhere():
        font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / _FONT_UNITS * _POINTS_PER_INCH / _DPI


@lru_cache(maxsize=1024)
def _advance(letter: str, size: float, weight: str) -> float:
    """Return by how much a letter moves the next one along, in points."""
    drawn = _font(OWN_FAMILY, size, weight).load_char(ord(letter))
    # Before 3.11 Matplotlib's letters are eight times as wide as they are drawn, for finer hinting;
    # the linear advance, in 65536ths, never is.
    linear = drawn.linearHoriAdvance * _FONT_UNITS / 65536
    stretched = max(round(drawn.horiAdvance / linear), 1) if linear else 1
    return float(drawn.horiAdvance) / stretched / _FONT_UNITS * _POINTS_PER_INCH / _DPI


def _font(families: Sequence[str], size: float, weight: str) -> FT2Font:
    font = get_font([findfont(FontProperties(family=[one], weight=weight)) for one in families])
    font.set_size(size, _DPI)
    return font


def tidy(axes: Axes, *, grid: str = "y") -> None:
    """Take away what carries no figures, and lay a pale grid behind the rest."""
    for side in ("top", "right", "left" if grid == "y" else "bottom"):
        axes.spines[side].set_visible(False)
    for spine in axes.spines.values():
        spine.set_color(PALE)
    axes.tick_params(labelsize=SMALL_SIZE, color=PALE, labelcolor=SOFT, length=3)
    if grid == "y":
        axes.yaxis.grid(True, color=PALE, linewidth=0.6)
        axes.tick_params(axis="y", length=0)
    else:
        axes.xaxis.grid(True, color=PALE, linewidth=0.6)
        axes.tick_params(axis="x", length=0)
    axes.set_axisbelow(True)


def ink_on(ground: tuple[float, ...]) -> str:
    """Return ink or paper, whichever stands out more from a ground of red, green and blue."""
    ink, paper = (contrast(to_rgb(colour), ground) for colour in (INK, PAPER))
    return INK if ink > paper else PAPER


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the contrast of two colours of red, green and blue, from 1 to 21.

    It is that of the WCAG: the ratio of relative luminances, each with 0.05 of stray light.
    """
    low, high = sorted(_luminance(rgb[:3]) + 0.05 for rgb in (one, other))
    return high / low


def _luminance(rgb: tuple[float, ...]) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def name_across(axes: Axes, text: str) -> None:
    """Say below axes what goes across them."""
    axes.set_xlabel(text, fontsize=SMALL_SIZE, color=SOFT)


def name_panel(axes: Axes, text: str, size: float = TEXT_SIZE + 1) -> None:
    """Name a panel above its left end."""
    axes.set_title(text, fontsize=size, fontweight="bold", color=INK, loc="left", pad=5)


def percent_ticks(axis: Axis, most: int = 6) -> None:
    """Label an axis of shares in per cent, at round figures that need no rounding."""
    axis.set_major_locator(MaxNLocator(most, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.4g}%"))


def points_ticks(axes: Axes) -> None:
    """Set ticks of the horizontal axis at round numbers of percentage points."""
    axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
    low, high = axes.get_xlim()
    digits = 0 if high - low > 0.08 else 1
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda x, _: signed(100 * x, digits) if abs(x) > 1e-9 else "0")
    )


def page(figure: Figure, run_id: str, told: Told) -> tuple[float, float, float, float]:
    """Write foot and head of a figure, which grows by what its head takes more than most.

    Returns
    -------
    bottom, top : float
        How low and how high the drawing may reach, as shares of the figure's height.
    width, height : float
        Of the figure in inches.
    """
    if isinstance(figure, ChartFigure):
        figure.told = told
    width, height = figure.get_size_inches()
    taken = sum(_inches(one[0], one[1]) for one in _head_lines(width, told.finding, told.caption))
    figure.set_size_inches(width, height + max(taken - _HEAD_INCHES, 0.0))
    bottom = foot(figure, run_id, told.source)
    top = head(figure, told.finding, told.caption)
    width, height = figure.get_size_inches()
    return bottom, top, float(width), float(height)


def empty(figure: Figure, run_id: str, told: Told, message: str) -> Figure:
    """Write foot and head of a figure on which there is nothing, and why; return it."""
    page(figure, run_id, told)
    nothing(figure, message)
    return figure


def nothing(figure: Figure, message: str) -> None:
    """Say in the middle of a figure why there is nothing on it."""
    figure.text(0.5, 0.5, message, fontsize=11, color=SOFT, ha="center", va="center")


def write(
    axes: Axes,
    text: str,
    at: tuple[float, float],
    shift: tuple[float, float],
    *,
    by: str | tuple[str, str] = BESIDE,
    **look: Any,
) -> None:
    """Write a text at a place, moved by so many points; centred, small and in ink by default.

    The place is that of a row beside the axes unless ``by`` names other coordinates.
    """
    look = {"va": "center", "fontsize": SMALL_SIZE, "color": INK, **look}
    axes.annotate(text, at, xycoords=by, xytext=shift, textcoords="offset points", **look)


def two_intervals(
    axes: Axes, y: float, colour: str, *, draws: Sequence[float], carlo: Sequence[float]
) -> None:
    """Draw both intervals of odds along a row: over draws wide and pale, Monte Carlo on top.

    What can't be told (NaN) is not drawn.
    """
    axes.plot(
        draws, [y, y], color=colour, lw=4, alpha=0.28, solid_capstyle="butt", zorder=1.5
    )  # fmt: skip
    axes.plot(carlo, [y, y], color=colour, lw=1.4, zorder=2)


def day_ticks(axes: Axes, horizon_days: int, as_of: dt.date) -> None:
    """Set the day axis: from 0 to the last day, with ticks at round days and their dates below."""
    last = horizon_days - 1
    figure: Any = axes.get_figure(root=True)
    inches = axes.get_position().width * figure.get_size_inches()[0]
    steps = (1, 2, 5, 7, 14, 30, 60, 90, 180, 360, 720, 1800)
    most = min(inches / _DATE_INCHES, _MOST_DAYS_TOLD)
    step = next((s for s in steps if last / s <= most), last)
    days = range(0, last + 1, step)
    axes.set_xlim(*((0, last) if last else ONE_DAY))
    axes.set_xticks(days, dated(days, as_of))


def dated(days: Sequence[int], as_of: dt.date) -> list[str]:
    """Return days, each with its date on a second line: "30" over "11 Nov".

    The year stands with the first date of another year than the one before it.
    """
    told, year = [], as_of.year
    for day in days:
        when = as_of + dt.timedelta(days=day)
        of = "" if when.year == year else f" {when.year}"
        told.append(f"{day}\n{when.day} {when:%b}{of}")
        year = when.year
    return told
