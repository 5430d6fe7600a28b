"""Which inputs of a draw belong together: by claim, and by the process of the day they serve."""

from __future__ import annotations

import textwrap
from importlib import import_module
from typing import TYPE_CHECKING

from escalation.naming import in_plain_words
from escalation.scenario.register import facts, parameters

if TYPE_CHECKING:
    from escalation.scenario.sections import Scenario

CLAIM_COLUMN = "claim_"

#: Files of ``escalation/scenario/parameters``, and what each is about.
PROCESSES = {
    "decisions": "how the two states decide",
    "diplomacy": "diplomacy",
    "border_fire": "fire along the line",
    "losses": "losses",
    "groups": "the TTP and ISIS-K",
    "reporting": "how claims relate to truth",
    "outset": "the morning of day 0",
}
HOLDING = "which claims hold"


def claim_groups(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the inputs of each claim: whether it holds, and every number it bears on."""
    known = {*parameters(), *facts()}
    return {
        name: (f"{CLAIM_COLUMN}{name}", *(n for n in claim.informs if n in known))
        for name, claim in scenario.claims.items()
        if claim.informs
    }


def process_groups(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the inputs of each process, the facts of day 0 and the claims that hold."""
    found = {}
    for module, words in PROCESSES.items():
        declared = import_module(f"escalation.scenario.parameters.{module}")
        names = [parameter.name for parameter in declared.PARAMETERS]
        names += [fact.name for fact in getattr(declared, "FACTS", ())]
        found[words] = tuple(names)
    found[HOLDING] = tuple(f"{CLAIM_COLUMN}{name}" for name in scenario.claims)
    return found


def words_for(name: str, scenario: Scenario, width: int = 200) -> str:
    """Return what an input means, in at most ``width`` letters; a claim's text for a claim."""
    claim = scenario.claims.get(name.removeprefix(CLAIM_COLUMN))
    if claim is not None:
        text = claim.claim
    else:
        known = parameters().get(name) or facts().get(name)
        text = known.meaning if known else in_plain_words(name)
    return textwrap.shorten(text, width, placeholder=" ...")


def plain(name: str) -> str:
    """Return an input's name as words: ``claim C21 holds``, ``audience cost``."""
    if name.startswith(CLAIM_COLUMN):
        return f"{in_plain_words(name)} holds"
    return in_plain_words(name)
