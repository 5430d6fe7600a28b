"""Tell a folder that is being built from one whose builder died.

A process holds a lock on a file in the folder while it builds; the system lets go of it however
the process ends. On Windows a file that is open can't be removed, nor the folder around it moved:
so a lock is let go of before either.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

_OLD_SECONDS = 86_400.0


def hold(path: Path) -> int:
    """Create the file and lock it until the descriptor returned is closed.

    Raises
    ------
    OSError
        If the file cannot be created.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    _lock(descriptor)
    return descriptor


def take(path: Path) -> int | None:
    """Create the file and lock it; return None, and wait for nobody, if somebody else holds it.

    On a file system that has no locks nobody can be told from anybody: it is taken.

    Raises
    ------
    OSError
        If the file cannot be created.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    if _lock(descriptor, without_locks=True):
        return descriptor
    os.close(descriptor)
    return None


def is_left_over(folder: Path, lock: str, last: str) -> bool:
    """Return whether nobody is building a folder any more.

    Parameters
    ----------
    folder
        The folder.
    lock
        Name of the file in it that its builder holds a lock on.
    last
        Name of the file that is written last: what follows needs no lock.
    """
    if (folder / last).exists():
        return _is_old(folder)
    try:
        descriptor = os.open(folder / lock, os.O_RDWR)
    except FileNotFoundError:
        # Stopped between making the folder and locking it, or just about to lock it.
        return _is_old(folder)
    except OSError:
        return False
    try:
        return _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, without_locks: bool = False) -> bool:
    """Lock an open file; return whether nobody else holds it, or what is said without locks."""
    from filelock import lock_descriptor  # loaded where it is needed: that takes some 40 ms

    try:
        return lock_descriptor(descriptor, blocking=False)
    except OSError:
        return without_locks


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > _OLD_SECONDS
    except OSError:
        return False
