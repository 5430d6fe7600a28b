"""The TTP and ISIS-K, their bands and cells: tempo, attacks, rest, movement."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mesa import Agent
from mesa.discrete_space import CellAgent, FixedAgent

from escalation.day import groups
from escalation.day.agents import alias_slot, crosses_line, keeps_slot
from escalation.day.losses import event_deaths
from escalation.luck.arithmetic import kept, log
from escalation.luck.purposes import (
    BAND_ATTACK,
    BAND_CLOCK,
    BAND_MARCH,
    CELL_ATTACK,
    CELL_CLOCK,
    OUTSET,
    TEMPO,
)
from escalation.luck.streams import exponential, normal, uniform, whole
from escalation.vocabulary import (
    AFGHAN,
    ISIS_K,
    ISIS_K_ATTACK,
    NEVER,
    NO_CEASEFIRE,
    PAKISTANI,
    TTP,
    TTP_ATTACK,
)
from escalation.vocabulary import TTP_COLUMN as TTP_ATTACKS

if TYPE_CHECKING:
    from mesa.discrete_space import Cell

    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.segments import Segment

Toll = tuple[int, int, int]  # soldiers, civilians, militants


class Group(Agent):  # type: ignore[misc, unused-ignore]
    """A militant group: its tempo swings about a mean; the scenario may push it for a while.

    Attributes
    ----------
    tempo, multiplier
        Log of the swing; what multiplies the ordinary hazard today.
    hazard
        Ordinary attacks a day of each of its agents at full strength.
    forced, forced_at
        Dead of an attack that the scenario fixes for today, and its segment (-1 for none).
    """

    model: BorderModel
    index: int

    def __init__(self, model: BorderModel) -> None:
        super().__init__(model)
        z = normal(uniform(model.key, OUTSET, 1 + self.index, 0))
        self.tempo = self.spread * z
        self.factor, self.factor_until = 1.0, NEVER
        self.multiplier = 1.0
        self.hazard = 0.0
        self.forced, self.forced_at = 0, NEVER
        self.attacks = self.mass_attacks = self.killed = 0

    @property
    def sanctuary(self) -> float:
        """Return how safe the group is where it rests."""
        raise NotImplementedError

    @property
    def spread(self) -> float:
        """Return how widely its tempo swings."""
        raise NotImplementedError

    @property
    def spoiling(self) -> float:
        """Return what a ceasefire between the states adds to its drive."""
        return 0.0

    def set_tempo(self) -> None:
        """Let the tempo swing by a day, and answer sanctuary and ceasefires."""
        m, p = self.model, self.model.p
        keep = kept(p.tempo_half_life)
        shock = math.sqrt(1.0 - keep * keep)
        z = normal(uniform(m.key, TEMPO, self.index, 0))
        self.tempo = groups.swing(self.tempo, keep, shock, self.spread, z)
        if m.day > self.factor_until:
            self.factor = 1.0
        self.multiplier = groups.tempo_factor(
            self.tempo, self.sanctuary, p.sanctuary_tempo, self.spoiling, self.factor
        )
        self.attacks = self.mass_attacks = self.killed = 0
        calm = kept(p.excitation_half_life)
        for segment in m.segments:
            segment.excitement[self.index] = segment.excitement[self.index] * calm

    def excite(self, segment: Segment, branching: float) -> None:
        """Let an attack set off more on its segment, from tomorrow on (self-excitation)."""
        step = groups.excitation_step(branching, kept(self.model.p.excitation_half_life))
        segment.excitement[self.index] = segment.excitement[self.index] + step

    @property
    def pressure(self) -> float:
        """Return today's hazard of one agent at full strength, before local excitement."""
        return self.hazard * self.multiplier

    def take_forced(self) -> tuple[int, Segment | None]:
        """Return the toll and place of the attack that the scenario fixes, and be done with it."""
        dead, self.forced = self.forced, 0
        return dead, self.model.segments[self.forced_at] if self.forced_at >= 0 else None


