"""The sections of a scenario as frozen, typed records.

A file becomes a `Scenario` through `escalation.scenario.load`, which knows files and lines; code
may build one directly. Either way the same checks hold (`escalation.scenario.crosschecks`).
Nothing here is a parameter of the model: those are declared in the register and only given values
here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    model_validator,
)

from escalation.errors import suggest
from escalation.luck.seeds import MOST_SEED
from escalation.notebooks import ShowsItself
from escalation.numbers import counted
from escalation.scenario.crosschecks import (
    cross_problems,
    distribution_of,
    distribution_problems,
    path_text,
)
from escalation.scenario.distributions import Distribution, Fixed, as_mapping
from escalation.scenario.events import AnyEvent
from escalation.scenario.fields import (
    HORIZON_LIMIT_DAYS,
    REACHES_CAPITAL,
    SLUG,
    CeasefireType,
    Date,
    Flag,
    Line,
    Real,
    Rung,
    Section,
    Share,
    Text,
    Whole,
    as_tuple,
)
from escalation.scenario.posterior import default_drawn_from

Speaker = Literal[
    "afghan_taliban", "pakistan_military", "ttp", "isis_k", "press", "analyst", "mediator",
    "united_nations", "other",
]  # fmt: skip
Status = Literal[
    "unverified", "contradicted", "statement", "assessment", "observed", "admitted", "allegation",
    "denied", "verified",
]  # fmt: skip
ClaimKind = Literal[
    "numeric", "denial", "motive", "commitment", "allegation", "statement", "assessment", "silence",
]  # fmt: skip
Quantity = Literal["killed", "wounded", "posts_captured", "air_strikes"]
Side = Literal["afghan_taliban", "pakistan_military", "ttp", "isis_k", "dyad", "india"]

#: Afghan provinces that touch the line, from the Wakhan to the Iranian border.
PROVINCES = (
    "Badakhshan",
    "Nuristan",
    "Kunar",
    "Nangarhar",
    "Paktia",
    "Khost",
    "Paktika",
    "Zabul",
    "Kandahar",
    "Helmand",
    "Nimruz",
)


def _as_sector(value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        if 1 <= value <= 90:
            return value
        raise ValueError("a segment number must lie between 1 and 90")
    if isinstance(value, str) and value in PROVINCES:
        return value
    raise ValueError(
        "must be an Afghan province on the line or a segment number from 1 to 90"
        + (suggest(value, PROVINCES) if isinstance(value, str) else "")
    )


def _as_parameter(value: Any) -> Any:
    problems = distribution_problems(value)
    if problems:
        raise ValueError("; ".join(message for _, message in problems))
    return distribution_of(value)


def _written(value: Any) -> Any:
    return value.value if isinstance(value, Fixed) else as_mapping(value)


if TYPE_CHECKING:
    import pandas as pd

    ParameterValue = Distribution
    Sector = int | str
else:
    ParameterValue = Annotated[
        Any, PlainValidator(_as_parameter), PlainSerializer(_written, return_type=Any)
    ]
    Sector = Annotated[int | str, PlainValidator(_as_sector)]


class Outcomes(Section):
    """Thresholds that name the outcomes."""

    quiet_days: Annotated[Whole, Field(ge=1, le=365)] = Field(
        14, description="Quiet days in a row that make a de-escalation."
    )
    quiet_max_rung: Rung = Field(1, description="Highest rung of either state on a quiet day.")
    serious_rung: Annotated[Whole, Field(ge=2, le=8)] = Field(
        4, description="Rung from which a relapse is serious."
    )
    serious_dead: Annotated[Whole, Field(ge=1, le=100_000)] = Field(
        10, description="State-on-state dead within the window that make a relapse serious."
    )
    serious_window_days: Annotated[Whole, Field(ge=1, le=365)] = Field(
        7, description="Length of that window."
    )
    war_dead: Annotated[Whole, Field(ge=1, le=10_000_000)] = Field(
        1000, description="Battle deaths between the states that make a war."
    )
    war_rung: Annotated[Whole, Field(ge=2, le=8)] = Field(
        7, description="Rung that makes a war when an operation at it lasts."
    )
    war_days: Annotated[Whole, Field(ge=1, le=365)] = Field(
        7, description="Days in a row of an operation at that rung that make a war."
    )


class Claim(Section):
    """What somebody said, and how far the analyst believes it."""

    claim: Text = Field(description="What is claimed, in our own words.")
    speaker: Speaker = Field(description="Who says it.")
    date: Date = Field(description="Day on which it was said.")
    source: Text = Field(description="Where it was published.")
    status: Status = Field(description="What is known of its truth.")
    kind: ClaimKind = Field(description="What sort of claim it is.")
    quantity: Quantity | None = Field(None, description="What a numeric claim counts.")
    value: Annotated[Real, Field(ge=0, le=1_000_000)] | None = Field(
        None, description="The figure claimed."
    )
    side: Side | None = Field(None, description="Whom it is about.")
    credence: Share = Field(description="Probability that it holds, in the analyst's judgement.")
    informs: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = Field(
        (), description="Parameters, facts or places under `actors` that it bears on."
    )
    contradicts: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = Field(
        (), description="Claims that can't hold together with it; said by both."
    )
    why_not: Text | None = Field(None, description="Why it informs nothing, when it doesn't.")
    note: Text | None = Field(None, description="Reason for the credence, and remarks.")


_REACH = (
    "Whether its aircraft or drones reach the other's capital. Where they don't, rung 6 (strikes "
    "on a capital) is not open to it. By default, a judgement, Pakistan's do (C14 and C15 speak of "
    "aircraft over Kabul) and the Afghan Taliban's, a few small drones and no air force, don't."
)


class StateActor(Section):
    """One of the two states on the morning of day 0."""

    posts: Annotated[Whole, Field(ge=0, le=5000)] = Field(250, description="Border posts.")
    mobile_units: Annotated[Whole, Field(ge=0, le=500)] = Field(
        20, description="Mobile units of about 50 soldiers."
    )
    rung: Rung = Field(0, description="Rung on the morning of day 0.")
    deed: Rung = Field(
        0, description="Hardest thing it did the night before, which the other will answer."
    )
    line: Line = Field("silent", description="Its public line on day 0.")
    crossings_closed: Flag = Field(False, description="Whether it keeps its crossings closed.")
    reaches_capital: Flag = Field(REACHES_CAPITAL["pakistan_military"], description=_REACH)


class AfghanTaliban(StateActor):
    """The Afghan Taliban's forces and posture."""

    reaches_capital: Flag = Field(REACHES_CAPITAL["afghan_taliban"], description=_REACH)


