"""Labels differ where what they stand for differs, and are no longer than asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.labels import apart, numbers_apart

words = st.text(st.sampled_from("ab "), max_size=60)


@given(st.lists(words, max_size=12), st.integers(12, 40))
def test_texts_that_differ_have_labels_that_differ(texts, most):
    labels = apart(texts, most)
    assert len(set(labels)) == len(set(texts))
    assert all(len(label) <= most for label in labels)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=12))
def test_numbers_that_differ_have_labels_that_differ(values):
    assert len(set(numbers_apart(values))) >= len(set(values))


def test_the_place_where_long_texts_part_is_shown():
    deny, vow = (f"[{{day: 1, kind: public_line, actor: pakistan_military, line: {line}}}]"
                 for line in ("deny", "vow"))  # fmt: skip
    assert apart([deny, vow, "short"], 30) == ["[{day: …deny}]", "[{day: …vow}]", "short"]


@pytest.mark.parametrize("short", ["a", "a…", "a… (1)"])
def test_a_short_text_that_looks_like_a_label_is_not_confused(short):
    long = ["a" * 50, "a" * 49 + "b", short]
    assert len(set(apart([*long, "aaaa… (1)"], 12))) == 4
