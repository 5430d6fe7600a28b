"""The played rounds of a room as each team is told them, made once and kept.

A played round never changes, unless it is undone and played again, so late in a game a message
costs what it costs early. What is told of it changes only with what all may see by then. It is
kept packed, a tenth of what it takes as Python's objects, since a game may be long.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from escalation.web.play.screen.past import told_round
from escalation.web.play.screen.seat_screen import odds_over_the_game
from escalation.web.play.views import may_see_odds, may_see_truth, view_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escalation.web.play.room import Room, Round


class ToldRound:
    """A played round: as a team sees it, and the same in words."""

    def __init__(self, room: Room, one: Round, team: str) -> None:
        self.round = one
        seen = view_round(room, one, team)
        self._seen, self._told = _packed(seen), _packed(told_round(room, seen, team))

    @property
    def seen(self) -> dict[str, Any]:
        """Return what `escalation.web.play.views.view_round` gives of it."""
        return _unpacked(self._seen)

    @property
    def told(self) -> dict[str, Any]:
        """Return it in words."""
        return _unpacked(self._told)


def _packed(values: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(values).encode(), level=1)


def _unpacked(packed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found


class _Of:
    """What one team is told."""

    def __init__(self, stamp: Sequence[Any]) -> None:
        self.stamp = stamp
        self.rounds: tuple[ToldRound, ...] = ()
        self.odds: dict[str, Any] | None = None


class ToldRounds:
    """What each team of one room is told of its played rounds."""

    def __init__(self) -> None:
        self._by_team: dict[str, _Of] = {}

    def of(self, room: Room, team: str) -> tuple[tuple[ToldRound, ...], dict[str, Any] | None]:
        """Return the played rounds as a team is told them, and the odds over the game.

        What is the same as before is the same object.
        """
        stamp = (
            room.scenario, room.planned_rounds, room.round_days, may_see_odds(room, team),
            may_see_truth(room, team),
        )  # fmt: skip
        kept = self._by_team.get(team)
        if kept is None or kept.stamp != stamp:
            kept = self._by_team[team] = _Of(stamp)
        played = [one for one in room.rounds if one.result is not None]
        if [one.round for one in kept.rounds] == played:  # the same objects, so this is quick
            return kept.rounds, kept.odds
        before = {one.round.number: one for one in kept.rounds}
        kept.rounds = tuple(
            found
            if (found := before.get(one.number)) is not None and found.round is one
            else ToldRound(room, one, team)
            for one in played
        )
        kept.odds = odds_over_the_game(room, [one.seen for one in kept.rounds])
        return kept.rounds, kept.odds
