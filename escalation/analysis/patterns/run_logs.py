"""What the event logs of runs say: episodes, triggers and replies, tempo, claims, ceasefires.

A log is one run told day by day: ``days`` of ``DAY_DTYPE`` and ``events`` of ``EVENT_DTYPE``. Runs
are independent of each other (each has its own draw), so intervals are taken over runs; cases
within one run are kept together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from escalation import vocabulary as words
from escalation.analysis.odds.outcomes import QUIET_RUN_DAYS
from escalation.analysis.patterns import event_statistics as es
from escalation.analysis.patterns.monte_carlo import MONTH, Measured, mean_of

OPENING_RUNG: Final = words.SMALL_ARMS  # at which the ordinary incident begins
MASS_CASUALTY: Final = 7
REPLY_DAYS: Final = 4
BLOCK: Final = 10  # runs of half a year that hold about as many attacks as the record
#: Events that are incidents between the states.
KINETIC: Final = (
    words.EXCHANGE, words.SHELLING, words.RAID_REPELLED, words.CAPTURE, words.RECAPTURE,
    words.STRIKE, words.CAPITAL_STRIKE,
)  # fmt: skip
_STRIKES: Final = (words.STRIKE, words.CAPITAL_STRIKE)


class RunLog(Protocol):
    """One run told day by day, as ``Engine.watch`` gives it."""

    @property
    def days(self) -> NDArray[np.void]:
        """Return a record a day."""

    @property
    def events(self) -> NDArray[np.void]:
        """Return the event log."""


def over_blocks(logs: Sequence[RunLog], measure: Callable[[es.LethalEvents], float]) -> Measured:
    """Return a statistic of the lethal attacks of ten runs at a time, on average over such blocks.

    Ten half-years hold about as many attacks as the record: concentration and fits depend on how
    many events there are.
    """
    values = []
    for first in range(0, len(logs) - BLOCK + 1, BLOCK):
        parts = [es.lethal_attacks(log.events) for log in logs[first : first + BLOCK]]
        together = es.LethalEvents(
            np.concatenate([part.day for part in parts]),
            np.concatenate([part.segment for part in parts]),
            np.concatenate([part.dead for part in parts]),
        )
        values.append(measure(together))
    return mean_of(values, f"{len(values)} blocks of {BLOCK} runs")


def first_episode(log: RunLog) -> int:
    """Return how many days the opening episode lasted: until the first of 14 quiet days."""
    ended = log.events["agent"][log.events["kind"] == words.DE_ESCALATED]
    return int(ended[0]) if len(ended) else len(log.days)


def active_days(log: RunLog) -> int:
    """Return the opening episode's days with violence; the incident that opened it is day 0."""
    during = log.days["incidents"][: first_episode(log)] > 0
    return 1 + int(during[1:].sum())


def saw_strikes(log: RunLog) -> bool:
    """Return whether the opening episode saw air strikes."""
    return bool(log.days["strikes"][: first_episode(log)].sum() > 0)


def went_further(
    log: RunLog, opening_rung: int = OPENING_RUNG, answer_rung: int | None = None
) -> bool:
    """Return whether a deed of the opening episode went beyond the rung it opened at.

    A deed of the Afghan side counts from ``answer_rung`` up, if that is given.
    """
    days = log.days[: first_episode(log)]
    if not len(days):
        return False
    if answer_rung is not None and days["deed_afg"].max() >= answer_rung:
        return True
    return bool(max(days["deed_afg"].max(), days["deed_pak"].max()) > opening_rung)


def triggers(log: RunLog) -> list[tuple[bool, int]]:
    """Return, for each day of mass-casualty attacks in calm, whether it was answered and how soon.

    Answered: Pakistan decided on a strike for it the next day. How soon: days from the attack to
    the first strike after that decision, -1 if none came within ten days.
    """
    events, days = log.events, log.days
    theirs = np.isin(events["kind"], (words.TTP_ATTACK, words.ARMY_OPERATION))
    killed = np.where(events["kind"] == words.TTP_ATTACK, events["dead_civilians"], 0)
    attack = theirs & (events["dead_pak"] + killed >= MASS_CASUALTY)
    decided = (events["kind"] == words.STRIKE_DECIDED) & (events["actor"] == words.PAKISTANI)
    decisions = set(events["day"][decided].tolist())
    struck = events["day"][_by(events, words.PAKISTANI, _STRIKES)]
    found = []
    for day in np.unique(events["day"][attack]).tolist():
        if day + 1 >= len(days) or not _calm(days[day]):
            continue
        answered = day + 1 in decisions
        after = struck[(struck > day) & (struck <= day + 10)]
        lag = int(after.min()) - day if answered and len(after) else -1
        found.append((answered, lag))
    return found


