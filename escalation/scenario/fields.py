"""The fields that sections of a scenario are made of, and what every section has in common."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, model_validator

StateName = Literal["afghan_taliban", "pakistan_military"]
GroupName = Literal["ttp", "isis_k"]
Line = Literal["silent", "confirm", "deny", "vow"]
CeasefireType = Literal["none", "truce", "agreement"]

SLUG = r"^[a-z][a-z0-9_-]{0,63}$"
HORIZON_LIMIT_DAYS = 730
#: From any of these a horizon can be counted on a calendar.
FIRST_DATE, LAST_DATE = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


def as_date(value: Any) -> Any:
    """Read a day written as text; YAML readers disagree about dates, so they reach us as text."""
    date = value
    if isinstance(value, str):
        try:
            date = dt.date.fromisoformat(value) if len(value) == len("2025-10-12") else None
        except ValueError:
            date = None
    if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
        raise ValueError("must be a date such as 2025-10-12")
    if not FIRST_DATE <= date <= LAST_DATE:
        raise ValueError(f"must be a date from {FIRST_DATE} to {LAST_DATE}")
    return date


def as_tuple(value: Any) -> Any:
    """Take a list for a tuple, which a frozen section holds."""
    return tuple(value) if isinstance(value, list) else value


Whole = Annotated[int, Strict()]
Real = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Flag = Annotated[bool, Strict()]
Share = Annotated[Real, Field(ge=0, le=1)]
Rung = Annotated[Whole, Field(ge=0, le=8)]
Day = Annotated[Whole, Field(ge=0, lt=HORIZON_LIMIT_DAYS)]
Date = Annotated[dt.date, BeforeValidator(as_date)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]


#: Whether a state's aircraft or drones reach the other's capital, unless a scenario says so.
REACHES_CAPITAL: Final = {"afghan_taliban": False, "pakistan_military": True}


class Section(BaseModel):
    """A part of a scenario: frozen, and strange to any key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_means_default(cls, data: Any) -> Any:
        """Take ``key: null`` for a key that is not there, so that the default applies."""
        if not isinstance(data, dict):
            return data
        return {k: v for k, v in data.items() if v is not None or k not in cls.model_fields}
