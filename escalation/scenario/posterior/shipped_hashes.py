"""Hashes of the posterior that is shipped; ``escalation calibrate --install`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: SHA-256 of each file; empty where none is shipped.
SHIPPED: Final[Mapping[str, str]] = {
    "posterior.csv": "c7a0677dd9c6d1a802372952de4145d6b197068f62012e023a1a1af8456a9924",
    "posterior_patterns.csv": "b65250f8e6c62275a46386ac7b2caf44655eff920e15473b46fd5f9191a5553c",
    "posterior.json": "880fc42c6f391d94bd10f0a1a3f1124fbdb52264dcc99c68ec817085209e344e",
}
