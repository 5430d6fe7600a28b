"""Keyed random numbers: uniform, unrelated across addresses, fixed for a seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from escalation.luck import purposes, streams

addresses = st.tuples(st.integers(1, 60), st.integers(0, 2**24 - 1), st.integers(0, 2**16 - 1))


def table(purpose: int, entities: int, days: int) -> np.ndarray:
    run = streams.run_key(7, 3)
    return np.array(
        [
            [streams.uniform(streams.day_key(run, day), purpose, e, 0) for e in range(entities)]
            for day in range(days)
        ]
    )


def test_golden_values_hold_on_every_machine() -> None:
    run = streams.run_key(42, 7)
    assert run == 3388300065743444451
    assert streams.day_key(run, 0) == 2473732142091487577
    assert streams.uniform(streams.day_key(run, 0), 3, 5, 0) == 0.8398704851179236


@given(st.integers(0, 2**52 - 1), st.integers(-2, 2), st.integers(0, 2))
def test_bits_are_below_exactly_when_their_uniform_is(n: int, aside: int, ulps: int) -> None:
    chance = (n + 0.5) * 2.0**-52
    for _ in range(ulps):
        chance = float(np.nextafter(chance, 1.0))
    below = streams.bits_below(chance)
    for whole in (n + aside, n // 2, 2**52 - 1 - n):
        if 0 <= whole < 2**52:
            smaller = (whole + 0.5) * 2.0**-52 < chance
            assert (whole << 10 < below) == smaller
            assert ((whole << 10) + 1023 < below) == smaller


@given(addresses, st.one_of(st.sampled_from([0.0, 1.0, 2.0**-60, -1.0, 2.0]), st.floats(0.0, 1.0)))
def test_a_chance_is_met_alike_by_bits_and_uniform(
    address: tuple[int, int, int], chance: float
) -> None:
    met = streams.uniform(99, *address) < chance
    assert (streams.bits(99, *address) < streams.bits_below(chance)) == met


@given(
    st.integers(0, 2**62 - 1), st.integers(1, 60), st.integers(0, 2**23),
    st.integers(0, streams.AT_ONCE),
    st.one_of(st.sampled_from([0.0, 1.0, -1.0, 2.0]), st.floats(0.0, 1.0)),
)  # fmt: skip
def test_many_asked_at_once_answer_as_each_alone(
    key: int, purpose: int, first: int, count: int, chance: float
) -> None:
    met = streams.who_meets(key, purpose, first, first + count, chance)
    alone = [streams.uniform(key, purpose, first + n, 0) < chance for n in range(count)]
    assert [bool(met >> n & 1) for n in range(count)] == alone
    assert met >> count == 0


@given(st.integers(0, 2**62 - 1), st.integers(1, 60), st.integers(0, 2**24 - 1))
def test_a_first_wait_is_the_exponential_of_the_first_uniform(
    key: int, purpose: int, entity: int
) -> None:
    u = streams.uniform(key, purpose, entity, 0)
    assert streams.first_wait(key, purpose, entity) == streams.exponential(u)


def test_uniforms_are_uniform_and_uncorrelated_over_days_entities_and_purposes() -> None:
    u = table(purposes.EXCHANGE, 150, 80)
    assert stats.kstest(u.ravel(), "uniform").pvalue > 0.001
    bound = 4.5 / np.sqrt(u.size)
    assert abs(np.corrcoef(u[:-1].ravel(), u[1:].ravel())[0, 1]) < bound
    assert abs(np.corrcoef(u[:, :-1].ravel(), u[:, 1:].ravel())[0, 1]) < bound
    v = table(purposes.RAID, 150, 80)
    assert abs(np.corrcoef(u.ravel(), v.ravel())[0, 1]) < bound


@given(st.integers(0, 2**40), st.integers(0, 10**7), addresses, addresses)
def test_an_address_has_its_own_number_below_two_to_the_62(
    seed: int, run: int, one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    key = streams.run_key(seed, run)
    assert 0 <= key < 2**62
    assert 0 <= streams.bits(key, *one) < 2**62
    assert (streams.bits(key, *one) == streams.bits(key, *other)) == (one == other)


@given(st.floats(1e-12, 1 - 1e-12))
def test_normal_agrees_with_scipy(u: float) -> None:
    assert streams.normal(u) == pytest.approx(stats.norm.ppf(u), abs=2e-8)


@given(st.floats(1e-9, 1 - 1e-9), st.floats(0.01, 20.0))
def test_poisson_is_the_quantile_of_its_law(u: float, mean: float) -> None:
    count = streams.poisson(u, mean, 200)
    assert stats.poisson.cdf(count, mean) >= u - 1e-9
    assert count == 0 or stats.poisson.cdf(count - 1, mean) < u + 1e-9


@given(st.floats(0.0, 50.0), st.floats(1e-9, 1 - 1e-9))
def test_whole_rounds_to_a_neighbour(x: float, u: float) -> None:
    assert streams.whole(x, u) in (int(x), int(x) + 1)


def test_geometric_days_keep_their_mean() -> None:
    u = (np.arange(20_000) + 0.5) / 20_000
    days = [streams.geometric_days(float(x), 1.5, 10_000) for x in u]
    assert np.mean(days) == pytest.approx(1.5, rel=0.02)
    assert streams.geometric_days(0.5, 0.0, 9) == 0