class PakistanMilitary(StateActor):
    """The Pakistani military's forces and posture."""

    posts: Annotated[Whole, Field(ge=0, le=5000)] = Field(840, description="Border posts.")
    mobile_units: Annotated[Whole, Field(ge=0, le=500)] = Field(
        40, description="Mobile units of about 50 soldiers."
    )


class Group(Section):
    """The TTP's bands."""

    bands: Annotated[Whole, Field(ge=0, le=1000)] = Field(
        120, description="Bands of about 50 fighters."
    )
    inside_share: Share = Field(0.6, description="Share of the bands inside Pakistan on day 0.")


class Cells(Section):
    """The cells of ISIS-K."""

    cells: Annotated[Whole, Field(ge=0, le=500)] = Field(
        40, description="Cells of about 50 fighters."
    )
    pakistan_share: Share = Field(0.2, description="Share of the cells inside Pakistan on day 0.")


class Dyad(Section):
    """What stands between the two states on day 0."""

    sectors: Annotated[tuple[Sector, ...], BeforeValidator(as_tuple)] = Field(
        (),
        description="Where fighting is reported: Afghan provinces or segment numbers (1 to 90).",
    )
    ceasefire: CeasefireType = Field("none", description="The ceasefire in force.")
    monitored: Flag = Field(False, description="Whether it is monitored.")


class Mediator(Section):
    """A third party that may step in."""

    engages_per_day: Share = Field(description="Chance to engage on a day at rung 4 or above.")
    leverage_taliban: Share = Field(description="Leverage on the Afghan Taliban.")
    leverage_pakistan: Share = Field(description="Leverage on Pakistan.")


