"""How the results came about, and how to make them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from escalation.report.contents.parts.commands import typed
from escalation.report.document import Code, Depth, Section, Terms, Text
from escalation.results.layout import MANIFEST
from escalation.sealing import DamagedError
from escalation.stamp import scenario_hash

if TYPE_CHECKING:
    from escalation.results.reading import KeptFolder
    from escalation.stamp import Stamp


def again(stamp: Stamp, commands: list[str], versions: Mapping[str, str]) -> Section:
    """Return the chapter on how to reproduce the results.

    Parameters
    ----------
    stamp
        Of the results.
    commands
        What is typed to hold the folder against its hashes, and to run it again.
    versions
        Of the program, of Python and of packages, when the results were made.
    """
    return Section(
        "again",
        "How to make it again",
        (
            Text(
                "The same version with the same seed gives the same runs, to the last bit. The "
                "folder of the results holds the scenario as it was run, and the hash of every "
                "file."
            ),
            Code(commands),
            Terms(list(_facts(stamp))),
            Text("Made with:"),
            Terms(list(versions.items())),
        ),
        depth=Depth.APPENDIX,
    )


def of_folder(folder: KeptFolder) -> Section:
    """Return how to hold a kept folder against its hashes, and how to make it again."""
    commands = [typed(one, folder.run_id) for one in ("verify", "reproduce")]
    command = [folder.stamp.command] if folder.stamp.command else []
    return again(folder.stamp, [*commands, *command], folder.manifest["versions"])


def check_origin(folder: KeptFolder) -> None:
    """Refuse a folder whose files would say that they come from elsewhere.

    Raises
    ------
    DamagedError
        If its stamp is not that of its id, its scenarios, its seed or its start.
    """
    stamp, manifest = folder.stamp, folder.manifest
    due = {
        "run id": (stamp.run_id, folder.run_id),
        "scenario": (stamp.scenario_sha256, scenario_hash(folder.scenario_texts())),
        "seed": (stamp.seed, str(manifest["seed"])),
        "version": (stamp.version, str(manifest["versions"]["escalation"])),
        "start": (stamp.started, str(manifest["started"])),
    }
    for what, (said, found) in due.items():
        if said and said != found:
            told = f"says that it comes from another {what} than what it holds"
            raise DamagedError.single(str(folder.path / MANIFEST), told)


def _facts(stamp: Stamp) -> Iterator[tuple[str, str]]:
    """Yield what every file of these results says of where it comes from."""
    yield "run", stamp.run_id
    yield "SHA-256 of the scenario", stamp.scenario_sha256
    yield "version", stamp.version
    yield "seed", stamp.seed
    if stamp.started:
        yield "begun", stamp.started
    if stamp.command:
        yield "command", stamp.command