class Ttp(Group):
    """The Tehrik-i-Taliban Pakistan: havens in Afghanistan, attacks in Pakistan, a spoiler."""

    index = 0

    @property
    def sanctuary(self) -> float:
        """Return how safe its havens are."""
        return self.model.p.ttp_sanctuary

    @property
    def spread(self) -> float:
        """Return how widely its tempo swings."""
        return self.model.p.ttp_tempo_spread

    @property
    def spoiling(self) -> float:
        """Return its drive to spoil a ceasefire between the states."""
        ceasefire = self.model.dyad.ceasefire
        return self.model.p.spoiler_drive if ceasefire != NO_CEASEFIRE else 0.0

    def act(self) -> None:
        """Carry out the scenario's attack if there is one, then let every band have its day."""
        if self.forced > 0:
            dead, segment = self.take_forced()
            self.account_for(None, segment, (dead, 0, 0))
        for band in self.model.bands:
            band.step()
        self.count_fighters()

    def account_for(self, band: Band | None, segment: Segment | None, toll: Toll) -> None:
        """Count an attack, raise the hazard of more, and let Pakistan feel it."""
        p = self.model.p
        soldiers, civilians, militants = toll
        if band is not None:
            # dead beyond one band's strength were of other bands: only its own loss is felt by it
            band.strength = max(5.0, band.strength - militants)
        self.attacks += 1
        self.killed += militants
        victim = self.model.states[PAKISTANI]
        victim.by_groups += soldiers + civilians
        victim.attack_next = max(victim.attack_next, soldiers)
        if soldiers >= p.mass_casualty_dead:
            self.mass_attacks += 1
        if segment is not None:
            self.excite(segment, p.ttp_self_excitation)
            segment.counts[TTP_ATTACKS] += 1
        self.model.record.note(
            TTP_ATTACK, TTP, -1 if segment is None else segment.index,
            -1 if band is None else band.number, 0.0, 0, soldiers, civilians, militants,
        )  # fmt: skip

    def set_tempo(self) -> None:
        """Let the tempo swing; set each segment's rate of attacks a fighter.

        The fighters are those who were inside Pakistan last evening.
        """
        super().set_tempo()
        ordinary = self.pressure / self.model.p.unit_strength
        self.rates = [
            groups.local_hazard(ordinary, segment.excitement[self.index], there)
            for segment, there in zip(self.model.segments, self.fighters, strict=True)
        ]

    def count_fighters(self) -> None:
        """Count, for tomorrow, the fighters inside Pakistan at each segment."""
        self.fighters = [0.0] * len(self.model.segments)
        for band in self.model.bands:
            if band.inside:
                place = band.segment.index
                self.fighters[place] = self.fighters[place] + band.strength


class Band(CellAgent):  # type: ignore[misc, unused-ignore]
    """A band of the TTP: inside Pakistan it attacks when its time comes, in its haven it rests.

    Attributes
    ----------
    inside
        Whether it is on Pakistani soil.
    strength
        Fighters.
    due
        Cumulated hazard still to come before its next attack.
    """

    model: BorderModel

    def __init__(self, model: BorderModel, number: int, segment: Segment, *, inside: bool) -> None:
        super().__init__(model)
        p, key = model.p, model.run_key
        self.number = number
        self.strength = p.unit_strength
        self.due = exponential(uniform(key, BAND_CLOCK, number, 0))
        self.draws = 1
        self.settle(segment, inside=inside)

    def settle(self, segment: Segment, *, inside: bool) -> None:
        """Be at a segment, on this or that side of the line."""
        self.segment = segment
        self.inside = inside
        row = self.model.rear_row(PAKISTANI if inside else AFGHAN)
        self.cell = self.model.grid[segment.index, row]

    def step(self) -> None:
        """Attack if inside and due, else gather recruits; move now and then."""
        p = self.model.p
        if self.inside:
            self.wait_for_attack()
        else:
            share = p.ttp_recruitment * p.ttp_sanctuary
            self.strength = groups.recovered(self.strength, p.unit_strength, share)
        if uniform(self.model.key, BAND_MARCH, self.number, 0) < p.band_march:
            self.move()

    def wait_for_attack(self) -> None:
        """Let hazard run down with strength and local excitement; attack at zero."""
        m, ttp = self.model, self.model.ttp_group
        self.due = self.due - self.strength * ttp.rates[self.segment.index]
        if self.due <= 0.0:
            self.due = exponential(uniform(m.run_key, BAND_CLOCK, self.number, self.draws))
            self.draws += 1
            ttp.account_for(self, self.segment, self.attack())

    def attack(self) -> Toll:
        """Return the dead of an attack: none in most, heavy-tailed in the others."""
        p, key, n = self.model.p, self.model.key, self.number
        if uniform(key, BAND_ATTACK, n, 0) >= p.ttp_lethal_share:
            return 0, 0, 0
        deaths = event_deaths(
            uniform(key, BAND_ATTACK, n, 1), p.ttp_death_median, p.death_sigma, p.death_cap
        )
        deaths = max(deaths, 1.0)
        share = groups.soldiers_share(uniform(key, BAND_ATTACK, n, 2), p.ttp_soldier_power)
        soldiers = whole(deaths * share, uniform(key, BAND_ATTACK, n, 3))
        others = deaths * (1.0 - share)
        civilians = whole(others * p.ttp_civilian_share, uniform(key, BAND_ATTACK, n, 4))
        fighters = whole(others * (1.0 - p.ttp_civilian_share), uniform(key, BAND_ATTACK, n, 5))
        return soldiers, civilians, fighters

    def be_struck(self, dead: int) -> int:
        """Lose fighters to an air strike (at most all), stir the group; return the dead."""
        dead = min(dead, int(self.strength))
        self.strength = max(1.0, self.strength - dead)
        group = self.model.ttp_group
        group.killed += dead
        group.tempo = group.tempo + self.model.p.strike_blowback
        return dead

    def move(self) -> None:
        """Cross the line, or go to a sector drawn by recorded violence."""
        m, world = self.model, self.model.world
        u = uniform(m.key, BAND_MARCH, self.number, 1)
        if crosses_line(int(self.inside), u, m.inside_share) == 1:
            self.settle(self.segment, inside=not self.inside)
        else:
            u, n = uniform(m.key, BAND_MARCH, self.number, 2), len(m.segments)
            slot = alias_slot(u, n)
            if keeps_slot(u, n, slot, float(world.ttp_cut[slot])) == 0:
                slot = int(world.ttp_alias[slot])
            self.settle(m.segments[slot], inside=self.inside)


