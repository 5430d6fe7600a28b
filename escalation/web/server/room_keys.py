"""Codes and keys of rooms: what nobody may guess. The one place that draws from the machine's luck.

The model's luck is keyed, so that a run can be had again; a key must be just the opposite.
"""

from __future__ import annotations

import hashlib
import secrets  # noqa: TID251 - a key that could be computed again would be none
from collections.abc import Container
from typing import Final

#: Letters of a room's code: none that is taken for another, read aloud or off a screen.
LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ2346789"
CODE_LENGTH: Final = 6
_KEY_BYTES: Final = 18
#: Of the key that a person types.
_KEY_GROUPS: Final = (4, 4, 4)
#: Of the code by which a person comes back.
_BACK_LENGTH: Final = 8


def new_code(taken: Container[str] = ()) -> str:
    """Return a room's code that is not taken: one of some 700 million."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if code not in taken:
            return code


def new_key() -> str:
    """Return a key that a browser keeps: 144 bits."""
    return secrets.token_urlsafe(_KEY_BYTES)


def new_facilitators_key() -> str:
    """Return a key that a person can type: 12 letters in three groups, 58 bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(size)) for size in _KEY_GROUPS)
    return "-".join(groups)


def code_to_come_back(room: str, key: str) -> str:
    """Return the code by which a person takes their seat on another phone: 8 letters, 39 bits.

    It follows from the key of the seat, which does not follow from it.
    """
    digest = hashlib.sha256(f"come back to {room}: {key}".encode()).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(_BACK_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    half = len(letters) // 2
    return f"{''.join(letters[:half])}-{''.join(letters[half:])}"


def mark_of(key: str) -> str:
    """Return what tells a key from others and says nothing of it."""
    return hashlib.sha256(f"mark of {key}".encode()).hexdigest()[:8]


def new_seed() -> int:
    """Return a seed for a room's one world, which nobody can have looked up before."""
    return secrets.randbelow(2**31)


def as_code(text: str) -> str:
    """Return a code as it is compared, however it was typed.

    >>> as_code(" k7m-2qx ")
    'K7M2QX'
    """
    return "".join(letter for letter in text.upper() if letter in LETTERS)


def same(one: str, other: str) -> bool:
    """Return whether two keys are the same, in a time that tells nothing of where they differ."""
    return secrets.compare_digest(one.encode(), other.encode())
