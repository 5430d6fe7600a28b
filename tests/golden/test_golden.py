"""Every scenario and study says what its golden file says, each a test of its own."""

import pytest

from tests.golden import held

SHOWN = 25


def cases():
    """Return every scenario and study, the slow ones marked."""
    slow = {True: [pytest.mark.slow], False: []}
    return [
        pytest.param(one, id=f"{one.kind}-{one.name}", marks=slow[one.slow])
        for one in held.everything()
    ]


@pytest.mark.parametrize("one", cases())
def test_says_what_it_said(one):
    moved = one.moved(one.measure())
    if moved:
        lines = [f"{one.kind}/{one.name}: {len(moved)} moved", *map(str, moved[:SHOWN])]
        if len(moved) > SHOWN:
            lines.append(f"... and {len(moved) - SHOWN} more")
        lines.append(f"If it was meant to: python -m tests.golden --renew {one.name}")
        pytest.fail("\n  ".join(lines), pytrace=False)


def test_no_golden_file_is_left_over():
    assert [path.name for path in held.orphans()] == []


def test_no_two_go_by_one_name():
    names = [one.name for one in held.everything()]
    assert sorted(set(names)) == sorted(names)
