"""The text of a new scenario: short, commented, and valid as it stands."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from escalation.errors import InputError
from escalation.files import present
from escalation.scenario.fields import SLUG
from escalation.scenario.library import SUFFIXES, shipped
from escalation.scenario.load import load_scenario

_TEXT = """\
# What this scenario supposes otherwise than {shown}; the rest it takes from there.
# Check it: escalation validate {file}
name: {name}
title: {title}
summary: Say here in a sentence or two what is supposed, and why.
extends: {extends}

# How far a claim is believed (`escalation claims` lists them), from 0 to 1:
# claims:
#   C21: {{credence: 0.2}}
#   X01:                        # one of your own, whole
#     claim: Islamabad will answer any further raid, whatever it costs.
#     speaker: analyst          # or united_nations, press, other (such as an NGO)
#     date: 2025-10-12
#     source: A note of ours
#     status: assessment
#     kind: assessment
#     credence: 0.6
#     informs: [audience_cost]  # or why_not: a reason, if it bears on nothing

# A parameter or a fact of day 0, a number or a distribution (`escalation parameters` lists them):
# parameters:
#   audience_cost: 0.4
#   spoiler_drive: {{lognormal: {{median: 0.3, sigma: 0.4}}}}

# What happens on a given day whatever the model would do; day 0 is the scenario's `as_of`:
# events:
#   - {{day: 1, kind: public_line, actor: pakistan_military, line: deny, until_day: 5}}
#   - {{day: 3, kind: mediation, mediators: [qatar, turkiye]}}
"""


#: Names that Windows keeps for itself, whatever follows a point.
_DEVICES: Final = {
    *("con", "prn", "aux", "nul"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
}


def starter(name: str, parent: str, path: Path) -> str:
    """Return the text of a new scenario.

    Parameters
    ----------
    name : str
        Its name.
    parent : str
        What it extends: a shipped scenario's name, or a file as seen from the current folder.
    path : Path
        Where the text will stand, from which a parent's path is told.

    Raises
    ------
    InputError
        If the name is no good, also for a file of Windows, or the parent is not there or not
        valid.
    """
    if not re.fullmatch(SLUG, name):
        message = "must begin with a small letter and hold small letters, digits, _ and - only"
        raise InputError.single(f"name {name!r}", message)
    if path.name.partition(".")[0].casefold() in _DEVICES:
        message = "is a device of Windows, where no file can have that name: choose another"
        raise InputError.single(str(path), message)
    load_scenario(parent)
    extends = parent
    if not (parent in shipped() and not present(Path(parent))):
        extends = Path(os.path.relpath(parent, path.parent)).as_posix()
        if not extends.endswith(SUFFIXES):
            raise InputError.single(parent, "must be a .yaml file to be extended")
    if present(Path(parent)) and present(path) and path.samefile(parent):
        raise InputError.single(str(path), "can't extend itself")
    return _TEXT.format(
        name=name,
        title=name.replace("_", " ").replace("-", " ").capitalize(),
        extends=extends if re.fullmatch(r"[\w./-]+", extends) else f"'{extends}'",
        shown=extends.replace("\n", " "),
        file=path.name,
    )
