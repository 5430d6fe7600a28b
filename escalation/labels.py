"""Labels that differ where what they stand for differs, however short they have to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

_MOST_FIGURES = 17  # as many as tell any two floats apart
_ROOM_FOR_NUMBER = 6


def apart(texts: Sequence[str], most: int) -> list[str]:
    """Return texts cut to a length, so that those which differ still do.

    A text that has room stays. Of those whose beginnings would be the same, what is shown is a few
    letters and then the place where they part; where even that is not enough, they are numbered.

    Parameters
    ----------
    texts
        Any texts.
    most
        Letters that a label may have, at least 12.

    >>> apart(["line: deny, until the last day", "line: vow, until the last day"], 20)
    ['line: deny, until t…', 'line: vow, until th…']
    >>> apart(["from day 1 until day 15 or so", "from day 1 until day 16 or so"], 20)
    ['from …5 or so', 'from …6 or so']
    """
    cut = {text: _cut(text, most) for text in texts}
    for group in _alike(cut):
        shared = _shared(group)
        for text in group:
            cut[text] = _around(text, shared, most)
    for group in _alike(cut):
        taken, number = {*cut.values()}, 1
        for text in group:
            while (label := f"{_cut(text, most - _ROOM_FOR_NUMBER)} ({number})") in taken:
                number += 1
            cut[text] = label
            taken.add(label)
    return [cut[text] for text in texts]


def numbers_apart(values: Sequence[float], figures: int = 3) -> list[str]:
    """Return numbers with as few figures as tell them apart, at least so many.

    >>> numbers_apart([0.1, 0.25]), numbers_apart([0.1001, 0.1002])
    (['0.1', '0.25'], ['0.1001', '0.1002'])
    """
    wanted = len(set(values))
    for count in range(figures, _MOST_FIGURES):
        texts = [f"{value:.{count}g}" for value in values]
        if len(set(texts)) >= wanted:
            return texts
    return [f"{value:.{_MOST_FIGURES}g}" for value in values]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _around(text: str, shared: int, most: int) -> str:
    """Return the beginning of a text and what it holds from a place on."""
    head = text[: most // 4]
    if shared <= len(head) or len(text) <= most:
        return _cut(text, most)
    return f"{head}…{_cut(text[shared:], most - len(head) - 1)}"


def _shared(texts: Sequence[str]) -> int:
    """Return how many letters different texts have in common at their beginning."""
    low, high = min(texts), max(texts)
    most = min(len(low), len(high))
    return next((i for i in range(most) if low[i] != high[i]), most)


def _alike(cut: dict[str, str]) -> list[list[str]]:
    """Return groups of different texts that one label stands for."""
    groups = defaultdict(list)
    for text, label in cut.items():
        groups[label].append(text)
    return [group for group in groups.values() if len(group) > 1]
