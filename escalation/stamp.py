"""What every file says of where it comes from, wherever its format has a place for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final, Self

#: Stands before each key where others have keys too, such as the metadata of a PNG.
PREFIX: Final = "escalation."


@dataclass(frozen=True)
class Stamp:
    """Which results a file belongs to, and how they were made.

    Attributes
    ----------
    run_id
        The results' short name, as it stands at the foot of their charts.
    scenario_sha256
        Hash of the scenario as resolved and run; of several scenarios, of all of them.
    version
        Of this program.
    seed
        Of draws and chance.
    command
        The command line, or an empty text from Python.
    """

    run_id: str
    scenario_sha256: str
    version: str
    seed: str
    command: str

    def as_mapping(self) -> dict[str, str]:
        """Return all of it under keys with `PREFIX`.

        >>> list(Stamp("1a2b3c4d", "e3b0", "0.1", "12", "escalation run").as_mapping())[:2]
        ['escalation.run_id', 'escalation.scenario_sha256']
        """
        return {PREFIX + key: text for key, text in asdict(self).items()}

    @classmethod
    def from_mapping(cls, found: Mapping[str, str]) -> Self | None:
        """Return the stamp that metadata hold; None if they hold none or only a part of one."""
        names = [field.name for field in fields(cls)]
        if any(PREFIX + name not in found for name in names):
            return None
        return cls(*(found[PREFIX + name] for name in names))
