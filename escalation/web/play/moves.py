"""What a team may decide in a round, what it may offer, and what a facilitator may put in.

Each is a typed model with limits. What a team leaves out (None) its state's rules in the model
decide. Numbers of rungs are those of the ladder (`escalation.vocabulary.RUNGS`).
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from escalation.letters import visible
from escalation.scenario.fields import Flag, GroupName, Line, Rung, Whole, as_tuple

Team = Literal["kabul", "islamabad", "mediators", "press", "forecasters"]
TEAMS: Final[tuple[Team, ...]] = ("kabul", "islamabad", "mediators", "press", "forecasters")
#: Teams that decide for a state: its name in scenarios.
STATES: Final[dict[Team, Literal["afghan_taliban", "pakistan_military"]]] = {
    "kabul": "afghan_taliban",
    "islamabad": "pakistan_military",
}

MOST_ROUND_DAYS: Final = 30
MOST_OFFERS: Final = 3
#: Letters of an article, a statement or a leak.
MOST_WORDS: Final = 600

Days = Annotated[Whole, Field(ge=1, le=MOST_ROUND_DAYS)]


def _inert(text: str) -> str:
    """Return what somebody wrote, what can't be seen in it as escapes.

    Raises
    ------
    ValueError
        If it is too long with them.
    """
    shown = visible(text.replace("\r\n", "\n"), keep="\n\t")
    if len(shown) > MOST_WORDS:
        raise ValueError(f"has more than {MOST_WORDS} letters, as its hidden ones are written out")
    return shown


#: What a team or the facilitator writes; all read it.
Words = Annotated[str, Field(min_length=1, max_length=MOST_WORDS), AfterValidator(_inert)]
OfferId = Annotated[str, Field(pattern=r"^r[0-9]{1,3}-[a-z]{1,12}-[0-9]{1,2}$")]


class Told(BaseModel):
    """A part of a game: frozen, and strange to any key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class OfferTruce(Told):
    """A pause of so many days."""

    kind: Literal["truce"] = "truce"
    days: Days


class OfferAgreement(Told):
    """An agreement, with monitors or without."""

    kind: Literal["agreement"] = "agreement"
    monitored: Flag = False


class OfferMonitoring(Told):
    """Monitors for the ceasefire that is in force."""

    kind: Literal["monitoring"] = "monitoring"


class OfferMediation(Told):
    """The named mediators step in."""

    kind: Literal["mediation"] = "mediation"
    mediators: Annotated[
        tuple[str, ...], BeforeValidator(as_tuple), Field(min_length=1, max_length=8)
    ]


class OfferChannel(Told):
    """The back channel opens."""

    kind: Literal["channel"] = "channel"


Offer = Annotated[
    OfferTruce | OfferAgreement | OfferMonitoring | OfferMediation | OfferChannel,
    Field(discriminator="kind"),
]
Offers = Annotated[tuple[Offer, ...], BeforeValidator(as_tuple), Field(max_length=MOST_OFFERS)]


class Answer(Told):
    """What a state's team says to an offer that is open to it."""

    offer: OfferId
    accept: Flag


class Operation(Told):
    """An operation that is ordered: at a rung, from the round's first day, for some days."""

    rung: Annotated[Whole, Field(ge=2, le=8)]
    days: Days = 1


class StateMove(Told):
    """What a state's team decides.

    Attributes
    ----------
    max_rung
        Highest rung allowed, for the round.
    operation
        Ordered from the round's first day on.
    line
        Public line, for the round.
    crossings
        Held open or closed, for the round.
    channel
        ``"closed"``: silent on the back channel, for the round. To open it takes both.
    refuse
        What it refuses altogether, for the round: no talks, no mediation.
    offers, answers
        To the other state; to what is open to this one. Refusing a truce or an agreement refuses
        talks for the round, refusing mediation refuses that.
    """

    kind: Literal["state"] = "state"
    max_rung: Rung | None = None
    operation: Operation | None = None
    line: Line | None = None
    crossings: Literal["open", "closed"] | None = None
    channel: Literal["closed"] | None = None
    refuse: Annotated[
        tuple[Literal["talks", "mediation"], ...], BeforeValidator(as_tuple), Field(max_length=2)
    ] = ()
    offers: Offers = ()
    answers: Annotated[tuple[Answer, ...], BeforeValidator(as_tuple), Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> StateMove:
        if self.operation and self.max_rung is not None and self.operation.rung > self.max_rung:
            raise ValueError(
                f"an operation at rung {self.operation.rung} is above the highest rung that the "
                f"same move allows, {self.max_rung}"
            )
        asked = [answer.offer for answer in self.answers]
        if len(set(asked)) < len(asked):
            raise ValueError("an offer is answered twice")
        if self.channel == "closed" and any(o.kind == "channel" for o in self.offers):
            raise ValueError("can't offer the back channel and keep silent on it")
        return self


class MediatorsMove(Told):
    """What the mediators propose to both states, and what they say in public."""

    kind: Literal["mediators"] = "mediators"
    proposals: Offers = ()
    statement: Words | None = None


class PressMove(Told):
    """What the press publishes; text alone, which moves no odds."""

    kind: Literal["press"] = "press"
    article: Words


Move = Annotated[StateMove | MediatorsMove | PressMove, Field(discriminator="kind")]
#: The kind of move that each team makes; forecasters make none.
MOVES: Final[dict[Team, str]] = {
    "kabul": "state",
    "islamabad": "state",
    "mediators": "mediators",
    "press": "press",
}


class InjectAttack(Told):
    """An attack by an armed group, on a day of the round (1 is its first)."""

    kind: Literal["attack"] = "attack"
    actor: GroupName
    killed: Annotated[Whole, Field(ge=1, le=500)]
    segment: Annotated[Whole, Field(ge=1, le=90)] | None = None
    on_day: Days = 1


class InjectSilence(Told):
    """Silence on the back channel, for the round."""

    kind: Literal["silence"] = "silence"


class InjectOffer(Told):
    """A proposal to both states from outside, open in this round."""

    kind: Literal["offer"] = "offer"
    offer: Offer


class InjectLeak(Told):
    """News that all read: text alone, such as a leaked video, which moves no odds by itself."""

    kind: Literal["leak"] = "leak"
    text: Words


Inject = Annotated[
    InjectAttack | InjectSilence | InjectOffer | InjectLeak, Field(discriminator="kind")
]
