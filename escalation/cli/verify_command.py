"""The command `verify`: whether what was kept is as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from escalation.cli import completions, options
from escalation.cli.emit import print_json
from escalation.errors import PurposeError

if TYPE_CHECKING:
    from escalation.results.verifying import Verified


def verify(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="Folder or id of anything kept; see 'escalation runs'. Of a sweep, see "
            "'escalation sweep --verify'.",
            autocompletion=completions.kept_runs,
        ),
    ],
    root: options.Root = Path("runs"),
    as_json: options.AsJson = False,
) -> None:
    """Compute the hash of every file anew: what is missing, changed or added since it was kept."""
    from escalation.results.reading import find
    from escalation.results.verifying import verify as verified
    from escalation.sealing import DamagedError

    try:
        found = verified(find(run, root))
    except DamagedError as error:  # a manifest that can't be read vouches for nothing
        raise PurposeError(str(error)) from error
    if as_json:
        print_json(found.as_dict())
    else:
        for line in lines(found):
            typer.echo(line)
    if not found.whole:
        count = len(found.missing) + len(found.changed) + len(found.added)
        raise PurposeError(f"{count} file(s) are not as the manifest has them")


def lines(found: Verified) -> list[str]:
    """Return what has become of a folder as lines of text."""
    files = found.folder.manifest["files"]
    if found.whole:
        return [f"{found.folder.path}: all {len(files):,} files are there and as they were written"]
    sound = len(files) - len(found.missing) - len(found.changed)
    told = [f"{found.folder.path}: {sound:,} of {len(files):,} files are as they were written"]
    for what in ("missing", "changed", "added"):
        told += [f"{what}: {name}" for name in getattr(found, what)]
    return told
