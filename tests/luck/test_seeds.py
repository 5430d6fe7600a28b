"""One limit of seeds, wherever one is given."""

import numpy as np
import pytest

from escalation.errors import InputError
from escalation.luck.seeds import MOST_SEED, checked_seed

LARGEST = 2**63 - 1


@pytest.mark.parametrize("seed", [0, LARGEST, np.int64(LARGEST), np.uint64(LARGEST), np.int8(7)])
def test_whole_numbers_up_to_the_limit_are_taken_as_plain_integers(seed):
    assert (checked_seed(seed), type(checked_seed(seed))) == (int(seed), int)


@pytest.mark.parametrize(
    "seed",
    [-1, LARGEST + 1, np.uint64(LARGEST + 1), 7.9, 7.0, np.float64(7), True, np.True_, "7", None,
     [7], pytest.param(10**6000, id="digits")],
)  # fmt: skip
def test_anything_else_is_refused_in_one_sentence(seed):
    with pytest.raises(InputError) as caught:
        checked_seed(seed, "here")
    said = str(caught.value)
    assert said.startswith(f"here: must be a whole number from 0 to {LARGEST}")
    assert "\n" not in said
    assert len(said) < 200


def test_it_is_the_limit_that_the_streams_have():
    from escalation.luck import blocks

    assert MOST_SEED == LARGEST
    assert blocks.run_key(MOST_SEED, 0) != blocks.run_key(MOST_SEED - 1, 0)
