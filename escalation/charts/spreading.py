"""Labels that stand near each other, moved apart so that each can be read."""

from __future__ import annotations


def spread(positions: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels' positions apart until each is a gap from the next, moving each the least.

    The order stays. If they can't all fit between ``low`` and ``high``, the gap shrinks.
    """
    count = len(positions)
    if count == 0:
        return []
    gap = min(gap, (high - low) / count)
    order = sorted(range(count), key=lambda i: positions[i])
    # Groups of touching labels, each centred on the mean of where its labels want to be.
    groups: list[list[int]] = []
    middle: list[float] = []
    for i in order:
        groups.append([i])
        middle.append(_within(positions[i], gap, 1, low, high))
        while len(groups) > 1:
            room = gap * (len(groups[-1]) + len(groups[-2])) / 2
            if middle[-1] - middle[-2] >= room:
                break
            joint = groups.pop(-2) + groups.pop()
            middle[-2:] = [
                _within(sum(positions[j] for j in joint) / len(joint), gap, len(joint), low, high)
            ]
            groups.append(joint)
    placed = [0.0] * count
    for group, centre in zip(groups, middle, strict=True):
        for rank, i in enumerate(group):
            placed[i] = centre + gap * (rank - (len(group) - 1) / 2)
    return placed


def _within(centre: float, gap: float, count: int, low: float, high: float) -> float:
    half = gap * count / 2
    return min(max(centre, low + half), high - half)
