"""What notebooks have at hand is taken for what it plainly means, or refused in words."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from escalation import load_scenario
from escalation.ensemble.plan import outside
from escalation.errors import InputError
from escalation.scenario.given import (
    events_of,
    moment_given,
    path_given,
    plain_value,
    scenario_given,
    settings_of,
    words,
)

EVENT = {"kind": "back_channel", "open": True}


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float64(0.25), 0.25),
        (np.int32(7), 7),
        (np.bool_(True), True),
        (np.str_("truce"), "truce"),
        (np.array([1.5, 2.0]), [1.5, 2.0]),
        (np.array(3), 3),
        (pd.Series([1, 2]), [1, 2]),
        (pd.Index(["a"]), ["a"]),
        (pd.Timestamp("2025-10-12"), "2025-10-12"),
        (dt.date(2025, 10, 12), "2025-10-12"),
        (range(3), [0, 1, 2]),
        ((1, (2,)), [1, [2]]),
        ((i for i in (1, 2)), [1, 2]),
        ({"a": 1}.values(), [1]),
        (Decimal("0.1"), 0.1),
        (Fraction(3, 4), 0.75),
        (Path("x") / "y.yaml", str(Path("x", "y.yaml"))),
        ({"a": {"b": np.int64(1)}}, {"a": {"b": 1}}),
        (None, None),
        (True, True),
    ],
)
def test_a_plain_value(value, plain):
    found = plain_value(value, "x")
    assert found == plain
    assert type(found) is type(plain)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"a": {1, 2}}, r"x\.a: is a set \(\{1, 2\}\); numbers, text, lists and mappings"),
        ([0.1, 1j], r"x\[1\]: is a complex \(1j\); numbers"),
        (b"ab", "x: is a bytes"),
        (pd.DataFrame({"a": [1]}), "x: is a DataFrame;"),
        ({3: 1}, r"a key of x: is an int \(3\); a key must be a word"),
        (object(), "x: is an object; numbers"),
    ],
)
def test_what_stands_for_nothing_is_refused(value, said):
    with pytest.raises(InputError, match=said):
        plain_value(value, "x")


def test_a_list_without_end_ends():
    from itertools import count

    assert len(plain_value(count(), "x")) < 100_000


def test_one_word_does_for_a_list():
    assert words("hotline", "levers") == ["hotline"]
    assert words(pd.Series(["a", "b"]), "levers") == ["a", "b"]
    with pytest.raises(InputError, match=r"levers: is an int \(3\); a word or a list of words"):
        words(["a", 3], "levers")


def test_settings_in_every_form_are_the_same():
    text = "parameters.audience_cost=0.3"
    wanted = load_scenario("baseline", [text])
    for given in (text, (text,), {"parameters.audience_cost": np.float64(0.3)}):
        assert load_scenario("baseline", given) == wanted
    with pytest.raises(InputError, match="settings: is an int"):
        settings_of([3])


def test_events_in_every_form():
    text = "{kind: back_channel, open: true}"
    assert events_of(EVENT) == [EVENT] == events_of([EVENT]) == events_of((EVENT,))
    assert events_of(text) == [text]
    assert events_of([text, {"kind": "back_channel", "open": np.bool_(True)}]) == [text, EVENT]
    with pytest.raises(InputError, match=r"events: is an int \(3\); an event is a mapping"):
        events_of([3])


def test_scenarios_paths_and_moments():
    assert scenario_given(Path("baseline")) == load_scenario("baseline")
    for wrong in (None, {"name": "x"}, 3):
        with pytest.raises(InputError, match="the path of its file or the name of a shipped one"):
            scenario_given(wrong)
        with pytest.raises(InputError, match="the path of its file or the name of a shipped one"):
            load_scenario(wrong)
    assert path_given(Path("a"), "out") == "a"
    with pytest.raises(InputError, match="out: is None; a path is due"):
        path_given(None, "out")
    assert moment_given(None).tzinfo is not None
    with pytest.raises(InputError, match="a moment with a time zone is due"):
        moment_given(dt.datetime(2025, 10, 12))  # noqa: DTZ001 - that it has no zone is what is wrong


def test_what_holds_itself_is_refused_in_a_sentence():
    endless, mapped = [], {}
    endless.append(endless)
    mapped["vary"] = mapped
    for given in (endless, mapped, {"vary": {"horizon_days": endless}}):
        with pytest.raises(InputError, match="sweep: is nested without end"):
            plain_value(given, "sweep")


@pytest.mark.parametrize("given", [np.array([40]), np.array([[40]]), np.array([40, 50])])
def test_an_array_is_no_whole_number(given):
    (problem,) = outside("--runs", given, 1, 100)
    assert problem.message.startswith("must be a whole number, not array(")
    assert outside("--runs", np.array(40), 1, 100) == []
