"""How a request is refused: always as ``{"why": [...]}``, in sentences for people."""

from __future__ import annotations

from fastapi.responses import JSONResponse


def refusal_of(status: int, *why: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the answer to a request that is refused."""
    return JSONResponse({"why": list(why)}, status_code=status, headers=headers)
