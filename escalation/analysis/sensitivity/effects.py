"""How surely an input has an effect: words for verdicts, which faces read without computing."""

from __future__ import annotations

from typing import Final

#: Seen beyond what chance alone would show among so many inputs.
CLEAR: Final = "clear"
#: Seen, but as often by chance among so many inputs.
TRACE: Final = "trace"
#: Not seen.
NONE: Final = "none"
