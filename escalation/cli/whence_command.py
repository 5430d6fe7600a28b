"""The command `whence`: which run made a file."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalation import __version__
from escalation.cli import completions, options
from escalation.cli.emit import print_json
from escalation.errors import PurposeError

if TYPE_CHECKING:
    from escalation.results.tracing.traces import Trace
    from escalation.results.tracing.whence import Whence
    from escalation.stamp import Stamp


def whence(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A file of any kind that was made here or elsewhere, or a document that charts "
            "were pasted into; or the id at the foot of a chart.",
            autocompletion=completions.files_or_ids,
        ),
    ],
    root: options.Root = Path("runs"),
    as_json: options.AsJson = False,
) -> None:
    """Say which run made a file, when, from what, and how to make it again."""
    from escalation.results.tracing.whence import whence as asked

    found = asked(file, root)
    if as_json:
        print_json(found.as_dict())
    else:
        for line in lines(found, root):
            typer.echo(line)
    if not found.known:
        raise PurposeError(_nothing(found, root))


def _nothing(found: Whence, root: Path) -> str:
    if not found.kind.startswith("an id"):
        return f"{found.asked}: which run made it can't be told"
    return f"there is no run {found.asked} under {root}: ask whoever sent you the chart"


def lines(found: Whence, root: Path) -> Iterator[str]:
    """Yield what is known of a file's origin as lines of text."""
    yield f"{found.asked}: {found.kind}"
    if found.note:
        yield f"It says nothing of where it comes from: {found.note}."
    elif not found.known and not found.kind.startswith("an id"):
        yield (
            "It says nothing of where it comes from: it was not made by this program, or it lost "
            "what it said when another program wrote it. The foot of a chart names its run: give "
            "that id instead of the file."
        )
    for trace in found.traces:
        yield ""
        yield from _traced(found, trace, root)
    for here in () if found.traces else found.kept:
        yield ""
        yield f"Run {here.run_id}"
        yield from _told(here.stamp)
        yield from _where(found, here.run_id, root)


def _traced(found: Whence, trace: Trace, root: Path) -> Iterator[str]:
    """Yield what one place of the file tells, and what is known of that run here."""
    name = f"Run {trace.run_id}" if trace.run_id else "Made from a scenario; no run of it was kept"
    yield f"{name}, by its {trace.place}"
    if trace.stamp is None:
        yield "  the id is all that stands there"
    yield from _told(trace.stamp or found.stamp_of(trace.run_id))
    yield from _where(found, trace.run_id, root)


def _told(stamp: Stamp | None) -> Iterator[str]:
    if stamp is None:
        return
    if stamp.started:
        yield f"  begun           {stamp.started.replace('T', ' ')[:16]} UTC"
    other = "" if stamp.version == __version__ else f" (this is {__version__})"
    yield f"  version         {stamp.version}{other}"
    yield f"  seed            {stamp.seed}"
    yield f"  scenario hash   {stamp.scenario_sha256}"


def _where(found: Whence, run_id: str, root: Path) -> Iterator[str]:
    """Yield whether a run is kept here, what of it the file is, and how it is run again."""
    from escalation.results.tracing.whence import ZIPPED

    stamp, here = found.stamp_of(run_id), found.kept_as(run_id)
    if stamp and stamp.command:
        yield f"  command         {stamp.command}"
    for one in here:
        yield f"  kept here       {one.path}"
        if one.same_as:
            yield f"  the same as     {one.same_as} there, to the byte"
        elif found.traces:
            yield "  the same as     no file there: another command made it, or it was changed"
        if one.stamp and stamp and one.stamp.scenario_sha256 != stamp.scenario_sha256:
            yield "  beware          the scenario that is kept there is another"
    if run_id and not here:
        yield f"  kept here       no: there is no such run under {root}"
    zipped = found.asked if found.kind == ZIPPED else ""
    yield f"  to make again   {_again(stamp, zipped or next((str(one.path) for one in here), ''))}"


def _again(stamp: Stamp | None, results: str) -> str:
    if results:
        return f"escalation reproduce {shlex.quote(results)}"
    if stamp and stamp.command:
        return f"that command, with version {stamp.version} and the files that it names"
    return "ask for the folder of the run, or a zip of it, for 'escalation reproduce'"
