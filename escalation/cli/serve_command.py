"""The command `serve`: the model on a page in the browser, served by this machine to itself."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
from contextlib import ExitStack, suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from escalation.cli import completions, options
from escalation.cli.main import DONE
from escalation.errors import InputError, needing
from escalation.files import reason
from escalation.letters import encodable

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
#: Every address of this machine: only with ``--lan``.
ANY_HOST = "0.0.0.0"
PORT = 8460
#: How long its end waits for computations that can't be interrupted, as compiling can't.
_END_SECONDS = 0.5
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
        typer.Option(
            "--data",
            help="Folder whose scenario files may be chosen too, and in which games are kept.",
        ),
    ] = None,
    lan: Annotated[
        bool,
        typer.Option("--lan", help="Let others in this network in, to play; opens a room."),
    ] = False,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, help="Port to listen at.", show_default=str(PORT)),
    ] = None,
    unopened: Annotated[
        bool, typer.Option("--no-open", help="Only say where the page is; don't open it.")
    ] = False,
    threads: options.Threads = None,
) -> int:
    """Explore scenarios in the browser, or play one in teams: the odds answer what you do."""
    _check_packages()
    from escalation.ensemble.plan import MOST_THREADS, outside
    from escalation.web.explore.catalogue import Catalogue
    from escalation.web.server.app import create_app
    from escalation.web.server.rooms import Rooms
    from escalation.web.server.serving import PageServer

    if problems := outside("--threads", threads, 1, MOST_THREADS):
        raise InputError(problems)
    if data is not None:
        _make(data)
    catalogue = Catalogue(data, scenario)
    addresses = _lan_addresses() if lan else []
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(TemporaryDirectory(prefix="escalation-rooms-")))
        rooms = Rooms(folder)
        stack.callback(rooms.close)
        listening = _listen(port, ANY_HOST if lan else HOST)
        stack.callback(listening.close)
        at = listening.getsockname()[1]
        if port is None and at != PORT:
            typer.echo(f"Port {PORT} is taken, so this is port {at}.", err=True)
        hosts = [f"{name}:{at}" for name in (*_NAMES, *addresses)]
        joins = [f"http://{one}:{at}/play" for one in addresses]
        app = create_app(
            catalogue, hosts, rooms, threads=threads, joins=joins, end_seconds=_END_SECONDS
        )
        opened = f"http://{HOST}:{at}/"
        typer.echo(f"The page is at {opened} (Ctrl-C ends it).")
        if lan:
            code = rooms.code_for(catalogue.scenario(catalogue.first))
            _tell_of_room([f"{one}#{code}" for one in joins], code, rooms.key)
            opened += f"play#lead={rooms.key}"
        if data is None:
            typer.echo("Games are kept until it ends; --data FOLDER keeps them longer.", err=True)
        if not unopened:
            typer.launch(opened)
        with suppress(KeyboardInterrupt):
            PageServer(app).run(sockets=[listening])
    typer.echo("Ended.", err=True)
    _leave_behind_what_computes()
    return DONE


def _leave_behind_what_computes() -> None:
    """End this process where a thread is still at work, which nothing can interrupt.

    All is kept by then. Python would go on to take apart what the compiler is using.
    """
    if any(thread is not threading.main_thread() for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(DONE)


def _make(folder: Path) -> None:
    """Make the folder of games and scenarios where there is none yet, and say so.

    Raises
    ------
    InputError
        If it can't be made.
    """
    try:
        folder.mkdir()
    except FileExistsError:
        return
    except OSError as error:
        raise InputError.single(str(folder), f"can't be made: {reason(error)}") from None
    typer.echo(f"Made the folder {folder}.", err=True)


def _tell_of_room(joins: list[str], code: str, key: str) -> None:
    """Say where a room is, and show it as a code for phones where the terminal has the letters."""
    import segno

    typer.echo(f"Room code: {code}")
    typer.echo(f"Facilitator's key: {key} (for you alone)")
    typer.echo(f"Join at: {'  or  '.join(joins)}")
    drawn = StringIO()
    segno.make(joins[0], error="m").terminal(drawn, border=2, compact=True)
    # A terminal that hasn't got the letters has the address above.
    if encodable(drawn.getvalue(), sys.stdout.encoding) == drawn.getvalue():
        typer.echo(drawn.getvalue())


def _lan_addresses() -> list[str]:
    """Return this machine's addresses in its networks; nothing is sent to find them.

    Raises
    ------
    InputError
        If it is in none.
    """
    found: list[str] = []
    # Which address would be used to reach each of these; a datagram's connect sends nothing.
    for target in ("192.0.2.1", "192.168.255.255", "10.255.255.255", "172.31.255.255"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            try:
                asked.connect((target, 9))
            except OSError:
                continue
            address = str(asked.getsockname()[0])
        if address not in found and not address.startswith("127.") and address != ANY_HOST:
            found.append(address)
    if not found:
        raise InputError.single("--lan", "this machine is in no network; connect it to one first")
    return found


def _check_packages() -> None:
    """See that what the server needs is there.

    Raises
    ------
    PurposeError
        If a package of the extra is missing.
    """
    with needing("the page needs", "fastapi", "segno", "uvicorn", "websockets", extra="web"):
        import fastapi  # noqa: F401
        import segno  # noqa: F401
        import uvicorn  # noqa: F401
        import websockets  # noqa: F401


def _listen(port: int | None, host: str = HOST) -> socket.socket:
    """Return a socket that listens: at the port asked for, else the first one free.

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
            made.bind((host, at))
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
