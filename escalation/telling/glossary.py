"""The words of the trade, each in one plain sentence: for the page in the browser and the terminal.

A word is here if a reader meets it in tables, charts or messages and may not know it. What an
outcome is called stands in `escalation.naming`; here is what the words in such names mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Each word as it stands in a text, in small letters where it may, and its meaning.
GLOSSARY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Afghan side": "The forces and posts of the Afghan Taliban; where they choose, a table "
        "names them.",
        "back channel": "A line between the two capitals that works out of public sight.",
        "blend": "One chance made of the model's and the record's, each with half a voice unless "
        "the record has taught otherwise.",
        "branch": "A run that is taken up on some morning and goes on under another decision, its "
        "past and its luck staying what they were.",
        "Brier score": "The mean squared gap between a chance that was forecast and what came, 1 "
        "or 0: 0 is perfect, and always saying a half scores 0.25.",
        "ceasefire": "A truce or an agreement that is in force, until it breaks or runs out.",
        "chance": "What runs under the same assumptions differ by: luck alone.",
        "chronicle": "What happened in one run, in dated sentences.",
        "claim": "Something that somebody said of the night, which may be true, exaggerated or "
        "false; each has its number, such as C21.",
        "credence": "How far a claim is believed, from 0% (not at all) to 100% (for certain).",
        "crossing": "A gate in the border for people and goods; both states can open or close it.",
        "de-escalated": "The first of 14 quiet days in a row has come, and no war before the last "
        "of them.",
        "deed": "Something a state did that the other side sees: a raid, a strike, shelling.",
        "draw": "One guess at all that is not known; several runs share it and differ by luck.",
        "durable quiet": "The crisis de-escalated, and no serious fighting came back within the "
        "days that are looked at.",
        "end state": "How a run ends, one of four: durable quiet, relapsed, never quiet, or war.",
        "future": "A run from some morning on: its past is given, its luck is new.",
        "futures": "Runs from some morning on: their past is given, their luck is new.",
        "ghost": "The odds of the scenario as it is, shown pale beside those of your setting.",
        "grievance": "What a state holds against the other for its dead; it fades with time.",
        "horizon": "The last day that is looked at.",
        "hotline": "A back channel that is opened on day 1 and stays open whatever is done.",
        "ignorance": "What is not known and could be found out; it sets draws apart.",
        "incident": "An exchange of fire, a raid, a strike or shelling between the two states.",
        "ISIS-K": "An armed group, hostile to both states, that the model moves by itself.",
        "ladder": "The nine rungs from routine (0) to open war (8) on which a state may stand.",
        "lever": "Something that a party or a third party could do; one tick adds its events.",
        "luck": "The random numbers of a run. Each has an address, so that two settings under one "
        "seed share all of it, and differ only by what was changed.",
        "Markov chain": "A yardstick without memory: how days of calm, clash, heavy fighting and "
        "war follow each other in all recorded episodes between two states.",
        "mediation": "Third parties talking to both sides; it may lead to talks and an agreement.",
        "Monte Carlo": "The error that comes from counting so many runs and no more; it narrows "
        "with every run and says nothing of how right the model is.",
        "nats": "The unit of log scores: to give what came half the chance costs 0.69 nats more.",
        "odds": "The share of runs in which something comes about, under what is assumed.",
        "paired": "Taken run by run between two settings under the same luck, so that luck "
        "cancels out of the difference.",
        "Pakistani side": "The military of Pakistan and its posts; where it chooses, a table "
        "names Pakistan.",
        "parameter": "A number in the model's rules, with a range and a reason.",
        "pivot": "An event of a run without which, all luck staying the same, the run would have "
        "ended otherwise.",
        "posture": "The rung on which a state stands, by its own decision.",
        "public line": "What a state says in public of the night: confirm, deny, vow or silence.",
        "quiet day": "A day without a lethal incident between the states, and both of them on "
        "rung 0 or 1.",
        "RBD-FAST": "A way to tell from runs already made how much of what they differ by an "
        "input explains: sort them by it, and look for slow waves in the outcome.",
        "reference class": "A yardstick: how often it came about in recorded episodes that began "
        "alike, drawn towards the other pairs of states as far as these are alike.",
        "regret": "The points of odds forgone on average by choosing one lever always, against "
        "knowing the best one for each draw.",
        "relapsed": "Quiet came and counted, and serious fighting came back after it.",
        "relapse": "Serious fighting after a quiet that counted: a raid, a strike, or ten dead "
        "within a week.",
        "replicate": "One of several runs of the same draw, which differ by luck alone.",
        "rung": "A step of the ladder of escalation, from 0, routine, to 8, open war.",
        "run": "One way in which the crisis may go, day by day, in the model.",
        "scenario": "A file that says what is assumed: claims, events, numbers and their ranges.",
        "seed": "The number that all luck is made from; the same seed gives the same runs.",
        "segment": "One of 90 pieces of the border, some 25 km each.",
        "silhouette": "How much nearer runs lie to their own kind than to the next one, from -1 "
        "to 1: above a half kinds stand well apart.",
        "Sobol sequence": "Points that fill the space of what is unknown more evenly than luck "
        "would.",
        "storyline": "A kind of future: runs that went alike, and one of them that stands for all.",
        "told apart": "A difference too large to be luck: its 95% interval leaves out zero.",
        "TTP": "The Pakistani Taliban, an armed group that attacks in Pakistan; the model moves "
        "it by itself.",
        "value of knowing": "The points of odds gained on average by learning something before a "
        "lever is chosen; zero where no answer would change the choice.",
        "war": "War between the states: 1,000 battle deaths, or operations at rung 7 or above on "
        "many days in a row, as the scenario's thresholds have it.",
        "yardstick": "A chance that knows nothing of the model, to hold the model's against.",
    }
)


def explained(word: str) -> str:
    """Return a word's meaning as it stands behind a colon: small at first, without its stop.

    Raises
    ------
    KeyError
        If there is no such word.

    >>> explained("horizon")
    'the last day that is looked at'
    """
    text = GLOSSARY[word]
    return (text[:1].lower() + text[1:]).rstrip(".")
