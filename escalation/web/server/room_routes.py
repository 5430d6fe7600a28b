"""The addresses of the game: the door, a seat's line, and what is saved of a game."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Request, Response, WebSocket
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from escalation.errors import InputError, OutputError
from escalation.scenario.fields import Flag, Whole
from escalation.web.debrief import debrief_page
from escalation.web.explore.setting import ScenarioId
from escalation.web.play import game_name, replayable
from escalation.web.play import messages as m
from escalation.web.play.moves import Days, Team, Told
from escalation.web.play.names import NewName
from escalation.web.play.room import MOST_ROUNDS
from escalation.web.play.screen import listed_room, page_words, problems_told, refusal_told
from escalation.web.play.seats import FREED
from escalation.web.server import room_keys
from escalation.web.server.allowance import GuessedTooOftenError
from escalation.web.server.messages import AGAINST_RULES, RefusedError
from escalation.web.server.refusals import refusal_of
from escalation.web.server.room_door import NOT_FOUND, TAKEN_TOO_FAST, Door, cookie_of
from escalation.web.server.room_line import Lines
from escalation.web.server.rooms import NotKeptError

if TYPE_CHECKING:
    from escalation.web.explore.catalogue import Catalogue
    from escalation.web.server.rooms import HostedRoom

#: The longest body of a request, in bytes.
MOST_BYTES: Final = 4_000
#: Seconds that a browser keeps a seat: a week.
_KEPT: Final = 7 * 24 * 3600
_log: Final = logging.getLogger(__name__)


Model = TypeVar("Model", bound=BaseModel)


class Opened(Told):
    """A facilitator opens a room."""

    scenario: ScenarioId
    round_days: Days = 3
    rounds: Annotated[Whole, Field(ge=1, le=MOST_ROUNDS)] = 5
    odds_shown: Flag = True


class Joined(Told):
    """Somebody takes a seat."""

    name: NewName
    team: Team


class CameBack(BaseModel):
    """Somebody shows the code of the seat that they had."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    back: Annotated[str, Field(max_length=64)]


