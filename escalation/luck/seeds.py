"""What a seed is, in one place: a whole number from 0 to 2**63 - 1, wherever one is given."""

from __future__ import annotations

import operator
from typing import Any, Final

from escalation.errors import InputError

MOST_SEED: Final = 2**63 - 1


def is_truth_value(value: Any) -> bool:
    """Return whether a value is true or false, of Python or of NumPy (whose old ones are whole)."""
    return isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")


def checked_seed(value: Any, where: str = "--seed") -> int:
    """Return a seed as a plain integer.

    Parameters
    ----------
    value
        What was given; integers of NumPy are taken, True and False are not.
    where
        What a complaint calls it.

    Raises
    ------
    InputError
        If it is no whole number from 0 to `MOST_SEED`.
    """
    if message := seed_problem(value):
        raise InputError.single(where, message)
    return operator.index(value)


def seed_problem(value: Any) -> str:
    """Return what is wrong with a seed, or an empty string."""
    try:
        whole = None if is_truth_value(value) else operator.index(value)
    except TypeError:
        whole = None
    if whole is not None and 0 <= whole <= MOST_SEED:
        return ""
    return f"must be a whole number from 0 to {MOST_SEED} (2**63 - 1), not {_brief(value)}"


def _brief(value: Any) -> str:
    """Return a value in few words; one of thousands of digits is not written out."""
    if isinstance(value, int) and value.bit_length() > 256:
        return "a number far beyond that"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
