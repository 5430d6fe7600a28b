"""What a scenario changes, told to readers: events as sentences, values as they are set."""

from escalation.scenario.diff import diff
from escalation.scenario.load import load_scenario, override
from escalation.telling.changes import change_in_words, value_told

BASE = load_scenario("baseline")


def told(after, before=BASE):
    return [change_in_words(one._asdict(), before) for one in diff(before, after)]


def test_an_event_is_a_sentence_with_its_date_and_nothing_is_cut():
    mediated = load_scenario("qatar_turkiye_mediate")
    assert told(mediated)[0] == (
        "An event more", "Day 3 (15 Oct): Qatar and Türkiye begin to mediate."
    )  # fmt: skip
    assert told(BASE, mediated)[0][0] == "An event less"
    assert "[" not in "".join(text for _, text in told(load_scenario("pakistan_retaliates")))


def test_a_value_is_told_as_it_is_set():
    assert told(override(BASE, {"horizon_days": 90})) == [("horizon_days", "180 → 90")]
    assert value_told(["a" * 100]).endswith("...")
