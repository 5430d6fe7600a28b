"""What a file says of where it comes from: the same from each form; half of one is none."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.stamp import Stamp, scenario_hash

WHOLE = Stamp(
    "1a2b3c4d", "e3" * 32, "0.1.0", "12", "escalation run 'a; b.yaml'", "2026-11-27T00:00:00+00:00"
)


def test_each_form_gives_the_same_stamp_back():
    assert Stamp.from_mapping(WHOLE.as_mapping()) == WHOLE
    assert Stamp.from_json(WHOLE.as_json()) == WHOLE
    assert Stamp.from_text(f"keywords: x, {WHOLE.as_text()}\nnext line") == WHOLE


@given(st.text())
def test_any_command_stays_in_one_line_and_comes_back_as_it_is_seen(command):
    told = Stamp("ab", "cd", "1", "2", command).as_text()
    assert len(told.splitlines()) == 1
    found = Stamp.from_text(told)
    assert found is not None
    assert found.as_text() == told


@pytest.mark.parametrize("gone", ["run_id", "scenario_sha256", "version", "seed", "command"])
def test_a_part_of_a_stamp_is_none(gone):
    told = WHOLE.as_json()
    del told[gone]
    assert Stamp.from_json(told) is None
    assert Stamp.from_json(WHOLE.as_json() | {gone: 3}) is None


def test_a_stamp_from_before_moments_were_kept_is_whole():
    told = WHOLE.as_json()
    del told["started"]
    assert Stamp.from_json(told).started == ""


@pytest.mark.parametrize("other", [None, [], "run_id=1", 3])
def test_what_is_no_object_holds_no_stamp(other):
    assert Stamp.from_json(other) is None


def test_the_hash_is_of_the_text_and_of_several_in_their_order():
    assert scenario_hash(["a: ä\n"]) == hashlib.sha256("a: ä\n".encode()).hexdigest()
    assert scenario_hash(["a", "b"]) not in (scenario_hash(["b", "a"]), scenario_hash(["ab"]))
