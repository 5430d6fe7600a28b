"""What a scenario's rules ask for, and what is held or refused for a while."""

import numpy as np
import pytest

from escalation import load_scenario
from escalation import vocabulary as words
from escalation.day.scenario_events import dead_reach, last_day, may_happen, reaches
from escalation.errors import InputError
from escalation.studies.one_run import draw_of_run, engine_of


@pytest.mark.parametrize(
    ("asked", "a", "b", "whose", "holds"),
    [
        (0, 0, 0, -1, 1), (5, 5, 0, -1, 1), (5, 0, 5, -1, 1), (5, 4, 4, -1, 0),
        (5, 5, 0, 0, 1), (5, 5, 0, 1, 0), (5, 0, 5, 1, 1), (5, 0, 5, 0, 0),
    ],
)  # fmt: skip
def test_a_state_reaches_what_is_asked(asked, a, b, whose, holds):
    assert reaches(asked, a, b, whose) == holds


def test_the_dead_of_both_sides_add_up_unless_one_is_meant():
    assert dead_reach(10, 6, 4, -1) == 1
    assert dead_reach(10, 6, 4, 0) == dead_reach(10, 6, 4, 1) == 0
    assert dead_reach(6, 6, 4, 0) == 1


def test_once_is_once_and_no_day_comes_too_early():
    assert may_happen(2, 3, 1, -1) == 0
    assert may_happen(3, 3, 1, -1) == 1
    assert may_happen(4, 3, 1, 3) == 0
    assert may_happen(4, 3, 0, 3) == 1


def test_the_last_day_counts_the_first():
    assert last_day(5, 5, 3) == 7
    assert last_day(5, 9, 0) == 9


RESTLESS = [
    "horizon_days=40",
    "parameters.crossing_closing=1",
    "parameters.crossing_reopening=1",
    "parameters.channel_opening=1",
    "parameters.channel_break=1",
    "parameters.talks_rate=1",
    "parameters.truce_rate=1",
]


def days_of(events, run=3, settings=RESTLESS):
    scenario = load_scenario("baseline", [*settings, f"events={events}"])
    draw = draw_of_run(scenario, run, scenario.ensemble.seed, 4)
    return engine_of(scenario).watch(draw, run, scenario.ensemble.seed)


def test_what_is_held_stays_as_it_was_put_and_then_is_the_states_own_again():
    free = days_of("[{day: 5, kind: back_channel, open: false}]").days
    held = days_of("[{day: 5, kind: back_channel, open: false, days: 9}]").days
    assert free["channel"][5:14].any()
    assert not held["channel"][5:14].any()
    assert held["channel"][14:].any()
    shut = "[{day: 5, kind: crossings, actor: pakistan_military, closed: CLOSED, until_day: 12}]"
    for closed in (True, False):
        held = days_of(shut.replace("CLOSED", str(closed).lower())).days["closed_pak"]
        assert (held[5:13] == closed).all()
    later = days_of(
        "[{day: 5, kind: crossings, actor: pakistan_military, closed: true, days: 30},"
        " {day: 9, kind: crossings, actor: pakistan_military, closed: false, days: 5}]"
    ).days["closed_pak"]
    assert later[5:9].all()
    assert not later[9:14].any()


def test_without_both_no_talks_start_and_no_truce_comes_about():
    said = (words.TALKS_STARTED, words.TRUCE_AGREED, words.AGREEMENT_REACHED)
    refused = "[{day: 0, kind: refuse, actor: ACTOR, what: talks, until_day: 25}]"
    free = days_of("[]", run=1).events
    assert free["day"][np.isin(free["kind"], said)].min() <= 25
    for actor in ("afghan_taliban", "pakistan_military"):
        found = days_of(refused.replace("ACTOR", actor), run=1).events
        came = found["day"][np.isin(found["kind"], said)]
        assert len(came)
        assert came.min() > 25


def test_a_ceasefire_lets_a_state_stand_down():
    slow = ["horizon_days=40", "parameters.stand_down=0.02", "parameters.operation_growth=3"]
    slow += ["parameters.truce_rate=0", "parameters.talks_rate=0"]
    ordered = (
        "{day: 2, kind: restrain, actor: pakistan_military, max_rung: 1, days: 9},"
        " {day: 2, kind: act, actor: afghan_taliban, rung: 7, days: 1}"
    )
    begun = "{day: 4, kind: ceasefire, type: agreement, monitored: true}"
    free, held = (days_of(f"[{e}]", 3, slow).days for e in (ordered, f"{ordered}, {begun}"))
    assert free["rung_afg"][2:5].tolist() == [7, 7, 7]
    assert free["acting_afg"][2:5].tolist() == [1, 1, 1]
    assert held["rung_afg"][2:5].tolist() == [7, 7, 1]
    assert held["acting_afg"][2:5].tolist() == [1, 1, 0]


def test_mediators_do_not_move_a_state_that_refuses_them():
    engaged = "{day: 2, kind: mediation, mediators: [qatar, turkiye]}"
    refused = "{day: 3, kind: refuse, actor: afghan_taliban, what: mediation, days: 5}"
    free, held = (days_of(f"[{e}]").days for e in (engaged, f"{engaged}, {refused}"))
    assert (free["mediation_afg"][3:8] > 0).all()
    assert (held["mediation_afg"][3:8] == 0).all()
    assert (held["mediation_pak"][3:8] > 0).all()
    assert held["mediation_afg"][8] > 0


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("{day: 1, kind: refuse, actor: afghan_taliban, what: talks}", "lacks until_day, or days"),
        ("{day: 1, kind: refuse, actor: afghan_taliban, what: tea, days: 2}", "talks"),
        ("{day: 1, kind: refuse, actor: ttp, what: talks, days: 2}", "afghan_taliban"),
        ("{day: 1, kind: back_channel, open: true, days: 2, until_day: 4}", "give one"),
        (
            "{when: {quiet_days: 2}, kind: crossings, actor: afghan_taliban, closed: true,"
            " until_day: 4}",
            "give days instead",
        ),
        (
            "{day: 9, kind: crossings, actor: afghan_taliban, closed: true, until_day: 4}",
            "day 4 is before the event's day 9",
        ),
    ],
)
def test_what_lasts_says_how_long_once(event, said):
    with pytest.raises(InputError) as error:
        load_scenario("baseline", [f"events=[{event}]"])
    assert said in str(error.value)
