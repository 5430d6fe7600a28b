"""A short chronicle leaves out no beginning of what it ends, and no end of what it begins twice."""

import numpy as np
import pytest

from escalation import vocabulary as words
from escalation.day.records import EVENT_DTYPE
from escalation.scenario.load import load_scenario
from escalation.telling.turns import SENTENCES, left_out_told, short_chronicle

BASELINE = load_scenario("baseline")


def log(*events):
    """Return events of (day, kind, who) in a log."""
    rows = np.zeros(len(events), EVENT_DTYPE)
    for row, (day, kind, *who) in zip(rows, events, strict=True):
        row["day"], row["kind"], row["segment"] = day, kind, -1
        row["actor"] = row["agent"] = who[0] if who else 0
        row["value"] = 2.0 if kind == words.TRUCE_AGREED else 1.0
    return rows


def told(*events):
    return [one.split(": ", 1)[1] for one in short_chronicle(log(*events), BASELINE)]


def test_what_ended_has_begun():
    end = (5, words.CEASEFIRE_ENDED)
    assert told(end) == []  # it stood before the first day, of which nothing is told
    assert len(told((2, words.TRUCE_AGREED), end)) == 2


def test_a_truce_that_becomes_an_agreement_ends_once():
    assert told(
        (2, words.TRUCE_AGREED), (4, words.AGREEMENT_REACHED), (9, words.CEASEFIRE_ENDED)
    ) == [
        "A truce was agreed for 2 days.",
        "The two states reached an agreement without monitors.",
        "The truce ended.",
    ]


@pytest.mark.parametrize("count", range(1, 14))
def test_beginnings_and_ends_are_cut_together(count):
    pairs = [
        event
        for day in range(0, 4 * count, 4)
        for event in (
            (day, words.CHANNEL_OPENED), (day + 1, words.TRUCE_AGREED),
            (day + 2, words.CHANNEL_CLOSED), (day + 3, words.CEASEFIRE_ENDED),
        )
    ]  # fmt: skip
    said = told(*pairs, (90, words.DE_ESCALATED))
    assert len(said) <= SENTENCES
    for begun, ended in (
        ("A truce was agreed for 2 days.", "The truce ended."),
        (
            "A back channel between the two states opened.",
            "The back channel between the two states closed.",
        ),
    ):
        assert said.count(begun) == said.count(ended) <= count
    assert said[-1].startswith("De-escalated")


def test_a_mediator_begins_once():
    assert told((1, words.MEDIATOR_ENGAGED, 0), (99, words.MEDIATOR_ENGAGED, 0)) == [
        "Qatar began to mediate."
    ]


def test_what_is_told_and_what_is_left_out_make_up_all_the_dead():
    assert left_out_told(log((2, words.WAR))) == ""
    events = log(*((day, words.EXCHANGE) for day in range(SENTENCES + 3)), (90, words.TTP_ATTACK))
    events["dead_pak"] = range(len(events), 0, -1)
    assert len(short_chronicle(events, BASELINE)) == SENTENCES
    assert left_out_told(events) == (
        "Left out here: 3 more deadly incidents between the states, with 9 dead; the whole "
        "chronicle has them."
    )
