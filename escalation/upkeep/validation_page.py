"""The page that judges the model: its tables and figures, made anew by one command.

A person's text stands around the generated blocks of ``validation.md`` and is kept; the generated
blocks of ``odd.md`` beside it are renewed as well, and so are the odds in ``README.md`` above it
and their pictures, over as many runs as the baseline says.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.densities import densities, spreads
from escalation.analysis.odds.outcomes import came_through
from escalation.analysis.paired.ablations import AblationEffect
from escalation.analysis.patterns.targets import HOLDS, MISSES, Row
from escalation.analysis.record.war_hazard import doses, hazards
from escalation.charts.words import upper_first
from escalation.errors import InputError
from escalation.files import ensure_writable_folder, write_text_atomically
from escalation.naming import OUTCOME_NAMES
from escalation.numbers import bracketed, figure_of, percent, points
from escalation.results.keeping import Findings
from escalation.results.keeping import write as write_findings
from escalation.results.result import Result
from escalation.scenario.posterior import load_posterior
from escalation.studies import ablate as ablation
from escalation.studies import check as checking
from escalation.studies import score as scoring
from escalation.studies import score_record as on_record
from escalation.studies.ablate import SHOWN, Ablated, Ablation
from escalation.studies.run import simulate
from escalation.upkeep.odd_page import odd_blocks
from escalation.upkeep.odds_block import odds_block
from escalation.upkeep.page_blocks import IMAGES, blocks_of, fill, image, table
from escalation.upkeep.score_blocks import record_block, scores_block
from escalation.upkeep.war_blocks import densities_block, war_block

if TYPE_CHECKING:
    from escalation.charts.saving import Chart
    from escalation.ensemble.progress import ProgressCallback

RUNS, SEED = 4000, checking.SEED
LEAST_RUNS: Final = 160  # a quarter of them still has the event logs that a check needs
PAGE, ODD = "validation.md", "odd.md"
README, ODDS = "README.md", "odds"
#: Names the baseline's runs in the figures: day 0, so that the same numbers give the same files.
MOMENT: Final = dt.datetime(2025, 10, 12, tzinfo=dt.UTC)
_PLURAL: Final = {HOLDS: "hold", MISSES: "miss"}

SKELETON: Final = """# Validation

How the model stands against what is known. The blocks below are made by
`escalation validation --out docs`; the text around them is kept.

## Patterns

<!-- patterns -->
<!-- /patterns -->

## Mechanisms

<!-- ablation -->
<!-- /ablation -->

## Forecasts of recorded episodes

<!-- scores -->
<!-- /scores -->

## Forecasts of other pairs of states

<!-- record -->
<!-- /record -->

## Odds under each fit

<!-- densities -->
<!-- /densities -->

## War, by day and by the year before

<!-- war -->
<!-- /war -->

## Odds from the seed, beside the yardsticks

<!-- odds -->
<!-- /odds -->
"""


@dataclass(frozen=True)
class Validation:
    """Everything the page tells.

    Attributes
    ----------
    check, ablation, scored, elsewhere
        From `checking`, `ablation`, `scoring` and `on_record`.
    result
        The baseline, whose odds stand beside the yardsticks'.
    """

    check: checking.Check
    ablation: Ablation
    scored: scoring.Scored
    elsewhere: on_record.RecordScored
    result: Result

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON."""
        return {
            "check": self.check.as_dict(),
            "ablation": self.ablation.as_dict(),
            "score": self.scored.as_dict(),
            "record": self.elsewhere.as_dict(),
            "odds": {
                "runs": len(self.result.runs),
                "seed": self.check.seed,
                **self.result.yardsticks().as_dict(),
            },
        }


