"""The rules of decision: probabilities that are probabilities, and directions that hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.day import (
    decision,
    diplomacy,
    feelings,
    fire,
    losses,
    militants,
    outcome,
    perception,
    rancour,
    ttp,
)
from escalation.day import deeds as deed_rules
from escalation.day.public_line import accused, choose_line, committed
from escalation.day.reports import publicly_believed
from escalation.scenario.register import parameters
from escalation.scenario.world import alias_table
from escalation.vocabulary import CAPITAL_STRIKES, DENY, OPEN_WAR, SILENT, SMALL_ARMS, VOW

u01 = st.floats(1e-9, 1 - 1e-9)
deeds = st.integers(2, 8)
feeling = st.floats(0.0, 4.0)


def utility(rung: int, deed: int, grievance: float = 0.5, commitment: float = 1.0) -> float:
    return decision.answer_utility(
        rung, deed, -1.5, grievance, commitment, 0.2, 0.3, 0.2, 1.2, 0.2, 1.1, 0.4, 0.7, 0.25
    )


@given(u01, deeds, st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5), st.integers(0, 8))
def test_an_answer_is_a_pass_or_a_rung_near_the_deed_and_under_the_cap(
    u: float, deed: int, lower: float, kind: float, higher: float, cap: int
) -> None:
    answer = decision.choose_answer(u, deed, lower, kind, higher, 1.0, cap, 1)
    assert answer == 0 or (SMALL_ARMS <= answer <= min(cap, OPEN_WAR) and abs(answer - deed) <= 1)


@given(deeds, feeling, feeling, st.floats(0, 6))
def test_grievance_and_commitment_pull_towards_answering(
    deed: int, grievance: float, more: float, commitment: float
) -> None:
    low = decision.pull(grievance, 2.0, 0.0, -2.0, 1.1, 0.3)
    high = decision.pull(grievance + more, 2.0, 0.0, -2.0, 1.1, 0.3)
    assert high >= low
    committed_more = utility(deed, deed, commitment=commitment + more)
    assert committed_more >= utility(deed, deed, commitment=commitment) - 1e-12


@given(st.floats(0, 1), feeling, st.floats(0, 1), st.floats(0, 1))
def test_mediators_weariness_and_ceasefires_hold_back(
    mediation: float, weariness: float, obligation: float, more: float
) -> None:
    base = decision.restraint(mediation, weariness, obligation, 1.6, 0.25, 1.2)
    assert decision.restraint(mediation + more, weariness, obligation, 1.6, 0.25, 1.2) >= base
    assert decision.restraint(mediation, weariness + more, obligation, 1.6, 0.25, 1.2) >= base
    assert decision.restraint(mediation, weariness, obligation + more, 1.6, 0.25, 1.2) >= base


def test_zero_precision_is_a_fair_coin_between_the_options() -> None:
    answers = [decision.choose_answer((i + 0.5) / 400, 4, 9, -9, 3, 0.0, 8, 1) for i in range(400)]
    assert [answers.count(rung) for rung in (3, 4, 5, 0)] == [100, 100, 100, 100]


@given(u01, deeds, st.floats(-5, 5))
def test_what_a_state_has_no_means_for_is_not_on_its_table(
    u: float, deed: int, utility: float
) -> None:
    answer = decision.choose_answer(u, deed, utility, utility, utility, 1.0, 8, 0)
    assert answer != CAPITAL_STRIKES


def test_an_operation_is_weighed_once_and_again_when_it_rises() -> None:
    assert decision.is_news(4, 0, 1, 1, 0) == 1
    assert decision.is_news(4, 4, 0, 1, 0) == 0
    assert decision.is_news(5, 4, 0, 1, 0) == 1
    assert decision.is_news(2, 2, 0, 0, 0) == 1
    assert decision.is_news(0, 0, 1, 1, 0) == 0


@given(deeds, deeds)
def test_a_deed_met_on_the_same_day_is_answered_already(deed: int, done: int) -> None:
    assert decision.is_news(deed, 0, 1, 1, done) == (1 if deed > done else 0)


@given(feeling, feeling, st.floats(0, 2))
def test_rancour_adds_to_what_is_felt_and_lengthens_operations(
    grievance: float, rancour_held: float, weight: float
) -> None:
    assert rancour.felt(grievance, rancour_held, weight) >= grievance
    assert rancour.felt(grievance, rancour_held, 0.0) == grievance
    longest = 0.5 * (1.0 + weight * math.log1p(rancour_held))
    assert rancour.resolved_growth(0.5, rancour_held, weight) == pytest.approx(longest)
    assert rancour.resolved_growth(0.5, rancour_held, 0.0) == 0.5


@given(st.integers(0, 8), u01, st.floats(0, 1))
def test_a_deed_is_misread_by_one_rung_at_most(deed: int, u: float, chance: float) -> None:
    seen = perception.perceived_deed(deed, u, chance, 0.6)
    assert abs(seen - deed) <= 1
    assert seen == deed if deed < SMALL_ARMS or chance == 0.0 else seen >= SMALL_ARMS


@given(u01, st.floats(0, 500), feeling)
def test_a_line_is_one_of_four(u: float, dead: float, grievance: float) -> None:
    assert choose_line(u, dead, grievance, 0.8, 0.35, 0.0, -0.6) in range(4)


@given(st.floats(0, 8), st.integers(0, 8))
def test_vows_commit_denials_relieve_silence_changes_nothing(commitment: float, deed: int) -> None:
    assert committed(commitment, VOW, deed, 0.7, 0.6) >= min(commitment, 8.0)
    assert committed(commitment, DENY, deed, 0.7, 0.6) <= commitment
    assert committed(commitment, SILENT, deed, 0.7, 0.6) == commitment
    assert commitment <= accused(commitment, 30.0, 0.1) <= 8.0


@given(st.floats(0.5, 200), st.floats(0.5, 200), u01)
def test_lanchester_shares_add_up_and_swap_with_the_sides(a: float, b: float, u: float) -> None:
    mine = losses.share_of_losses(a, b, 1.0, 0.4, 0.7, u)
    theirs = losses.share_of_losses(b, a, 1.0, 0.4, 0.7, 1.0 - u)
    assert 0.0 < mine < 1.0
    assert abs(mine + theirs - 1.0) < 1e-9


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 20), st.integers(0, 1), st.floats(0, 50))
def test_grief_is_never_negative_and_grows_with_losses(
    soldiers: float, civilians: float, posts: float, struck: int, inflicted: float
) -> None:
    day = feelings.grief(soldiers, civilians, posts, struck, inflicted, 0.07, 0.14, 0.12, 0.2, 2.25)
    worse = feelings.grief(
        soldiers + 5, civilians, posts, struck, inflicted, 0.07, 0.14, 0.12, 0.2, 2.25
    )
    assert 0.0 <= day <= worse


@given(st.floats(0, 100), st.floats(0, 1000), st.floats(0, 1))
def test_a_public_believes_something_between_admission_and_claim(
    admitted: float, claim: float, trust: float
) -> None:
    believed = publicly_believed(admitted, claim, trust)
    assert admitted <= believed <= max(admitted, claim) + 1e-9


@given(st.floats(0, 0.99))
def test_talks_end_in_agreement_at_the_share_asked_for(share: float) -> None:
    """Where they collapse at the usual rate, which is the middle of the prior."""
    usual = parameters()["talks_collapse"].default.central
    rate = diplomacy.agreement_rate(share)
    if rate < 0.5 and share < 0.98:
        assert abs(rate / (rate + usual) - share) < 1e-9


@given(st.integers(0, 1), st.floats(0, 1))
def test_an_agreement_binds_more_than_a_truce_and_monitors_more_still(
    monitored: int, trust: float
) -> None:
    none, truce, agreed = (
        diplomacy.obligation(kind, monitored, trust, 0.4, 0.6, 0.2) for kind in (0, 1, 2)
    )
    assert none == 0.0 < truce < agreed <= 1.0
    bound = [diplomacy.obligation(2, kept, trust, 0.4, 0.6, 0.2) for kept in (0, 1)]
    assert bound[0] < bound[1] <= 1.0


@given(st.floats(0.0, 0.9), st.floats(0.3, 0.99), st.floats(0.0, 1.0), st.floats(1.0, 500.0))
def test_self_excitation_makes_the_share_of_attacks_asked_for(
    branching: float, keep: float, hazard: float, fighters: float
) -> None:
    excited, offspring = militants.excitation_step(branching, keep), 0.0
    for _ in range(3000):
        excited *= keep
        each = militants.local_hazard(hazard, excited, fighters) - hazard
        offspring += fighters * each
    assert abs(offspring - branching) < 1e-6
    assert militants.local_hazard(hazard, excited, 0.0) == hazard


def test_an_alias_table_gives_every_place_its_share() -> None:
    weights = np.array([0.5, 0.0, 3.0, 1.5, 40.0])
    cut, other = alias_table(weights)
    n, draws = len(weights), 200_000
    found = np.zeros(n)
    for u in (np.arange(draws) + 0.5) / draws:
        slot = ttp.alias_slot(u, n)
        kept = ttp.keeps_slot(u, n, slot, cut[slot])
        found[slot if kept else other[slot]] += 1
    assert np.abs(found / draws - weights / weights.sum()).max() < 1e-4


def test_havens_are_struck_without_ground_fighting() -> None:
    assert fire.fights_on_ground(1, 2, 5) == 0
    assert fire.fights_on_ground(1, 6, 5) == 1
    assert fire.fights_on_ground(0, 6, 5) == 0


@given(
    st.integers(0, 8), st.integers(0, 5), st.integers(0, 5), st.integers(0, 9), st.integers(0, 3)
)
def test_a_deed_needs_what_it_is_named_after(
    rung: int, exchanges: int, shelling: int, raids: int, strikes: int
) -> None:
    deed = deed_rules.physical_deed(rung, exchanges, shelling, raids, strikes, 0)
    if exchanges + shelling + raids + strikes == 0:
        assert deed == 0
    if deed >= 7:
        assert raids >= 3
        assert rung == deed


def test_end_states_are_exclusive_in_their_order() -> None:
    assert outcome.end_state(5, 1, 9) == 0
    assert outcome.end_state(-1, -1, -1) == 1
    assert outcome.end_state(-1, 3, 40) == 2
    assert outcome.end_state(-1, 3, -1) == 3
