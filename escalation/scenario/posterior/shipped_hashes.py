"""Hashes of the posterior that is shipped; ``escalation calibrate --install`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: SHA-256 of each file; empty where none is shipped.
SHIPPED: Final[Mapping[str, str]] = {
    "posterior.csv": "65480ea26bf5cf5f08724c2c1505521af8ce9ef9a5492fce727312abf5513675",
    "posterior_patterns.csv": "a8b6b77e83074f30c3a33a813b76b057cafbb8d1e44cd521e8001e1837614952",
    "posterior.json": "c646f2c6af4fe1c289784329652b32adc0b29fda7a755c2d7a2f11817666cfb5",
}
