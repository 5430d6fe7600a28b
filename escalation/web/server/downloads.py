"""Files of a setting's result, made in their turn like any other answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

from fastapi.responses import Response
from pydantic import ValidationError

from escalation.errors import InputError
from escalation.web.explore.bench import STAGES
from escalation.web.explore.pictures import TYPES, made, names
from escalation.web.explore.setting import Setting, applied
from escalation.web.server.desk import Desk
from escalation.web.server.messages import MOST_BYTES, refusal
from escalation.web.server.turns import FullError, Said


async def sent_file(desk: Desk, name: str, text: str) -> Response:
    """Return a file of a setting's result, after as many runs as are there, 2,000 at least.

    Raises
    ------
    InputError
        If there is no such file, or the setting is wrong.
    """
    if name not in names():
        raise InputError.single(name, "is no file of a result")
    setting = _setting(text)
    base = desk.catalogue.scenario(setting.scenario)
    changed = applied(base, setting)
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Said] = loop.create_future()

    def say(said: Said) -> None:
        loop.call_soon_threadsafe(lambda: None if done.done() else done.set_result(said))

    def steps(stop: threading.Event) -> Iterator[Said]:
        runs = max(STAGES[1], desk.bench.runs_of(changed))
        result = desk.bench.result(changed, runs, desk.session(stop))
        if result is not None:
            yield {"kind": "file", "body": made(name, result)}

    owner = object()
    try:
        desk.turns.enter(owner, "file", steps, say)
        said = await done
    except FullError as error:
        raise InputError.single(name, str(error)) from None
    finally:
        desk.turns.leave(owner)
    if said["kind"] == "refused":
        raise InputError.single(name, said["why"])
    headers = {"content-disposition": f'attachment; filename="{base.name}_{name}"'}
    return Response(said["body"], media_type=TYPES[name.rpartition(".")[2]], headers=headers)


def _setting(text: str) -> Setting:
    if not text:
        raise InputError.single("setting", "is missing: a file is of a setting of the page")
    if len(text) > MOST_BYTES:
        raise InputError.single("setting", f"may have {MOST_BYTES:,} letters at most")
    try:
        return Setting.model_validate_json(text)
    except ValidationError as error:
        raise InputError.single("setting", refusal(error)) from None
