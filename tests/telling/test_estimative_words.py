"""Estimative words are those of ICD 203, and stand in no sentence about confidence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.telling.estimative_words import BANDS, estimative_word, judged


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.0, "almost no chance"),
        (0.05, "almost no chance"),
        (0.06, "very unlikely"),
        (0.20, "very unlikely"),
        (0.21, "unlikely"),
        (0.449, "unlikely"),
        (0.45, "roughly even chance"),
        (0.50, "roughly even chance"),
        (0.55, "roughly even chance"),
        (0.551, "likely"),
        (0.80, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
        (math.nan, "unknown"),
    ],
)
def test_words_follow_the_bands(p, word):
    assert estimative_word(p) == word


MIRROR = {
    "almost no chance": "almost certain",
    "very unlikely": "very likely",
    "unlikely": "likely",
    "roughly even chance": "roughly even chance",
}


@given(st.integers(0, 1000))
def test_words_mirror_around_one_half(thousandths):
    word, other = estimative_word(thousandths / 1000), estimative_word(1 - thousandths / 1000)
    assert MIRROR.get(word) == other or MIRROR.get(other) == word


def test_the_bands_touch_and_each_has_its_word():
    assert len(BANDS) == 7
    assert [one.high for one in BANDS[:-1]] == [one.low for one in BANDS[1:]]
    assert [estimative_word((one.low + one.high) / 2) for one in BANDS] == [
        one.word for one in BANDS
    ]


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.02, "there is almost no chance of war"),
        (0.3, "war is unlikely"),
        (0.5, "there is a roughly even chance of war"),
        (0.97, "war is almost certain"),
        (math.nan, "war can't be told"),
    ],
)
def test_a_clause_has_the_word_where_it_reads_well(p, said):
    assert judged("war", p, 400) == said
