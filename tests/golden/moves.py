"""The changelog's promise: whoever moves the odds of a shipped scenario says so, with both values.

Two files stand behind it. ``first_odds.json`` holds the headline odds as they were when a scenario
was first recorded, and is never changed after; ``moves.csv`` holds every move since. Together they
must lead to the odds in the golden files, and every move must be in the changelog or in one of its
news fragments.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.golden.held import HERE

MOVES = HERE / "moves.csv"
FIRST = HERE / "first_odds.json"
ROOT = HERE.parent.parent
CHANGELOG = ROOT / "CHANGELOG.md"
FRAGMENTS = ROOT / "changelog.d"
HEADER = ("scenario", "outcome", "from", "to")

#: Printed odds by scenario and outcome.
Odds = dict[str, dict[str, str]]


class Move(NamedTuple):
    """A headline odds that moved, as printed before and after."""

    scenario: str
    outcome: str
    was: str
    now: str

    def __str__(self) -> str:
        """Return it as the changelog must have it."""
        return f"`{self.scenario}`: `{self.outcome}` from {self.was} to {self.now}"


def read_moves(path: Path | None = None) -> list[Move]:
    """Return the moves on record, oldest first."""
    path = path or MOVES
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == HEADER, f"{path.name} begins with {header}"
    return [Move(*row) for row in rows]


def moves_text(moves: Iterable[Move]) -> str:
    """Return what a file of moves holds."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *moves])
    return text.getvalue()


def read_first() -> Odds:
    """Return the odds as they were when each scenario was first recorded."""
    found: Odds = json.loads(FIRST.read_text(encoding="utf-8")) if FIRST.is_file() else {}
    return found


def printed_odds(golden: Mapping[str, Any]) -> dict[str, str]:
    """Return the headline odds of a scenario's golden figures, as printed."""
    return {outcome: chance["printed"] for outcome, chance in golden["odds"].items()}


def follow(first: Odds, moves: Iterable[Move]) -> tuple[Odds, list[str]]:
    """Return where the moves lead from the first odds, and what is wrong with their chain."""
    odds = {scenario: dict(chances) for scenario, chances in first.items()}
    wrong = []
    for move in moves:
        stood = odds.get(move.scenario, {}).get(move.outcome)
        if stood != move.was:
            wrong.append(f"{move}: but it stood at {stood or 'nothing on record'}")
        odds.setdefault(move.scenario, {})[move.outcome] = move.now
    return odds, wrong


def new_moves(first: Odds, moves: Iterable[Move], now: Odds) -> list[Move]:
    """Return the moves that lead from what is on record to the odds of now."""
    stood, _ = follow(first, moves)
    return [
        Move(scenario, outcome, stood[scenario][outcome], p)
        for scenario, chances in now.items()
        for outcome, p in chances.items()
        if stood.get(scenario, {}).get(outcome, p) != p
    ]


def broken_chains(first: Odds, moves: list[Move], golden: Odds) -> list[str]:
    """Return where first odds and moves don't lead to the odds of the golden files."""
    led, wrong = follow(first, moves)
    for scenario, chances in golden.items():
        for outcome, p in chances.items():
            end = led.get(scenario, {}).get(outcome, "nothing")
            if end != p:
                wrong.append(
                    f"`{scenario}`: `{outcome}` is {p} in the golden file, but the first odds and"
                    f" the recorded moves lead to {end}; renew it with python -m tests.golden"
                )
    return wrong


def fragments(folder: Path | None = None) -> list[Path]:
    """Return the news fragments, by name: all that lies beside the page that explains them."""
    return sorted(path for path in (folder or FRAGMENTS).iterdir() if path.name != "README.md")


def changelog_text() -> str:
    """Return what the changelog says, and after it what it will say at the next release."""
    return "\n\n".join(path.read_text(encoding="utf-8") for path in [CHANGELOG, *fragments()])


def items(changelog: str) -> list[str]:
    """Return the items of a changelog's lists, each on one line and without code marks."""
    found: list[str] = []
    inside = False
    for line in changelog.splitlines():
        text = line.strip()
        if re.match(r"[-*] ", text):
            found.append(text[2:])
            inside = True
        elif not text or text.startswith("#"):
            inside = False
        elif inside:
            found[-1] += f" {text}"
    return [" ".join(item.replace("`", "").split()) for item in found]


def untold(moves: Iterable[Move], changelog: str, scenarios: Iterable[str]) -> list[Move]:
    """Return the moves that a changelog does not tell.

    A move is told by a list item that names the scenario and after it, before it names another
    one, says ``OUTCOME from X% to Y%``. One that was made twice must be told twice.

    Parameters
    ----------
    moves
        The moves on record.
    changelog
        The text of the changelog.
    scenarios
        All names of scenarios that may stand in an item.
    """
    moves = list(moves)
    names = sorted({*scenarios, *(move.scenario for move in moves)}, key=len, reverse=True)
    if not names:
        return []
    named = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, names))})(?![\w-])")
    said: Counter[Move] = Counter()
    for item in items(changelog):
        _, *parts = named.split(item)
        for scenario, text in zip(parts[::2], parts[1::2], strict=True):
            for move in {move for move in moves if move.scenario == scenario}:
                phrase = f"{move.outcome} from {move.was} to {move.now}"
                said[move] += len(re.findall(rf"(?<!\w){re.escape(phrase)}(?!\w)", text))
    return [move for move, times in Counter(moves).items() if said[move] < times]
