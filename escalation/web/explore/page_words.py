"""What the page itself says and lists, once: its charts, its files, its tour and its glossary."""

from __future__ import annotations

from typing import Any, Final

from escalation.browser.figures import MAKERS
from escalation.telling.glossary import GLOSSARY
from escalation.web.explore import pivots, storylines
from escalation.web.explore.comparison import MOST_PINS
from escalation.web.explore.pictures import MAP, TABLES, drawn
from escalation.web.explore.tour import tour_told

#: What the panel of the odds says of figures not of the setting on the sliders; its button's words.
ODDS: Final = {
    "before": "These are of the setting before",
    "hide": "Hide the odds",
    "show": "Show the odds",
}


def page_words() -> dict[str, Any]:
    """Return what the page needs to know before any scenario.

    Returns
    -------
    dict
        ``figures`` (each tab's ``name``, ``label`` and the ``files`` of its chart), ``tables`` and
        ``map`` (names of files), ``most_pins``, what the panel of the ``odds`` says, what
        ``pivots`` and ``storylines`` say before they are sought, ``tour``, and ``glossary``: each
        word and its meaning.
    """
    return {
        "figures": [
            {"name": name, "label": one.label, "files": drawn(one.chart) if one.chart else []}
            for name, one in MAKERS.items()
        ],
        "tables": [f"{name}.csv" for name in TABLES],
        "map": drawn(MAP),
        "most_pins": MOST_PINS,
        "odds": ODDS,
        "pivots": pivots.WORDS,
        "storylines": storylines.WORDS,
        "tour": tour_told(),
        "glossary": dict(GLOSSARY),
    }