def replies(log: RunLog) -> list[bool]:
    """Return, for each strike out of the calm, whether Taliban forces fired back within 4 days."""
    events, days = log.events, log.days
    struck = np.unique(events["day"][_by(events, words.PAKISTANI, _STRIKES)])
    fired = events["day"][_by(events, words.AFGHAN, KINETIC)]
    found = []
    last = -100
    for day in struck.tolist():
        fresh = day - last > 7 and day >= 1 and _calm(days[day - 1])
        last = day
        if fresh and day + REPLY_DAYS < len(days):
            found.append(bool(((fired >= day) & (fired <= day + REPLY_DAYS)).any()))
    return found


def _by(events: NDArray[np.void], actor: int, kinds: Sequence[int]) -> NDArray[np.bool_]:
    chosen: NDArray[np.bool_] = (events["actor"] == actor) & np.isin(events["kind"], kinds)
    return chosen


def _calm(day: np.void) -> bool:
    return bool(day["rung_afg"] <= 1 and day["rung_pak"] <= 1)


def attacks_a_month(log: RunLog) -> float:
    """Return TTP attacks a month, lethal or not."""
    return float(log.days["ttp_attacks"].sum() / len(log.days) * MONTH)


def fano_of_months(log: RunLog) -> float:
    """Return the Fano factor of a run's monthly TTP attacks."""
    attacks = log.days["ttp_attacks"].astype(np.int64)
    return es.fano(es.monthly(np.repeat(np.arange(len(attacks)), attacks), len(attacks)))


def claimed_over_admitted(log: RunLog, side: int) -> float:
    """Return a side's dead as the other claims over those that it admits; NaN if it admits none."""
    dead, by = words.SIDES[side], words.SIDES[1 - side]
    admitted = float(log.days[f"admitted_{dead}"].sum())
    return float(log.days[f"claimed_{dead}_by_{by}"].sum()) / admitted if admitted > 0 else math.nan


def wounded_over_killed(log: RunLog) -> float:
    """Return wounded over killed soldiers of both states; NaN without any killed."""
    killed = float(log.days["killed_afg_state"].sum() + log.days["killed_pak_state"].sum())
    hurt = float(log.days["wounded_afg_state"].sum() + log.days["wounded_pak_state"].sum())
    return hurt / killed if killed > 0 else math.nan


def settled(log: RunLog, *, mediated: bool) -> bool | None:
    """Return whether talks brought an agreement; None if (un)mediated is not what the run was.

    The record counts formal and semi-formal agreements (International Crisis Behavior): here those
    that end talks, and truces agreed in talks. A truce that comes of contact alone, over an open
    channel, is none. With mediators it counts from the day on which the first engaged.
    """
    events = log.events
    engaged = events["day"][events["kind"] == words.MEDIATOR_ENGAGED]
    if bool(len(engaged)) is not mediated:
        return None
    since = int(engaged.min()) if mediated else 0
    kind = events["kind"]
    came = (kind == words.AGREEMENT_REACHED) | ((kind == words.TRUCE_AGREED) & _talking(kind))
    return bool((came & (events["day"] >= since)).any())


