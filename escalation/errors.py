"""The ways in which a command can go wrong that are not bugs.

Two kinds, one exit code each. `InputError`: what was asked for is wrong, and nothing was done
(exit 2). `PurposeError`: the work was done or begun and did not reach its purpose (exit 1).
Anything else that escapes is a mistake of ours and may show its traceback.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches

from escalation.letters import unseen, visible


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where.

    Parameters
    ----------
    where : str
        The place as a person looks for it: ``scenarios/x.yaml:12: parameters.foo``, a path, an
        option. May be empty where the message says it all.
    message : str
        What is wrong there, as a clause without a full stop.
    """

    where: str
    message: str

    def __str__(self) -> str:
        """Join place and message with a colon; what can't be seen in them is told as an escape."""
        message = visible(self.message)
        return f"{visible(self.where, keep='')}: {message}" if self.where else message


class InputError(Exception):
    """What the user gave is wrong; carries every problem found, not only the first.

    Parameters
    ----------
    problems : iterable of Problem
        At least one, in the order in which they should be read.

    Raises
    ------
    ValueError
        If there is no problem to report.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("an InputError needs at least one problem")
        # `args` is what pickle rebuilds from, so errors survive the trip between processes.
        super().__init__(self.problems)

    @classmethod
    def single(cls, where: str, message: str) -> "InputError":
        """Make the error that has one problem."""
        return cls([Problem(where, message)])

    def __str__(self) -> str:
        """Give one problem a line."""
        return "\n".join(str(problem) for problem in self.problems)


class PurposeError(Exception):
    """The command ran, and what it was for did not come about."""


class LostClusterError(PurposeError):
    """Those who computed are gone; who asked them says what of it is kept."""


class OutputError(PurposeError):
    """Results could not be kept: the disk filled up, or failed, while they were written."""


@contextmanager
def needing(what: str, *packages: str, extra: str = "explain") -> Iterator[None]:
    """Say of an import that fails what it is for, and which extra brings the packages it lacks.

    Raises
    ------
    PurposeError
        If one of them is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        are, them = ("is", "it") if len(packages) == 1 else ("are", "them")
        names = " and ".join([", ".join(packages[:-1]), packages[-1]] if packages[1:] else packages)
        raise PurposeError(
            f"{what} {names}, which {are} not installed; "
            f"python -m pip install 'escalation[{extra}]' brings {them}"
        ) from error


#: Shorter parts of a name are in too many of them.
_LEAST_LETTERS = 3


def suggest(word: str, candidates: Iterable[str]) -> str:
    """Offer the nearest known name for a word nobody knows.

    Parameters
    ----------
    word : str
        What was written.
    candidates : iterable of str
        The names that would have been right there.

    Returns
    -------
    str
        ``"; did you mean 'x'?"``, ready to follow a message, or ``""`` if nothing is near. Of a
        word that holds what can't be seen, such as one copied from a table of a report, what.
    """
    by_folded: dict[str, str] = {}
    for name in candidates:
        by_folded.setdefault(name.casefold(), name)
    folded = str(word).casefold()
    if hidden := unseen(folded):
        plain = "".join(letter for letter in folded if not unseen(letter))
        instead = f"write {by_folded[plain]!r}" if plain in by_folded else "take it out"
        return f"; {hidden} stands in it unseen: {instead}"
    near = [name for name in by_folded if _unpadded(name) == _unpadded(folded)]  # C2, of C02
    near = near or get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    if not near and len(folded) >= _LEAST_LETTERS:  # a part of a name: saudi, of saudi_arabia
        near = [name for name in by_folded if folded in name.replace("-", "_").split("_")]
        near = near or [name for name in by_folded if name.startswith(folded)]
    return f"; did you mean {by_folded[near[0]]!r}?" if near else ""


def _unpadded(name: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", name)
