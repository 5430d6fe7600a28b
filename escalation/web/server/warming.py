"""What is loaded, or compiled, before anybody asks: first the model, then what only some ask for.

After an installation, and after each change of a rule, machine code is made anew. The model's own
is made in the queue, before all questions, for none can do without. What continues one run
otherwise (but for one event, under other luck, under other decisions) is made beside the queue,
while odds are answered already; only what needs it waits.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from escalation.web.server.turns import Said, Turns

LOADING: Final = "The model is being loaded."
COMPILING: Final = (
    "The model is being compiled, as after every installation; that takes a minute or two."
)
LOADING_REST: Final = "What continues single runs is being loaded."
COMPILING_REST: Final = (
    "What continues single runs is being compiled, as after every installation; that takes a "
    "minute or two. Odds are answered meanwhile."
)
_log: Final = logging.getLogger(__name__)


class Warming:
    """Loads or compiles the model, and then the rest.

    Parameters
    ----------
    turns
        The queue; what waits there for the rest is begun once it is there.

    Attributes
    ----------
    model, rest
        Set once the model is there, and once the rest is.
    """

    def __init__(self, turns: Turns) -> None:
        self.model, self.rest = threading.Event(), threading.Event()
        self._turns = turns
        self._ending = threading.Event()
        self._thread = threading.Thread(
            target=self._warm_rest, name="escalation-warming", daemon=True
        )

    def steps(self, stop: threading.Event) -> Iterator[Said]:
        """Load the model, as a computation of the queue; the rest is begun beside it."""
        from escalation.engine import warm_up

        if not stop.is_set():
            warm_up()
        self.model.set()
        if not stop.is_set():
            self._thread.start()
        yield {}

    def told(self, needs: threading.Event | None) -> str:
        """Return what a computation waits for that needs an event; empty if all is there."""
        if not self.model.is_set():
            return COMPILING if _is_compiling() else LOADING
        if needs is None or needs.is_set():
            return ""
        return COMPILING_REST if _is_compiling() else LOADING_REST

    def close(self, wait_seconds: float) -> None:
        """End after what is being compiled just now, which can't be interrupted, or without it."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(wait_seconds)

    def _warm_rest(self) -> None:
        try:
            for part in parts_of_the_rest():
                if self._ending.is_set():
                    return
                part()
        except Exception:  # noqa: BLE001 - the server must come up
            # Whoever needs it compiles it in their turn, and is told what goes wrong.
            _log.exception("what continues single runs could not be compiled beforehand")
        self.rest.set()
        self._turns.look_again()


def parts_of_the_rest() -> list[Callable[[], object]]:
    """Return what has each part of the rest compiled or loaded, by using it once."""
    from escalation.engine.futures import warm_up_futures
    from escalation.scenario.load import load_scenario
    from escalation.studies.one_run import stop_run

    # From the priors: a posterior that a changed prior has made stale must not stop the server.
    scenario = load_scenario("baseline", ["ensemble.drawn_from=prior"])
    return [warm_up_futures, lambda: stop_run(scenario, 1, 0).branch()]


def _is_compiling() -> bool:
    """Return whether something is being compiled; the compiler is imported by who compiles."""
    compiler = sys.modules.get("escalation.compiler")
    return compiler is not None and bool(compiler.is_compiling())
