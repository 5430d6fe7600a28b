"""Estimative words: what a probability is called in a sentence, by the standard of analysts.

Source: Office of the Director of National Intelligence, Intelligence Community Directive 203,
Analytic Standards, 2 January 2015, D.6.e.(2)(a): seven terms and the probabilities they stand for.
The same paragraph, under (b), keeps them out of a sentence that tells a level of confidence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

#: The standard, as a report cites it.
SOURCE: Final = (
    "Intelligence Community Directive 203, Analytic Standards, 2 January 2015, D.6.e.(2)(a)"
)

#: What the words are not.
LIKELIHOOD_ONLY: Final = (
    "They say how often something comes about under what is assumed, and never how sure anybody "
    "is of it."
)

#: What stands in place of a word where runs are counted on fingers.
TOO_FEW: Final = "too few runs"

_EVEN: Final = "roughly even chance"
_NONE: Final = "almost no chance"


@dataclass(frozen=True)
class Band:
    """A term of the standard.

    Attributes
    ----------
    low, high
        Between which probabilities it stands.
    word
        The term.
    """

    low: float
    high: float
    word: str


#: The seven terms from the least likely to the most.
BANDS: Final = (
    Band(0.01, 0.05, _NONE),
    Band(0.05, 0.20, "very unlikely"),
    Band(0.20, 0.45, "unlikely"),
    Band(0.45, 0.55, _EVEN),
    Band(0.55, 0.80, "likely"),
    Band(0.80, 0.95, "very likely"),
    Band(0.95, 0.99, "almost certain"),
)
_MIDDLE: Final = len(BANDS) // 2


def estimative_word(p: float) -> str:
    """Return the word that ICD 203 gives a probability; mirrored around one half.

    A probability on the border of two bands gets the word that says more, except that 0.45 and
    0.55 are both roughly even. Below 1% and above 99% the outer words go on to the ends.
    """
    if math.isnan(p):
        return "unknown"
    smaller = round(min(p, 1 - p), 12)
    for place, band in enumerate(BANDS[:_MIDDLE]):
        if smaller <= band.high and smaller != BANDS[_MIDDLE].low:
            return band.word if p < 0.5 else BANDS[-1 - place].word
    return _EVEN


def judged(what: str, p: float) -> str:
    """Return how likely something is, as a clause; what is unknown can't be told.

    >>> judged("durable quiet", 0.26), judged("war", 0.03)
    ('durable quiet is unlikely', 'there is almost no chance of war')
    """
    word = estimative_word(p)
    if word in (_EVEN, _NONE):
        article = "a " if word == _EVEN else ""
        return f"there is {article}{word} of {what}"
    return f"{what} is {word}" if word != "unknown" else f"{what} can't be told"
