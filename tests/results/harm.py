"""What may stand in the place of a file that was kept, beside one that was changed a little."""

import os
from pathlib import Path


def harm(file: Path, way: str) -> None:
    """Put something else in a file's place.

    ``pipe`` and ``endless`` would keep who reads them for ever.
    """
    content = file.read_bytes()
    file.unlink()
    if way == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif way == "digits":
        file.write_text('{"a": ' + 5000 * "9" + "}")  # more than Python reads as a number
    elif way == "deep":
        file.write_text('{"a": ' + 100_000 * "[" + 100_000 * "]" + "}")
    elif way == "pipe":
        os.mkfifo(file)
    elif way == "endless":
        file.symlink_to("/dev/zero")
    elif way == "folder":
        file.mkdir()
    else:
        assert way == "gone", way
