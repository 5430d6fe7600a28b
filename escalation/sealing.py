"""Proof that a file is as it was written: its hash, and JSON files that carry a hash of themselves.

A sealed file is ordinary JSON whose last key, ``sha256``, is the hash of the text without that key.
What a sealed file says of others (their hashes) holds as long as its own seal does.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from escalation.errors import InputError
from escalation.files import NotRegularError, open_regular, unreadable

SEAL: Final = "sha256"
_SEALED: Final = re.compile(rb',\n *"sha256": "([0-9a-f]{64})"\n\}\n')
#: How many bytes a seal takes at most: the key, the hash, and what stands around them.
_LONGEST: Final = 128


class DamagedError(InputError):
    """A file that was kept is not as this program wrote it."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits.

    Raises
    ------
    OSError
        If it can't be read, or is no regular file.
    """
    with open_regular(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of_text(text: str) -> str:
    """Return the SHA-256 of a text as UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def _saying(path: Path, advice: str) -> Iterator[None]:
    """Put into words why a file that was kept can't be read."""
    try:
        yield
    except FileNotFoundError:
        raise InputError.single(str(path), f"is missing; {advice}") from None
    except NotRegularError as error:
        raise DamagedError.single(str(path), f"is damaged: {error.strerror}; {advice}") from None
    except OSError as error:
        raise unreadable(path, error) from error


def check(path: Path, known: str | None, advice: str) -> Path:
    """Return the path of a file once it has been held against the hash it was written with.

    Parameters
    ----------
    path
        The file.
    known
        The hash; None if nothing is known of such a file.
    advice
        What to do about a file that is another, as a clause.

    Raises
    ------
    InputError
        If the file is missing or can't be read.
    DamagedError
        If it is not as it was written.
    """
    with _saying(path, advice):
        found = sha256_of(path)
    if found != known:
        raise DamagedError.single(str(path), f"is damaged: it is not as it was written; {advice}")
    return path


def sealed(text: str) -> str:
    r"""Return a JSON object's text, indented and with a line end, with its own hash as last key.

    >>> print(sealed('{\n "a": 1\n}\n').partition(": \"")[0])
    {
     "a": 1,
     "sha256"

    Raises
    ------
    ValueError
        If it is no such text.
    """
    digest = sha256_of_text(text)
    body, brace, rest = text.rpartition("\n}\n")
    if not brace or rest or not body.startswith("{\n"):
        raise ValueError("only an indented JSON object that holds something can be sealed")
    indent = re.match(r"\{\n( *)", body)
    return f'{body},\n{indent[1] if indent else ""}"{SEAL}": "{digest}"\n}}\n'


def read_kept(path: Path, advice: str) -> bytes:
    """Return what a file that was kept holds.

    Raises
    ------
    InputError
        If it is missing or can't be read.
    DamagedError
        If it is no regular file.
    """
    with _saying(path, advice), open_regular(path) as stream:
        return stream.read()


def json_object(path: Path, content: bytes, advice: str) -> dict[str, Any]:
    """Return the JSON object that a file that was kept holds.

    Parameters
    ----------
    path
        The file, for messages.
    content
        What it holds.
    advice
        What to do about a file that is another, as a clause.

    Raises
    ------
    DamagedError
        If it holds something else, is nested too deeply, or has a number of thousands of digits,
        which Python refuses to read.
    """
    try:
        document = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise DamagedError.single(
            str(path), f"is damaged: it is no JSON that this program writes; {advice}"
        ) from error
    if not isinstance(document, dict):
        raise DamagedError.single(str(path), f"is damaged: it does not hold an object; {advice}")
    return document


def read_sealed(path: Path, advice: str) -> dict[str, Any]:
    """Return what a sealed file holds, without its seal.

    Raises
    ------
    InputError
        If it is missing or can't be read.
    DamagedError
        If it is not as it was written.
    """
    content = read_kept(path, advice)
    start = max(len(content) - _LONGEST, 0)
    seal = _SEALED.search(content, start)
    whole = seal is not None and seal.end() == len(content)
    text = content[: seal.start()] + b"\n}\n" if seal else content
    if not whole or hashlib.sha256(text).hexdigest().encode() != seal[1]:  # type: ignore[index]
        raise DamagedError.single(str(path), f"is damaged: it is not as it was written; {advice}")
    return json_object(path, text, advice)
