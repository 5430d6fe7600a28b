"""Numbers as people read them."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import escalation
from escalation.cli import odds_output
from escalation.numbers import (
    bracketed,
    counted,
    duration,
    figure_of,
    fine_percent,
    in_draws,
    in_runs,
    in_words,
    odds_of,
    odds_over_draws,
    percent,
    percent_range,
    percent_with,
    percents,
    points,
    points_with,
    round_number,
    signed,
)


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "no run"),
        (1.0, "every run"),
        (0.001, "about 1 run in 1,000"),
        (0.09, "about 1 run in 11"),
        (0.14, "about 1 run in 7"),
        (0.25, "about 1 run in 4"),
        (0.34, "about 1 run in 3"),
        (0.5, "about half of the runs"),
        (0.53, "just over half of the runs"),
        (0.47, "just under half of the runs"),
        (0.7, "about 7 runs of 10"),
        (0.75, "about 3 runs of 4"),
        (0.8, "about 4 runs of 5"),
        (0.86, "about 6 runs of 7"),
        (0.98, "all but 1 run in 50"),
        (math.nan, "an unknown share of runs"),
    ],
)
def test_shares_in_words(p, words):
    assert in_runs(p, 10_000) == words


def test_few_runs_are_counted():
    assert in_runs(2 / 7, 7) == "2 of 7 runs"
    assert in_runs(1.0, 1) == "the only run"
    assert in_runs(0.5, 0) == "an unknown share of runs"


@given(st.integers(20, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_words_stay_near_the_share(counts):
    hits, n = counts
    p = hits / n
    text = in_runs(p, n)
    digits = [int(word.replace(",", "")) for word in text.split() if word[0].isdigit()]
    if len(digits) == 2:
        part, whole = digits
        told = 1 - part / whole if text.startswith("all but") else part / whole
        assert abs(told - p) <= 0.055
        assert 0 < told < 1


@given(st.floats(0, 1))
def test_only_never_and_always_are_round(p):
    text = percent(p)
    assert (text == "0%") == (p == 0)
    assert (text == "100%") == (p == 1)


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [
        (0.995, 0, ">99%"), (0.005, 0, "<1%"), (0.0003, 0, "<1%"), (0.9999, 0, ">99%"),
        (0.01, 0, "1%"), (0.99, 0, "99%"), (0.9996, 1, ">99.9%"), (0.0004, 1, "<0.1%"),
        (0.0, 1, "0.0%"), (1.0, 1, "100.0%"), (math.nan, 1, "unknown"),
    ],
)  # fmt: skip
def test_what_is_near_an_end_is_told_as_beyond_the_last_digit(share, digits, said):
    assert percent(share, digits) == said


def test_a_chance_that_no_number_of_runs_makes_sure_is_never_an_end():
    assert [percent(p, ends=False) for p in (0.0, 1.0)] == ["<1%", ">99%"]


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 1))
def test_the_ends_of_an_interval_are_told_as_shares_are(low, high, digits):
    text = percents(low, high, digits)
    if " to " in text:
        first, last = text.split(" to ")
        assert f"{first}%" == percent(low, digits)
        assert last == percent(high, digits)
    else:
        assert text == percent(low, digits) == percent(high, digits)


def test_small_figures():
    assert percent(math.nan) == "unknown"
    assert percent_range(0.0, 0.015) == "0–2%"
    assert percent_range(0.57, 0.66) == "57–66%"
    assert [round_number(v) for v in (0, 7.4, 12.4, 133, 1342, 98765)] == [
        *("0", "7", "12", "130", "1,300", "99,000")
    ]
    assert [in_words(n) for n in (0, 1, 12, 13, 1300)] == ["no", "one", "twelve", "13", "1,300"]


@pytest.mark.parametrize(
    ("value", "said"), [(0.125, "0.12"), (3.0, "3"), (20.4, "20"), (math.inf, "∞"), (None, "-")]
)
def test_measured_figures_are_whole_where_they_are_large(value, said):
    assert figure_of(value) == said


def test_shares_are_put_into_per_cent_in_one_place():
    package = Path(escalation.__file__).parent
    own = [
        f"{path.relative_to(package)}:{number}"
        for path in sorted(package.rglob("*.py"))
        if path.name != "numbers.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r":[^{}:\"']*\d%\}", line)
    ]
    assert own == []


def test_values_stand_beside_their_intervals():
    assert percent_with(0.57, 0.5, 0.66) == "57% (50 to 66%)"
    assert percent_with(0.57, 0.5, 0.66, 1) == "57.0% (50.0 to 66.0%)"
    assert points_with(0.0312, 0.01, 0.052, 2, sign="") == "3.12 (1.00 to 5.20)"
    assert bracketed(0.5, 0.25, 30, unknown="–") == "0.50 [0.25, 30]"
    assert bracketed(math.nan, 0, 0, unknown="–") == "–"


def test_things_are_counted_in_one_and_many():
    assert [counted(n, "run") for n in (0, 1, 1300)] == ["0 runs", "1 run", "1,300 runs"]
    assert counted(1300, "run", thousands="") == "1300 runs"


def test_rounding_up_says_no_less():
    assert [round_number(n, math.ceil) for n in (7, 121, 13_001)] == ["7", "130", "14,000"]


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0.0%"),
        (0.0004, "<0.1%"),
        (0.998, "99.8%"),
        (0.0994, "9.9%"),
        (0.5, "50.0%"),
        (1, "100.0%"),
    ],
)
def test_fine_percent_has_a_tenth_whatever_the_share(share, said):
    assert fine_percent(share) == said


def test_what_is_shown_as_zero_has_no_sign():
    assert [points(-0.0004), points(0.0004), points(-0.0)] == 3 * ["0.0"]
    assert (points(-0.004, 0), points(-0.006, 0)) == ("0", "-1")
    assert points_with(-0.0002, -0.0004, 0.01) == "0.0 (0.0 to +1.0)"
    assert (signed(-0.04, 1), signed(-0.06, 1)) == ("0.0", "\u22120.1")
    assert (points(-0.0004, sign=""), points(-0.1)) == ("0.0", "-10.0")


def test_points_with_their_interval():
    assert points_with(0.031, -0.01, 0.0521) == "+3.1 (-1.0 to +5.2)"
    assert points_with(0.031, -0.01, 0.0521, digits=0) == "+3 (-1 to +5)"


@pytest.mark.parametrize(
    ("seconds", "said"), [(4.2, "4 s"), (130, "2 min 10 s"), (11_100, "3 h 5 min")]
)
def test_duration(seconds, said):
    assert duration(seconds) == said


@given(st.floats(0, 1), st.floats(0, 1))
def test_digits_depend_on_the_place_and_never_on_the_figure(one, other):
    whole = (percent(one), percent_with(one, one, other), percent_range(one, other))
    assert not [text for text in whole if "." in text]
    assert all(re.search(r"\.\d%$", fine_percent(share)) for share in (one, other))
    odds = {"p": one, "low": one, "high": other}
    assert "." not in odds_output._chance(odds)


def test_odds_of_a_row_have_draws_first_and_monte_carlo_second():
    row = {
        "war": 0.57, "war_between_draws_low": 0.3, "war_between_draws_high": 0.78,
        "war_low": 0.561, "war_high": 0.579,
    }  # fmt: skip
    assert odds_of(row, "war") == "57% (30–78%) ±0.9"
    assert odds_over_draws(row, "war") == "57% (30–78%)"
    assert odds_of(row | {"war_between_draws_low": math.nan}, "war") == "57% ±0.9"
    assert odds_of(row | {"war": math.nan}, "war") == "–"
    bare = {name.removeprefix("war_"): value for name, value in row.items()} | {"share": 0.57}
    assert odds_of(bare, "share", prefix="") == "57% (30–78%) ±0.9"


def test_differences_say_draws_only_where_they_can_be_told():
    row = {"between_draws_low": -0.04, "between_draws_high": 0.12}
    assert in_draws(row) == "in 95% of draws -4 to +12, "
    assert in_draws(row | {"between_draws_low": None}) == ""
