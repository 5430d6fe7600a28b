"""What stands beside a run's odds: chance and ignorance, what outcomes mean, what is missing."""

import pytest

from escalation.analysis.odds.intervals import Estimate
from escalation.telling.estimative_words import TOO_FEW
from escalation.telling.odds import (
    between_draws,
    judgement,
    judgement_over,
    judgement_under,
    shortfalls,
)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ({"odds_from": None, "odds_to": None}, ""),
        ({"ignorance": 0.0, "low": 0.0, "odds_from": 0.7, "odds_to": 0.7}, "see no difference"),
        (
            {"ignorance": 0.06, "low": 0.05, "odds_from": 0.66, "odds_to": 0.953},
            "no measure of how sure the odds are: those lie between 66% and 95% in 95% of draws of "
            "what is unknown, luck taken off. Whether the rules are right is in neither.",
        ),
        ({"ignorance": 0.06, "low": 0.0, "odds_from": 0.6, "odds_to": 0.9}, "can't rule out"),
        ({"ignorance": 0.6, "low": 0.5, "odds_from": 0.1, "odds_to": 0.9}, "between 10% and 90%"),
    ],
)
def test_how_far_the_odds_go_between_draws(share, said):
    assert said in between_draws(share)
    assert bool(between_draws(share)) is bool(said)


def summary_of(**odds):
    unknown = {"p": None, "n": 400, "between_draws_low": None, "between_draws_high": None}
    carlo = {"low": 0.0, "high": 0.02}
    rows = {
        name: unknown if p is None else {**unknown, **carlo, "p": p} for name, p in odds.items()
    }
    return {"odds": rows, "horizon_days": 180}


def test_a_judgement_has_a_word_of_the_standard_beside_each_figure():
    said = list(judgement(summary_of(de_escalated_30d=0.92, durable=0.25, war=0.03)))
    assert said == [
        "Under what is assumed, de-escalation by day 30 is very likely, 92% ±1.0 of runs; "
        "a quiet that lasts to the end is unlikely, 25% ±1.0 of runs.",
        "Within 180 days, there is almost no chance of war between the states, 3% ±1.0 of runs.",
    ]
    assert not any("confidence" in one for one in said)


def test_what_the_horizon_hides_is_not_judged():
    said = list(judgement(summary_of(de_escalated_30d=None, durable=None, war=0.5)))
    assert said == [
        "Within 180 days, there is a roughly even chance of war between the states, 50% ±1.0 of "
        "runs."
    ]
    (nothing,) = judgement(summary_of(de_escalated_30d=None, durable=None, war=None))
    assert nothing == "No run came through, so there are no odds."


def test_what_figures_lack_is_said():
    stopped = {"interrupted": True, "requested_runs": 400, "runs": 96, "failures": {"broke": 1}}
    assert list(shortfalls(stopped)) == [
        "Stopped early: these are 96 runs of the 400 asked for.",
        "1 run broke and is left out: broke.",
    ]


def test_scenarios_are_judged_one_by_one():
    odds = summary_of(durable=0.25, war=None)["odds"]
    assert judgement_under("baseline", odds) == (
        "Under baseline, a quiet that lasts to the end is unlikely, 25% ±1.0 of runs."
    )
    nothing = summary_of(durable=None, war=None)["odds"]
    assert judgement_under("baseline", nothing) == "Under baseline no odds can be told."


def test_a_sweep_is_judged_by_its_ends():
    ends = summary_of(lowest=0.03, highest=0.5)["odds"]
    assert list(judgement_over({"war": ends}, 400)) == [
        "Over the points, the odds of war between the states go from almost no chance, 3% ±1.0 of "
        "runs, to roughly even chance, 50% ±1.0 of runs."
    ]


def test_a_sweep_of_few_runs_a_point_is_counted_and_not_judged():
    ends = summary_of(lowest=0.0, highest=0.5)["odds"]
    assert list(judgement_over({"war": ends}, 2)) == [
        "Over the points, war between the states came about in no run of a point at the least, and "
        "in 1 of 2 runs at the most.",
        "2 runs are too few to say how likely that is.",
    ]


@pytest.mark.parametrize(("runs", "verb"), [(1, "1 run is"), (19, "19 runs are")])
def test_few_runs_are_counted_and_not_judged(runs, verb):
    row = {"p": 0.0, "n": runs, "low": 0.0, "high": 0.8, "between_draws_low": None,
           "between_draws_high": None}  # fmt: skip
    names = ("de_escalated_30d", "durable", "war")
    said = list(judgement({"odds": dict.fromkeys(names, row), "horizon_days": 180}))
    assert said[-1] == f"{verb} too few to say how likely that is."
    assert "war between the states came about in no run" in said[1]
    assert not any("chance" in one or "likely." in one for one in said[:-1])
    assert Estimate(0.0, 0.0, 0.8, runs, 1).word == TOO_FEW
