"""The log beside the file of rooms, looked at before SQLite is: it says nothing of a damaged one.

SQLite leaves out a log whose head is damaged, and of any log whatever comes after a damaged page;
when the file is closed that is gone for good. A crash leaves at most the last transaction, which
was not acknowledged, in pieces.

Source: the SQLite documentation, "Database File Format", section 4.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

_HEAD_BYTES: Final = 32
_FRAME_HEAD_BYTES: Final = 24
#: The first four bytes of a log: sums are made of numbers in one order of their bytes or the other.
_ORDERS: Final = {0x377F0682: "<", 0x377F0683: ">"}
#: How often a log may have begun anew since the pages that stand in it from before.
_MOST_BEGINNINGS: Final = 1_000
_MASK: Final = 0xFFFFFFFF


def log_of(path: Path) -> Path:
    """Return where the log of a file of SQLite is."""
    return path.with_name(f"{path.name}-wal")


def is_log_damaged(log: Path) -> bool:
    """Return whether a log lacks something that was acknowledged, as far as that can be seen.

    Raises
    ------
    OSError
        If it can't be read.
    """
    try:
        data = log.read_bytes()
    except FileNotFoundError:
        return False
    if len(data) < _HEAD_BYTES:
        return False  # nothing was ever acknowledged in it
    magic, _, page_bytes, _, *salts, first, second = struct.unpack(">8I", data[:_HEAD_BYTES])
    frame_bytes = _FRAME_HEAD_BYTES + page_bytes
    order = _ORDERS.get(magic)
    sums = (0, 0) if order is None else _summed(order, data[: _HEAD_BYTES - 8], (0, 0))
    if order is None or sums != (first, second):
        return any(data[_HEAD_BYTES:])
    whole = True
    cut_commits = 0
    for start in range(_HEAD_BYTES, len(data) - frame_bytes + 1, frame_bytes):
        head = data[start : start + _FRAME_HEAD_BYTES]
        _, commits, *own_salts, first, second = struct.unpack(">6I", head)
        if whole:
            summed = head[:8] + data[start + _FRAME_HEAD_BYTES : start + frame_bytes]
            sums = _summed(order, summed, sums)
            whole = own_salts == salts and sums == (first, second)
        if start == _HEAD_BYTES and own_salts != salts:
            # What stands there from before the log began anew has an earlier first number.
            return not 0 < (salts[0] - own_salts[0]) & _MASK <= _MOST_BEGINNINGS
        if not whole:
            cut_commits += own_salts == salts and commits > 0
    # One may be the end of what was being written; it is on disk before another is begun.
    return cut_commits > 1


def _summed(order: str, data: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    """Return the two sums of a log that go on from these over more of it."""
    first, second = sums
    numbers = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for one, other in zip(numbers, numbers, strict=True):
        first = (first + one + second) & _MASK
        second = (second + other + first) & _MASK
    return first, second
