"""Hashes of the posterior that is shipped; ``escalation calibrate --install`` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: SHA-256 of each file; empty where none is shipped.
SHIPPED: Final[Mapping[str, str]] = {
    "posterior.csv": "e477016312d516676ad39d726e58f531691bd931709dff8dc8cafd41c5ed2846",
    "posterior_patterns.csv": "0724bf144bccc19537bb36ec4dcbfefa452c63855389d4ebab0727943abc8bc6",
    "posterior.json": "ed8b92128446f7d30e7d093c3ae268b427e8f07fd3718ec942597a35c7785d37",
}
