"""What a page may say to the server: typed, bounded, and refused in a sentence if it is else."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from escalation.browser.figures import FIGURES
from escalation.ensemble.plan import MOST_RUNS
from escalation.errors import InputError
from escalation.scenario.fields import HORIZON_LIMIT_DAYS, Whole
from escalation.web.explore.comparison import MOST_PINS
from escalation.web.explore.refused import in_page_words
from escalation.web.explore.setting import MOST_EVENTS, Name, Setting

#: The longest message that is read, in bytes; a setting with all it may hold has some 20,000.
MOST_BYTES: Final = 64_000
#: The greatest number that a message may have: a browser counts to it without loss.
MOST_REQUEST: Final = 2**53
#: Messages a second that one page may send in the long run, and at once.
RATE: Final = 30.0
BURST: Final = 60

#: Of WebSocket: what was sent breaks a rule; and why, of one such rule.
AGAINST_RULES: Final = 1008
TOO_MANY: Final = "Too many messages at once."

#: The kinds of question; in the path to a mistake they are no help to a reader.
KINDS: Final = ("ask", "watch", "pivots", "storylines", "map", "compare")
#: How pages begin a message.
_BEGINNING: Final = re.compile(
    r'\s*\{\s*(?:"kind"\s*:\s*"([a-z]{1,20})"\s*,\s*)?"request"\s*:\s*([0-9]{1,16})\s*[,}]'
)


class Message(BaseModel):
    """A message; strange keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: The page's own number of what it asks for, which comes back with every answer to it.
    request: Annotated[Whole, Field(ge=0, le=MOST_REQUEST)]


class Ask(Message):
    """The odds of a setting: first of few runs, then of more."""

    kind: Literal["ask"]
    setting: Setting
    figures: tuple[Literal[FIGURES], ...] = Field((), max_length=len(FIGURES))  # type: ignore[valid-type]


class Branch(BaseModel):
    """What is decided otherwise in one run, from a day on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: Annotated[Whole, Field(ge=0, le=HORIZON_LIMIT_DAYS)]
    events: tuple[dict[Name, Any], ...] = Field(max_length=MOST_EVENTS)


class Watch(Message):
    """One run of a setting, day by day; also how it goes on under a branch, or without an event.

    An event is told by its place in the run's log, and is that of the run as it was.
    """

    kind: Literal["watch"]
    setting: Setting
    run: Annotated[Whole, Field(ge=0, lt=MOST_RUNS)]
    branch: Branch | None = None
    without: Annotated[Whole, Field(ge=0, le=2**31)] | None = None

    @model_validator(mode="after")
    def _one_at_a_time(self) -> Watch:
        if self.branch is not None and self.without is not None:
            raise ValueError("a run goes on under a branch or without an event, not both")
        return self


class Pivots(Message):
    """Which moments of one run its fate hung on."""

    kind: Literal["pivots"]
    setting: Setting
    run: Annotated[Whole, Field(ge=0, lt=MOST_RUNS)]


class Storylines(Message):
    """Kinds of future of a setting, each with a run that stands for it."""

    kind: Literal["storylines"]
    setting: Setting


class Map(Message):
    """In what share of runs something happened where, by day."""

    kind: Literal["map"]
    setting: Setting


class Compare(Message):
    """Several settings of one scenario side by side."""

    kind: Literal["compare"]
    settings: tuple[Setting, ...] = Field(min_length=1, max_length=MOST_PINS)


class Stop(Message):
    """Nothing more of what was asked for is wanted: of one kind, or of all."""

    kind: Literal["stop"]
    what: Literal[KINDS] | None = None  # type: ignore[valid-type]


Question = Ask | Watch | Pivots | Storylines | Map | Compare


def continues_a_run(question: Question) -> bool:
    """Return whether a question has a single run continued otherwise than it was."""
    if isinstance(question, Watch):
        return question.branch is not None or question.without is not None
    return isinstance(question, Pivots)


_READER: Final[TypeAdapter[Question | Stop]] = TypeAdapter(
    Annotated[Question | Stop, Field(discriminator="kind")]
)


class RefusedError(ValueError):
    """A message that can't be taken for any; its text says why, for people.

    Attributes
    ----------
    request, about
        The message's number and what it asks for, where these could be read.
    """

    def __init__(self, why: str, request: int | None = None, about: str | None = None) -> None:
        super().__init__(why)
        self.request, self.about = request, about


def read(text: str | None) -> Question | Stop:
    """Return the message of a text; a page that sent bytes sent none.

    Raises
    ------
    RefusedError
        If it is no text, too long, no JSON, or not one of the messages.
    """
    try:
        return _READER.validate_json(bounded(text, MOST_BYTES))
    except ValidationError as error:
        raise RefusedError(refusal(error), *_asked(text)) from None
    except RefusedError as error:
        raise RefusedError(str(error), *_asked(text)) from None


def _asked(text: str | None) -> tuple[int | None, str | None]:
    """Return the number of a message that is refused and its kind, as far as these can be read."""
    try:
        told = json.loads(text or "")
    except (ValueError, RecursionError):
        return beginning_of(text)
    if not isinstance(told, dict):
        return None, None
    number, kind = told.get("request"), told.get("kind")
    about = kind if isinstance(kind, str) and kind in KINDS else None
    return number if is_request(number) else None, about


def is_request(number: object) -> bool:
    """Return whether something may be a message's number."""
    return type(number) is int and 0 <= number <= MOST_REQUEST


def beginning_of(text: str | None) -> tuple[int | None, str | None]:
    """Return the number and kind at the beginning of what can't be read: somebody waits for it."""
    found = _BEGINNING.match(text or "")
    if found is None:
        return None, None
    number = int(found[2])
    return number if is_request(number) else None, found[1] if found[1] in KINDS else None


def bounded(text: str | None, most_bytes: int) -> str:
    """Return a message's text; None is what bytes came as.

    Raises
    ------
    RefusedError
        If it is no text, or has more bytes.
    """
    if text is None:
        raise RefusedError("A message must be text, not bytes.")
    if len(text.encode("utf-8", "surrogatepass")) > most_bytes:
        raise RefusedError(f"A message may have {most_bytes:,} bytes at most.")
    return text


def why_of(error: Exception) -> str:
    """Return why something was refused, in one line for a page."""
    if isinstance(error, InputError):
        return ". ".join(str(one) for one in in_page_words(error).problems)
    return str(error)


def refusal(error: ValidationError) -> str:
    """Return what is wrong with a message, in a sentence."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(step) for step in first["loc"] if step not in (*KINDS, "stop"))
    return f"{where or 'The message'}: {first['msg']}."
