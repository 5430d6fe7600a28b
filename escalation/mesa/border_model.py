"""The model: the border on a grid, everybody on it, and the order of a day."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from mesa import Model
from mesa.datacollection import DataCollector

from escalation.day.board import make_board
from escalation.day.fire import first_side
from escalation.day.records import DAY_FIELDS, EVENT_DTYPE, RUN_DTYPE
from escalation.day.schedule import SCHEDULE, Phase
from escalation.day.state import allocate
from escalation.luck.seeds import checked_seed
from escalation.luck.streams import day_key, future_key, run_key
from escalation.mesa import calls
from escalation.mesa.places import Post, Segment
from escalation.mesa.record import Record
from escalation.mesa.states import Dyad, Mediator, StateActor
from escalation.mesa.strip import Whereabouts, make_grid, publish
from escalation.mesa.units import Band, Group, IsisCell, IsisK, MobileUnit, Ttp
from escalation.mesa.window import as_records, columns_of
from escalation.scenario.world import World, build_world
from escalation.vocabulary import AFGHAN, AGREEMENT, EVE, NEVER, PAKISTANI

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from escalation.day.rows import Draw, Ints, Records
    from escalation.scenario.sections import Scenario

STATE_EVENTS_A_DAY = 100  # that the two states, talks and aircraft may cause at most


class BorderModel(Model):  # type: ignore[misc, unused-ignore]
    """One run of a scenario, agent by agent; a step is a day.

    The agents are two states, the TTP and ISIS-K, mediators, posts, mobile units, bands and
    cells. They are windows on the rows that the compiled engine works on, and a phase of the day
    is the engine's own. Where one of the ``..._class`` arguments puts another class in a place,
    those agents are asked one by one for what they do, by the methods that the class may replace.
    All luck is keyed by (seed, run): Mesa's own generators are never asked.

    Parameters
    ----------
    scenario
        A loaded scenario, a file, or the name of a shipped one.
    draw
        (1,) of ``draw_dtype``: what this run takes to be true (see ``DrawSpace``); by default what
        the run of this number takes in the scenario's ensemble.
    run
        Its number in the ensemble.
    seed
        The ensemble's seed; the scenario's by default.
    world
        The scenario's arrays, if they have been built before.
    taken_back
        Number of the event, as the log of this run has them from 0, that it is to do without.
    state_class, mediator_class, post_class, unit_class, band_class, cell_class
        What the agents are; for the states one class, or one for each side.

    Attributes
    ----------
    day
        The day now; -1 before the first step.
    grid
        Cells (segment, row): row 0 deepest in Afghanistan, 4 and 5 along the line, 9 deepest in
        Pakistan; property layers ``tension``, ``incidents``, ``deaths``, ``posts_lost``.
    datacollector
        One row a day of ``DAY_FIELDS``.
    p
        Parameters and facts of the draw by name.
    board, rows, counts
        The engine's arrays: what the scenario fixes, what changes, events by segment (S, 6).
    """

    def __init__(
        self,
        scenario: Scenario | str | os.PathLike[str],
        draw: NDArray[np.void] | None = None,
        run: int = 0,
        seed: int | None = None,
        *,
        world: World | None = None,
        taken_back: int = NEVER,
        state_class: type[StateActor] | tuple[type[StateActor], type[StateActor]] = StateActor,
        mediator_class: type[Mediator] = Mediator,
        post_class: type[Post] = Post,
        unit_class: type[MobileUnit] = MobileUnit,
        band_class: type[Band] = Band,
        cell_class: type[IsisCell] = IsisCell,
    ) -> None:
        super().__init__(rng=0)  # fixed and unused: all luck comes from escalation.luck.streams
        scenario = _loaded(scenario)
        self.source = scenario
        self.world = build_world(scenario) if world is None else world
        self.run = int(run)
        self.seed = scenario.ensemble.seed if seed is None else checked_seed(seed, "seed")
        self.horizon_days = scenario.horizon_days
        if draw is None:
            from escalation.ensemble.design import draw_of

            draw = draw_of(scenario, self.run // scenario.ensemble.replicates, self.seed)
        self._open_rows(np.asarray(draw))
        self.rows.ledger["track"]["taken_back"] = taken_back + 1
        self.record = Record(self)
        sides = state_class if isinstance(state_class, tuple) else (state_class, state_class)
        self.replaced = {
            base
            for base, own in (
                *((StateActor, side) for side in sides), (Mediator, mediator_class),
                (Post, post_class), (MobileUnit, unit_class), (Band, band_class),
                (IsisCell, cell_class),
            )
            if own is not base
        }  # fmt: skip
        self.grid = make_grid(self)
        self.segments = [Segment(self, index) for index in range(len(self.board.places))]
        self.states = (sides[0](self, AFGHAN), sides[1](self, PAKISTANI))
        self.dyad = Dyad(self)
        self.mediators = [
            mediator_class(self, number, name)
            for number, name in enumerate(scenario.actors.mediators)
        ]
        self.posts = [
            post_class(self, number, self.states[side], self.segments[segment])
            for number, (segment, side, _) in enumerate(self.board.sites.tolist())
        ]
        self.units = [
            unit_class(self, number, self.states[side])
            for number, (_, side) in enumerate(self.board.unit_homes.tolist())
        ]
        self.ttp_group, self.isis_group = Ttp(self), IsisK(self)
        self.groups: tuple[Group, Group] = (self.ttp_group, self.isis_group)
        self.bands = [band_class(self, number) for number in range(len(self.rows.bands))]
        self.isis_cells = [cell_class(self, number) for number in range(len(self.rows.cells))]
        self._whereabouts = Whereabouts(self)
        publish(self)
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
        """Return a run of a scenario in which everything uncertain has its median.

        That is no run of an ensemble, unless ``draw`` is given; ``BorderModel(scenario, run=17)``
        is run 17.

        Raises
        ------
        InputError
            If the scenario has mistakes.
        """
        from escalation.scenario.truth import DrawSpace

        scenario = _loaded(scenario)
        if draw is None:
            space = DrawSpace(scenario)
            draw = space.transform(np.full((1, space.size), 0.5))
        return cls(scenario, draw, run, seed)

    # --- who is there -----------------------------------------------------------------------

    def _open_rows(self, draw: Records) -> None:
        """Allocate the engine's arrays and set them to the morning of day 0."""
        self.board = make_board(self.world)
        self.draws = as_records(draw.reshape(-1)[:1])
        names = self.draws.dtype.names or ()
        values = dict(zip(names, self.draws[0].item(), strict=True))
        self.p = cast("Draw", SimpleNamespace(**values))
        self.run_key = run_key(self.seed, self.run)
        self.day = EVE
        self.key = day_key(self.run_key, EVE)
        board = self.board
        # once a day at most a post fires and is given up, an agent attacks, an event happens
        busy = [board.unit_homes, board.band_homes, board.cell_homes, board.places]
        busy += 2 * [board.sites, board.schedule]
        self._most_events = STATE_EVENTS_A_DAY + sum(map(len, busy))
        self.rows = allocate(board, self._most_events)
        self.counts: Ints = np.zeros((len(board.places), 6), np.int64)
        calls.reset(self)
        ledger = self.rows.ledger
        self.columns = {
            "actors": columns_of(ledger["actors"][0]),
            "groups": columns_of(ledger["groups"][0]),
            "dyad": columns_of(ledger["dyad"]),
            **{
                name: columns_of(getattr(self.rows, name))
                for name in ("segments", "posts", "units", "bands", "cells")
            },
        }

    @property
    def lost_posts(self) -> list[Post]:
        """Return the posts in the other side's hands, in order of capture."""
        return [self.posts[number] for number in self.lost_numbers.tolist()]

    @property
    def lost_numbers(self) -> Ints:
        """Return the numbers of these posts."""
        return self.rows.lost_posts[: self.columns["dyad"]["n_lost"].item()]

    # --- a day ------------------------------------------------------------------------------

    def step(self) -> None:
        """Move everything by a day, phase by phase in the order of ``SCHEDULE``.

        Each phase is a method of that name: below where more than the states have a part in it.
        """
        self.day += 1
        self.key = day_key(self.run_key, self.day)
        self._make_room(self._most_events)
        for phase in SCHEDULE:
            getattr(self, phase.name)()
        self.record.write_day()
        publish(self)
        self.datacollector.collect(self)
        self.running = self.day + 1 < self.horizon_days

    def turn_to(self, future: int) -> None:
        """Let the days from tomorrow on have other luck: that of the future of this number."""
        self.run_key = future_key(self.run_key, self.day + 1, future)
        calls.wait_anew(self)

    def negotiate(self) -> None:
        """Let mediators press, and move what stands between the states."""
        if self._at_once("negotiate", Mediator):
            return
        calls.begin_mediation(self)
        at_work = max([0, *(mediator.mediate() for mediator in self.mediators)])
        calls.end_mediation(self, at_work)
        calls.relate(self, at_work)

    def carry_out(self) -> None:
        """Begin the day's deeds: orders, operations, standing down."""
        if self._at_once("carry_out", StateActor):
            return
        calls.begin_day(self)
        for state in self.states:
            state.carry_out()

    def give_up_posts(self) -> None:
        """Let captured posts be given up without a fight; all at once under an agreement."""
        if self._at_once("give_up_posts", Post):
            return
        chance = 1.0 if self.dyad.ceasefire == AGREEMENT else self.p.withdrawal
        for post in self.lost_posts:
            post.may_be_given_up(chance)

    def fire(self) -> None:
        """Let posts exchange fire where tension, contact and posture allow it."""
        if self._at_once("fire", Post):
            return
        total, excess = calls.weigh(self)
        if total <= 0.0:
            return
        local = calls.local_rate(self, excess / self.board.figures["plain"].item())
        for state in self._in_drawn_order(0):
            rate = local + calls.ordered_today(self, state.side)
            for segment in self.segments:
                segment.pass_time(state.side, rate / total, local / rate if rate > 0.0 else 0.0)

    def raid(self) -> None:
        """Let mobile units march and raid."""
        if not self._at_once("raid", MobileUnit):
            for state in self._in_drawn_order(1):
                raids = calls.raids_per_unit(self, state.side)
                for unit in state.units if raids > 0.0 else ():
                    unit.operate(raids)
        self._whereabouts.follow()

    def ttp(self) -> None:
        """Let the TTP's bands attack, rest and move."""
        if not self._at_once("ttp", Band):
            self.ttp_group.act()
        self._whereabouts.follow()

    def isis_k(self) -> None:
        """Let the cells of ISIS-K attack."""
        if not self._at_once("isis_k", IsisCell):
            self.isis_group.act()

    def deeds(self) -> None:
        """Put a rung on what each state did."""
        if self._at_once("deeds", StateActor):
            return
        for state in self.states:
            state.name_deed()
        calls.end_deeds(self)

    # --- what the phases share --------------------------------------------------------------

    def _at_once(self, phase: str, asked: type) -> bool:
        """Do a phase as the engine does, unless a class of one's own is asked in it."""
        if asked not in self.replaced:
            calls.PHASES[phase](self)
            return True
        return False

    def _in_drawn_order(self, which: int) -> tuple[StateActor, StateActor]:
        """Return the states, the first drawn anew each day so that none is favoured."""
        first = first_side(self.key, which)
        return self.states[first], self.states[1 - first]

    def note(
        self,
        kind: int,
        actor: int = -1,
        segment: int = -1,
        agent: int = 0,
        value: float = 0.0,
        dead: tuple[int, int, int, int] = (0, 0, 0, 0),
    ) -> None:
        """Write an event of today; ``dead`` of both states' soldiers, civilians, militants."""
        self._make_room(1)
        calls.note(self, kind, actor, segment, agent, float(value), *dead)

    def _make_room(self, events: int) -> None:
        """Let the log hold so many events more."""
        log = self.rows.log
        if self.happened + events > len(log):
            longer = np.concatenate([log, np.zeros(len(log) + events, EVENT_DTYPE)])
            self.rows = self.rows._replace(log=longer)

    # --- what is left -----------------------------------------------------------------------

    @property
    def happened(self) -> int:
        """Return how many events there have been."""
        return int(self.rows.ledger["track"]["n_events"][0])

    @property
    def days(self) -> NDArray[np.void]:
        """Return the finished days (D,) of ``DAY_DTYPE``."""
        return self.record.days

    @property
    def events(self) -> NDArray[np.void]:
        """Return the event log (E,) of ``EVENT_DTYPE``."""
        return self.rows.log[: self.happened].copy()

    @property
    def outcome(self) -> NDArray[np.void]:
        """Return the run's row (1,) of ``RUN_DTYPE`` as it stands."""
        row = np.zeros(1, RUN_DTYPE)
        row["run"] = self.run
        calls.write_run(self, row)
        return row


def _day_of(phase: Phase) -> Callable[[BorderModel], None]:
    """Return the method for a phase of the engine's, or of the states if they have one."""
    name = phase.name

    def method(self: BorderModel) -> None:
        if not hasattr(StateActor, name):
            calls.PHASES[name](self)
        elif not self._at_once(name, StateActor):
            for state in self.states:
                getattr(state, name)()

    method.__name__ = name
    method.__doc__ = f"Do a phase of the day: {phase.sentence}."
    return method


for _phase in SCHEDULE:
    if _phase.name not in vars(BorderModel):
        setattr(BorderModel, _phase.name, _day_of(_phase))


def _loaded(scenario: Scenario | str | os.PathLike[str]) -> Scenario:
    from escalation.scenario.load import load_scenario

    if isinstance(scenario, (str, os.PathLike)):
        return load_scenario(scenario)
    return scenario


def _reporter(name: str) -> Any:
    """Return what gives the data collector a field of the day."""

    def report(model: BorderModel) -> float:
        return model.record.day_rows[-1][name]

    return report
