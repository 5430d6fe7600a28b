"""Files of escalation episodes: read strictly, and turned into typed columns.

The format is that of ``facts/README.md``: one episode a row, facts in named columns, a blank cell
where nobody knows. A file may add the prose columns of `PROSE`; everything else must be spelled
right. All mistakes of a file are told at once, each with its line and column.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from escalation.errors import InputError, Problem, suggest
from escalation.files import text_given

if TYPE_CHECKING:
    import pandas as pd

FREEZE_DATE: Final = dt.date(2025, 10, 12)
FACTS: Final = Path(__file__).parents[1] / "facts"

REQUIRED: Final = (
    "episode_id",
    "start_date",
    "airstrikes",
    "escalated_further",
    "de_escalated_within_14d",
    "de_escalated_within_30d",
)
COUNTS: Final = (
    "days_active",
    "days_until_quiet",
    "killed_pak_claimed_by_pak",
    "killed_pak_claimed_by_afg",
    "killed_afg_claimed_by_afg",
    "killed_afg_claimed_by_pak",
    "civilians_killed_reported",
    "crossing_closed_days",
)
YES_NO: Final = (
    "airstrikes",
    "artillery",
    "posts_claimed",
    "escalated_further",
    "de_escalated_within_14d",
    "de_escalated_within_30d",
)
DATES: Final = ("start_date", "last_violent_date")
TRIGGERS: Final = (
    "construction",
    "crossing",
    "militant_attack",
    "militant_havens",
    "strike",
    "fire",
    "other",
)
WORDS: Final = {
    "trigger_kind": TRIGGERS,
    "first_mover": ("Pakistan", "Afghanistan", "disputed"),
    "confidence": ("high", "medium", "low"),
}
PROSE: Final = (
    "places",
    "trigger",
    "posts_captured_claimed",
    "mediator",
    "how_it_ended",
    "notes",
    "sources",
)
KNOWN: Final = ("episode_id", *DATES, *COUNTS, *YES_NO, *WORDS, *PROSE)
#: Thousands of times what the recorded episodes take.
_MOST_BYTES: Final = 64 << 20
_AT_LEAST_ONE: Final = ("days_active", "days_until_quiet")

#: What each wording of a trigger is coded as; the first that fits the first telling clause counts.
_TRIGGER_WORDS: Final = (
    ("militant_attack", r"attack on|attacks? by|ttp\W+(attack|raid)|bombing|suicide|attacks\b"),
    ("militant_havens", r"\bttp\b|militant|haven|isis|iskp"),
    ("strike", r"air ?strike|drone"),
    ("crossing", r"closed|closure|crossing|crowd"),
    ("fire", r"gunman|mortar|sniper|shoot"),
    ("construction", r"\bposts?\b|gate|fenc|construct|checkpoint|bunker|trench"),
)
_COUNT = re.compile(
    r"(?P<more>>=|≥|>)?\s*(?P<low>[0-9]+)\s*(?:(?P<plus>\+)|[-–]\s*(?P<high>[0-9]+))?"
)


def load_episodes() -> pd.DataFrame:
    """Return the shipped episodes, all of them before the seed; see `read_episodes`."""
    return read_episodes(FACTS / "episodes.csv", not_after=FREEZE_DATE)


def read_episodes(path: str | Path, *, not_after: dt.date | None = None) -> pd.DataFrame:
    """Read a file of episodes.

    Parameters
    ----------
    path : path
        A CSV file in UTF-8 with a header; columns in any order, those of `REQUIRED` present.
    not_after : date, optional
        Refuse episodes that begin later.

    Returns
    -------
    DataFrame
        One row an episode, in order of their start. Every column of `KNOWN` is there, NA where
        the file leaves it out or blank: dates as datetime64, counts as Int64 (the lower bound
        where the file gives a range, with ``<column>_at_least`` true), yes and no as boolean, the
        rest as string. ``posts_claimed`` is also true where the prose tells of posts, and
        ``trigger_kind`` is coded from the prose by `code_trigger` where it is not given.

    Raises
    ------
    InputError
        With every problem found, each placed as ``file:line: column``.
    """
    import pandas as pd

    path = Path(path)
    records = _records(path)
    problems: list[Problem] = []
    rows = []
    for line, cells in records:
        row = _Row(f"{path}:{line}", cells, problems)
        rows.append(row.parse(not_after))
    problems.extend(_repeated(path, records))
    if problems:
        raise InputError(problems)
    frame = pd.DataFrame(rows).astype(_column_types())
    return frame.sort_values(["start_date", "episode_id"], kind="stable", ignore_index=True)


def code_trigger(prose: str | None) -> str | None:
    """Return the kind of trigger that a few words tell of, None if they tell of none.

    The first clause (up to a semicolon) that holds a telling word decides; within it an attack by
    militants comes before their havens, then strikes, crossings, fire and construction. What
    holds no such word is ``other``. This is a rough coding for files that give none of their own.
    """
    text = (prose or "").strip().casefold()
    if not text or re.fullmatch(r"(not (reported|known|clear)|unknown|unclear|none given)", text):
        return None
    for clause in text.split(";"):
        for kind, words in _TRIGGER_WORDS:
            if re.search(words, clause):
                return kind
    return "other"


def quiet_within(episodes: pd.DataFrame, days: int) -> pd.Series[Any]:
    """Return whether each episode was quiet within 14 or 30 days: boolean, NA where unknown.

    What one deadline implies about the other is filled in: quiet within 14 days is quiet within
    30, and not quiet within 30 is not quiet within 14.
    """
    soon, late = episodes["de_escalated_within_14d"], episodes["de_escalated_within_30d"]
    if days == 14:
        return soon.mask(soon.isna() & ~late.fillna(True), False)
    if days == 30:
        return late.mask(late.isna() & soon.fillna(False), True)
    raise ValueError(f"episodes are told for 14 and 30 days, not {days}")


def state_dead(episodes: pd.DataFrame) -> pd.Series[Any]:
    """Return the dead of both states' forces, the higher claim for each side; NA if none is told.

    A side on which nobody gives a figure counts as none, so this is a lower bound.
    """
    sides = [
        episodes[[f"killed_{side}_claimed_by_pak", f"killed_{side}_claimed_by_afg"]].max(axis=1)
        for side in ("pak", "afg")
    ]
    total = sides[0].fillna(0) + sides[1].fillna(0)
    return total.mask(sides[0].isna() & sides[1].isna()).astype("Int64")


def serious(episodes: pd.DataFrame, dead: int = 10) -> pd.Series[Any]:
    """Return whether each episode was a heavy exchange: boolean, never NA.

    As the model counts a serious relapse: air strikes, posts taken or destroyed by some account,
    or at least ``dead`` of the states' forces killed by the higher claims. What nobody reported
    counts as not having been.
    """
    marks = episodes["airstrikes"].fillna(False) | episodes["posts_claimed"].fillna(False)
    many = (state_dead(episodes) >= dead).fillna(False)
    return (marks | many).astype("boolean")


def _records(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return each data row with the line on which it begins; columns checked."""
    text = text_given(path, _MOST_BYTES, suffixes=(".csv",))
    try:
        lines = list(_numbered(text))
    except csv.Error as error:
        raise InputError.single(str(path), f"is not a CSV table: {error}") from None
    if not lines:
        raise InputError.single(str(path), "is empty; a header and at least one episode are needed")
    line, header = lines[0]
    names = [name.strip() for name in header]
    problems = list(_wrong_columns(f"{path}:{line}", names))
    for at, cells in lines[1:]:
        if len(cells) != len(names):
            problems.append(
                Problem(f"{path}:{at}", f"has {len(cells)} cells, the header {len(names)}")
            )
    if len(lines) == 1:
        problems.append(Problem(str(path), "holds no episode; at least one is needed"))
    if problems:
        raise InputError(problems)
    return [(at, dict(zip(names, cells, strict=True))) for at, cells in lines[1:]]


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows of a CSV text that hold anything, with the line each begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _wrong_columns(where: str, names: Sequence[str]) -> Iterator[Problem]:
    for place, name in enumerate(names):
        if not name:
            yield Problem(where, f"column {place + 1} has no name")
        elif name not in KNOWN:
            yield Problem(f"{where}: {name}", f"is no column of episodes{suggest(name, KNOWN)}")
        elif name in names[:place]:
            yield Problem(f"{where}: {name}", "stands twice in the header")
    for name in REQUIRED:
        if name not in names:
            yield Problem(where, f"the column {name!r} is missing")


