"""Hashes of the posterior that is shipped; ``escalation calibrate --install`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: SHA-256 of each file; empty where none is shipped.
SHIPPED: Final[Mapping[str, str]] = {
    "posterior.csv": "797fb0e0fa23ab49f81c3c41c07ed41ceff47793782a9f96a15e78ad8a1f389b",
    "posterior_patterns.csv": "f56584e24ca86138a72374b739c0af7b095ac7131a913387776e9d08b424d8f0",
    "posterior.json": "fe0c91b3c9b7985bcdb6f19770319ec8b5025f1330834f5cc777d6bb4d32d089",
}
