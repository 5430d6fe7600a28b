"""How the figures came about, what they can't tell, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from escalation.charts.told import Column, Table
from escalation.numbers import percents
from escalation.report.document import Depth, Grid, Points, Role, Section, Terms, Text
from escalation.telling.estimative_words import BANDS, LIKELIHOOD_ONLY, SOURCE
from escalation.telling.glossary import GLOSSARY
from escalation.telling.odds import meanings

#: How it is done, a step a sentence.
_METHOD: Final = (
    "The model moves two states, their posts and units along 90 segments of the border, two armed "
    "groups that neither state commands, and whoever mediates, day by day from day 0.",
    "Each day every state reads what the other did and said, sometimes wrongly, and answers by "
    "rules in which reputation at home, grievance, weariness and what mediators offer are weighed. "
    "The same rules hold for both states; what differs is their numbers.",
    "What is not known is drawn: the model's numbers within the ranges of their basis, and what "
    "happened before day 0 as the claims, each by its credence, let it be believed.",
    "Each draw is run several times with other luck, so that chance and ignorance can be told "
    "apart.",
    "Odds are shares of runs. Runs of two scenarios, or with and without a lever, share draws and "
    "luck, so that what differs between them is what was changed.",
    "Numbers that nobody measured were fitted, all together, to patterns on record from before day "
    "0; the yardsticks know nothing of the model.",
)

#: What it can't do.
_LIMITS: Final = (
    "Odds hold under what is assumed, and no interval says whether the rules are right.",
    "The record of like crises is short. Where model and yardsticks disagree, neither is the "
    "answer.",
    "States are simpler here than they are: nobody in the model has a plan for the year, an "
    "election or an economy, and third countries do no more than mediate.",
    "Place is held in pieces of some 25 km and time in days; nothing here says what would happen "
    "at a given post on a given day.",
    "Claims come from parties to the conflict and from the press. To weigh them is no verdict on "
    "who told the truth.",
    "A lever is a supposition and no advice; what it would cost to pull it is not in the model.",
)


def method(outcomes: Mapping[str, Any]) -> Section:
    """Return the chapter on method and limits.

    Parameters
    ----------
    outcomes
        The scenario's thresholds, as in ``summary.json``.
    """
    return Section(
        "method",
        "Method and limits",
        (
            Points(_METHOD),
            Text(meanings(outcomes)),
            Text("What these figures can't tell:"),
            Points(_LIMITS),
            Grid(
                Table(
                    "words-table",
                    "What estimative words stand for",
                    (Column("word"), Column("probability", figures=True)),
                    [(band.word, percents(band.low, band.high)) for band in BANDS],
                    f"Source: {SOURCE}. Beyond 1% and 99% the outer words go on.",
                )
            ),
            Text(LIKELIHOOD_ONLY, Role.NOTE),
        ),
    )


def glossary(sections: Iterable[Section]) -> Section:
    """Return what the words mean that these sections use."""
    said = " ".join(_texts(list(sections))).casefold()
    used = [(word, meaning) for word, meaning in GLOSSARY.items() if word.casefold() in said]
    return Section("glossary", "Words", (Terms(used),), depth=Depth.APPENDIX)


def _texts(part: Any) -> Iterator[str]:
    """Yield every text of a part of a report."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _texts(one)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))
