"""Whose turn it is: one computation at a time, first answers first, then one after the other.

A computation is a row of steps. Each step uses every processor, so two at once would only make
both late. Whoever has had fewest steps goes first, so that nobody's refinement delays anybody's
first answer; among those who have had as many, what most people wait for, then whoever has waited
longest. A page has one place for each kind of computation: a newer one takes the place of the one
before, which is stopped. What needs something that is not there yet, such as compiled code, is
passed over until it is.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from escalation.errors import InputError, PurposeError
from escalation.files import reason
from escalation.web.server.messages import why_of
from escalation.web.server.refusals import MISTAKE

#: What a step hands over: one message for the page.
Said = dict[str, Any]
#: What is computed: given what stops it, messages as they come.
Steps = Callable[[threading.Event], Iterator[Said]]

#: How long to wait at the end for what can't be interrupted: a step, or what is being compiled.
END_SECONDS: Final = 5.0
#: Computations that may wait, in all and of one address.
MOST_WAITING: Final = 500
MOST_OF_ADDRESS: Final = 400
_log: Final = logging.getLogger(__name__)


class FullError(PurposeError):
    """More wait than can be served."""


@dataclass(eq=False)
class Turn:
    """A computation in the queue.

    Attributes
    ----------
    owner, kind
        Whose it is; its place among the owner's.
    steps
        What is computed.
    say
        Called with each message, from the computing thread.
    people
        How many wait for it.
    needs
        Set once all is there that it needs.
    address
        Where it was asked for; empty if by the server itself.
    stop
        Set to end it.
    """

    owner: object
    kind: str
    steps: Steps
    say: Callable[[Said], None]
    people: int = 1
    needs: threading.Event | None = None
    address: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    done_steps: int = 0
    since: int = 0
    running: Iterator[Said] | None = None

    @property
    def place(self) -> tuple[int, int, int]:
        """Return what the queue is ordered by."""
        return self.done_steps, -self.people, self.since

    @property
    def may_begin(self) -> bool:
        """Return whether all is there that it needs."""
        return self.needs is None or self.needs.is_set()

    @property
    def waits(self) -> bool:
        """Return whether it is yet to begin."""
        return self.running is None and not self.stop.is_set()


class Turns:
    """The queue and the one thread that works it off.

    >>> turns = Turns()
    >>> said = []
    >>> turn = turns.enter("me", "count", lambda stop: iter([{"n": 1}, {"n": 2}]), said.append)
    >>> turns.close(wait_seconds=5)
    >>> said
    [{'n': 1}, {'n': 2}]
    """

    def __init__(self) -> None:
        self._waiting: list[Turn] = []
        self._clock = 0
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="escalation-turns", daemon=True)
        self._thread.start()

    def enter(
        self,
        owner: object,
        kind: str,
        steps: Steps,
        say: Callable[[Said], None],
        *,
        people: int = 1,
        needs: threading.Event | None = None,
        address: str = "",
    ) -> Turn:
        """Put a computation into the queue, in the place of the owner's last of its kind.

        Raises
        ------
        FullError
            If too many wait, in all or of its address.
        """
        turn = Turn(owner, kind, steps, say, people, needs, address)
        with self._changed:
            self._drop(owner, kind)
            of_address = sum(one.address == address for one in self._waiting) if address else 0
            if len(self._waiting) >= MOST_WAITING or of_address >= MOST_OF_ADDRESS:
                raise FullError("Too many people are waiting for an answer; try again in a minute.")
            self._clock += 1
            turn.since = self._clock
            self._waiting.append(turn)
            self._changed.notify()
        return turn

    def leave(self, owner: object, kind: str | None = None) -> None:
        """Stop what an owner has in the queue, of one kind or of all."""
        with self._changed:
            self._drop(owner, kind)

    def ahead_of(self, turn: Turn) -> int:
        """Return how many are served before a computation has its next step."""
        with self._changed:
            if turn not in self._waiting:
                return 0
            return sum(one.may_begin and one.place < turn.place for one in self._waiting)

    def look_again(self) -> None:
        """Have computations begun that waited for what is there now."""
        with self._changed:
            self._changed.notify()

    def close(self, wait_seconds: float = 0.0, end_seconds: float = END_SECONDS) -> None:
        """End the thread: after what is in the queue, if there is time, else at the next step.

        For that step ``end_seconds`` are waited.
        """
        with self._changed:
            self._closing = True
            if not wait_seconds:
                for turn in self._waiting:
                    turn.stop.set()
            self._changed.notify()
        self._thread.join(wait_seconds or end_seconds)

    def _drop(self, owner: object, kind: str | None) -> None:
        for turn in self._waiting:
            if turn.owner is owner and kind in (None, turn.kind):
                turn.stop.set()
        # What runs takes notice of its stop; what waits is simply gone.
        self._waiting = [turn for turn in self._waiting if not turn.stop.is_set()]

    def _work(self) -> None:
        while True:
            with self._changed:
                while not (able := [one for one in self._waiting if one.may_begin]):
                    if self._closing:
                        return
                    self._changed.wait()
                turn = min(able, key=lambda one: one.place)
            if not self._step(turn):
                with self._changed:
                    if turn in self._waiting:
                        self._waiting.remove(turn)

    def _step(self, turn: Turn) -> bool:
        """Take one step; return whether there may be another."""
        try:
            if turn.running is None:
                turn.running = turn.steps(turn.stop)
            said = next(turn.running, None)
        except (InputError, PurposeError) as error:
            turn.say({"kind": "refused", "why": why_of(error)})
            return False
        except Exception as error:  # noqa: BLE001 - one page's trouble must not end the others'
            why = reason(error) if isinstance(error, OSError) else MISTAKE
            _log.error("%s could not be computed:", turn.kind, exc_info=error)
            turn.say({"kind": "refused", "why": f"It could not be computed: {why}"})
            return False
        if turn.stop.is_set() or said is None:
            return False
        turn.say(said)
        turn.done_steps += 1
        with self._changed:
            self._clock += 1
            turn.since = self._clock
        return True