def _talking(kind: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return at which events talks were under way, given the kinds of all in their order."""
    begun = kind == words.TALKS_STARTED
    over = np.isin(kind, (words.TALKS_COLLAPSED, words.AGREEMENT_REACHED))
    place = np.arange(len(kind))
    last_begun = np.maximum.accumulate(np.where(begun, place, -1))
    last_over = np.maximum.accumulate(np.where(over, place, -1))
    talking: NDArray[np.bool_] = last_begun > last_over
    return talking


def ceasefires(log: RunLog) -> list[bool]:
    """Return, for each agreement, whether it had ended by the horizon."""
    made = log.events["day"][log.events["kind"] == words.AGREEMENT_REACHED]
    over = (log.events["kind"] == words.CEASEFIRE_ENDED) & (log.events["value"] == words.AGREEMENT)
    return [bool((log.events["day"][over] >= day).any()) for day in made.tolist()]


def violent_days(log: RunLog) -> NDArray[np.bool_]:
    """Return on which days there was violence that would be recorded: dead, or a state's deed."""
    deed = np.maximum(log.days["deed_afg"], log.days["deed_pak"])
    violent: NDArray[np.bool_] = (log.days["lethal_incidents"] > 0) | (deed >= words.SMALL_ARMS)
    return violent


def episodes(log: RunLog, since: int = 0) -> list[tuple[int, int]]:
    """Return the first and last violent day of each episode since a day, as the record cuts them.

    An episode is over after 14 days without violence.
    """
    found: list[tuple[int, int]] = []
    for day in (np.flatnonzero(violent_days(log)[since:]) + since).tolist():
        if found and day - found[-1][1] <= QUIET_RUN_DAYS:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def episodes_begun(log: RunLog) -> tuple[int, int]:
    """Return how many episodes began after the opening one ended, and how many days there were.

    An episode begins with a day of lethal incidents after as many quiet ones as end an episode.
    """
    first = first_episode(log)
    lethal = np.flatnonzero(log.days["lethal_incidents"][first:] > 0)
    apart = np.diff(lethal, prepend=-QUIET_RUN_DAYS - 1) > QUIET_RUN_DAYS
    return int(apart.sum()), len(log.days) - first


def later_incidents(log: RunLog) -> tuple[float, int]:
    """Return days with lethal incidents after the opening episode, and all days."""
    after = log.days["lethal_incidents"][first_episode(log) :]
    return float((after > 0).sum()), len(after)


def closures(log: RunLog) -> list[tuple[int, bool]]:
    """Return, for each time that crossings were shut, how many days, and whether they reopened.

    Crossings are shut while either state keeps its own closed.
    """
    shut = (log.days["closed_afg"] > 0) | (log.days["closed_pak"] > 0)
    turns = np.flatnonzero(np.diff(np.concatenate([[False], shut, [False]]).astype(np.int64)))
    spans = zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True)
    return [(end - begin, end < len(shut)) for begin, end in spans]


def day_of(log: RunLog, kind: int) -> int:
    """Return the day of the first event of a kind, -1 if there is none."""
    days = log.events["day"][log.events["kind"] == kind]
    return int(days[0]) if len(days) else -1


def wars_by_past(log: RunLog, past: int = 365, ahead: int = 180) -> list[tuple[int, bool]]:
    """Return, for each episode with a fatal first day, the fatal ones before it and if war came.

    Counted are those that ended in the ``past`` days before, and a war within ``ahead`` days. Only
    episodes with both spans inside the run count, and none that begins after a war has.
    """
    war = day_of(log, words.WAR)
    war = war if war >= 0 else len(log.days) + ahead
    lethal = log.days["lethal_incidents"] > 0
    fatal = [(a, b) for a, b in episodes(log) if lethal[a : b + 1].any()]
    return [
        (sum(begin - past <= last < begin for _, last in fatal), war - begin <= ahead)
        for begin, _ in fatal
        if lethal[begin] and past <= begin < min(len(log.days) - ahead, war + 1)
    ]


def followed(log: RunLog, within: int = 180) -> list[bool]:
    """Return, for each episode with a fatal first day, whether another began in so many days.

    Days count from its last violent one; episodes whose time runs beyond the run are left out, and
    so are those during which war began.
    """
    war = day_of(log, words.WAR)
    war = war if war >= 0 else len(log.days)
    found = episodes(log)
    again = [*(begin for begin, _ in found[1:]), len(log.days) + within][: len(found)]
    return [
        after - last <= within
        for (begin, last), after in zip(found, again, strict=True)
        if log.days["lethal_incidents"][begin] > 0
        and last + within < len(log.days)
        and not begin <= war <= last
    ]
