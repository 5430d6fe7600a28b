"""Leave an episode out of the posterior that forecasts it.

The posterior was fitted to counts over all recorded episodes (quiet within 14 and 30 days, air
strikes, further escalation). A likelihood of counts is a product over episodes, so an episode is
taken out again by weighing each row of the sample by one over the chance that the row gave to what
came of that episode.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.ensemble.design import Design
from escalation.scenario import posterior
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import POSTERIOR, DrawSpace
from escalation.studies.episode_starts import SCENARIO

Floats = NDArray[np.float64]

#: The counted patterns, and the column of an episode that was counted.
COUNTED: Final[Mapping[str, str]] = {
    "P01": "de_escalated_within_14d",
    "P02": "de_escalated_within_30d",
    "P04": "airstrikes",
    "P05": "escalated_further",
}
LEAST: Final = 0.02


def weights(episode: Mapping[str, Any], runs: int, seed: int) -> Floats | None:
    """Return the weight of each run's draw with the episode left out of the posterior.

    None if draws come from the priors, which no episode has been fitted to. What nobody knows of
    the episode was not counted and weighs nothing.

    Parameters
    ----------
    episode : mapping
        A row of `read_episodes`.
    runs, seed
        As for `forecast`: run i has draw i.

    Returns
    -------
    ndarray, shape (runs,), or None
    """
    scenario = load_scenario(SCENARIO)
    if scenario.ensemble.drawn_from != "posterior":
        return None
    space = DrawSpace(scenario)
    u = Design(space.names, seed).points(0, runs)[:, space.names.index(POSTERIOR)]
    return row_weights(episode, _patterns())[posterior.load_posterior().rows_at(u)]


def row_weights(episode: Mapping[str, Any], patterns: Mapping[str, Floats]) -> Floats:
    """Return one over the chance that each row gave to what came of the episode.

    Parameters
    ----------
    episode : mapping
        A row of `read_episodes`.
    patterns : mapping of str to ndarray, shape (rows,)
        The shares that each row predicts, by pattern.
    """
    weight = np.ones(len(next(iter(patterns.values()))))
    for name, column in COUNTED.items():
        came = episode[column]
        if came is True or came is False or isinstance(came, np.bool_):
            p = np.clip(patterns[name], LEAST, 1 - LEAST)
            weight = weight / (p if came else 1 - p)
    return weight


def _patterns() -> dict[str, Floats]:
    with posterior.checked(posterior.PATTERNS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in COUNTED}
