"""What was claimed, by whom, how far it is believed, and what the runs took it to mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from escalation.charts.claims_table import held_rows, numeric_rows, plain_claims
from escalation.charts.told import Column, Table
from escalation.charts.words import upper_first
from escalation.naming import in_plain_words, listed
from escalation.numbers import counted, percent, round_number
from escalation.report.document import Block, Grid, Picture, Role, Section, Text
from escalation.scenario.claims import ClaimRow, claim_rows
from escalation.sources import model_fingerprint

if TYPE_CHECKING:
    import pandas as pd

    from escalation.results.reading import KeptFolder
    from escalation.results.result import Result
    from escalation.scenario.sections import Scenario

#: Where a scenario file has what is of both sides at once.
_BOTH: Final = ("actors", "actors.dyad")
_TITLE: Final = "Claims and what they were taken to mean"
_HEADS: Final = (
    Column("claim"),
    Column("said by"),
    Column("credence", figures=True),
    Column("taken to mean"),
    Column("bears on"),
)
_KEY: Final = (
    "Credence: how far a claim is believed before it is held against others. Taken to mean: over "
    "the draws, what is drawn for true beside it."
)
_OF_ANOTHER_MODEL: Final = (
    "What draws took the claims to mean is not told: the draws are not kept here, and this version "
    "of the model, which is not the one that ran, would make others. To run it again tells."
)
#: Nobody needs more to know a share to the per cent.
_MOST_DRAWS: Final = 10_000


@dataclass(frozen=True)
class Believed:
    """A scenario's claims, and what its runs took them to mean.

    Attributes
    ----------
    name
        Of the scenario, as its report has it.
    scenario
        As run.
    draws
        The table of draws that rest on the claims; without rows where it can't be told.
    """

    name: str
    scenario: Scenario
    draws: pd.DataFrame

    @property
    def known(self) -> bool:
        """Return whether it is known what draws took the claims to mean."""
        return bool(len(self.draws))

    @cached_property
    def claims(self) -> list[dict[str, Any]]:
        """Return the claims as plain data."""
        return plain_claims(self.scenario)

    @cached_property
    def rows(self) -> dict[str, tuple[str, ...]]:
        """Return the row of each claim in the report's table, by its id."""
        taken = dict(_taken(self)) if self.known else {}
        otherwise = "not drawn by itself" if self.known else "not told"
        return {
            row.id: _row(row, taken.get(row.id, otherwise)) for row in claim_rows(self.scenario)
        }


def believed_again(name: str, scenario: Scenario, draws: int, seed: int, model: str) -> Believed:
    """Return what runs took claims to mean, from draws that are made again and not run.

    Parameters
    ----------
    name, scenario
        The scenario, and what it is called.
    draws, seed
        Of its runs.
    model
        Fingerprint of the model that ran; another's draws can't be made again.
    """
    import pandas as pd

    from escalation.ensemble.design import Design
    from escalation.ensemble.finished import draws_frame
    from escalation.ensemble.worlds import space_of

    if model != model_fingerprint():
        return Believed(name, scenario, pd.DataFrame())
    space = space_of(scenario)
    drawn = draws_frame(space, Design(space.names, seed), 0, min(draws, _MOST_DRAWS))
    return Believed(name, scenario, drawn)


def believed_in(folder: KeptFolder, scenarios: Sequence[tuple[str, Scenario]]) -> list[Believed]:
    """Return what the runs of a folder that keeps no draws took claims to mean, by scenario."""
    draws = int(folder.manifest["ensemble"]["draws"])
    model = str(folder.manifest["model"])
    return [believed_again(*one, draws, folder.seed, model) for one in scenarios]


def claims_of_run(result: Result, drawn: Picture) -> Section:
    """Return the chapter on a run's claims, with their chart."""
    return claims([Believed(result.scenario_name, result.scenario, result.draws)], drawn)


def claims(
    believed: Sequence[Believed], drawn: Picture | None = None, varied: Sequence[str] = ()
) -> Section:
    """Return the chapter on claims; each stands with whoever made it.

    Parameters
    ----------
    believed
        Of every scenario that was run; of all but the first, what differs from it is told.
    drawn
        The chart of the first's.
    varied
        What of the claims was varied besides, by its path.
    """
    first, *others = believed
    if not any(one.rows for one in believed):
        said = "The scenario rests on no claim." if not others else "No scenario rests on a claim."
        return Section("claims", _TITLE, (Text(said),))
    return Section(
        "claims",
        _TITLE,
        tuple(_first(first, drawn, varied, alone=not others)),
        tuple(_apart(place, first, one) for place, one in enumerate(others, 1)),
    )


