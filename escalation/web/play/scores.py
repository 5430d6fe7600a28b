"""Forecasts scored by Brier: squared misses, 0 for one who knew and 1 for one who was sure wrongly.

Each seat's forecasts of each round and question are scored once the room's world has gone on to
the scenario's end. The model's own odds before each round stand among them as a yardstick.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from escalation.analysis.forecasts.scoring_rules import brier
from escalation.web.play.room import Room

MODEL: Final = "the model's odds"


def leaderboard(room: Room) -> list[dict[str, Any]]:
    """Return who forecast how well, the best first.

    Returns
    -------
    list of dict
        ``name``, ``team``, ``seat`` (None for the model), ``score`` (mean Brier), ``forecasts``
        (how many) and ``rank``, the same for equal scores. Empty until the game is closed.
    """
    if room.final is None:
        return []
    came = room.final.came_about
    scored: list[dict[str, Any]] = []
    for seat in room.all_seats:
        forecasts = [
            (chance, came[question])
            for one in room.rounds
            if one.result is not None
            for question, chance in one.forecasts.get(seat.id, {}).items()
        ]
        if forecasts:
            scored.append(_row(seat.name, seat.team, seat.id, forecasts))
    model = [
        (before.result.odds_after[question], came[question])
        for before, one in zip(room.rounds, room.rounds[1:], strict=False)
        if before.result is not None and one.result is not None
        for question in room.questions
    ]
    if model:
        scored.append(_row(MODEL, "", None, model))
    scored.sort(key=lambda row: (row["score"], row["name"]))
    for row in scored:
        row["rank"] = 1 + sum(other["score"] < row["score"] for other in scored)
    return scored


def _row(
    name: str, team: str, seat: str | None, forecasts: list[tuple[float, bool]]
) -> dict[str, Any]:
    chances, came = (np.array(each, dtype=np.float64) for each in zip(*forecasts, strict=True))
    score = float(brier(chances, came).mean())
    return {"name": name, "team": team, "seat": seat, "score": score, "forecasts": len(forecasts)}
