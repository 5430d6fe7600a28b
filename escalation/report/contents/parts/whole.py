"""The chapters that every report has, around those of its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from escalation.report.contents.parts.assumptions import assumptions, numbers
from escalation.report.contents.parts.making import of_folder
from escalation.report.contents.parts.method import glossary, method
from escalation.report.document import Document, Section

if TYPE_CHECKING:
    from escalation.results.reading import KeptFolder
    from escalation.scenario.sections import Scenario
    from escalation.stamp import Stamp


def whole(
    scenario: Scenario,
    page_one: Section,
    chapters: Sequence[Section],
    *,
    title: str,
    subtitle: str,
    again: Section,
    stamp: Stamp,
    made: dt.datetime,
    keywords: Sequence[str],
    looked_up: Sequence[Section] = (),
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
) -> Document:
    """Return a report: what its kind tells, then what is assumed, the method, words and numbers.

    Parameters
    ----------
    scenario
        As run; of several, the one that others are held against.
    page_one
        The finding.
    chapters
        What this kind of results tells, in order.
    title, subtitle, stamp, made, keywords
        As `Document` has them.
    again
        How to make the results again.
    looked_up
        Tables of this kind that are looked up rather than read.
    parameters
        Every parameter and fact as a manifest has them; see
        `escalation.report.contents.parts.assumptions.numbers`.
    """
    told = [*chapters, assumptions(scenario), method(scenario.outcomes.model_dump())]
    return Document(
        title=title,
        subtitle=subtitle,
        summary=page_one,
        sections=(
            *told,
            glossary([page_one, *told]),
            *looked_up,
            again,
            numbers(scenario, parameters),
        ),
        stamp=stamp,
        made=made,
        keywords=keywords,
    )


def of_kept(
    folder: KeptFolder,
    scenario: Scenario,
    page_one: Section,
    chapters: Sequence[Section],
    *,
    title: str,
    subtitle: str,
    keywords: Sequence[str],
) -> Document:
    """Return the report of a folder that has a manifest; see `whole`."""
    return whole(
        scenario,
        page_one,
        chapters,
        title=title,
        subtitle=subtitle,
        again=of_folder(folder),
        stamp=folder.stamp,
        made=dt.datetime.fromisoformat(folder.manifest["started"]),
        keywords=keywords,
        parameters=folder.manifest["parameters"],
    )
