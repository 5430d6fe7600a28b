"""Hashes of the posterior that is shipped; ``escalation calibrate --install`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: SHA-256 of each file; empty where none is shipped.
SHIPPED: Final[Mapping[str, str]] = {
    "posterior.csv": "55d5ff24c88a502ac42b91b1fd68f3a066d1d305a1d16a1bb9427e511c5d77f6",
    "posterior_patterns.csv": "f56584e24ca86138a72374b739c0af7b095ac7131a913387776e9d08b424d8f0",
    "posterior.json": "83b8d07d57301ffa8929bfea0589dd472f3dc3157038dbcc3bead97829b4c69c",
}