class Actors(Section):
    """Everybody who acts, and where they start."""

    afghan_taliban: AfghanTaliban = AfghanTaliban()
    pakistan_military: PakistanMilitary = PakistanMilitary()
    ttp: Group = Group()
    isis_k: Cells = Cells()
    dyad: Dyad = Dyad()
    mediators: dict[Annotated[str, Field(pattern=SLUG)], Mediator] = Field(
        default_factory=dict, description="Third parties by name."
    )


#: Every place under `actors` that a claim may inform.
ACTOR_PATHS = tuple(
    path
    for actor, field in Actors.model_fields.items()
    for path in (
        f"actors.{actor}",
        *(f"actors.{actor}.{key}" for key in getattr(field.annotation, "model_fields", ())),
    )
)


class Ensemble(Section):
    """How many runs, and from which seed."""

    runs: Annotated[Whole, Field(ge=1, le=10_000_000)] = Field(10_000, description="Runs in all.")
    replicates: Annotated[Whole, Field(ge=1, le=10_000)] = Field(
        4, description="Runs for each draw of what is uncertain."
    )
    precision: Annotated[Real, Field(ge=0.0005, le=0.2)] | None = Field(
        None, description="Run until the headline's 95% interval is this close on either side."
    )
    seed: Annotated[Whole, Field(ge=0, le=MOST_SEED)] = Field(
        20251012, description="Seed; the same seed gives the same numbers."
    )
    threads: Annotated[Whole, Field(ge=1, le=1024)] | None = Field(
        None, description="Threads; without it, as many as there are processors."
    )
    drawn_from: Literal["posterior", "prior"] = Field(
        default_factory=default_drawn_from,
        description=(
            "Where calibrated parameters are drawn from: together from the posterior that is "
            "shipped (the default if there is one), or each from its prior."
        ),
    )


class Scenario(ShowsItself, Section):
    """Everything a simulation starts from.

    Raises
    ------
    pydantic.ValidationError
        If a value is impossible or two sections disagree. `escalation.scenario.load` turns this
        into an `InputError` that names files and lines.
    """

    name: Annotated[str, Field(pattern=SLUG)] = Field(
        description="Short name: small letters, digits, _ and -."
    )
    title: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description="Title, as charts carry it."
    )
    summary: Annotated[str, Field(max_length=2000)] = Field("", description="What it supposes.")
    as_of: Date = Field(dt.date(2025, 10, 12), description="Day 0.")
    horizon_days: Annotated[Whole, Field(ge=1, le=HORIZON_LIMIT_DAYS)] = Field(
        180, description="Days to simulate."
    )
    outcomes: Outcomes = Outcomes()
    claims: dict[Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9_]{0,15}$")], Claim] = Field(
        default_factory=dict, description="Claims by id."
    )
    actors: Actors = Actors()
    parameters: dict[str, ParameterValue] = Field(
        default_factory=dict, description="Parameters and facts whose register default is replaced."
    )
    events: Annotated[tuple[AnyEvent, ...], BeforeValidator(as_tuple)] = Field(
        (), description="Timed events and fixed decisions."
    )
    ensemble: Ensemble = Ensemble()

    def notebook_title(self) -> str:
        """Return the scenario's name and title."""
        return f"{self.name}: {self.title}"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return what it is about, and its claims."""
        import pandas as pd

        claims = [
            {"claim": name, "speaker": one.speaker, "says": one.claim, "credence": one.credence}
            for name, one in self.claims.items()
        ]
        days = counted(self.horizon_days, "day")
        lasts = f"{days} from {self.as_of}, {counted(len(self.events), 'event')}."
        own = [f"{name} {as_mapping(value)}" for name, value in self.parameters.items()]
        said = [self.summary, lasts, *(["Parameters: " + "; ".join(own)] if own else [])]
        return [one for one in said if one], pd.DataFrame(claims) if claims else None

    @model_validator(mode="after")
    def _sections_agree(self, info: ValidationInfo) -> Self:
        # The loader has made these checks already, with the lines at hand.
        if not (info.context or {}).get("checked"):
            problems = cross_problems(self.model_dump(), ACTOR_PATHS)
            if problems:
                raise ValueError(
                    "; ".join(f"{path_text(path)}: {message}" for path, message in problems)
                )
        return self
