"""The command `serve`: the model on a page in the browser, served by this machine to itself."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import completions, options
from escalation.cli.main import DONE
from escalation.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
PORT = 8460
#: How many ports are tried from `PORT` on when none is asked for.
_TRIED = 20
#: The names under which a browser on this machine reaches it.
_NAMES = (HOST, "localhost")


def serve(
    scenario: Annotated[
        str,
        typer.Argument(
            help="Scenario to begin with: a file, or the name of a shipped one.",
            autocompletion=completions.scenarios,
        ),
    ] = "baseline",
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Folder whose scenario files may be chosen too."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, help="Port to listen at.", show_default=str(PORT)),
    ] = None,
    unopened: Annotated[
        bool, typer.Option("--no-open", help="Only say where the page is; don't open it.")
    ] = False,
    threads: options.Threads = None,
) -> int:
    """Explore scenarios in the browser: move what moves the odds, and see them move."""
    uvicorn = _server()
    from escalation.ensemble.plan import MOST_THREADS, outside
    from escalation.web.explore.catalogue import Catalogue
    from escalation.web.server.app import create_app

    if problems := outside("--threads", threads, 1, MOST_THREADS):
        raise InputError(problems)
    catalogue = Catalogue(data, scenario)
    listening = _listen(port)
    at = listening.getsockname()[1]
    address = f"http://{HOST}:{at}/"
    if port is None and at != PORT:
        typer.echo(f"Port {PORT} is taken, so this is port {at}.", err=True)
    app = create_app(catalogue, [f"{name}:{at}" for name in _NAMES], threads=threads)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, ws="websockets-sansio",
        ws_max_size=65_536, ws_max_queue=16, timeout_graceful_shutdown=2, lifespan="on",
    )  # fmt: skip
    typer.echo(f"The page is at {address} (Ctrl-C ends it).")
    if not unopened:
        typer.launch(address)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    typer.echo("Ended.", err=True)
    return DONE


def _server() -> Any:
    """Return the web server, or say how to install it.

    Raises
    ------
    InputError
        If a package of the extra is missing.
    """
    try:
        import fastapi  # noqa: F401
        import uvicorn
        import websockets  # noqa: F401
    except ModuleNotFoundError as error:
        message = f"needs {error.name}: python -m pip install 'escalation[web]'"
        raise InputError.single("serve", message) from None
    return uvicorn


def _listen(port: int | None) -> socket.socket:
    """Return a socket that listens on loopback: at the port asked for, else the first one free.

    Raises
    ------
    InputError
        If the port is taken, or may not be used.
    """
    reason = ""
    for at in _ports(port):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((HOST, at))
            made.listen(128)
        except OSError as error:
            made.close()
            taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
            reason = "is taken or may not be used" if taken else str(error.strerror)
            continue
        return made
    where = str(port) if port is not None else f"{PORT} to {PORT + _TRIED - 1}"
    raise InputError.single("--port", f"{where} {reason}: give another one, such as --port 9000")


def _ports(port: int | None) -> Iterator[int]:
    yield from [port] if port is not None else range(PORT, PORT + _TRIED)
