"""The scores on the page that judges the model: on this border's episodes, and on the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from escalation.analysis.forecasts.score_tables import FORECASTERS, OUTCOME_WORDS
from escalation.analysis.record.dyads import LIKE
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import bracketed, counted
from escalation.upkeep.page_blocks import image, table

if TYPE_CHECKING:
    from escalation.studies.score import Scored
    from escalation.studies.score_record import RecordScored


def scores_block(found: Scored) -> str:
    """Return the scores on the recorded episodes of this border."""
    rows = [
        (
            OUTCOME_WORDS[row["outcome"]],
            row["score"].replace("_", " "),
            FORECASTERS[row["forecaster"]],
            f"{row['value']:.3f} [{row['low']:.2f}, {row['high']:.2f}]",
            _difference(row),
            str(row["known"]),
        )
        for row in found.scores.to_dict("records")
    ]
    return "\n\n".join(
        (
            f"{len(found.episodes)} episodes of {found.source}; {found.runs:,} runs an episode, "
            f"seed {found.seed}. {found.fitted} Lower scores are better; the difference is that "
            "from the base rate, episode by episode, and below 0 beats it. In brackets: 95%, "
            "episodes resampled.",
            image("reliability", "Reliability of the forecasts, by forecaster and outcome"),
            table(("outcome", "score", "forecaster", "value", "difference", "known"), rows),
            *found.findings,
        )
    )


def record_block(found: RecordScored) -> str:
    """Return the scores on the record of episodes between any two states."""
    rows = [
        (
            LIKE[row["starts"]].title,
            OUTCOME_NAMES[row["outcome"]].label,
            row["forecaster"],
            f"{row['value']:.3f}",
            _difference(row),
            f"{row['known']:,}",
        )
        for row in found.scores.to_dict("records")
    ]
    first = found.forecasts.drop_duplicates(["starts", "pair", "start_date"])
    past = counted(int((first["prior_fatal"] > 0).sum()), "start")
    return "\n\n".join(
        (
            f"{counted(len(first), 'episode')} between two states, 1946-2014, each forecast from "
            f"the dead of its first day and the fatal episodes of the year before, of which {past} "
            f"had any; {found.runs:,} runs for each band of starts, seed {found.seed}. Class and "
            "chain are fitted to the other pairs of states. Mean log scores in nats: lower is "
            "better; the difference is the model's score less the other's, episode by episode, and "
            "below 0 the model is better. In brackets: 95%, pairs of states resampled.",
            table(("starts", "outcome", "forecaster", "score", "difference", "known"), rows),
            *found.findings,
        )
    )


def _difference(row: Mapping[Any, Any]) -> str:
    """Return by how much a score differs, and its interval; nothing where none is held against."""
    value, low, high = (row[f"difference{end}"] for end in ("", "_low", "_high"))
    return bracketed(value, low, high, "{:+.3f}".format, unknown="")
