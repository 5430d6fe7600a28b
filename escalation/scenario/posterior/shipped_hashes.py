"""Hashes of the posterior that is shipped; ``escalation calibrate --install`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: SHA-256 of each file; empty where none is shipped.
SHIPPED: Final[Mapping[str, str]] = {
    "posterior.csv": "c7a0677dd9c6d1a802372952de4145d6b197068f62012e023a1a1af8456a9924",
    "posterior_patterns.csv": "b65250f8e6c62275a46386ac7b2caf44655eff920e15473b46fd5f9191a5553c",
    "posterior.json": "a61c6feef08a58c9fa02f50991ea4dfeed52076a471ef9ce37af17b055179fbc",
}
