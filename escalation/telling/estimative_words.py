"""Estimative words: what a probability is called in a sentence, by the standard of analysts.

Source: Office of the Director of National Intelligence, Intelligence Community Directive 203,
Analytic Standards, 2 January 2015, D.6.e.(2)(a): seven terms and the probabilities they stand for.
The same paragraph, under (b), keeps them out of a sentence that tells a level of confidence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from escalation.numbers import FEW_RUNS, counted, in_runs

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


def word_of_runs(p: float, n_runs: int) -> str:
    """Return the word for a share of runs, or that there are too few of them for one."""
    return TOO_FEW if 0 < n_runs < FEW_RUNS else estimative_word(p)


def too_few(n_runs: int, purpose: str = "say how likely that is") -> str:
    """Return for what so many runs are too few, as a clause; nothing where they aren't.

    >>> too_few(1), too_few(400)
    ('1 run is too few to say how likely that is', '')
    """
    if not 0 < n_runs < FEW_RUNS:
        return ""
    return f"{counted(n_runs, 'run')} {'is' if n_runs == 1 else 'are'} too few to {purpose}"


def judged(what: str, p: float, n_runs: int) -> str:
    """Return how likely something is by a share of runs, as a clause; few of them are counted.

    >>> judged("durable quiet", 0.26, 400), judged("war", 0.03, 400), judged("war", 0.0, 4)
    ('durable quiet is unlikely', 'there is almost no chance of war', 'war came about in no run')
    """
    if too_few(n_runs) and not math.isnan(p):
        return f"{what} came about in {in_runs(p, n_runs)}"
    word = estimative_word(p)
    if word in (_EVEN, _NONE):
        article = "a " if word == _EVEN else ""
        return f"there is {article}{word} of {what}"
    return f"{what} is {word}" if word != "unknown" else f"{what} can't be told"
