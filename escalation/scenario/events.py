"""Events and fixed decisions of a scenario: on a day, or when something has come about."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import (
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    model_serializer,
)

from escalation.scenario.declaration import Multiplier
from escalation.scenario.fields import (
    HORIZON_LIMIT_DAYS,
    CeasefireType,
    Day,
    Flag,
    GroupName,
    Line,
    Real,
    Rung,
    Section,
    StateName,
    Whole,
    as_tuple,
)


class When(Section):
    """What must have come about by last evening for an event to happen; all that is named must."""

    quiet_days: Annotated[Whole, Field(ge=1, le=365)] | None = Field(
        None, description="So many quiet days in a row, by the scenario's `outcomes`."
    )
    rung_at_least: Annotated[Whole, Field(ge=1, le=8)] | None = Field(
        None, description="A state stands at this rung or above."
    )
    killed_at_least: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = Field(
        None, description="So many dead between the states since day 0, civilians included."
    )
    attack_killed_at_least: Annotated[Whole, Field(ge=1, le=500)] | None = Field(
        None,
        description="Armed groups have killed so many of a state's people for whom it has not yet "
        "weighed force: in one attack, or in a series that fades within days.",
    )
    actor: StateName | None = Field(
        None, description="The state that is meant; either, and for the dead both, if none is."
    )


class Event(Section):
    """Something that happens, or is decided, whatever the model would do: on a day, or when."""

    day: Day = Field(
        0,
        description="Day on which it happens; day 0 is the scenario's `as_of`. With `when`, the "
        "first day on which it may.",
    )
    when: When | None = Field(None, description="The condition under which it happens.")
    once: Flag = Field(
        True,
        description="With `when`: whether only the first time, or on every day it holds.",
    )


class Lasting(Event):
    """An event that lasts, until a day or for some days."""

    until_day: Day | None = Field(None, description="Its last day.")
    days: Annotated[Whole, Field(ge=1, le=HORIZON_LIMIT_DAYS)] | None = Field(
        None, description="How many days it lasts, instead of `until_day`."
    )

    @property
    def last_day(self) -> int:
        """Return the last day of an event on a day; of a rule the day is not known yet."""
        return self.day + (self.days or 1) - 1 if self.until_day is None else self.until_day


class PublicLine(Lasting):
    """A state keeps to a public line, to `until_day` (included) or for some `days`."""

    kind: Literal["public_line"] = "public_line"
    actor: StateName
    line: Line


class Act(Event):
    """A state acts at a rung for some days."""

    kind: Literal["act"] = "act"
    actor: StateName
    rung: Annotated[Whole, Field(ge=2, le=8)]
    days: Annotated[Whole, Field(ge=1, le=HORIZON_LIMIT_DAYS)]


class Restrain(Lasting):
    """A state does not go above a rung, to `until_day` (included) or for some `days`."""

    kind: Literal["restrain"] = "restrain"
    actor: StateName
    max_rung: Rung


class Mediation(Event):
    """The named mediators engage."""

    kind: Literal["mediation"] = "mediation"
    mediators: Annotated[tuple[str, ...], BeforeValidator(as_tuple), Field(min_length=1)]


class Held(Lasting):
    """An event that may be held for a while; a length that nobody gives is not told either."""

    @model_serializer(mode="wrap")
    def _as_said(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        told: dict[str, Any] = dump(self)
        unsaid = {name for name in ("until_day", "days") if told.get(name) is None}
        return {name: value for name, value in told.items() if name not in unsaid}


class BackChannel(Held):
    """The back channel opens or closes; held so, to `until_day` or for some `days`, if given."""

    kind: Literal["back_channel"] = "back_channel"
    open: Flag


class Ceasefire(Event):
    """A ceasefire starts (for some days, or until it breaks), or ends (`none`)."""

    kind: Literal["ceasefire"] = "ceasefire"
    type: CeasefireType
    days: Annotated[Whole, Field(ge=1, le=HORIZON_LIMIT_DAYS)] | None = None
    monitored: Flag = False


class Crossings(Held):
    """A state closes or opens its crossings; holds them so, to `until_day` or for some `days`."""

    kind: Literal["crossings"] = "crossings"
    actor: StateName
    closed: Flag


class Refuse(Lasting):
    """A state refuses talks or mediation, to `until_day` (included) or for some `days`.

    Without both states no talks start and no truce or agreement comes about by itself; mediators'
    pressure does not reach a state that refuses mediation.
    """

    kind: Literal["refuse"] = "refuse"
    actor: StateName
    what: Literal["talks", "mediation"]


#: How the factor of a group's tempo reads.
TEMPO_READS = Multiplier(
    1,
    "changes nothing",
    "more attacks, 1.3 being 30% more",
    "fewer, 0.7 being 30% fewer and 0 none",
)


class Tempo(Lasting):
    """A group's attacks are multiplied, to `until_day` (included) or for some `days`."""

    kind: Literal["tempo"] = "tempo"
    actor: GroupName
    factor: Annotated[Real, Field(ge=0, le=10)] = Field(
        description=f"Multiplies the group's attacks: {TEMPO_READS}."
    )


class Attack(Event):
    """A group's attack with a known toll, on a segment or wherever the model puts it."""

    kind: Literal["attack"] = "attack"
    actor: GroupName
    killed: Annotated[Whole, Field(ge=1, le=500)]
    segment: Annotated[Whole, Field(ge=1, le=90)] | None = None


AnyEvent = Annotated[
    PublicLine
    | Act
    | Restrain
    | Mediation
    | BackChannel
    | Ceasefire
    | Crossings
    | Refuse
    | Tempo
    | Attack,
    Field(discriminator="kind"),
]
#: Makes events of plain data, for those that stand in no scenario.
EVENT: Final[TypeAdapter[AnyEvent]] = TypeAdapter(AnyEvent)

#: Every kind of event.
KINDS: Final[tuple[type[Event], ...]] = (
    PublicLine, Act, Restrain, Mediation, BackChannel, Ceasefire, Crossings, Refuse, Tempo,
    Attack,
)  # fmt: skip
