"""The model: the border on a grid, everybody on it, and the order of a day."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from mesa import Model
from mesa.datacollection import DataCollector
from mesa.discrete_space import OrthogonalMooreGrid

from escalation.day import border_fire
from escalation.day.groups import base_hazard
from escalation.day.perception import clarity
from escalation.day.records import DAY_FIELDS
from escalation.day.schedule import SCHEDULE
from escalation.luck.arithmetic import kept
from escalation.luck.purposes import FIRST_SIDE
from escalation.luck.streams import day_key, run_key, uniform
from escalation.mesa.diplomacy import Dyad, Mediator
from escalation.mesa.happenings import happen_today
from escalation.mesa.militants import Band, Group, IsisCell, IsisK, Ttp
from escalation.mesa.outset import lay_out_night
from escalation.mesa.posts import Post
from escalation.mesa.record import Record
from escalation.mesa.segments import Segment
from escalation.mesa.states import StateActor
from escalation.mesa.units import MobileUnit
from escalation.scenario.world import World, build_world
from escalation.vocabulary import (
    AFGHAN,
    AFGHAN_FRONT,
    AGREEMENT,
    DEATHS,
    EVE,
    INCIDENTS,
    LETHAL,
    PAKISTANI,
    PAKISTANI_FRONT,
    ROWS,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.scenario.sections import Scenario

#: What the grid's property layers show each evening, and the type of their values.
LAYERS: dict[str, type] = {"tension": float, "incidents": int, "deaths": int, "posts_lost": int}


class BorderModel(Model):  # type: ignore[misc, unused-ignore]
    """One run of a scenario, agent by agent; a step is a day.

    The agents are two states, the TTP and ISIS-K, mediators, posts, mobile units, bands and
    cells. All luck is keyed by (seed, run): Mesa's own generators are never asked.

    Parameters
    ----------
    scenario
        A loaded scenario.
    draw
        (1,) of ``draw_dtype``: what this run takes to be true (see ``DrawSpace``).
    run
        Its number in the ensemble.
    seed
        The ensemble's seed; the scenario's by default.
    world
        The scenario's arrays, if they have been built before.

    Attributes
    ----------
    day
        The day now; -1 before the first step.
    grid
        Cells (segment, row): row 0 deepest in Afghanistan, 4 and 5 along the line, 9 deepest in
        Pakistan; property layers ``tension``, ``incidents``, ``deaths``, ``posts_lost``.
    datacollector
        One row a day of ``DAY_FIELDS``.
    """

    def __init__(
        self,
        scenario: Scenario,
        draw: NDArray[np.void],
        run: int = 0,
        seed: int | None = None,
        *,
        world: World | None = None,
    ) -> None:
        super().__init__(rng=0)  # fixed and unused: all luck comes from escalation.luck.streams
        self.source = scenario
        self.world = build_world(scenario) if world is None else world
        self.run = int(run)
        self.seed = int(scenario.ensemble.seed if seed is None else seed)
        self.horizon_days = scenario.horizon_days
        record = np.asarray(draw).reshape(-1)[0]
        names = record.dtype.names or ()
        #: Parameters and facts of the draw by name, as plain floats.
        self.p = SimpleNamespace(**{name: float(record[name]) for name in names})
        self.run_key = run_key(self.seed, self.run)
        self.day = EVE
        self.key = day_key(self.run_key, EVE)
        self.record = Record(self)
        #: Last day on which each event of the timetable happened, -1 before.
        self.fired = [EVE] * len(self.world.schedule)
        self._build_strip()
        self._place_agents()
        lay_out_night(self)
        self.record.event_rows.clear()
        self._publish()
        self.datacollector = DataCollector(
            model_reporters={name: _reporter(name) for name in DAY_FIELDS}
        )

    @classmethod
    def of(
        cls,
        scenario: Scenario | str | os.PathLike[str],
        run: int = 0,
        seed: int | None = None,
        draw: NDArray[np.void] | None = None,
    ) -> BorderModel:
        """Return a run of a scenario given as such, as a file, or by a shipped name.

        Without ``draw`` everything uncertain has its median; `escalation watch` passes that of
        the ensemble's member.

        Raises
        ------
        InputError
            If the scenario has mistakes.
        """
        from escalation.scenario.load import load_scenario
        from escalation.scenario.truth import DrawSpace

        if isinstance(scenario, (str, os.PathLike)):
            scenario = load_scenario(scenario)
        if draw is None:
            space = DrawSpace(scenario)
            draw = space.transform(np.full((1, space.size), 0.5))
        return cls(scenario, draw, run, seed)

    # --- who is there -----------------------------------------------------------------------

    def _build_strip(self) -> None:
        world = self.world
        self.segments = [
            Segment(index, float(contact), float(background))
            for index, (contact, background) in enumerate(
                zip(world.contact, world.background, strict=True)
            )
        ]
        self.grid = OrthogonalMooreGrid((len(self.segments), ROWS), torus=False, random=self.random)
        for name, kind in LAYERS.items():
            self.grid.create_property_layer(name, default_value=kind(0), dtype=kind)

    def _place_agents(self) -> None:
        world, p = self.world, self.p
        self.states = (StateActor(self, AFGHAN), StateActor(self, PAKISTANI))
        self.dyad = Dyad(self, int(world.ceasefire[0]), int(world.ceasefire[1]))
        self.mediators = [
            Mediator(self, number, name, float(world.mediator_rate[number]), (a, b))
            for number, (name, (a, b)) in enumerate(
                zip(self.source.actors.mediators, world.mediator_leverage.tolist(), strict=True)
            )
        ]
        self.lost_posts: list[Post] = []
        for number, (side, segment) in enumerate(_pairs(world.post_side, world.post_segment)):
            self._place_post(number, side, segment)
        for number, (side, segment) in enumerate(_pairs(world.unit_side, world.unit_home)):
            state = self.states[side]
            state.units.append(MobileUnit(self, number, state, self.segments[segment]))
        self.inside_share = float(world.inside_share[0])
        self.ttp_group, self.isis_group = Ttp(self), IsisK(self)
        self.groups: tuple[Group, Group] = (self.ttp_group, self.isis_group)
        self.bands = [
            Band(self, number, self.segments[segment], inside=inside == 1)
            for number, (inside, segment) in enumerate(_pairs(world.band_inside, world.band_home))
        ]
        self.isis_cells = [
            IsisCell(self, number, side, self.segments[segment], self._cell(segment, side, 2))
            for number, (side, segment) in enumerate(_pairs(world.cell_side, world.cell_home))
        ]
        inside = sum(band.inside for band in self.bands)
        self.ttp_group.count_fighters()
        self.cells_across = sum(cell.side for cell in self.isis_cells)
        self.cells_here = len(self.isis_cells) - self.cells_across
        self.cells_at = [0.0] * len(self.segments)
        for cell in self.isis_cells:
            self.cells_at[cell.segment.index] += 1.0
        self.ttp_group.hazard = base_hazard(p.ttp_attacks, p.ttp_self_excitation, float(inside))
        self.isis_group.hazard = base_hazard(
            p.isis_k_attacks, p.isis_k_self_excitation, float(self.cells_here)
        )

    def _place_post(self, number: int, side: int, segment: int) -> None:
        state, place = self.states[side], self.segments[segment]
        cell = self._cell(segment, side, 0)
        post = Post(self, number, state, place, cell, float(self.world.post_fort[number]))
        state.posts.append(post)
        place.posts[side].append(post)

    def _cell(self, segment: int, side: int, depth: int) -> Any:
        """Return the grid's cell so many rows behind the front of a side."""
        row = AFGHAN_FRONT - depth if side == AFGHAN else PAKISTANI_FRONT + depth
        return self.grid[segment, row]

    def rear_row(self, side: int) -> int:
        """Return the row behind the front, where units and bands stand."""
        return AFGHAN_FRONT - 1 if side == AFGHAN else PAKISTANI_FRONT + 1

    # --- a day ------------------------------------------------------------------------------

    def step(self) -> None:
        """Move everything by a day, phase by phase in the order of ``SCHEDULE``."""
        self.day += 1
        self.key = day_key(self.run_key, self.day)
        for phase, _ in SCHEDULE:
            getattr(self, phase)()
        self.record.write_day()
        self._publish()
        self.datacollector.collect(self)
        self.running = self.day + 1 < self.horizon_days

    def happen(self) -> None:
        """Let the scenario's events of this day take hold."""
        happen_today(self)

    def perceive(self) -> None:
        """Let both states read yesterday."""
        for state in self.states:
            state.perceive()

    def decide(self) -> None:
        """Let both states answer, start something, or do nothing."""
        for state in self.states:
            state.decide()

    def speak(self) -> None:
        """Let both states take a public line."""
        for state in self.states:
            state.speak()

    def negotiate(self) -> None:
        """Move what stands between the states."""
        self.dyad.negotiate()

    def remember(self) -> None:
        """Let feelings fade."""
        for state in self.states:
            state.remember()

    def carry_out(self) -> None:
        """Begin the day's deeds: orders, operations, standing down."""
        self.dyad.incidents = 0
        self.dyad.lethal = 0
        for state in self.states:
            state.carry_out()

    def give_up_posts(self) -> None:
        """Let captured posts be given up without a fight; all at once under an agreement."""
        chance = 1.0 if self.dyad.ceasefire == AGREEMENT else self.p.withdrawal
        for post in list(self.lost_posts):
            post.may_be_given_up(chance)

    def fire(self) -> None:
        """Let posts exchange fire where tension, contact and posture allow it."""
        total, excess = self._weigh_segments()
        if total <= 0.0:
            return
        p, dyad = self.p, self.dyad
        left = clarity(dyad.channel, dyad.monitored, 0.0, p.monitoring_clarity)
        local = p.background_tension * border_fire.unauthorised_rate(
            p.local_fire, dyad.highest, p.local_fire_posture, excess, p.tension_fire_gain, left
        )
        for state in self._in_drawn_order(0):
            state.posts_watch(self.segments, local, total)

    def raid(self) -> None:
        """Let mobile units march and raid."""
        for state in self._in_drawn_order(1):
            state.units_operate()

    def strike(self) -> None:
        """Let both states strike from the air if they stand at rung 5 or above."""
        for state in self.states:
            state.strike()

    def set_tempo(self) -> None:
        """Let both groups' tempo swing."""
        for group in self.groups:
            group.set_tempo()

    def ttp(self) -> None:
        """Let the TTP's bands attack, rest and move."""
        self.ttp_group.act()

    def isis_k(self) -> None:
        """Let the cells of ISIS-K attack."""
        self.isis_group.act()

    def deeds(self) -> None:
        """Put a rung on what each state did."""
        for state in self.states:
            state.name_deed()
        self.dyad.eventful = 1 if self.dyad.incidents > 0 else 0

    def report(self) -> None:
        """Let both sides make their claims."""
        for state in self.states:
            state.report()

    def feel(self) -> None:
        """Let losses and fighting leave their mark on the states."""
        for state in self.states:
            state.feel()

    def cool(self) -> None:
        """Let tension fade and level out along the line."""
        keep = kept(self.p.tension_half_life)
        before = [segment.tension for segment in self.segments]
        last = len(before) - 1
        for i, segment in enumerate(self.segments):
            left, right = before[max(i - 1, 0)], before[min(i + 1, last)]
            segment.tension = border_fire.tension_after(
                before[i], left, right, keep, self.p.tension_diffusion
            )

    def judge(self) -> None:
        """Note quiet, de-escalation, relapse and war."""
        self.record.judge()

    # --- what the phases share --------------------------------------------------------------

    def _in_drawn_order(self, which: int) -> tuple[StateActor, StateActor]:
        """Return the states, the first drawn anew each day so that none is favoured."""
        afghan, pakistani = self.states
        afghan_first = uniform(self.key, FIRST_SIDE, which, 0) < 0.5
        return (afghan, pakistani) if afghan_first else (pakistani, afghan)

    def _weigh_segments(self) -> tuple[float, float]:
        """Set each segment's weight for fire; return their sum and the mean excess tension."""
        total = excess = plain = 0.0
        for segment in self.segments:
            base = segment.ordinary_weight
            segment.weight = base * (1.0 + segment.tension)
            total = total + segment.weight
            excess = excess + base * segment.tension
            plain = plain + base
        return total, excess / plain if plain > 0.0 else 0.0

    def tense_segment(self, u: float) -> Segment:
        """Return a segment drawn by today's weights at the uniform ``u``."""
        total = 0.0
        for segment in self.segments:
            total = total + segment.weight
        mark = u * total
        run = 0.0
        for segment in self.segments:
            run = run + segment.weight
            if mark < run:
                return segment
        return self.segments[0]

    def count_incident(self, segment: Segment, dead: int) -> None:
        """Count an incident between the states and let it raise its segment's tension."""
        lethal = 1 if dead > 0 else 0
        self.dyad.incidents += 1
        self.dyad.lethal += lethal
        segment.tension = segment.tension + self.p.tension_per_incident
        segment.counts[INCIDENTS] += 1
        segment.counts[DEATHS] += dead
        segment.counts[LETHAL] += lethal

    def _publish(self) -> None:
        """Show the evening on the grid's property layers."""
        lost = [0] * len(self.segments)
        for post in self.lost_posts:
            lost[post.segment.index] += 1
        columns = {
            "tension": [segment.tension for segment in self.segments],
            "incidents": [segment.counts[INCIDENTS] for segment in self.segments],
            "deaths": [segment.counts[DEATHS] for segment in self.segments],
            "posts_lost": lost,
        }
        for name, column in columns.items():
            getattr(self.grid, name).data[:] = np.asarray(column)[:, None]

    # --- what is left -----------------------------------------------------------------------

    @property
    def days(self) -> NDArray[np.void]:
        """Return the finished days (D,) of ``DAY_DTYPE``."""
        return self.record.days

    @property
    def events(self) -> NDArray[np.void]:
        """Return the event log (E,) of ``EVENT_DTYPE``."""
        return self.record.events

    @property
    def outcome(self) -> NDArray[np.void]:
        """Return the run's row (1,) of ``RUN_DTYPE`` as it stands."""
        return self.record.run

    @property
    def counts(self) -> NDArray[np.int64]:
        """Return (S, 6) incidents, lethal ones, deaths, captures, strikes, TTP attacks."""
        return np.array([segment.counts for segment in self.segments], dtype=np.int64)


def _pairs(first: NDArray[np.int64], second: NDArray[np.int64]) -> list[tuple[int, int]]:
    return list(zip(first.tolist(), second.tolist(), strict=True))


def _reporter(name: str) -> Any:
    """Return what gives the data collector a field of the day."""

    def report(model: BorderModel) -> float:
        return model.record.day_rows[-1][name]

    return report
