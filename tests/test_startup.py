"""What a process of our own does before it imports much."""

import subprocess
import sys

#: Said at the very end: what is registered first comes last.
SAYS_WHAT_IS_FROZEN = """
import atexit, gc
atexit.register(lambda: print(gc.get_freeze_count()))
from escalation.startup import settle
{}
"""


def frozen_at_the_end(call: str) -> int:
    ended = subprocess.run(
        [sys.executable, "-c", SAYS_WHAT_IS_FROZEN.format(call)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(ended.stdout)


def test_what_lives_to_the_end_is_not_gone_through_there():
    before = frozen_at_the_end("")
    assert frozen_at_the_end("settle()") > before + 1000
