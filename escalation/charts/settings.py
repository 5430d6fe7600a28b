"""Under which settings charts are drawn: the program's own, not those of a machine or a notebook.

Matplotlib reads settings from its environment when it is imported (``MPLBACKEND``, ``matplotlibrc``
of the current folder, ``MATPLOTLIBRC``). One that it can't read or doesn't know ends the import;
one that it can read would change what charts look like.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from matplotlib.figure import Figure

P = ParamSpec("P")
F = TypeVar("F", bound="Figure")

#: A file of settings that sets nothing.
_NO_SETTINGS: Final = Path(__file__).with_name("matplotlibrc")
#: The one that Matplotlib looks for before any other.
_IN_CURRENT_FOLDER: Final = Path("matplotlibrc")

#: What charts have otherwise than Matplotlib's defaults: text is what was written, dollar signs
#: too; and an SVG is the same for the same result, with its text kept as text.
OWN: Final[dict[Any, Any]] = {
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "escalation",
}

#: Matplotlib's settings are the whole process's.
_ONE_AT_A_TIME: Final = threading.RLock()


def hide_machine_settings() -> None:
    """Keep this process, and those that it starts, from settings of the machine.

    For a program of its own only, before Matplotlib is imported: in somebody else's process the
    settings are theirs.
    """
    os.environ["MPLBACKEND"] = "agg"
    os.environ["MATPLOTLIBRC"] = str(_NO_SETTINGS)
    # A time for builds, which ends imports if it is no number; our files hold no time of writing.
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    import_past_current_folder()


def import_past_current_folder() -> None:
    """Import Matplotlib from another folder if settings are hidden and this folder has some.

    Nothing is imported where the folder has none.
    """
    hidden = os.environ.get("MATPLOTLIBRC") == str(_NO_SETTINGS)
    if not hidden or not os.path.lexists(_IN_CURRENT_FOLDER):
        return
    here = Path.cwd()
    os.chdir(_NO_SETTINGS.parent)
    try:
        import matplotlib as _  # noqa: F401, ICN001
    finally:
        os.chdir(here)


@contextmanager
def missing_letters_told_elsewhere() -> Iterator[None]:
    """Silence Matplotlib on letters that no font has: `escalation.charts.fonts` tells of them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from")
        yield


@contextmanager
def own_settings() -> Iterator[None]:
    """Have Matplotlib's defaults and `OWN` in force, and afterwards again what was."""
    import matplotlib as mpl

    with _ONE_AT_A_TIME, mpl.rc_context(), missing_letters_told_elsewhere():
        mpl.rcdefaults()
        mpl.rcParams.update(OWN)
        yield


def drawn_alike(draw: Callable[P, F]) -> Callable[P, F]:
    """Make a chart under `own_settings`, and have it drawn under them wherever it is shown."""

    @wraps(draw)
    def drawn(*args: P.args, **named: P.kwargs) -> F:
        with own_settings():
            return draw(*args, **named)

    return drawn
