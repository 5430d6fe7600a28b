"""Hashes of the posterior that is shipped; ``escalation calibrate --install`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: SHA-256 of each file; empty where none is shipped.
SHIPPED: Final[Mapping[str, str]] = {
    "posterior.csv": "77849dd026596179a5d3a6329970c49b25087c59476d97c3cca38c723e19ebf2",
    "posterior_patterns.csv": "a8b6b77e83074f30c3a33a813b76b057cafbb8d1e44cd521e8001e1837614952",
    "posterior.json": "7b518d85130782ba64f5f93104d47027feedc23a0ea67cee4e34197fda073eb3",
}
