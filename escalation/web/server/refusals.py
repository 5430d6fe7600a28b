"""How a request is refused: always as ``{"why": [...]}``, in sentences for people."""

from __future__ import annotations

from typing import Final

from fastapi.responses import JSONResponse

#: What a browser reads of a mistake of ours.
MISTAKE: Final = "The server made a mistake; it says in the terminal which."


def refusal_of(status: int, *why: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the answer to a request that is refused."""
    return JSONResponse({"why": list(why)}, status_code=status, headers=headers)
