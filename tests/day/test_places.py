"""Going round a ring of places."""

import pytest

from escalation.day.places import nth_from


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_ring_is_gone_round_once_from_anywhere(count):
    for start in range(count):
        seen = [nth_from(start, step, count) for step in range(count)]
        assert seen == [*range(start, count), *range(start)]
