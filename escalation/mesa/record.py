"""What a watched run leaves: its events, the record of each day, its outcome and its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escalation.day import outcome
from escalation.day.records import DAY_DTYPE, DAY_FIELDS, EVENT_DTYPE, RUN_DTYPE
from escalation.vocabulary import DE_ESCALATED, MINOR_RELAPSE, NEVER, SERIOUS_RELAPSE, WAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.states import StateActor

Event = tuple[int, int, int, int, int, float, int, int, int, int]

FINITE = 1e12
COUNTED = (
    "incidents", "lethal_incidents", "air_strikes", "ttp_attacks", "ttp_mass_attacks",
    "isis_attacks", "killed_ttp", "killed_isis_k", "truces", "agreements", "ceasefires_failed",
    "mediation_days", "active_days", "quiet_days",
)  # fmt: skip


class Sums:
    """What a state has lost and taken since day 0."""

    def __init__(self) -> None:
        self.killed = self.civilians = self.by_groups = self.captures = self.max_rung = 0

    def add(self, state: StateActor) -> None:
        """Add a state's day."""
        self.killed += state.killed
        self.civilians += state.civilians
        self.by_groups += state.by_groups
        self.captures += state.captures
        self.max_rung = max(self.max_rung, state.rung)


class Record:
    """The memory of a run: events as they happen, days as they end, the outcome so far."""

    def __init__(self, model: BorderModel) -> None:
        self.model = model
        self.limits = [int(x) for x in model.world.thresholds]
        self.event_rows: list[Event] = []
        self.day_rows: list[dict[str, float]] = []
        self.totals = dict.fromkeys(COUNTED, 0)
        self.sums = (Sums(), Sums())
        self.window = [0] * self.limits[4]
        self.status = 0
        self.last_cause = 0
        self.serious_cause = 0
        self.quiet_streak = 0
        self.war_streak = 0
        self.deescalated_day = NEVER
        self.war_day = NEVER
        self.minor_day = NEVER
        self.serious_day = NEVER

    def note(
        self,
        kind: int,
        actor: int = -1,
        segment: int = -1,
        agent: int = 0,
        value: float = 0.0,
        dead_afg: int = 0,
        dead_pak: int = 0,
        dead_civilians: int = 0,
        dead_militants: int = 0,
    ) -> None:
        """Write an event of today; the fields are those of ``EVENT_DTYPE``."""
        dead = (dead_afg, dead_pak, dead_civilians, dead_militants)
        self.event_rows.append((self.model.day, kind, actor, segment, agent, value, *dead))

    @property
    def events(self) -> NDArray[np.void]:
        """Return the log (E,) of ``EVENT_DTYPE``."""
        return np.array(self.event_rows, dtype=EVENT_DTYPE)

    @property
    def days(self) -> NDArray[np.void]:
        """Return the finished days (D,) of ``DAY_DTYPE``."""
        rows = [tuple(row[name] for name in DAY_FIELDS) for row in self.day_rows]
        return np.array(rows, dtype=DAY_DTYPE)

    # --- the outcome ------------------------------------------------------------------------

    def judge(self) -> None:
        """Move the outcome by a day: quiet, de-escalated, relapsed, at war."""
        model, dyad = self.model, self.model.dyad
        afghan, pakistani = model.states
        highest = dyad.highest
        dyad.quiet = outcome.is_quiet(dyad.lethal, afghan.rung, pakistani.rung, self.limits[1])
        for state, sums in zip(model.states, self.sums, strict=True):
            sums.add(state)
        dead_today = sum(state.killed + state.civilians for state in model.states)
        self.window[model.day % len(self.window)] = dead_today
        self._watch_for_relapse(highest, sum(self.window))
        self._watch_for_quiet()
        self._watch_for_war(highest)
        self._count_the_day()
        self._check()

    def _watch_for_relapse(self, highest: int, recent: int) -> None:
        if self.deescalated_day < 0:
            return
        if self.model.dyad.lethal > 0 and self.minor_day < 0:
            self.minor_day = self.model.day
            self.note(MINOR_RELAPSE, agent=self.last_cause)
        serious = outcome.is_serious(highest, recent, self.limits[2], self.limits[3])
        if self.serious_day < 0 and serious == 1:
            self.serious_day = self.model.day
            self.serious_cause = self.last_cause
            self.note(SERIOUS_RELAPSE, agent=self.last_cause)

    def _watch_for_quiet(self) -> None:
        self.quiet_streak = self.quiet_streak + 1 if self.model.dyad.quiet == 1 else 0
        if self.deescalated_day < 0 and self.quiet_streak >= self.limits[0]:
            self.deescalated_day = self.model.day - self.limits[0] + 1
            self.note(DE_ESCALATED, agent=self.deescalated_day)

    def _watch_for_war(self, highest: int) -> None:
        dead = sum(sums.killed + sums.civilians for sums in self.sums)
        self.war_streak = self.war_streak + 1 if highest >= self.limits[6] else 0
        war = outcome.is_war(dead, self.war_streak, self.limits[5], self.limits[7])
        if self.war_day < 0 and war == 1:
            self.war_day = self.model.day
            self.note(WAR, agent=dead)

    def _count_the_day(self) -> None:
        dyad, ttp, isis = self.model.dyad, self.model.ttp_group, self.model.isis_group
        today = {
            "incidents": dyad.incidents,
            "lethal_incidents": dyad.lethal,
            "ttp_attacks": ttp.attacks,
            "ttp_mass_attacks": ttp.mass_attacks,
            "isis_attacks": isis.attacks,
            "killed_ttp": ttp.killed,
            "killed_isis_k": isis.killed,
            "quiet_days": dyad.quiet,
            "active_days": 1 if dyad.lethal > 0 else 0,
        }
        for name, count in today.items():
            self.totals[name] += count

    def _check(self) -> None:
        """Mark the run as failed if a state's feelings are no longer finite numbers."""
        for a in self.model.states:
            total = a.grievance + a.commitment + a.weariness + a.belief + a.mediation
            if not -FINITE < total < FINITE:
                self.status = 1

    # --- records ----------------------------------------------------------------------------

    def write_day(self) -> None:
        """Keep the day: every field of ``DAY_FIELDS``, as a float."""
        m, d = self.model, self.model.dyad
        a, b = m.states
        strength = 0.0
        for band in m.bands:
            strength = strength + band.strength
        tension = 0.0
        for segment in m.segments:
            tension = tension + segment.tension
        row: dict[str, float] = {"day": m.day}
        for state, name in ((a, "afg"), (b, "pak")):
            row |= {
                f"{field}_{name}": getattr(state, field)
                for field in (
                    "rung", "deed", "line", "belief", "grievance", "commitment", "weariness",
                    "closed", "mediation", "captures", "admitted",
                )
            }  # fmt: skip
            row |= {
                f"killed_{name}_state": state.killed,
                f"killed_{name}_civilians": state.civilians,
                f"killed_{name}_by_groups": state.by_groups,
                f"wounded_{name}_state": state.wounded,
                f"held_by_{name}": state.posts_held,
            }
        row |= {
            "trust": d.trust, "channel": d.channel, "talks": d.talks, "ceasefire": d.ceasefire,
            "monitored": d.monitored, "incidents": d.incidents, "lethal_incidents": d.lethal,
            "strikes": a.strikes + b.strikes,
            "claimed_afg_by_pak": b.claimed, "claimed_pak_by_afg": a.claimed,
            "killed_ttp": m.ttp_group.killed, "killed_isis_k": m.isis_group.killed,
            "ttp_attacks": m.ttp_group.attacks, "ttp_mass_attacks": m.ttp_group.mass_attacks,
            "isis_attacks": m.isis_group.attacks, "ttp_tempo": m.ttp_group.multiplier,
            "ttp_strength": strength, "tension": tension, "quiet": d.quiet,
        }  # fmt: skip
        self.day_rows.append({name: float(row[name]) for name in DAY_FIELDS})

    @property
    def run(self) -> NDArray[np.void]:
        """Return the run's row (1,) of ``RUN_DTYPE`` as it stands today."""
        row = np.zeros(1, RUN_DTYPE)
        values: dict[str, int] = {
            "run": self.model.run,
            "status": self.status,
            "end_state": outcome.end_state(self.war_day, self.deescalated_day, self.serious_day),
            "deescalated_day": self.deescalated_day,
            "war_day": self.war_day,
            "minor_relapse_day": self.minor_day,
            "serious_relapse_day": self.serious_day,
            "relapse_cause": self.serious_cause,
            **self.totals,
        }
        for sums, name in zip(self.sums, ("afg", "pak"), strict=True):
            values[f"killed_{name}_state"] = sums.killed
            values[f"killed_{name}_civilians"] = sums.civilians
            values[f"killed_{name}_by_groups"] = sums.by_groups
            values[f"max_rung_{name}"] = sums.max_rung
            values[f"posts_taken_by_{name}"] = sums.captures
        for name in RUN_DTYPE.names or ():
            row[name] = values[name]
        return row
