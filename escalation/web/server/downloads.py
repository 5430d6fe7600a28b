"""Files of a setting's result, made in their turn like any other answer.

A file is a whole computation for one short request, so that of one address few are in the queue at
once; some more wait for these, and the rest are refused. Whoever leaves wants nothing any more.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fastapi.responses import Response
from pydantic import ValidationError

from escalation.errors import InputError
from escalation.web.explore.bench import STAGES
from escalation.web.explore.pictures import TYPES, made, names
from escalation.web.explore.setting import Setting, applied
from escalation.web.server.guard import address_of
from escalation.web.server.messages import MOST_BYTES, refusal
from escalation.web.server.refusals import refusal_of
from escalation.web.server.turns import FullError, Said

if TYPE_CHECKING:
    from fastapi import Request

    from escalation.scenario.sections import Scenario
    from escalation.web.server.desk import Desk

#: Files of one address that are computed or in the queue at once, and that wait to get there.
AT_ONCE: Final = 4
MOST_WAITING: Final = 28

TOO_MANY: Final = "Your address has asked for too many files at once; wait for those to come."
ENDING: Final = "The server has ended."
#: What is answered to who is gone; nobody reads it.
_GONE: Final = 499


@dataclass
class _Address:
    """What one address has asked for: how many files, and the places in the queue for them."""

    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    files: int = 0


class Downloads:
    """The files that are being made.

    Parameters
    ----------
    desk
        Where they are computed.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._addresses: dict[str, _Address] = {}
        self._asked: set[asyncio.Future[Response]] = set()

    async def send(self, request: Request, name: str, text: str) -> Response:
        """Return a file of a setting's result, after as many runs as are there, 2,000 at least.

        Raises
        ------
        InputError
            If there is no such file, or the setting is wrong.
        """
        if name not in names():
            raise InputError.single(name, "is no file of a result")
        setting = _setting(text)
        address = address_of(request)
        with self._counted(address) as mine:
            if mine is None:
                return refusal_of(HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY)
            catalogue = self._desk.catalogue
            changed = await self._desk.read(
                lambda: applied(catalogue.scenario(setting.scenario), setting)
            )
            making = asyncio.ensure_future(self._made(mine, address, name, changed))
            gone = asyncio.ensure_future(_gone(request))
            self._asked.add(making)
            try:
                await asyncio.wait({making, gone}, return_when=asyncio.FIRST_COMPLETED)
                if making.cancelled():
                    return refusal_of(HTTPStatus.SERVICE_UNAVAILABLE, ENDING)
                return making.result() if making.done() else Response(status_code=_GONE)
            finally:
                self._asked.discard(making)
                making.cancel()
                gone.cancel()

    def end(self) -> None:
        """Make no more; whoever waits is told."""
        for making in self._asked:
            making.cancel()

    @contextmanager
    def _counted(self, address: str) -> Iterator[_Address | None]:
        """Count a file of an address while it is made; None if there are too many."""
        mine = self._addresses.setdefault(address, _Address())
        if mine.files >= AT_ONCE + MOST_WAITING:
            yield None
            return
        mine.files += 1
        try:
            yield mine
        finally:
            mine.files -= 1
            if not mine.files:
                del self._addresses[address]

    async def _made(self, mine: _Address, address: str, name: str, changed: Scenario) -> Response:
        """Return a file once it is made, in its turn."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Said] = loop.create_future()

        def say(said: Said) -> None:
            loop.call_soon_threadsafe(lambda: None if done.done() else done.set_result(said))

        def steps(stop: threading.Event) -> Iterator[Said]:
            runs = max(STAGES[1], self._desk.bench.runs_of(changed))
            result = self._desk.bench.result(changed, runs, self._desk.session(stop))
            if result is not None:
                yield {"kind": "file", "body": made(name, result)}

        async with mine.places:
            owner = object()
            try:
                self._desk.turns.enter(owner, "file", steps, say, address=address)
                said = await done
            except FullError as error:
                return refusal_of(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
            finally:
                self._desk.turns.leave(owner)
        if said["kind"] == "refused":
            raise InputError.single(name, said["why"])
        headers = {"content-disposition": f'attachment; filename="{changed.name}_{name}"'}
        return Response(said["body"], media_type=TYPES[name.rpartition(".")[2]], headers=headers)


async def _gone(request: Request) -> None:
    """Wait until whoever asked is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _setting(text: str) -> Setting:
    if not text:
        raise InputError.single("setting", "is missing: a file is of a setting of the page")
    if len(text) > MOST_BYTES:
        raise InputError.single("setting", f"may have {MOST_BYTES:,} letters at most")
    try:
        return Setting.model_validate_json(text)
    except ValidationError as error:
        raise InputError.single("setting", refusal(error)) from None