class IsisK(Group):
    """Islamic State Khorasan: attacks in Afghanistan, some in Pakistan."""

    index = 1

    @property
    def sanctuary(self) -> float:
        """Return how safe it is; its mean tempo is recorded at a sanctuary of 0.2."""
        return self.model.p.isis_k_sanctuary + 0.3

    @property
    def spread(self) -> float:
        """Return how widely its tempo swings."""
        return self.model.p.isis_k_tempo_spread

    def act(self) -> None:
        """Carry out the scenario's attack if there is one, then let every cell have its day."""
        if self.forced > 0:
            dead, segment = self.take_forced()
            self.account_for(None, segment, AFGHAN, (dead, 0, 0))
        for cell in self.model.isis_cells:
            cell.step()

    def account_for(
        self, cell: IsisCell | None, segment: Segment | None, side: int, toll: Toll
    ) -> None:
        """Count an attack, raise the hazard of more, and let the state it struck feel it."""
        m, p = self.model, self.model.p
        soldiers, civilians, militants = toll
        self.attacks += 1
        self.killed += militants
        victim = m.states[side]
        dead = soldiers + civilians
        victim.by_groups += dead
        if side == AFGHAN:
            victim.attack_next = max(victim.attack_next, dead)
            victim.isis_grievance = victim.isis_grievance + (
                p.isis_k_grievance * p.isis_k_attribution * log(1.0 + dead)
            )
        if segment is not None:
            self.excite(segment, p.isis_k_self_excitation)
        dead_afg = soldiers if side == AFGHAN else 0
        m.record.note(
            ISIS_K_ATTACK, ISIS_K, -1 if segment is None else segment.index,
            -1 if cell is None else cell.number, float(side),
            dead_afg, soldiers - dead_afg, civilians, militants,
        )  # fmt: skip


class IsisCell(FixedAgent):  # type: ignore[misc, unused-ignore]
    """A cell of ISIS-K attacks where it lives when its time comes.

    Attributes
    ----------
    side
        The state it attacks: where it lives.
    due
        Cumulated hazard still to come before its next attack.
    """

    model: BorderModel

    def __init__(
        self, model: BorderModel, number: int, side: int, segment: Segment, cell: Cell
    ) -> None:
        super().__init__(model)
        self.cell = cell
        self.number = number
        self.side = side
        self.segment = segment
        self.due = exponential(uniform(model.run_key, CELL_CLOCK, number, 0))
        self.draws = 1

    def step(self) -> None:
        """Let hazard run down with local excitement; attack at zero."""
        m, group = self.model, self.model.isis_group
        own = group.pressure
        if self.side == PAKISTANI:
            own = own * m.p.isis_k_pakistan_share * m.cells_here / m.cells_across
        excited = self.segment.excitement[group.index]
        near = m.cells_at[self.segment.index]
        self.due = self.due - groups.local_hazard(own, excited, near)
        if self.due <= 0.0:
            self.due = exponential(uniform(m.run_key, CELL_CLOCK, self.number, self.draws))
            self.draws += 1
            group.account_for(self, self.segment, self.side, self.attack())

    def attack(self) -> Toll:
        """Return the dead of an attack: none in some, heavy-tailed in the others."""
        p, key, n = self.model.p, self.model.key, self.number
        if uniform(key, CELL_ATTACK, n, 0) >= p.isis_k_lethal_share:
            return 0, 0, 0
        deaths = event_deaths(
            uniform(key, CELL_ATTACK, n, 1), p.isis_k_death_median, p.death_sigma, p.death_cap
        )
        deaths = max(deaths, 1.0)
        civilians = whole(deaths * p.isis_k_civilian_share, uniform(key, CELL_ATTACK, n, 2))
        others = deaths * (1.0 - p.isis_k_civilian_share)
        fighters = whole(others * p.isis_k_own_share, uniform(key, CELL_ATTACK, n, 3))
        soldiers = whole(others * (1.0 - p.isis_k_own_share), uniform(key, CELL_ATTACK, n, 4))
        return soldiers, civilians, fighters
