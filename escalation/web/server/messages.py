"""What a page may say to the server: typed, bounded, and refused in a sentence if it is else."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from escalation.web.explore.figures import FIGURES
from escalation.web.explore.setting import Setting

#: The longest message that is read, in bytes; a setting with all it may hold has some 20,000.
MOST_BYTES: Final = 64_000
#: Messages a second that one page may send in the long run, and at once.
RATE: Final = 30.0
BURST: Final = 60


class Message(BaseModel):
    """A message; strange keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: The page's own number of what it asks for, which comes back with every answer to it.
    request: Annotated[int, Field(ge=0, le=2**53)]


class Ask(Message):
    """The odds of a setting: first of few runs, then of more."""

    kind: Literal["ask"]
    setting: Setting
    figures: tuple[Literal[FIGURES], ...] = Field((), max_length=len(FIGURES))  # type: ignore[valid-type]


class Stop(Message):
    """Nothing more of what was asked for is wanted."""

    kind: Literal["stop"]


AnyMessage = Annotated[Ask | Stop, Field(discriminator="kind")]
_READER: Final[TypeAdapter[Ask | Stop]] = TypeAdapter(AnyMessage)


class RefusedError(ValueError):
    """A message that can't be taken for any; its text says why, for people."""


def read(text: str) -> Ask | Stop:
    """Return the message of a text.

    Raises
    ------
    RefusedError
        If it is too long, no JSON, or not one of the messages.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise RefusedError(f"A message may have {MOST_BYTES:,} bytes at most.")
    try:
        return _READER.validate_json(text)
    except ValidationError as error:
        raise RefusedError(refusal(error)) from None


def refusal(error: ValidationError) -> str:
    """Return what is wrong with a message, in a sentence."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(step) for step in first["loc"] if step not in ("ask", "stop"))
    return f"{where or 'The message'}: {first['msg']}."
