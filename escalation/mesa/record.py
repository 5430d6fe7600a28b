"""What a watched run leaves: its events, and the record of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from escalation.day.records import DAY_DTYPE, DAY_FIELDS
from escalation.mesa import calls

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escalation.mesa.border_model import BorderModel


class Record:
    """The memory of a run beside its state: days as they end, events as plain tuples."""

    def __init__(self, model: BorderModel) -> None:
        self.model = model
        self._days = np.zeros(model.horizon_days, DAY_DTYPE)
        self._events: list[tuple[Any, ...]] = []
        self.day_rows: list[dict[str, float]] = []

    def write_day(self) -> None:
        """Keep the day: every field of ``DAY_FIELDS``, as a float."""
        day = self.model.day
        if day >= len(self._days):  # whoever steps on beyond the horizon
            self._days = np.concatenate([self._days, np.zeros(len(self._days), DAY_DTYPE)])
        calls.write_day(self.model, self._days)
        self.day_rows.append(dict(zip(DAY_FIELDS, self._days[day].item(), strict=True)))

    @property
    def days(self) -> NDArray[np.void]:
        """Return the finished days (D,) of ``DAY_DTYPE``."""
        return self._days[: len(self.day_rows)].copy()

    @property
    def event_rows(self) -> list[tuple[Any, ...]]:
        """Return the events so far; the fields are those of ``EVENT_DTYPE``."""
        self._events.extend(self.model.rows.log[len(self._events) : self.model.happened].tolist())
        return self._events
