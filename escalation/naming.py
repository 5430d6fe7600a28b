"""One name for each outcome, parameter and scenario, for every face: tables, charts, findings.

Light, so that the command line has it at no cost. What an outcome is in the tables is in
`escalation.analysis.odds.outcomes`; the numbers of end states are in `escalation.vocabulary`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class OutcomeName:
    """What an outcome is called.

    Attributes
    ----------
    name
        Its name in rows and sentences: "durable quiet in 26% of runs".
    meaning
        What the name does not say by itself, or an empty string.
    short
        The beginning of the name, for columns without room.
    """

    name: str
    meaning: str = ""
    short: str = ""

    @property
    def label(self) -> str:
        """Return the name as a row or a heading begins with it."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def brief(self) -> str:
        """Return the name, short where it has a short form."""
        return self.short or self.name

    @property
    def told(self) -> str:
        """Return the name, and what it means behind a colon."""
        return f"{self.name}: {self.meaning}" if self.meaning else self.name


#: Every outcome, end state and part of one that is told, by its key in tables and files.
OUTCOME_NAMES: Final[Mapping[str, OutcomeName]] = MappingProxyType(
    {
        "de_escalated_14d": OutcomeName("de-escalated by day 14"),
        "de_escalated_30d": OutcomeName("de-escalated by day 30"),
        "de_escalated_90d": OutcomeName("de-escalated by day 90"),
        "durable": OutcomeName("durable quiet", "no serious relapse", "durable"),
        "relapsed": OutcomeName("relapsed", "quiet, then serious fighting again"),
        "never_quiet": OutcomeName("never quiet, no war", "", "never quiet"),
        "war": OutcomeName("war between the states", "", "war"),
        "quiet_after_war": OutcomeName("quiet after a war", "counted as war"),
    }
)

#: What outcomes are called as things that may come about: "a quiet that lasts is unlikely".
OUTCOME_NOUNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "de_escalated_30d": "de-escalation by day 30",
        "durable": "a quiet that lasts to the end",
        "war": OUTCOME_NAMES["war"].name,
    }
)

#: What a single run did, by its end state; and what it would have done.
ENDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "war": "ended in war",
        "never_quiet": "never became quiet",
        "relapsed": "became quiet and relapsed",
        "durable": "became quiet and stayed so",
    }
)
WOULD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "war": "would have ended in war",
        "never_quiet": "would never have become quiet",
        "relapsed": "would have become quiet and relapsed",
        "durable": "would have become quiet and stayed so",
    }
)

#: What levers are ranked by, claims valued for and odds explained, unless another outcome is asked
#: for. One for all, so that their answers belong together; and of the outcomes this one, since
#: quiet comes in nearly every run and mostly breaks again: what is worth choosing is what lasts.
ASKED_OF_FIRST: Final = "durable"

#: What a table of levers shows of each, whatever it is ranked by.
OF_A_LEVER: Final = ("de_escalated_14d", "de_escalated_30d", "durable", "war")


@dataclass(frozen=True)
class SideName:
    """What one of the two sides is called.

    Attributes
    ----------
    people
        Of soldiers, posts and civilians: "an Afghan post".
    forces
        Who acts and speaks, in a sentence: "the Afghan Taliban opened fire".
    chooser
        Who could do something, in labels of levers: "restraint by Pakistan".
    """

    people: str
    forces: str
    chooser: str

    @property
    def side(self) -> str:
        """Return the side of the border, as titles, columns and legends have it."""
        return f"{self.people} side"


#: Both sides by their key in columns, in the order of `escalation.vocabulary.SIDES`.
SIDE_NAMES: Final[Mapping[str, SideName]] = MappingProxyType(
    {
        "afg": SideName("Afghan", "the Afghan Taliban", "Afghan Taliban"),
        "pak": SideName("Pakistani", "Pakistan's military", "Pakistan"),
    }
)

#: Parts of keys that are names, as they are written in words.
_PROPER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "afghan": "Afghan",
        "day0": "day 0",
        "iran": "Iran",
        "isis k": "ISIS-K",
        "islamabad": "Islamabad",
        "kabul": "Kabul",
        "pakistan": "Pakistan",
        "pakistani": "Pakistani",
        "qatar": "Qatar",
        "saudi arabia": "Saudi Arabia",
        "taliban": "Taliban",
        "ttp": "TTP",
        "turkiye": "Türkiye",
    }
)
_KEY: Final = re.compile(r"[\w.-]+")
_NAMES: Final = re.compile(rf"\b(?:{'|'.join(_PROPER)})\b")


def in_plain_words(key: str) -> str:
    """Return the key of a parameter, a scenario or a thing varied as texts for people write it.

    What has other signs than a key's is somebody's own words, and stays.

    >>> in_plain_words("isis_k_sanctuary"), in_plain_words("as_kabul_tells_it")
    ('ISIS-K sanctuary', 'as Kabul tells it')
    >>> in_plain_words("parameters.audience_cost"), in_plain_words("claim_C21")
    ('audience cost', 'claim C21')
    """
    if not _KEY.fullmatch(key):
        return key
    text = key.removeprefix("parameters.").replace("_", " ")
    return _NAMES.sub(lambda found: _PROPER[found.group()], text)


def listed(names: Sequence[str]) -> str:
    """Return names, one at least, as a sentence lists them.

    >>> listed(["Qatar"]), listed(["Qatar", "Türkiye", "China"])
    ('Qatar', 'Qatar, Türkiye and China')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def value_words(labels: Sequence[str]) -> list[str]:
    """Return labels of values, keys among them in words unless they would no longer differ.

    >>> value_words(["vows_an_answer", "0.05"]), value_words(["a_b", "a b"])
    (['vows an answer', '0.05'], ['a_b', 'a b'])
    """
    words = [in_plain_words(label) for label in labels]
    return words if len(set(words)) == len(set(labels)) else list(labels)
