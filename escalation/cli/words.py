"""Words that several commands print; without Rich, so that it costs nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any, Final

from escalation.numbers import fine_percent

#: Width of lines where nobody looks at a terminal.
WIDTH: Final = 100

#: Below this a share of ignorance is easily taken for certainty.
SMALL: Final = 0.25

CAVEAT: Final = (
    "These are odds of a model under the scenario's stated assumptions, not a forecast of fact."
)


def wrapped(text: str, indent: str = "") -> list[str]:
    """Return a text as lines of `WIDTH`; where it is indented, later lines two letters more."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + ("  " if indent else ""),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def between_draws(share: Mapping[str, Any]) -> str:
    """Say how far the odds go from draw to draw; nothing where that can't be told.

    Parameters
    ----------
    share : mapping
        What `escalation.analysis.odds.variance.VarianceShare.as_dict` gives.
    """
    if share["odds_from"] is None:
        return ""
    if not share["ignorance"]:
        return "Between draws of what is unknown these runs see no difference in the odds."
    said = (
        f"between draws of what is unknown the odds run from {fine_percent(share['odds_from'])} to "
        f"{fine_percent(share['odds_to'])} in nine cases of ten, chance removed"
    )
    if not share["low"]:
        said += ", though these runs can't rule out that draws hardly differ"
    if share["ignorance"] < SMALL:
        return f"A small share is not certainty: {said}."
    return f"{said[:1].upper()}{said[1:]}."
