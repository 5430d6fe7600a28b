"""Leave an episode out of the posterior that forecasts it.

An episode entered every target that was made of the recorded ones, and leaves all of them:

* Counts (quiet within 14 and 30 days, air strikes, further escalation, replies to strikes): a
  likelihood of counts is a product over episodes, so each row of the sample is weighed by one over
  the chance that it gave to what came of that episode.
* Figures of the record (median days with violence P03, median gap P07, episodes begun a month P26):
  the figure is made again without the episode, a little less sure, and each row weighed by the
  density of what is then seen over that of what was.

* The share of large attacks that a strike answered (P11): its interval is read as that of a share
  with as many cases as its width is worth, some 17, four of them answered, as the sources list. An
  episode that answered one leaves as an answered case. Attacks that no episode followed stay.
* Base rates, see `escalation.studies.leave_out_of_rates`.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.analysis.odds.intervals import Z95
from escalation.analysis.record.episodes import load_episodes
from escalation.ensemble.design import Design
from escalation.scenario import posterior
from escalation.scenario.load import load_scenario
from escalation.scenario.truth import POSTERIOR, DrawSpace
from escalation.studies import leave_out_of_rates
from escalation.studies.episode_starts import SCENARIO

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: The counted patterns, and the column of an episode that was counted.
COUNTED: Final[Mapping[str, str]] = {
    "P01": "de_escalated_within_14d",
    "P02": "de_escalated_within_30d",
    "P04": "airstrikes",
    "P05": "escalated_further",
}
#: Strikes that count for P13, and whether Taliban forces replied; the seed's own is left out.
REPLIED: Final[Mapping[str, bool]] = {
    "2022-04_KhostKunar": False,
    "2024-03_Strikes": True,
    "2024-12_Paktika": True,
    "2025-08_Drones": False,
}
#: Episodes that answered an attack that killed seven or more (P11): of April 2022 with 7 dead, of
#: March 2024 with 7, of December 2024 with 16. The fourth answer that the sources list is the seed.
ANSWERED: Final = ("2022-04_KhostKunar", "2024-03_Strikes", "2024-12_Paktika")
#: Figures of the record that are targets.
FIGURES: Final = ("P03", "P07", "P26")
LEAST: Final = 0.02
_SINCE: Final = dt.date(2021, 8, 1)  # P07 and P26 count from here


@dataclass(frozen=True)
class Seen:
    """A figure of the record as it is fitted: a normal of its logarithm, or of its log-odds."""

    centre: float
    sd: float
    share: bool = False

    def log_density(self, values: Floats) -> Floats:
        """Return the log density at values, (n,), up to a constant."""
        if self.share:
            p = np.clip(values, LEAST / 10, 1 - LEAST / 10)
            known = np.log(p) - np.log1p(-p)
        else:
            known = np.log(np.maximum(values, 1e-6))
        return np.asarray(-0.5 * ((known - self.centre) / self.sd) ** 2)


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
    found = posterior.load_posterior()
    rates = found.meta["base_rates"]
    patterns = _patterns(rates)
    weight = row_weights(episode, patterns, dict(_as_fitted(found.meta)))
    change = leave_out_of_rates.changes(str(episode.get("episode_id", "")))
    weight = weight * np.exp(leave_out_of_rates.log_weights(change, patterns, rates))
    return np.asarray(weight[found.rows_at(u)])


def row_weights(
    episode: Mapping[str, Any],
    patterns: Mapping[str, Floats],
    fitted: Mapping[str, Seen] | None = None,
) -> Floats:
    """Return the weight of each row with the episode left out of all that it entered.

    Parameters
    ----------
    episode : mapping
        A row of `read_episodes`.
    patterns : mapping of str to ndarray, shape (rows,)
        What each row predicts, by pattern.
    fitted
        Figures of the record as the posterior was fitted to them; none, if it was fitted to none.
    """
    weight = np.ones(len(next(iter(patterns.values()))))
    for name, column in COUNTED.items():
        came = episode[column]
        if came is True or came is False or isinstance(came, np.bool_):
            p = np.clip(patterns[name], LEAST, 1 - LEAST)
            weight = weight / (p if came else 1 - p)
    number = str(episode.get("episode_id", ""))
    if number in REPLIED and "P13" in patterns:
        p = np.clip(patterns["P13"], LEAST, 1 - LEAST)
        weight = weight / (p if REPLIED[number] else 1 - p)
    for name, seen in (fitted or {}).items():
        left = without(number, name, seen)
        values = patterns[name]
        weight = weight * np.exp(left.log_density(values) - seen.log_density(values))
    return weight


def without(number: str, name: str, seen: Seen, record: pd.DataFrame | None = None) -> Seen:
    """Return a figure of the record as it would have been seen without an episode.

    Parameters
    ----------
    number
        The episode's id; one that the figure wasn't made of changes nothing.
    name
        One of `FIGURES`, or P11.
    seen
        The figure as it was seen.
    record
        As `load_episodes` gives it, the shipped one by default.
    """
    if name == "P11":
        return _one_answer_less(seen) if number in ANSWERED else seen
    table = load_episodes() if record is None else record
    late = table[table["start_date"].dt.date >= _SINCE]
    entered = table["episode_id"] == number
    if name == "P03":
        days = table["days_active"].astype(float)
        with_it, rest = days.dropna(), days[~entered].dropna()
    elif name == "P07":
        gap = (late["start_date"].shift(-1) - late["last_violent_date"]).dt.days.astype(float)
        # The gaps before it and after it go: both are between it and another.
        own = late["episode_id"] == number
        with_it, rest = gap.dropna(), gap[~own & ~own.shift(-1, fill_value=False)].dropna()
    else:
        count = len(late)
        if not (late["episode_id"] == number).any():
            return seen
        return _moved(seen, (count - 1) / count, count, count - 1)
    if len(rest) == len(with_it):
        return seen
    ratio = max(float(rest.median()), 0.5) / max(float(with_it.median()), 0.5)
    return _moved(seen, ratio, len(with_it), len(rest))


def _moved(seen: Seen, ratio: float, before: int, after: int) -> Seen:
    """Return a figure that is larger by a ratio and rests on fewer cases."""
    return Seen(seen.centre + math.log(ratio), seen.sd * math.sqrt(before / after))


def _one_answer_less(seen: Seen) -> Seen:
    """Return a share without one of its hits, its width read as that of so many cases."""
    p = 1 / (1 + math.exp(-seen.centre))
    cases = 1 / (seen.sd**2 * p * (1 - p))
    hits, misses = cases * p - 1, cases * (1 - p)
    return Seen(math.log(hits / misses), math.sqrt(1 / hits + 1 / misses), share=True)


def _as_fitted(meta: Mapping[str, Any]) -> Iterator[tuple[str, Seen]]:
    """Return the figures of the record that the posterior was fitted to."""
    for name in FIGURES:
        if name in meta["targets"]:
            low, high = (math.log(meta["targets"][name][end]) for end in ("low", "high"))
            yield name, Seen((low + high) / 2, (high - low) / (2 * Z95))
    if "P11" in meta["targets"]:
        low, high = (meta["targets"]["P11"][end] for end in ("low", "high"))
        low, high = (math.log(p / (1 - p)) for p in (low, high))
        yield "P11", Seen((low + high) / 2, (high - low) / (2 * Z95), share=True)


def _patterns(rates: Iterable[str]) -> dict[str, Floats]:
    names = (*COUNTED, "P11", "P13", *FIGURES, *rates)
    with posterior.checked(posterior.PATTERNS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in names}