def chart_of_claims(believed: Believed, run_id: str, source: str) -> Picture | None:
    """Return the chart of a scenario's claims; None if it has none, or draws aren't known.

    Parameters
    ----------
    believed
        The scenario's claims.
    run_id, source
        Whose results they are, for the foot.
    """
    from escalation.charts.claims_chart import drawn_claims
    from escalation.charts.told.claims import told_of

    if not (believed.known and believed.rows):
        return None
    said = told_of(believed, source)
    return Picture("claims", said, partial(drawn_claims, believed, run_id, said))


def _first(
    believed: Believed, drawn: Picture | None, varied: Sequence[str], *, alone: bool
) -> Iterator[Block]:
    """Yield what stands above the scenarios that are held against the first."""
    name, rows = in_plain_words(believed.name), believed.rows
    if not rows:
        yield Text(f"{upper_first(name)} rests on no claim.")
        return
    yield Text(
        f"{counted(len(rows), 'claim')} about the night before day 0 "
        f"{'is' if len(rows) == 1 else 'are'} weighed by credence; none is taken as fact. "
        "What a party says is told as that party's word."
    )
    if varied:
        told = listed([in_plain_words(path) for path in varied])
        yield Text(f"Varied from point to point: {told}; here is what the scenario itself has.")
    if drawn is not None:
        yield drawn
    said = "What was said, by whom, and what the runs took it to mean"
    told = said if alone else f"{said}, under {name}"
    yield Grid(Table("claims-table", told, _HEADS, list(rows.values())), long=True)
    if not believed.known:
        yield Text(_OF_ANOTHER_MODEL, Role.CAVEAT)
    yield Text(_KEY, Role.NOTE)


def _apart(place: int, first: Believed, other: Believed) -> Section:
    """Return what a scenario has of the claims otherwise than the first."""
    name, base = in_plain_words(other.name), in_plain_words(first.name)
    rows = [row for id_, row in other.rows.items() if first.rows.get(id_) != row]
    gone = [id_ for id_ in first.rows if id_ not in other.rows]
    blocks: list[Block] = []
    if rows:
        told = f"Claims that {name} weighs, or takes to mean, otherwise than {base}"
        blocks.append(Grid(Table(f"claims-{place}-table", told, _HEADS, rows), long=True))
    if gone:
        blocks.append(Text(f"It leaves out {listed(gone)}, on which {base} rests."))
    if not blocks:
        blocks.append(Text(f"All claims are weighed, and taken to mean, as under {base}."))
    return Section(f"claims-{place}", f"Under {name}", tuple(blocks))


def _row(row: ClaimRow, taken: str) -> tuple[str, ...]:
    clash = f"; against {listed(row.contradicts)}" if row.contradicts else ""
    informs = ", ".join(map(_in_words, row.informs)) or f"nothing: {row.why_not}"
    speaker = upper_first(in_plain_words(row.speaker))
    return (
        f"{row.id}: {row.told}",
        f"{speaker}, {row.date}; {in_plain_words(row.status)}{clash}",
        percent(row.credence),
        taken,
        informs,
    )


def _in_words(name: str) -> str:
    """Return a parameter, a fact or a place of a scenario file for readers.

    >>> _in_words("pakistan_killed_day0"), _in_words("actors.pakistan_military.line")
    ('Pakistan killed day 0', "Pakistan military's line, which the scenario sets")
    """
    place, _, last = name.rpartition(".")
    if not place:
        return in_plain_words(name)
    whose = "" if place in _BOTH else f"{in_plain_words(place.rpartition('.')[2])}'s "
    return f"{whose}{in_plain_words(last)}, which the scenario sets"


def _taken(believed: Any) -> Iterator[tuple[str, str]]:
    """Yield claims by their ids, each with what draws take to be true beside it."""
    for fact in numeric_rows(believed):
        if fact.drawn is not None:
            low, middle, high = (round_number(float(fact.drawn[place])) for place in (0, 2, 4))
            name = in_plain_words(fact.fact.name)
            said = f"{name}: about {middle} ({low} to {high} in 9 draws of 10)"
            for claim, _, _ in fact.claimed:
                yield claim, said
    for held in held_rows(believed):
        for claim in held.ids.split(", "):
            yield claim, f"{held.text.rstrip('.')}: holds in {percent(held.share)} of draws"
