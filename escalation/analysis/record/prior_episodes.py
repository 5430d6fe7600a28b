"""What the fatal episodes of the year before have left a start of the record: day-0 rancour.

The record (`escalation.analysis.record.dyads`) says of each episode when it ended and how many
died. As in `escalation.analysis.record.memory` each becomes the grievance that the model's own
rules make of it, and has faded since its last day. What the record doesn't say is drawn: how the
dead fell on the two states (`SIDES_DEAD`), and whether one state struck the other from the air and
how many civilians died, which are those of an episode of this border at random, the state that
struck either of the two. Only episodes of the same pair count, that began in the 365 days before
the start's first day and were over by then, and in which someone died: what the others left isn't
recorded.

Starts that were left about the same share a distribution (`BANDS`), so that they can share runs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from escalation.analysis.record.episodes import load_episodes
from escalation.analysis.record.memory import (
    YEAR,
    lasting_share,
    level_of_groups,
    weights_of_losses,
)
from escalation.day.feelings import grief
from escalation.luck import blocks
from escalation.luck.purposes import PRIOR_EPISODE
from escalation.scenario.distributions import LogNormal
from escalation.scenario.register import parameters

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: Spread of one side's dead about the half of those of both.
SIDES_DEAD: Final = 0.7

#: Upper ends of the bands of what the year before has left, in units of grievance and on average
#: over both states; the first is of starts without a fatal episode before.
BANDS: Final = (0.0, 0.25, 0.5, np.inf)

#: How often the unknown facts of each episode are drawn.
DRAWS: Final = 50

#: The facts whose median and spread a start is given.
FACTS: Final = ("taliban_rancour_day0", "pakistan_rancour_day0")


def prior_fatal(starts: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Return the fatal episodes of the same pair in the year before each start.

    Parameters
    ----------
    starts, episodes : DataFrame
        Rows of `escalation.analysis.record.dyads.load_dyad_episodes`.

    Returns
    -------
    DataFrame
        A row for each start and episode: ``place`` of the start among ``starts``, ``dead`` of the
        episode, ``days`` from its last day to the start's first.
    """
    first = starts[["dyad", "start"]].reset_index(drop=True).rename_axis("place").reset_index()
    fatal = episodes.loc[episodes["dead"] > 0, ["dyad", "start", "end", "dead"]]
    both = first.merge(fatal.rename(columns={"start": "began"}), on="dyad")
    days = (both["start"] - both["end"]).dt.days
    found = both.assign(days=days)[(days > 0) & (both["start"] - both["began"] <= YEAR)]
    chosen: pd.DataFrame = found[["place", "dead", "days"]].reset_index(drop=True)
    return chosen


def left_by(prior: pd.DataFrame, count: int, seed: int) -> Floats:
    """Draw what prior episodes have left each start, the unknown facts with them.

    Parameters
    ----------
    prior : DataFrame
        From `prior_fatal`.
    count : int
        Starts.
    seed : int
        Of the draws.

    Returns
    -------
    ndarray, shape (count, DRAWS, 2)
        Grievance of either state, without what armed groups add.
    """
    key = blocks.run_key(seed, np.arange(DRAWS))[None, :]
    each = np.arange(len(prior))[:, None]
    luck = [blocks.uniform(key, PRIOR_EPISODE, each, slot) for slot in range(4)]
    half = prior["dead"].to_numpy(dtype=np.float64)[:, None] / 2
    dead = [half * np.exp(SIDES_DEAD * ndtri(one)) for one in luck[:2]]
    from_the_air, civilians = _unknown(luck[2])
    held = np.zeros((len(prior), DRAWS, 2))
    for side in range(2):
        struck = from_the_air & ((luck[3] < 0.5) == (side == 0))
        mine = np.where(from_the_air, np.where(struck, civilians, 0.0), civilians / 2)
        held[:, :, side] = _grief(dead[side], mine, struck, dead[1 - side])
    held *= (lasting_share() ** prior["days"].to_numpy(dtype=np.float64))[:, None, None]
    found = np.zeros((count, DRAWS, 2))
    np.add.at(found, prior["place"].to_numpy(), held)
    return found


def band_of(left: Floats) -> NDArray[np.int64]:
    """Return in which of `BANDS` each start lies, by the mean over both states and all draws."""
    return np.asarray(np.searchsorted(BANDS, left.mean(axis=(1, 2))), dtype=np.int64)


def rancour_in(left: Floats) -> dict[str, LogNormal]:
    """Return the rancour of the two sides of the model on day 0, for starts of one band.

    What armed groups add in any year is in it, as in the scenario's own. Mean and variance are
    those over starts and draws; to the spread comes the fact's own, which is of what the model
    makes of facts that are known. Neither state of the record is the Taliban or Pakistan, so
    either side has the distribution of both.

    Parameters
    ----------
    left : ndarray, shape (n, DRAWS, 2)
        Of the starts of a band.
    """
    found = {}
    for fact, group in zip(FACTS, level_of_groups(), strict=True):
        mean = float(left.mean()) + group
        variance = math.log1p(float(left.var()) / mean**2)
        sigma = math.hypot(math.sqrt(variance), _own_spread(fact))
        found[fact] = LogNormal(mean / math.exp(variance / 2), sigma)
    return found


def _own_spread(fact: str) -> float:
    declared = parameters()[fact].default
    if not isinstance(declared, LogNormal):
        raise TypeError(f"the spread of {fact} is that of a lognormal, not of {declared}")
    return declared.sigma


def _unknown(luck: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Return whether there were air strikes and how many civilians died, by an episode of here."""
    here = load_episodes()
    known = here[here["airstrikes"].notna() & here["civilians_killed_reported"].notna()]
    which = (luck * len(known)).astype(np.int64)
    from_the_air = known["airstrikes"].to_numpy(dtype=np.bool_)[which]
    return from_the_air, known["civilians_killed_reported"].to_numpy(dtype=np.float64)[which]


def _grief(own: Floats, civilians: Floats, struck: NDArray[np.bool_], other: Floats) -> Floats:
    """Return the grievance of a state's losses, element by element; no posts are recorded."""
    weights = tuple(weights_of_losses().values())

    def of_one(soldiers: float, dead: float, hit: int, inflicted: float) -> float:
        pain: float = grief(soldiers, dead, 0.0, hit, inflicted, *weights)
        return pain

    each = np.vectorize(of_one, otypes=[np.float64])
    return np.asarray(each(own, civilians, struck.astype(np.int64), other))
