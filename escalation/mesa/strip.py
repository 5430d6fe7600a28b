"""The border on a grid: where everybody stands, and what its layers show each evening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from mesa.discrete_space import OrthogonalMooreGrid

from escalation.vocabulary import (
    AFGHAN,
    AFGHAN_FRONT,
    DEATHS,
    INCIDENTS,
    PAKISTANI_FRONT,
    ROWS,
)

if TYPE_CHECKING:
    from escalation.day.rows import Ints
    from escalation.mesa.border_model import BorderModel

#: What the grid's property layers show, and the type of their values.
LAYERS: dict[str, type] = {"tension": float, "incidents": int, "deaths": int, "posts_lost": int}
# How many rows behind the front an agent stands.
POSTS, REAR, CELLS = 0, 1, 2


def make_grid(model: BorderModel) -> Any:
    """Return the grid of cells (segment, row) with its layers."""
    size = (len(model.board.places), ROWS)
    grid = OrthogonalMooreGrid(size, torus=False, random=model.random)
    for name, kind in LAYERS.items():
        grid.create_property_layer(name, default_value=kind(0), dtype=kind)
    return grid


def cell_of(model: BorderModel, segment: int, side: int, depth: int) -> Any:
    """Return the cell of a segment so many rows behind the front of a side."""
    row = AFGHAN_FRONT - depth if side == AFGHAN else PAKISTANI_FRONT + depth
    return model.grid[segment, row]


def publish(model: BorderModel) -> None:
    """Show the evening on the grid's layers."""
    at = model.board.sites["segment"][model.lost_numbers]
    columns = {
        "tension": model.rows.segments["tension"],
        "incidents": model.counts[:, INCIDENTS],
        "deaths": model.counts[:, DEATHS],
        "posts_lost": np.bincount(at, minlength=len(model.segments)),
    }
    for name, column in columns.items():
        getattr(model.grid, name).data[:] = column[:, None]


class Whereabouts:
    """Where units and bands stood when somebody last looked."""

    def __init__(self, model: BorderModel) -> None:
        self.model = model
        self._units, self._bands = self._now()

    def _now(self) -> tuple[Ints, Ints]:
        """Return two numbers for each that change when it moves."""
        units, bands = self.model.rows.units, self.model.rows.bands
        return units["segment"].copy(), 2 * bands["segment"] + bands["inside"]

    def follow(self) -> None:
        """Let who has moved since stand where it is now."""
        units, bands = self._now()
        for number in np.flatnonzero(units != self._units).tolist():
            self.model.units[number].stand()
        for number in np.flatnonzero(bands != self._bands).tolist():
            self.model.bands[number].stand()
        self._units, self._bands = units, bands
