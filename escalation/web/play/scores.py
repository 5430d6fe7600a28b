"""Forecasts scored by Brier: squared misses, 0 for one who knew and 1 for one who was sure wrongly.

Each seat's forecasts of each round and question are scored once the room's world has gone on to
the scenario's end. The model's own odds before each round stand among them as a yardstick. Some
questions are harder than others, and nobody need answer all: so whoever forecast is ranked by how
far their score is from the model's over the same forecasts.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from escalation.analysis.forecasts.scoring_rules import brier
from escalation.web.play.room import Room, Round

MODEL: Final = "the model's odds"


def leaderboard(room: Room) -> list[dict[str, Any]]:
    """Return who forecast how well, against the model over the same forecasts, the best first.

    Returns
    -------
    list of dict
        ``name``, ``team``, ``seat`` (None for the model), ``score`` (mean Brier), ``model_score``
        (the model's over the same forecasts), ``against_model`` (the one less the other, so that
        below 0 is better than the model), ``forecasts`` (how many) and ``rank``, the same for
        equal ``against_model``. Empty until the game is closed.
    """
    if room.final is None:
        return []
    came = room.final.came_about
    asked = rounds_with_odds(room)
    scored: list[dict[str, Any]] = []
    for seat in room.all_seats:
        forecasts = [
            (chance, odds[question], came[question])
            for one, odds in asked
            for question, chance in one.forecasts.get(seat.id, {}).items()
        ]
        if forecasts:
            scored.append(_row(seat.name, seat.team, seat.id, forecasts))
    model = [(odds[name], odds[name], came[name]) for _, odds in asked for name in room.questions]
    if model:
        scored.append(_row(MODEL, "", None, model))
    scored.sort(key=lambda row: (row["against_model"], row["name"]))
    for row in scored:
        row["rank"] = 1 + sum(other["against_model"] < row["against_model"] for other in scored)
    return scored


def rounds_with_odds(room: Room) -> list[tuple[Round, dict[str, float]]]:
    """Return the rounds that were played, each with the model's odds on its morning."""
    return [
        (one, before.result.odds_after)
        for before, one in zip(room.rounds, room.rounds[1:], strict=False)
        if before.result is not None and one.result is not None
    ]


def _row(
    name: str, team: str, seat: str | None, forecasts: list[tuple[float, float, bool]]
) -> dict[str, Any]:
    """Return somebody's row; of each forecast its chance, the model's, and whether it came."""
    chances, odds, came = np.array(forecasts, dtype=np.float64).T
    score, model = float(brier(chances, came).mean()), float(brier(odds, came).mean())
    return {
        "name": name, "team": team, "seat": seat, "score": score, "model_score": model,
        "against_model": score - model, "forecasts": len(forecasts),
    }  # fmt: skip