def _repeated(path: Path, records: Sequence[tuple[int, dict[str, str]]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for line, cells in records:
        name = cells["episode_id"].strip()
        if name and name in first:
            yield Problem(
                f"{path}:{line}: episode_id", f"{name!r} stands on line {first[name]} already"
            )
        first.setdefault(name, line)


class _Row:
    """One row on its way from text to values; problems go to the list it was given."""

    def __init__(self, where: str, cells: dict[str, str], problems: list[Problem]) -> None:
        self.where = where
        self.cells = cells
        self.problems = problems

    def parse(self, not_after: dt.date | None) -> dict[str, Any]:
        row: dict[str, Any] = {"episode_id": self._text("episode_id")}
        if row["episode_id"] is None:
            self._wrong("episode_id", "must not be blank")
        row |= {name: self._read(name, _date) for name in DATES}
        for name in COUNTS:
            low, more = self._read(name, _count) or (None, None)
            row[name], row[f"{name}_at_least"] = low, more
            if name in _AT_LEAST_ONE and low == 0:
                self._wrong(name, "must be 1 or more: an episode has a first day")
        row |= {name: self._read(name, _yes_no) for name in YES_NO}
        for name, words in WORDS.items():
            row[name] = self._read(name, functools.partial(_word, words=words))
        row |= {name: self._text(name) for name in PROSE}
        row["posts_claimed"] = row["posts_claimed"] or (
            True if _tells_of(row["posts_captured_claimed"]) else row["posts_claimed"]
        )
        row["trigger_kind"] = row["trigger_kind"] or code_trigger(row["trigger"])
        self._check_time(row, not_after)
        if row["de_escalated_within_14d"] and row["de_escalated_within_30d"] is False:
            self._wrong("de_escalated_within_30d", "is n although quiet came within 14 days")
        return row

    def _check_time(self, row: dict[str, Any], not_after: dt.date | None) -> None:
        start, last = row["start_date"], row["last_violent_date"]
        active, until = row["days_active"], row["days_until_quiet"]
        if start is None and not self.cells["start_date"].strip():
            self._wrong("start_date", "must not be blank")
        if start and not_after and start > not_after:
            self._wrong("start_date", f"{start} is after {not_after}, the last day allowed here")
        if start and last and last < start:
            self._wrong("last_violent_date", f"{last} is before the start, {start}")
        elif start and last and active and active > (last - start).days + 1:
            self._wrong("days_active", f"{active} days do not fit between {start} and {last}")
        if active and until and active > until and not row["days_until_quiet_at_least"]:
            self._wrong("days_until_quiet", f"is {until}, less than the {active} active days")

    def _text(self, name: str) -> str | None:
        return self.cells.get(name, "").strip() or None

    def _read(self, name: str, parse: Callable[[str], Any]) -> Any:
        text = self._text(name)
        if text is None:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self._wrong(name, str(error))
            return None

    def _wrong(self, name: str, message: str) -> None:
        self.problems.append(Problem(f"{self.where}: {name}", message))


def _tells_of(prose: str | None) -> bool:
    """Return whether a cell of prose says more than that there was nothing."""
    return prose is not None and re.fullmatch(r"(?i)(n|no|none|0|nil)\W*", prose) is None


def _date(text: str) -> dt.date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text!r} is no day of the calendar") from None
        if not 1900 <= day.year < 2100:  # nanoseconds count no further, and it's a slip anyway
            raise ValueError(f"{text!r} is outside 1900 to 2099")
        return day
    raise ValueError(f"{text!r} is no date like 2025-10-12")


def _count(text: str) -> tuple[int, bool]:
    """Return the lower bound and whether the true count may be higher."""
    match = _COUNT.fullmatch(text)
    if match is None or (match["more"] and (match["plus"] or match["high"])):
        raise ValueError(f"{text!r} is no count like 6, >=6, 6+ or 40-48")
    low = int(match["low"]) + (match["more"] == ">")
    if low > 10**9:
        raise ValueError(f"{text!r} is too large to be a count")
    if match["high"] and int(match["high"]) < low:
        raise ValueError(f"{text!r} is a range upside down")
    high = int(match["high"] or low)
    return low, bool(match["more"] or match["plus"] or high > low)


def _yes_no(text: str) -> bool:
    if text.casefold() in ("y", "n"):
        return text.casefold() == "y"
    raise ValueError(f"{text!r} is neither y nor n; leave it blank where unknown")


def _word(text: str, *, words: tuple[str, ...]) -> str:
    for word in words:
        if text.casefold() == word.casefold():
            return word
    raise ValueError(f"{text!r} is none of {', '.join(words)}{suggest(text, words)}")


def _column_types() -> dict[str, str]:
    types = dict.fromkeys(("episode_id", *WORDS, *PROSE), "string")
    types |= dict.fromkeys(COUNTS, "Int64")
    types |= dict.fromkeys((*YES_NO, *(f"{name}_at_least" for name in COUNTS)), "boolean")
    types |= dict.fromkeys(DATES, "datetime64[ns]")
    return types
