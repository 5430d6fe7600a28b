"""What every file says of where it comes from, wherever its format has a place for that.

A format with keys of its own (PNG, Parquet, HTML, the properties of an office document) takes
`Stamp.as_mapping`; JSON has one key, `MADE_BY`, with `Stamp.as_json`; one with room for a single
text (a column of a CSV, the keywords of a PDF, the identifier of an SVG, a comment) takes
`Stamp.as_text`. `escalation whence` reads each of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, Final, Self

from escalation.letters import visible

#: Stands before each key where others have keys too, such as the metadata of a PNG.
PREFIX: Final = "escalation."
#: The key of a JSON document, and the column of a CSV, that holds a stamp.
MADE_BY: Final = "made_by"
#: A stamp within other text; the command is last, since it may hold anything but the end of a line.
#: What stands before it is bounded, so that no text takes long to be searched.
_TEXT: Final = re.compile(
    r"run_id=(?P<run_id>[^;\s]{0,16}+); scenario_sha256=(?P<scenario_sha256>[^;\s]{0,64}); "
    r"version=(?P<version>[^;\s]{0,64}); seed=(?P<seed>[^;\s]{0,64}); "
    r"started=(?P<started>[^;\s]{0,64}); "
    r"command=(?P<command>[^\r\n]*)"
)


@dataclass(frozen=True)
class Stamp:
    """Which results a file belongs to, and how they were made.

    Attributes
    ----------
    run_id
        The results' short name, as it stands at the foot of their charts; empty where none of
        these results were kept.
    scenario_sha256
        Hash of the scenario as resolved and run; of several scenarios, of all of them: see
        `scenario_hash`.
    version
        Of this program.
    seed
        Of draws and chance.
    command
        The command line that wrote the file, or an empty text from Python.
    started
        When, in UTC, as ISO 8601 to the second; empty where that is not kept.
    """

    run_id: str
    scenario_sha256: str
    version: str
    seed: str
    command: str
    started: str = ""

    def as_mapping(self) -> dict[str, str]:
        """Return all of it under keys with `PREFIX`.

        >>> list(Stamp("1a2b3c4d", "e3b0", "0.1", "12", "escalation run").as_mapping())[:2]
        ['escalation.run_id', 'escalation.scenario_sha256']
        """
        return {PREFIX + key: text for key, text in self.as_json().items()}

    def as_json(self) -> dict[str, str]:
        """Return all of it as a JSON document has it under `MADE_BY`."""
        return asdict(self)

    def as_text(self) -> str:
        """Return all of it in one line, which no spreadsheet takes for a number or a formula.

        >>> Stamp("1a2b3c4d", "e3b0", "0.1", "12", "escalation run a.yaml").as_text()[:38]
        'run_id=1a2b3c4d; scenario_sha256=e3b0;'
        """
        return (
            f"run_id={self.run_id}; scenario_sha256={self.scenario_sha256}; "
            f"version={self.version}; seed={self.seed}; started={self.started}; "
            f"command={visible(self.command, keep='')}"
        )

    @classmethod
    def from_mapping(cls, found: Mapping[str, Any], prefix: str = PREFIX) -> Self | None:
        """Return the stamp that metadata hold; None if they hold none or only a part of one."""
        told: dict[str, str] = {}
        for field in fields(cls):
            said = found.get(prefix + field.name)
            if isinstance(said, str):
                told[field.name] = said
            elif said is not None or field.default is MISSING:
                return None
        return cls(**told)

    @classmethod
    def from_json(cls, found: object) -> Self | None:
        """Return the stamp that stands under `MADE_BY` in a JSON document; None if none does."""
        return cls.from_mapping(found, "") if isinstance(found, Mapping) else None

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Return the first stamp that a text holds as `as_text` writes it; None if none does."""
        found = _TEXT.search(text)
        return None if found is None else cls(**found.groupdict())


def scenario_hash(resolved: Iterable[str]) -> str:
    r"""Return the SHA-256, in hexadecimal digits, that stands for scenarios as they were run.

    Parameters
    ----------
    resolved
        The text of each as `escalation.scenario.load.resolved_yaml` returns it, in their order. Of
        one it is the hash of its text as UTF-8; of several, of all texts with a null character
        between them, which none of them holds.

    >>> scenario_hash(["a: 1\n"]) == hashlib.sha256(b"a: 1\n").hexdigest()
    True
    """
    return hashlib.sha256("\0".join(resolved).encode()).hexdigest()
