"""Hashes of the posterior that is shipped; ``escalation calibrate --install`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: SHA-256 of each file; empty where none is shipped.
SHIPPED: Final[Mapping[str, str]] = {
    "posterior.csv": "82bd19bbcb8381f233ed39b46a2e6776d3fba11bbe401ea86bb4d89d85dea71d",
    "posterior_patterns.csv": "f56584e24ca86138a72374b739c0af7b095ac7131a913387776e9d08b424d8f0",
    "posterior.json": "d4b9bb7dec960d8f8c15f3c9bf1a7449a41183cdc4ea9cf24247b4362394a5c7",
}
