"""The report of a run, and of whatever else was asked of its scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from escalation.charts.chart_data import good_runs
from escalation.charts.words import upper_first
from escalation.naming import in_plain_words
from escalation.report.contents.parts.claims import claims_of_run
from escalation.report.contents.parts.commands import of_run, of_scenario, unanswered
from escalation.report.contents.parts.elsewhere import MAP_TITLE
from escalation.report.contents.parts.hinges import hinges
from escalation.report.contents.parts.levers import (
    LEVERS_TITLE,
    VALUE_TITLE,
    levers,
    ranking_picture,
    value,
)
from escalation.report.contents.parts.making import again, of_folder
from escalation.report.contents.parts.odds import first_page, odds, unknown
from escalation.report.contents.parts.pictures import pictures
from escalation.report.contents.parts.stories import (
    PIVOTS_TITLE,
    STORIES_TITLE,
    pivots,
    storylines,
)
from escalation.report.contents.parts.whole import whole
from escalation.report.document import Document, Section
from escalation.results.manifest import versions
from escalation.telling.odds import of_what

if TYPE_CHECKING:
    from escalation.results.reading import KeptFolder
    from escalation.results.result import Result
    from escalation.studies.levers import Policies
    from escalation.studies.pivots import Pivots
    from escalation.studies.storylines import Told
    from escalation.studies.value import Valued


@dataclass(frozen=True)
class Studies:
    """What else was asked of a run's scenario; None where it wasn't.

    Attributes
    ----------
    policies
        Its levers, ranked.
    value
        What is worth knowing before one is chosen.
    storylines
        Of the run.
    pivots
        Of one of its runs.
    why_not
        Why one that was asked could not be told, by the name of its chapter.
    watched
        Whether runs may be watched again, for the map by day.
    """

    policies: Policies | None = None
    value: Valued | None = None
    storylines: Told | None = None
    pivots: Pivots | None = None
    why_not: Mapping[str, str] = field(default_factory=dict)
    watched: bool = False


def kept_run(folder: KeptFolder) -> Document:
    """Return the report of the run that a folder holds."""
    from escalation.results.result import Result

    return run_document(Result.kept(folder))


def run_document(result: Result, studies: Studies | None = None) -> Document:
    """Return the report of a run, fresh or kept; nothing is run for it.

    Parameters
    ----------
    result
        The run.
    studies
        What else was asked; where nothing was, sections name the command.
    """
    studies = studies or Studies()
    summary = result.summary
    beside = next(pictures(result, "yardsticks")) if good_runs(result) else None
    first = next(pictures(result, "odds"))
    chapters = [
        odds(result, summary, beside),
        unknown(summary),
        hinges(result),
        claims_of_run(result, next(pictures(result, "claims"))),
        *_studies(result, studies),
        Section(
            "map",
            MAP_TITLE,
            tuple(pictures(result, "map", watched=studies.watched)),
        ),
    ]
    return whole(
        result.scenario,
        first_page(summary, beside, first),
        chapters,
        title=f"Odds: {result.scenario.title}",
        subtitle=of_what(summary),
        again=_again(result),
        stamp=result.stamp,
        made=result.started,
        keywords=("escalation", upper_first(in_plain_words(result.scenario_name)), result.run_id),
        parameters=None if result.folder is None else result.manifest["parameters"],
    )


def _studies(result: Result, studies: Studies) -> Iterator[Section]:
    """Yield the chapters that the run's own tables can't fill, or the commands that would."""
    ranking, worth = studies.policies, studies.value
    stories, turns = studies.storylines, studies.pivots
    for name, title, filled, what, command in (
        (
            "levers",
            LEVERS_TITLE,
            ranking and levers(ranking.summary(), ranking_picture(ranking)),
            "No lever was pulled for these results.",
            of_scenario(result, "policies"),
        ),
        (
            "value",
            VALUE_TITLE,
            worth and value(worth),
            "What is worth knowing before a lever is chosen was not asked.",
            of_run(result, "value"),
        ),
        (
            "storylines",
            STORIES_TITLE,
            stories and storylines(stories),
            "No run was watched again to tell kinds of future.",
            of_run(result, "storylines"),
        ),
        (
            "pivots",
            PIVOTS_TITLE,
            turns and pivots(turns),
            "No event of a run was taken back, to see what its fate hung on; here of run 0.",
            of_run(result, "pivots", "--run", "0"),
        ),
    ):
        yield filled or unanswered(name, title, what, command, studies.why_not.get(name, ""))


def _again(result: Result) -> Section:
    """Return how to make a run again; one that isn't kept has no folder to hold against."""
    if result.folder is not None:
        return of_folder(result.folder)
    return again(result.stamp, [], versions())
