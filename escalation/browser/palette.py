"""The colours of the charts as a style sheet: one meaning each, in the light and in the dark.

They are those of `escalation.charts.style`. In the dark each is drawn towards white, as far as it
must be to stand out from the ground; a name is a variable, ``--war``, for the page's own rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from matplotlib.colors import to_hex, to_rgb

from escalation.charts import style

#: The page itself, light and dark: its ground, cards on it, letters, rules, what can be pressed.
GROUNDS: Final[Mapping[str, tuple[str, str]]] = {
    "paper": ("#faf9f6", "#15171b"),
    "card": ("#ffffff", "#1d2026"),
    "ink": ("#1f2328", "#e9e8e4"),
    "soft": ("#595f66", "#aeb2b8"),
    "pale": ("#dedbd3", "#3a3f47"),
    "accent": ("#1f5fa8", "#8ab8ee"),
    "accent-paper": ("#e8f0f9", "#22334a"),
    "shadow": ("0 1px 2px rgb(30 30 30 / 8%)", "none"),
}
#: What a graphical object must have at least (WCAG 1.4.11), and letters (1.4.3).
OF_SHAPES, OF_LETTERS = 3.0, 4.5

#: What has a colour, by the name of its variable.
COLOURS: Final[Mapping[str, str]] = {
    "afghan": style.AFGHAN,
    "pakistani": style.PAKISTANI,
    "quiet": style.QUIET,
    **{name.replace("_", "-"): colour for name, colour in style.END_STATE_COLOURS.items()},
    "others": style.OTHERS,
    "model": style.MODEL,
    "reference-class": style.COLUMN_MARKS["reference class"][0],
    "markov-chain": style.COLUMN_MARKS["Markov chain"][0],
    "blend": style.COLUMN_MARKS["blend"][0],
    **{f"rung-{number}": colour for number, colour in enumerate(style.RUNG_COLOURS)},
}


def style_sheet() -> str:
    """Return the style sheet; letters in a colour have a variable of their own, ``--war-ink``."""
    light, dark = (
        " ".join(f"--{name}: {both[place]};" for name, both in GROUNDS.items())
        + " "
        + _variables(GROUNDS["card"][place], COLOURS)
        for place in (0, 1)
    )
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        f":root[data-theme='dark'] {{ color-scheme: dark; {dark} }}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"  :root:not([data-theme='light']) {{ color-scheme: dark; {dark} }}\n}}\n"
    )


def _variables(paper: str, colours: Mapping[str, str]) -> str:
    """Return the variables of a ground: each colour, and the same as letters must have it."""
    said = []
    for name, colour in colours.items():
        if name.startswith("rung-"):
            said.append(f"--{name}: {colour};")
            continue
        said.append(f"--{name}: {standing_out(colour, paper, OF_SHAPES if _dark(paper) else 1.0)};")
        said.append(f"--{name}-ink: {standing_out(colour, paper, OF_LETTERS)};")
    return " ".join(said)


def standing_out(colour: str, ground: str, least: float) -> str:
    """Return a colour drawn away from a ground until its contrast is at least so much.

    >>> standing_out("#000000", "#ffffff", 4.5), standing_out("#005a94", "#15171b", 3.0)
    ('#000000', '#17699e')
    """
    end = (1.0, 1.0, 1.0) if _dark(ground) else (0.0, 0.0, 0.0)
    start = to_rgb(colour)
    for hundredths in range(101):
        share = hundredths / 100
        red, green, blue = (a + (b - a) * share for a, b in zip(start, end, strict=True))
        mixed = str(to_hex((red, green, blue)))  # as it is shown, not as it was mixed
        if style.contrast(to_rgb(mixed), to_rgb(ground)) >= least:
            return mixed
    return str(to_hex(end))


def _dark(ground: str) -> bool:
    return style.contrast(to_rgb(ground), (1.0, 1.0, 1.0)) > style.contrast(
        to_rgb(ground), (0.0, 0.0, 0.0)
    )
