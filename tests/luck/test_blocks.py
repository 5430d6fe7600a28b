"""The hash by the array is the compiled one, bit for bit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from escalation.luck import blocks, streams
from escalation.luck.resampling import orders, resampled, signs

seeds = st.integers(0, 2**63 - 1)
runs = st.lists(st.integers(0, 2**62 - 1), min_size=1, max_size=4)
purposes = st.integers(1, 999)
entities = st.lists(st.integers(0, 2**24 - 1), min_size=1, max_size=4)
slots = st.lists(st.integers(0, 2**16 - 1), min_size=1, max_size=4)


@given(seeds, runs, purposes, entities, slots)
def test_every_element_is_what_the_compiled_streams_say(seed, run, purpose, entity, slot):
    keys = blocks.run_key(seed, run)
    assert keys.tolist() == [streams.run_key(seed, r) for r in run]
    at = keys[:, None, None], purpose, np.array(entity)[:, None], slot
    assert blocks.bits(*at).tolist() == [
        [[streams.bits(int(k), purpose, e, s) for s in slot] for e in entity] for k in keys
    ]
    assert blocks.uniform(*at).tolist() == [
        [[streams.uniform(int(k), purpose, e, s) for s in slot] for e in entity] for k in keys
    ]


def test_numbers_alone_make_no_noise_and_no_other_bits(recwarn):
    key = blocks.run_key(42, 7)
    assert int(key) == streams.run_key(42, 7)
    assert float(blocks.uniform(key, 3, 5, 0)) == streams.uniform(int(key), 3, 5, 0)
    assert not recwarn


def test_resamples_are_drawn_by_number_of_resample_and_place():
    key = streams.run_key(7, 3)
    places = range(20)
    u = [streams.uniform(key, 901, i, 0) for i in places]
    assert resampled(20, 5, 7)[3].tolist() == [int(20 * x) for x in u]
    by_order = sorted(places, key=lambda i: streams.uniform(key, 902, i, 0))
    assert orders(20, 5, 7)[3].tolist() == by_order
    coins = [2 * (streams.bits(key, 903, i, 0) & 1) - 1 for i in places]
    assert signs(20, 5, 7)[3].tolist() == coins
