"""The application: its pages and addresses, behind the guard.

A new room of the page is a router of its own, added in `create_app`, and a view in
``escalation/web/site/views/``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from escalation.browser.figures.border_map import border_shapes
from escalation.browser.palette import style_sheet
from escalation.errors import InputError
from escalation.web.debrief.page import own_styles
from escalation.web.explore.catalogue import Catalogue
from escalation.web.explore.inputs import inputs_of
from escalation.web.explore.page_words import page_words
from escalation.web.explore.refused import in_page_words
from escalation.web.server.allowance import GuessedTooOftenError
from escalation.web.server.assets import Asset, load_site
from escalation.web.server.desk import Desk
from escalation.web.server.downloads import Downloads
from escalation.web.server.guard import Guard
from escalation.web.server.live import serve_live
from escalation.web.server.messages import RefusedError
from escalation.web.server.refusals import refusal_of
from escalation.web.server.room_door import Door
from escalation.web.server.room_routes import refused_request, room_routes
from escalation.web.server.rooms import NotKeptError, Rooms
from escalation.web.server.turns import END_SECONDS

#: Why the protocol's own refusals are given, in our words.
_WHY: Final = {
    404: "There is nothing at this address.",
    405: "This address can't be asked in this way.",
}


def create_app(
    catalogue: Catalogue,
    hosts: Iterable[str],
    rooms: Rooms,
    *,
    threads: int | None = None,
    joins: Sequence[str] = (),
    end_seconds: float = END_SECONDS,
) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    catalogue
        The scenarios that may be chosen.
    hosts
        Under which it may be asked, each with its port: ``127.0.0.1:8460``.
    rooms
        Of the game; closed when the application ends.
    threads
        Computing threads; as many as there are processors, unless given.
    joins
        Addresses of the game's page under which others than this machine's user reach it; then
        opening a room takes the facilitator's key.
    end_seconds
        How long to wait at the end for computations that can't be interrupted.
    """
    site = load_site()
    site["colours.css"] = Asset.of(style_sheet().encode(), "css")
    site["debrief.css"] = Asset.of(own_styles().encode(), "css")

    @asynccontextmanager
    async def open_desk(app: FastAPI) -> AsyncIterator[None]:
        with Desk.open(catalogue, threads, end_seconds) as desk:
            app.state.desk = desk
            app.state.downloads = Downloads(desk)
            try:
                rooms.take_up(desk)
            except Exception as error:
                app.state.failed = error  # uvicorn tells nobody of it
                rooms.close()
                raise
            try:
                yield
            finally:
                rooms.close()

    # No pages about the interface: they would fetch scripts from elsewhere.
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=open_desk)
    app.add_middleware(GZipMiddleware, minimum_size=2_000, compresslevel=5)
    app.add_middleware(Guard, hosts=hosts)

    @app.exception_handler(InputError)
    async def refuse(_: Request, error: InputError) -> JSONResponse:
        told = in_page_words(error).problems
        return refusal_of(HTTPStatus.NOT_FOUND, *(str(one) for one in told))

    @app.exception_handler(HTTPException)
    async def refuse_by_protocol(_: Request, error: HTTPException) -> JSONResponse:
        why = _WHY.get(error.status_code, f"{error.detail}.")
        return refusal_of(error.status_code, why, headers=dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def refuse_values(_: Request, error: RequestValidationError) -> JSONResponse:
        why = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}." for one in error.errors()]
        return refusal_of(HTTPStatus.UNPROCESSABLE_ENTITY, *why)

    for refused in (RefusedError, GuessedTooOftenError, NotKeptError):
        app.add_exception_handler(refused, refused_request)
    app.include_router(room_routes(catalogue, Door(rooms, joins)))

    @app.get("/play")
    async def game(request: Request) -> Response:
        return _sent(site["play.html"], request)

    @app.get("/")
    async def index(request: Request) -> Response:
        return _sent(site["index.html"], request)

    @app.get("/site/{path:path}")
    async def file(path: str, request: Request) -> Response:
        asset = site.get(path)
        if asset is None:
            return refusal_of(HTTPStatus.NOT_FOUND, "There is no such file.")
        return _sent(asset, request)

    @app.get("/api/scenarios")
    def scenarios() -> dict[str, Any]:
        return {"first": catalogue.first, "scenarios": catalogue.told()}

    @app.get("/api/scenarios/{wanted}")
    async def scenario(wanted: str) -> dict[str, Any]:
        return await run_in_threadpool(lambda: inputs_of(catalogue.scenario(wanted)))

    @app.get("/api/words")
    def words() -> dict[str, Any]:
        return page_words()

    @app.get("/api/border")
    def border() -> dict[str, Any]:
        return border_shapes()

    @app.get("/download/{name}")
    async def download(name: str, request: Request, setting: str = "") -> Response:
        downloads: Downloads = app.state.downloads
        return await downloads.send(request, name, setting)

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await serve_live(socket, app.state.desk)

    return app


def _sent(asset: Asset, request: Request) -> Response:
    """Return a file of the page, or that the browser has it already."""
    if request.headers.get("if-none-match") == asset.tag:
        return Response(status_code=304, headers={"etag": asset.tag})
    return Response(asset.body, media_type=asset.type, headers={"etag": asset.tag})
