"""Who moves and raids: mobile units, the TTP and its bands, ISIS-K and its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesa import Agent
from mesa.discrete_space import CellAgent, FixedAgent

from escalation.day import rows
from escalation.day.militants import ISIS_K_GROUP, TTP_GROUP
from escalation.luck.purposes import BAND_MARCH
from escalation.luck.streams import uniform
from escalation.mesa import calls
from escalation.mesa.strip import CELLS, REAR, cell_of
from escalation.mesa.window import Window
from escalation.vocabulary import AFGHAN, INSIDE, PAKISTANI

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel
    from escalation.mesa.places import Post, Segment
    from escalation.mesa.states import StateActor


class MobileUnit(Window, rows.Unit, CellAgent, on=rows.Unit):  # type: ignore[misc, unused-ignore]
    """A unit of a state that raids takes its turn: it marches, fills its ranks, waits, raids.

    Attributes
    ----------
    number
        Index over both sides' units; names its luck.
    strength
        Soldiers.
    due
        Raids of its state still to come, per unit, before its own.
    """

    model: BorderModel

    def __init__(self, model: BorderModel, number: int, owner: StateActor) -> None:
        super().__init__(model)
        self.columns, self.row = model.columns["units"], number
        self.number = number
        self.owner = owner
        owner.units.append(self)
        self.stand()

    @property
    def segment(self) -> Segment:  # type: ignore[override]
        """Return the segment behind whose posts it stands."""
        return self.model.segments[self.columns["segment"].item(self.row)]

    def stand(self) -> None:
        """Stand on the grid where its segment is."""
        self.cell = cell_of(self.model, self.segment.index, self.owner.side, REAR)

    def operate(self, raids: float) -> None:
        """Spend a day of so many raids a unit: march, fill the ranks, raid as often as is due."""
        for number in range(calls.operates(self.model, self.number, raids)):
            target = self.choose_post(number)
            if target is not None:
                self.raid(number, target)

    def choose_post(self, number: int) -> Post | None:
        """Choose an own post lost on this segment, first lost first, else one of the other side.

        ``number`` counts its raids of the day from 0; each further one begins where tension is. A
        state that only wants its posts back takes no others.
        """
        post = calls.choose_post(self.model, self.number, number)
        return self.model.posts[post] if post >= 0 else None

    def raid(self, number: int, target: Post) -> None:
        """Raid a post: it falls by strength ratio against fortification, and both sides lose."""
        calls.raid_post(self.model, self.number, number, target.number)


class Group(Window, rows.Group, Agent, on=rows.Group):  # type: ignore[misc, unused-ignore]
    """A militant group: its tempo swings about a mean; the scenario may push it for a while.

    Its attributes are the fields of `escalation.day.rows.Group`.
    """

    model: BorderModel
    index: int

    def __init__(self, model: BorderModel) -> None:
        super().__init__(model)
        self.columns, self.row = model.columns["groups"], self.index

    @property
    def pressure(self) -> float:
        """Return today's hazard of one agent at full strength, before local excitement."""
        return self.hazard * self.multiplier


class Ttp(Group):
    """The Tehrik-i-Taliban Pakistan: havens in Afghanistan, attacks in Pakistan, a spoiler."""

    index = TTP_GROUP

    def act(self) -> None:
        """Carry out the scenario's attack if there is one, then let every band have its day."""
        if self.forced > 0:
            calls.ttp_forced_attack(self.model)
        for band in self.model.bands:
            band.step()
        for band in self.model.bands:
            band.wander()
        calls.clear_fighters(self.model)
        for band in self.model.bands:
            calls.count_fighters(self.model, band.number)


class Band(Window, rows.Band, CellAgent, on=rows.Band):  # type: ignore[misc, unused-ignore]
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

    def __init__(self, model: BorderModel, number: int) -> None:
        super().__init__(model)
        self.columns, self.row = model.columns["bands"], number
        self.number = number
        self.stand()

    @property
    def segment(self) -> Segment:  # type: ignore[override]
        """Return the segment where it is."""
        return self.model.segments[self.columns["segment"].item(self.row)]

    def stand(self) -> None:
        """Stand on the grid where its segment is, on its side of the line."""
        side = PAKISTANI if self.inside == INSIDE else AFGHAN
        self.cell = cell_of(self.model, self.segment.index, side, REAR)

    def step(self) -> None:
        """Attack if inside and due, or gather recruits."""
        if calls.waits_or_rests(self.model, self.number) == 1:
            self.attack()

    def wander(self) -> None:
        """Move now and then, once all have had their day."""
        if uniform(self.model.key, BAND_MARCH, self.number, 0) < self.model.p.band_march:
            self.move()

    def attack(self) -> None:
        """Attack: nobody dies in most, in the others a heavy-tailed number."""
        calls.band_attack(self.model, self.number)

    def move(self) -> None:
        """Cross the line, or go to a sector drawn by recorded violence."""
        calls.march(self.model, self.number)


class IsisK(Group):
    """Islamic State Khorasan: attacks in Afghanistan, some in Pakistan."""

    index = ISIS_K_GROUP

    def act(self) -> None:
        """Carry out the scenario's attack if there is one, then let every cell have its day."""
        if self.forced > 0:
            calls.isis_k_forced_attack(self.model)
        for cell in self.model.isis_cells:
            cell.step()


class IsisCell(Window, rows.Cell, FixedAgent, on=rows.Cell):  # type: ignore[misc, unused-ignore]
    """A cell of ISIS-K attacks where it lives when its time comes.

    Attributes
    ----------
    side
        The state it attacks: where it lives.
    due
        Cumulated hazard still to come before its next attack.
    """

    model: BorderModel

    def __init__(self, model: BorderModel, number: int) -> None:
        super().__init__(model)
        self.columns, self.row = model.columns["cells"], number
        self.number = number
        home = model.board.cell_homes[number]
        self.side = int(home["side"])
        self.segment = model.segments[int(home["segment"])]
        self.cell = cell_of(model, self.segment.index, self.side, CELLS)

    def step(self) -> None:
        """Let hazard run down with local excitement; attack at zero."""
        hazard = calls.hazard_of(self.model, self.side)
        if calls.cell_waits(self.model, self.number, hazard) == 1:
            self.attack()

    def attack(self) -> None:
        """Attack: nobody dies in some, in the others a heavy-tailed number."""
        calls.cell_attack(self.model, self.number)