class Keyed(BaseModel):
    """Somebody shows the facilitator's key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(max_length=64)]


def room_routes(catalogue: Catalogue, door: Door) -> APIRouter:
    """Return the router of the game."""
    router = APIRouter()
    rooms, lines = door.rooms, Lines(door.joins)

    @router.get("/api/play")
    async def words(request: Request) -> dict[str, Any]:
        facilitates = door.facilitates(request)
        may_open = facilitates or not door.shared
        listed = await run_in_threadpool(catalogue.told) if may_open else []
        return {
            "words": page_words(),
            "facilitates": facilitates,
            "may_open": may_open,
            "scenarios": [
                {"value": one["id"], "label": one["label"], "title": one["title"]}
                for one in listed
                if not one["problems"]
            ],
            "broken": [problem for one in listed for problem in one["problems"]],
            "first": catalogue.first,
            "rooms": [listed_room(one.room) for one in rooms.all()] if facilitates else [],
        }

    @router.post("/api/play/facilitator")
    async def facilitate(request: Request) -> Response:
        keyed = await _body(request, Keyed)
        if not door.check_key(request, keyed.key):
            return refusal_of(HTTPStatus.FORBIDDEN, "That is not the facilitator's key.")
        return _with_cookie(JSONResponse({}), door.cookie, rooms.token)

    @router.post("/api/play/rooms")
    async def open_room(request: Request) -> Response:
        if door.shared and not door.facilitates(request):
            return refusal_of(HTTPStatus.FORBIDDEN, "Only the facilitator may open a room.")
        opened = await _body(request, Opened)
        scenario = await run_in_threadpool(catalogue.scenario, opened.scenario)
        hosted = await rooms.open(
            scenario, round_days=opened.round_days, rounds=opened.rounds,
            odds_shown=opened.odds_shown,
        )  # fmt: skip
        return _with_cookie(JSONResponse({"code": hosted.room.code}), door.cookie, rooms.token)

    @router.get("/api/play/rooms/{code}")
    async def room(code: str, request: Request) -> dict[str, Any]:
        hosted = door.room(request, code)
        return {
            "code": hosted.room.code,
            "title": hosted.room.title,
            "seated": door.seat(request, hosted) is not None,
            "facilitates": door.facilitates(request),
            "told": FREED if door.was_freed(request, hosted) else "",
        }

    @router.post("/api/play/rooms/{code}/seats")
    async def join(code: str, request: Request) -> Response:
        hosted = door.room(request, code)
        joined = await _body(request, Joined)
        mine = door.seat(request, hosted)
        if mine is not None:
            return JSONResponse({"seat": mine[0]})
        if not door.may_take_a_seat(request, hosted):
            return refusal_of(HTTPStatus.TOO_MANY_REQUESTS, TAKEN_TOO_FAST)
        key = room_keys.new_key()
        try:
            (seated,) = await hosted.say(m.Join(name=joined.name, team=joined.team, key=key))
        except InputError as error:
            return refusal_of(HTTPStatus.CONFLICT, problems_told(error))
        said = JSONResponse({"seat": getattr(seated, "seat", None)})
        return _with_cookie(said, cookie_of(hosted.room.code), key)

    @router.post("/api/play/rooms/{code}/back")
    async def come_back(code: str, request: Request) -> Response:
        hosted = door.room(request, code)
        came = await _body(request, CameBack)
        mine = door.seat_of(request, hosted, came.back)
        if mine is None:
            return refusal_of(
                HTTPStatus.FORBIDDEN,
                "No seat of this room has that code. The facilitator can look yours up.",
            )
        seat, key = mine
        return _with_cookie(JSONResponse({"seat": seat}), cookie_of(hosted.room.code), key)

    @router.websocket("/play/{code}/{role}")
    async def line(socket: WebSocket, code: str, role: str) -> None:
        try:
            hosted = door.room(socket, code)
            seat = door.place(socket, hosted, role)
        except (InputError, GuessedTooOftenError):
            seat = None
        if seat is None:
            await socket.close(AGAINST_RULES)
            return
        await socket.accept()
        await lines.serve(socket, hosted, *seat)

    @router.get("/play/{code}/game.yaml")
    async def game(code: str, request: Request) -> Response:
        hosted = _readable(door, request, code)
        return await _saved(hosted, replayable(hosted.room), "yaml", "application/yaml")

    @router.get("/play/{code}/debrief")
    async def debrief(code: str, request: Request) -> Response:
        hosted = _readable(door, request, code)
        found = await hosted.found_pivots()
        page = await run_in_threadpool(debrief_page, hosted.room, found, alone=False)
        return Response(page, media_type="text/html; charset=utf-8")

    @router.get("/play/{code}/debrief.html")
    async def debrief_file(code: str, request: Request) -> Response:
        hosted = _readable(door, request, code)
        found = await hosted.found_pivots()
        page = await run_in_threadpool(debrief_page, hosted.room, found, alone=True)
        return await _saved(hosted, page, "html", "text/html")

    return router


def _readable(door: Door, request: Request, code: str) -> HostedRoom:
    """Return a room whose debrief somebody may read: the facilitator, and all once it is revealed.

    Raises
    ------
    InputError
        If there is none, or it is not over.
    """
    hosted = door.room(request, code)
    mine = door.seat(request, hosted) is not None
    if not (door.facilitates(request) or (mine and hosted.room.revealed)):
        raise InputError.single("", NOT_FOUND)
    if hosted.room.final is None:
        raise InputError.single("", "The game is not over yet.")
    return hosted


async def _saved(hosted: HostedRoom, text: str, suffix: str, kind: str) -> Response:
    """Return a file of a game; it is kept in the folder of the rooms too, if there is room."""
    name = f"{game_name(hosted.room)}.{suffix}"
    try:
        await run_in_threadpool(hosted.keep_file, name, text)
    except (OutputError, OSError) as error:
        _log.warning("%s was sent, but could not be kept: %s", name, error)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)


def _with_cookie(response: Response, name: str, value: str) -> Response:
    response.set_cookie(name, value, max_age=_KEPT, httponly=True, samesite="strict", path="/")
    return response


async def _body(request: Request, model: type[Model]) -> Model:
    """Return a request's body as one of the models.

    Raises
    ------
    RefusedError
        If it is too long, or none.
    """
    taken = bytearray()
    async for piece in request.stream():
        taken += piece
        if len(taken) > MOST_BYTES:
            raise RefusedError(f"A request may have {MOST_BYTES:,} bytes at most.")
    try:
        return model.model_validate_json(bytes(taken))
    except ValidationError as error:
        raise RefusedError(refusal_told(error)) from None


async def refused_request(_: Request, error: Exception) -> Response:
    """Answer a request that is refused: too many guesses, what could not be kept, or nonsense."""
    known: dict[type[Exception], HTTPStatus] = {
        GuessedTooOftenError: HTTPStatus.TOO_MANY_REQUESTS,
        NotKeptError: HTTPStatus.SERVICE_UNAVAILABLE,
    }
    return refusal_of(known.get(type(error), HTTPStatus.BAD_REQUEST), str(error))
