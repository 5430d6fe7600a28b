"""What a seat may say over its line: bounded, typed, and in nobody's name but its own."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import ValidationError

from escalation.errors import InputError
from escalation.web.play import MESSAGES, Message
from escalation.web.play.room import FACILITATOR
from escalation.web.play.screen import problems_told, refusal_told
from escalation.web.server.messages import RefusedError, beginning_of, bounded, is_request

#: The longest message that is read, in bytes: a move with all it may hold has some 3,000.
MOST_BYTES: Final = 16_000
#: Messages a second that one line may send in the long run, and at once.
RATE: Final = 10.0
BURST: Final = 40

#: What a seat may say, and what the facilitator may; the server says the rest.
OF_SEATS: Final = frozenset({"decide", "ready", "forecast"})
OF_FACILITATOR: Final = frozenset(
    {
        "reseat", "free", "start", "put_in", "pause", "resolve", "next", "undo", "extend",
        "reveal", "close",
    }
)  # fmt: skip
#: No message of the game: that a line still stands, and that a computation be tried once more.
HERE, AGAIN = "here", "again"


def read(text: str | None, seat: str) -> tuple[int, Message | str]:
    """Return a message's number, and the message as said by a seat, or `HERE` or `AGAIN`.

    Raises
    ------
    RefusedError
        If it is no text, too long, no JSON, or nothing that this seat may say.
    """
    number, _ = beginning_of(text)
    try:
        told: Any = json.loads(bounded(text, MOST_BYTES))
        if not isinstance(told, dict):
            raise RefusedError("A message must be a JSON object.")
        number = told.pop("request", None)
        if not is_request(number):
            number = None
            raise RefusedError("A message's request must be a whole number from 0.")
        return number, _said(told, seat)
    except RefusedError as error:
        raise RefusedError(str(error), number) from None
    except (ValueError, RecursionError):
        raise RefusedError("That is no JSON.", number) from None


def _said(told: dict[str, Any], seat: str) -> Message | str:
    words = told.get("say")
    if words == HERE and len(told) == 1:
        return HERE
    facilitates = seat == FACILITATOR
    if facilitates and words == AGAIN and len(told) == 1:
        return AGAIN
    allowed = OF_FACILITATOR if facilitates else OF_SEATS
    if not isinstance(words, str) or words not in OF_SEATS | OF_FACILITATOR:
        raise RefusedError("That is nothing that can be said here.")
    if words not in allowed:
        who = "a team" if facilitates else "the facilitator"
        raise RefusedError(f"Only {who} may do that.")
    if "by" in told:
        raise RefusedError("Who says it is set by the server.")
    try:
        return MESSAGES.validate_json(json.dumps({**told, "by": seat}))
    except ValidationError as error:
        raise RefusedError(refusal_told(error)) from None
    except InputError as error:
        raise RefusedError(problems_told(error)) from None
