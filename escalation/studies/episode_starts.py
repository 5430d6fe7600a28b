"""From an episode of the record to the morning from which the model forecasts it.

A row of a file of episodes becomes one or more starts of the scenario ``ordinary_incident``, each
with a chance: what nobody knows is not filled in with one answer but shared between the possible
ones. Both sides are treated by the same rules.

**What is used.** Only the columns of `USED`. How long an episode lasted, when it was quiet, how
long crossings were closed, whether it escalated and how it ended are what is forecast, and never
reach a start.

**The rule.**

- Level on the ground: posts claimed make it raids, else artillery makes it artillery, else small
  arms. Who moved first has done it; the other owes an answer, and both stand at that rung.
- First mover disputed or blank: each side with half the chance.
- Air strikes count as Pakistan's, which alone has flown them over this border; the file doesn't
  say. Where Pakistan moved first they opened the episode, the Afghan side has done nothing yet, and
  artillery and posts belong to the answer that is forecast. Where the Afghan side moved first they
  are Pakistan's answer on the first day.
- Dead: the claims about each side are read by the reporting model, its habits and noise integrated
  out, on a lognormal prior of an incident's dead (`EPISODE_DEAD`). They are of the whole episode,
  so a share of them (`FIRST_DAY_SHARE`), the same for every episode, fell on the first day. No
  claim leaves the prior; a claim of none counts as one half, as in the reporting model. A side
  that opened with air strikes lost nobody by then.
- A quarrel about a crossing starts with the crossings closed. Other triggers, civilians and places
  are not used: the model has no place for them on the first morning.

**What still leaks.** ``airstrikes``, ``artillery``, ``posts_claimed`` and the dead are recorded for
the whole episode, and the file doesn't say what of it the first day saw. Taking them for the first
day's flatters the model; the Markov chain reads the air strikes in the same way.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

from escalation.analysis.record.prior_episodes import SIDES_DEAD
from escalation.scenario.distributions import LogNormal
from escalation.scenario.register import parameters
from escalation.scenario.truth import HABITS
from escalation.vocabulary import ARTILLERY, PROTEST, RAIDS, SMALL_ARMS, STRIKES

SCENARIO: Final = "ordinary_incident"

#: Side and speaker of each column of claimed dead.
CLAIMED: Final = {
    "killed_pak_claimed_by_pak": ("pakistan_military", "pakistan_military"),
    "killed_pak_claimed_by_afg": ("pakistan_military", "afghan_taliban"),
    "killed_afg_claimed_by_afg": ("afghan_taliban", "afghan_taliban"),
    "killed_afg_claimed_by_pak": ("afghan_taliban", "pakistan_military"),
}

#: The columns that a start may depend on, and no others.
USED: Final = (
    "start_date", "trigger_kind", "first_mover", "airstrikes", "artillery", "posts_claimed",
    *CLAIMED,
)  # fmt: skip

#: Chance of yes where the cell is blank. Air strikes: P04. Artillery: three of four episodes whose
#: record says. Posts: a post taken is what both sides like to tell, so silence mostly means none.
UNKNOWN: Final = {"airstrikes": 0.18, "artillery": 0.75, "posts_claimed": 0.05}

#: Dead of one side in an incident, before any claim: about four in a recorded lethal attack with
#: that record's spread (P16), two sides, two days (P03).
EPISODE_DEAD: Final = LogNormal(3.0, 1.1)

#: Share of them that fell on the first day: a bit over half, as two days of violence suggest (P03).
FIRST_DAY_SHARE: Final = LogNormal(0.6, 0.4)

#: Posts of each side taken, where some account has posts taken: one to five in all in the record,
#: and the file doesn't say whose.
POSTS_TAKEN: Final = LogNormal(1.0, 1.0)

#: What a start is called in which air strikes opened the episode.
STRIKES_OPEN: Final = "air strikes, Pakistan first"

_NONE_KILLED: Final = 0.5
_FACT: Final = {"afghan_taliban": "taliban", "pakistan_military": "pakistan"}


@dataclass(frozen=True)
class Start:
    """One way in which an episode may have begun.

    Attributes
    ----------
    chance
        Its share among the starts of the episode, above 0; they sum to 1.
    overrides
        Settings of the scenario `SCENARIO`, each ``path=value``.
    opening_rung
        The highest deed of the first day: whatever goes beyond it is further escalation.
    answer_rung
        From this rung up a deed of the Afghan side is further escalation as well, though it stands
        lower on the ladder: raids, where air strikes opened the episode, as the record has it
        (December 2024: posts attacked, yes; March 2024: fire across the line, no). None otherwise.
    meaning
        In a few words.
    """

    chance: float
    overrides: tuple[str, ...]
    opening_rung: int
    meaning: str
    answer_rung: int | None = None


@dataclass(frozen=True)
class _Side:
    rung: int
    deed: int


def starts(episode: Mapping[str, Any]) -> tuple[Start, ...]:
    """Return the ways in which an episode may have begun, by the rule at the top of this file.

    Parameters
    ----------
    episode : mapping
        A row as `escalation.analysis.record.episodes.read_episodes` gives it; NA is unknown. Only
        the columns of `USED` are looked at.
    """
    given = {name: _known(episode.get(name)) for name in USED}
    movers = _movers(given["first_mover"])
    air_strikes, artillery, taken = (_yes_no(given[name], name) for name in UNKNOWN)
    merged: dict[tuple[tuple[str, ...], int, str], float] = {}
    for (first, a), (air, b), (guns, c), (posts, d) in product(
        movers, air_strikes, artillery, taken
    ):
        start = _start(given, first, air, guns, posts)
        merged[start] = merged.get(start, 0.0) + a * b * c * d
    return tuple(
        Start(chance, overrides, opening, meaning, RAIDS if meaning == STRIKES_OPEN else None)
        for (overrides, opening, meaning), chance in merged.items()
    )


def starts_with_dead(
    dead: float, rancour: Mapping[str, LogNormal] | None = None
) -> tuple[Start, ...]:
    """Return how an episode may have begun of which only the first day's dead are known.

    All else is shared between the possible ones, as for an episode of which nothing is known. The
    dead are those of both states together; how they fell on the two isn't known (`SIDES_DEAD`).

    Parameters
    ----------
    dead
        Of both states, on the first day.
    rancour
        What the year before has left, by the fact's name (`escalation.analysis.record
        .prior_episodes.rancour_in`); the scenario's own, of a year without an episode, if not
        given.
    """
    given = "0" if dead <= 0 else _written(LogNormal(dead / 2, SIDES_DEAD))
    names = tuple(f"parameters.{fact}_killed_day0=" for fact in _FACT.values())
    held = tuple(f"parameters.{fact}={_written(one)}" for fact, one in (rancour or {}).items())
    return tuple(
        replace(
            start,
            overrides=(
                *(one for one in start.overrides if not one.startswith(names)),
                *(f"{name}{given}" for name in names),
                *held,
            ),
        )
        for start in starts({})
    )


def first_day_dead(claims: Mapping[str, float], side: str, *, share: bool = True) -> LogNormal:
    """Return what the claims about a side say of its dead on the first day.

    With value v of a speaker of habit h, ``log v = log total + log h + noise``; the habit's own
    spread and the noise add up, claims combine by their precision, and the first day's share is
    taken off.

    Parameters
    ----------
    claims : mapping
        Dead claimed, by speaker; may be empty.
    side : str
        ``afghan_taliban`` or ``pakistan_military``.
    share : bool
        False for the dead of the whole episode.
    """
    register = parameters()
    noise = _lognormal(register["report_noise"].default).median
    weight = 1 / EPISODE_DEAD.sigma**2
    mean = weight * math.log(EPISODE_DEAD.median)
    for speaker, value in claims.items():
        habit = _lognormal(register[HABITS[speaker, side]].default)
        precision = 1 / (habit.sigma**2 + noise**2)
        seen = math.log(max(float(value), _NONE_KILLED)) - math.log(habit.median)
        weight, mean = weight + precision, mean + precision * seen
    centre, variance = mean / weight, 1 / weight
    if share:
        centre += math.log(FIRST_DAY_SHARE.median)
        variance += FIRST_DAY_SHARE.sigma**2
    return LogNormal(math.exp(centre), math.sqrt(variance))


def _known(value: Any) -> Any:
    """Return a cell, or None where it is NA, NaT or NaN: none of these equals itself."""
    try:
        return value if value is not None and bool(value == value) else None
    except TypeError:  # NA has no truth
        return None


def _yes_no(value: Any, name: str) -> list[tuple[bool, float]]:
    chance = UNKNOWN[name] if value is None else float(bool(value))
    return [(answer, p) for answer, p in ((True, chance), (False, 1 - chance)) if p > 0]


def _movers(value: Any) -> list[tuple[str, float]]:
    if value in ("Pakistan", "Afghanistan"):
        return [(str(value), 1.0)]
    return [("Afghanistan", 0.5), ("Pakistan", 0.5)]


def _start(
    given: Mapping[str, Any], first: str, air: bool, guns: bool, posts: bool
) -> tuple[tuple[str, ...], int, str]:
    strikes_open = air and first == "Pakistan"
    posts = posts and not strikes_open
    ground = RAIDS if posts else ARTILLERY if guns else SMALL_ARMS
    name = {RAIDS: "raids", ARTILLERY: "artillery", SMALL_ARMS: "small arms"}[ground]
    afghan = _Side(ground, ground if first == "Afghanistan" else 0)
    pakistani = _Side(ground, ground if first == "Pakistan" else 0)
    meaning = f"{name}, {first} first"
    if air:
        pakistani = _Side(STRIKES, STRIKES)
        meaning = f"{meaning}, air strikes in answer"
    if strikes_open:
        afghan = _Side(PROTEST, 0)
        meaning = STRIKES_OPEN
    settings = [
        *_state("afghan_taliban", afghan, given),
        *_state("pakistan_military", pakistani, given),
        *(
            _dead(side, given)
            for side in _FACT
            if not (strikes_open and side == "pakistan_military")
        ),
        *(_posts() if posts else ()),
    ]
    if isinstance(given["start_date"], dt.date):
        settings.append(f"as_of={given['start_date']:%Y-%m-%d}")
    return tuple(settings), max(afghan.deed, pakistani.deed), meaning


def _state(name: str, side: _Side, given: Mapping[str, Any]) -> list[str]:
    settings = [f"actors.{name}.rung={side.rung}", f"actors.{name}.deed={side.deed}"]
    if given["trigger_kind"] == "crossing":
        settings.append(f"actors.{name}.crossings_closed=true")
    return settings


def _dead(side: str, given: Mapping[str, Any]) -> str:
    claims = {
        speaker: float(given[column])
        for column, (whose, speaker) in CLAIMED.items()
        if whose == side and given[column] is not None
    }
    return f"parameters.{_FACT[side]}_killed_day0={_written(first_day_dead(claims, side))}"


def _posts() -> list[str]:
    """Return what posts taken set: how many of either side, in one sector, under tension."""
    lost = [f"parameters.{name}_posts_lost_day0={_written(POSTS_TAKEN)}" for name in _FACT.values()]
    return [*lost, "parameters.seized_sectors=1", "parameters.night_tension=null"]


def _written(value: LogNormal) -> str:
    return f"{{lognormal: {{median: {value.median:.6g}, sigma: {value.sigma:.6g}}}}}"


def _lognormal(value: object) -> LogNormal:
    if not isinstance(value, LogNormal):
        raise TypeError(f"the reporting model needs lognormal habits, not {value}")
    return value