def validate(
    *,
    runs: int = RUNS,
    seed: int = SEED,
    threads: int | None = None,
    progress: ProgressCallback | None = None,
) -> Validation:
    """Run everything that the page tells.

    Parameters
    ----------
    runs
        Runs for patterns and odds; a quarter of them for each mechanism and each band of starts of
        the record, a tenth for each episode.
    seed, threads, progress
        As for `escalation.studies.check.check`.

    Raises
    ------
    InputError
        If a number is wrong.
    PurposeError
        If the runs were stopped early or broke.
    """
    if runs < LEAST_RUNS:
        raise InputError.single("--runs", f"must be at least {LEAST_RUNS}")
    with_logs = max(checking.LEAST_LOGS, min(checking.LOGS, runs * 3 // 20))
    found = checking.check(runs=runs, logs=with_logs, seed=seed, threads=threads, progress=progress)
    fewer = max(checking.LEAST_LOGS, runs // 4)
    without = ablation.ablate(
        runs=fewer, logs=min(ablation.LOGS, fewer), seed=seed, threads=threads
    )
    each = max(scoring.LEAST_RUNS, runs // 10)
    scored = scoring.score(runs=each, seed=seed, threads=threads)
    elsewhere = on_record.score_record(
        runs=max(scoring.LEAST_RUNS, runs // 4), seed=seed, threads=threads
    )
    result = simulate("baseline", runs=runs, seed=seed, threads=threads, started=MOMENT)
    return Validation(found, without, scored, elsewhere, result)


def write(found: Validation, folder: str | os.PathLike[str]) -> list[Path]:
    """Renew the page, its figures and, where they are, the model's description and the README.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    InputError
        If the folder can't be written to, or a page lacks a block's markers.
    """
    place = ensure_writable_folder(folder)
    page = place / PAGE
    text = page.read_text(encoding="utf-8") if page.is_file() else SKELETON
    renewed = {page: fill(text, blocks(found))}
    if (place / ODD).is_file():
        renewed[place / ODD] = fill((place / ODD).read_text(encoding="utf-8"), odd_blocks())
    images = ensure_writable_folder(place / IMAGES)
    written = _figures(found, images)
    front = place.absolute().parent / README
    if front.is_file() and ODDS in blocks_of(text := front.read_text(encoding="utf-8")):
        shown = baseline()
        renewed[front] = fill(text, {ODDS: odds_block(shown.summary)})
        written += _pictures(shown, images)
    for path, content in renewed.items():
        write_text_atomically(path, content)
    return [*renewed, *written]


def baseline() -> Result:
    """Return the baseline that the README shows, over as many runs as the scenario says."""
    return simulate("baseline", started=MOMENT)


def blocks(found: Validation) -> dict[str, str]:
    """Return the generated blocks of the page by their names."""
    return {
        "patterns": _patterns(found.check),
        "ablation": _ablation(found.ablation),
        "scores": scores_block(found.scored),
        "record": record_block(found.elsewhere),
        "densities": densities_block(spreads(_fitted()["odds"]), _fitted()["budget"]),
        "war": war_block(
            hazards(came_through(found.result.runs)),
            doses(found.check.rows),
            len(found.result.runs),
            found.check.seed,
        ),
        ODDS: _odds(found.result, found.check.seed),
    }


def _figures(found: Validation, folder: Path) -> list[Path]:
    from escalation.charts.densities_chart import densities_chart
    from escalation.charts.war_chart import dose_response_chart, hazard_chart

    fits = _fitted()["odds"]
    charts: dict[str, Chart] = {
        "validation_patterns": found.check.plot_patterns,
        "validation_reliability": found.scored.plot_reliability,
        "validation_densities": partial(densities_chart, densities(fits), spreads(fits)),
        "validation_hazard": partial(hazard_chart, hazards(came_through(found.result.runs))),
        "validation_dose": partial(dose_response_chart, doses(found.check.rows)),
        "validation_odds": found.result.plot_yardsticks,
    }
    return write_findings(Findings("validation", charts=lambda: charts), folder, formats=("png",))


def _fitted() -> Mapping[str, Any]:
    """Return what the shipped posterior says of itself."""
    return load_posterior().meta


def _pictures(shown: Result, folder: Path) -> list[Path]:
    charts: dict[str, Chart] = {
        "baseline_odds": shown.plot_odds,
        "baseline_yardsticks": shown.plot_yardsticks,
    }
    return write_findings(Findings("baseline", charts=lambda: charts), folder, formats=("png",))


def _patterns(check: checking.Check) -> str:
    counted = ", ".join(
        f"{number} {_PLURAL.get(word, word)}" for word, number in check.counts.items()
    )
    rows = (
        (
            row.id,
            upper_first(f"{row.pattern}: {row.statistic}"),
            "none given" if row.low != row.low else f"{figure_of(row.low)}–{figure_of(row.high)}",
            _measured(row),
            row.verdict,
            row.note,
        )
        for row in check.rows
    )
    return "\n\n".join(
        (
            f"{check.runs:,} runs each of an ordinary incident and of the seed over 180 days, "
            f"{check.logs:,} of each with event logs, seed {check.seed}. In brackets: 95% Monte "
            f"Carlo. Of {sum(check.counts.values())} patterns: {counted}.",
            image("patterns", "Target intervals against the model's values, pattern by pattern"),
            table(("", "pattern", "target", "model", "verdict", "to know"), rows),
        )
    )


def _measured(row: Row) -> str:
    return bracketed(row.value, row.value_low, row.value_high, unknown="–")


def _ablation(found: Ablation) -> str:
    heads = [OUTCOME_NAMES[name].brief for name in SHOWN]
    odds = ", ".join(
        f"{head} {percent(found.odds[name].p)}" for head, name in zip(heads, SHOWN, strict=True)
    )
    idle = ", ".join(found.idle)
    last = f"Changes nothing measured: {idle}." if idle else "Each changes something."
    return "\n\n".join(
        (
            f"{found.runs:,} runs each of an ordinary incident and of the seed, {found.logs:,} of "
            f"each with event logs, seed {found.seed}; without each mechanism the same draws and "
            f"the same luck. The full model: {found.holding} patterns hold; from the seed, {odds}. "
            "Differences are percentage points, without the mechanism less with it, with 95% "
            "intervals.",
            table(
                ("without", "hold", "lost", "won", *heads, "to know"),
                (_mechanism(row) for row in found.rows),
            ),
            last,
        )
    )


def _mechanism(row: Ablated) -> tuple[str, ...]:
    said = [
        f"**changes nothing measured**, though {percent(row.touched)} of runs end differently in "
        f"something; it stays: {row.mechanism.stays}"
    ]
    notes = said if row.does_nothing else []
    rest = [name for name in row.moved if name not in (*row.lost, *row.won)]
    if rest:
        notes.append(f"moves {', '.join(rest)}")
    if row.mechanism.leaves:
        notes.append(row.mechanism.leaves)
    return (
        row.mechanism.name,
        str(row.holding),
        ", ".join(row.lost),
        ", ".join(row.won),
        *(_difference(row.differences[name]) for name in SHOWN),
        "; ".join(notes),
    )


def _difference(one: AblationEffect) -> str:
    return bracketed(one.value, one.low, one.high, points, unknown="–")


def _odds(result: Result, seed: int) -> str:
    beside = result.yardsticks()
    quarrels = beside.disagreements or ("No two columns disagree.",)
    return "\n\n".join(
        (
            f"Baseline, {len(result.runs):,} runs over {result.horizon_days} days, seed {seed}. "
            "In brackets stands what isn't known: 95% of draws have their odds within the model's, "
            "and the others' say how little record there is. Monte Carlo, in points at 95%, says "
            "how far the simulation has converged.",
            image("odds", "Odds by the model beside those of like cases and of a Markov chain"),
            odds_block(result.summary),
            " ".join((*beside.basis, beside.rule)),
            "\n".join(f"- {one}" for one in (*beside.remarks, *quarrels)),
        )
    )
