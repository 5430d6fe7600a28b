"""Events with a `when`: read, refused with one clear message, and told apart from dated ones."""

import pytest

from escalation.errors import InputError
from escalation.scenario.load import load_scenario, override, resolved_yaml
from escalation.scenario.start import start_of
from escalation.scenario.timetable import timetable


def events(text):
    return load_scenario("baseline", [f"events=[{text}]"])


def test_a_rule_becomes_rows_that_ask():
    (row,) = timetable(
        events("{when: {quiet_days: 3, rung_at_least: 5}, kind: mediation, mediators: [qatar]}")
    )
    assert (row["conditional"], row["once"], row["quiet_days"], row["rung"]) == (1, 1, 3, 5)
    assert (row["killed"], row["attack"], row["whose"], row["day"]) == (0, 0, -1, 0)


def test_a_dated_event_may_last_some_days():
    one, two = timetable(
        events(
            "{day: 2, kind: restrain, actor: afghan_taliban, max_rung: 2, days: 4}, "
            "{day: 2, kind: restrain, actor: afghan_taliban, max_rung: 2, until_day: 5}"
        )
    )
    assert one == two


def test_a_rule_survives_being_written_and_read(tmp_path):
    scenario = events(
        "{when: {attack_killed_at_least: 7, actor: pakistan_military}, once: false, day: 3, "
        "kind: restrain, actor: pakistan_military, max_rung: 1, days: 7}"
    )
    path = tmp_path / "again.yaml"
    path.write_text(resolved_yaml(scenario))
    assert load_scenario(path) == scenario


def test_what_a_rule_may_bring_is_no_part_of_the_start():
    ruled = events(
        "{when: {killed_at_least: 1}, kind: act, actor: afghan_taliban, rung: 8, days: 1}"
    )
    assert start_of(ruled).highest_rung < 8
    assert start_of(ruled).later_events == 1


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("{kind: back_channel, open: true}", "lacks day, or when"),
        ("{when: {}, kind: back_channel, open: true}", "names no condition"),
        ("{when: {quiet_dys: 3}, kind: back_channel, open: true}", "did you mean 'quiet_days'"),
        ("{when: {quiet_days: 0}, kind: back_channel, open: true}", "at least 1"),
        ("{when: {rung_at_least: 9}, kind: back_channel, open: true}", "at most 8"),
        ("{when: {quiet_days: 3, actor: pakistan_military}, kind: back_channel, open: true}",
         "leave actor out"),
        ("{day: 1, once: false, kind: back_channel, open: true}", "needs a when"),
        ("{day: 1, kind: restrain, actor: afghan_taliban, max_rung: 1}",
         "lacks until_day, or days"),
        ("{day: 1, kind: restrain, actor: afghan_taliban, max_rung: 1, days: 2, until_day: 5}",
         "has both"),
        ("{when: {quiet_days: 3}, kind: restrain, actor: afghan_taliban, max_rung: 1, "
         "until_day: 5}", "give days instead"),
        ("{when: {quiet_days: 3}, day: 400, kind: back_channel, open: true}", "never comes"),
    ],
)  # fmt: skip
def test_wrong_rules_say_what_is_wrong(event, said):
    with pytest.raises(InputError) as error:
        events(event)
    assert said in str(error.value)
    assert len(error.value.problems) == 1


def test_a_rule_is_changed_like_any_other_event():
    scenario = events("{when: {quiet_days: 3}, kind: back_channel, open: true}")
    assert override(scenario, ["events.0.when.quiet_days=5"]).events[0].when.quiet_days == 5
