"""The command `verify`: whether what was kept is as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalation.cli import completions, options
from escalation.cli.emit import print_json
from escalation.cli.main import DONE
from escalation.errors import PurposeError

if TYPE_CHECKING:
    from escalation.results.checking.verifying import Verified


def verify(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="Folder or id of anything kept, see 'escalation runs', or a zip archive of such "
            "a folder.",
            autocompletion=completions.kept_or_zipped,
        ),
    ],
    root: options.Root = Path("runs"),
    as_json: options.AsJson = False,
) -> int:
    """Compute the hash of every file anew: what is missing, changed or added since it was kept."""
    from escalation.results.checking.mailed import results
    from escalation.results.checking.verifying import verify as verified
    from escalation.sealing import DamagedError

    try:
        with results(run, root) as there:
            if there.kept is None:
                from escalation.cli.sweep_command import verify_folder

                return verify_folder(there.path, there.name, as_json=as_json)
            found = verified(there.kept)
    except DamagedError as error:  # a manifest that can't be read vouches for nothing
        raise PurposeError(str(error)) from error
    if as_json:
        print_json({**found.as_dict(), "path": there.name})
    else:
        for line in lines(found, there.name):
            typer.echo(line)
    if not found.whole:
        count = len(found.missing) + len(found.changed) + len(found.added)
        raise PurposeError(f"{count} file(s) are not as the manifest has them")
    return DONE


def lines(found: Verified, name: str) -> list[str]:
    """Return what has become of a folder as lines of text."""
    files = found.folder.manifest["files"]
    if found.whole:
        return [f"{name}: all {len(files):,} files are there and as they were written"]
    sound = len(files) - len(found.missing) - len(found.changed)
    told = [f"{name}: {sound:,} of {len(files):,} files are as they were written"]
    for what in ("missing", "changed", "added"):
        told += [f"{what}: {name}" for name in getattr(found, what)]
    return told
