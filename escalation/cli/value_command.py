"""The command `value`: which claim to verify first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.charts.lever_words import HEADS, VALUE_KEY, change, heading, shares
from escalation.charts.told.value import SHOWN, claim_cells
from escalation.cli import completions, options
from escalation.cli.emit import show_study, written_to
from escalation.cli.words import Columns, shortened, wrapped
from escalation.naming import ASKED_OF_FIRST, OUTCOME_NAMES, in_plain_words
from escalation.numbers import counted, rows_shown
from escalation.telling.odds import CAVEAT

if TYPE_CHECKING:
    from escalation.studies.value import Valued


def value(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|RUN",
            help=(
                "Scenario file, name of a shipped one, or folder or id of a kept run. A run gives "
                "scenario, seed and replicates; every lever is run anew all the same."
            ),
            autocompletion=completions.scenarios_or_runs,
        ),
    ],
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            help="Whose odds the choice is to raise, or lower if bad.",
            autocompletion=completions.ranked_outcomes,
        ),
    ] = ASKED_OF_FIRST,
    levers: options.Levers = None,
    runs: Annotated[int, options.runs_option("of each lever")] = options.LEVER_RUNS,
    seed: Annotated[int | None, options.seed_option("source's")] = None,
    replicates: Annotated[int | None, options.replicates_option("source's")] = None,
    threads: options.Threads = None,
    horizon: options.Horizon = None,
    settings: options.Settings = None,
    price: Annotated[
        float,
        typer.Option("--price", help="What a lever must gain to be worth its effort, 0 to 1."),
    ] = 0.0,
    root: options.Root = Path("runs"),
    out: Annotated[Path | None, options.folder_option("tables, value.json and the chart")] = None,
    opened: options.Open = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Value what could be learned before choosing among levers, claim by claim."""
    from escalation.cli.loading import say_notes
    from escalation.cli.opening import check_kept
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.files import ensure_writable_folder
    from escalation.scenario.levers import chosen, contrary_levers
    from escalation.scenario.load import override
    from escalation.studies import value as valuing
    from escalation.studies.differ import side_of

    given = side_of(source, root)
    changed, kept = options.changes(settings, horizon), given.run
    scenario = override(given.scenario, changed) if changed else given.scenario
    kept_seed = None if kept is None else kept.seed
    kept_replicates = None if kept is None else kept.replicates
    pulled = chosen(scenario, levers or ())
    if not quiet:
        say_notes(contrary_levers(scenario, pulled))
    check_kept(opened, out)
    if out is not None:
        ensure_writable_folder(out)
    with progress_on_stderr(quiet or as_json) as progress:
        found = valuing.value(
            scenario,
            outcome,
            levers=levers or (),
            runs=runs,
            seed=kept_seed if seed is None else seed,
            replicates=kept_replicates if replicates is None else replicates,
            threads=threads,
            price=price,
            progress=progress,
        )
    anew = (
        [f"Scenario and replicates are those of run {kept.path.name}; all levers ran anew."]
        if kept is not None
        else []
    )
    show_study(
        found,
        lambda study: [line for text in anew for line in (*wrapped(text), "")] + lines(study),
        written_to(out, found),
        as_json=as_json,
        quiet=quiet,
        opened=opened,
    )


def lines(found: Valued) -> list[str]:
    """Return what is worth knowing as lines of text."""
    told = [
        *wrapped(
            f"The value of knowing, for the odds of: {found.meaning}. Scenario "
            f"{in_plain_words(found.scenario)}, "
            f"{found.runs:,} runs of {found.draws:,} draws under each lever, seed {found.seed}."
        ),
        "",
    ]
    for finding in found.findings:
        told += [*wrapped(finding), ""]
    told += [*_levers(found), "", *_claims(found), "", *wrapped(VALUE_KEY), ""]
    return [*told, *wrapped(CAVEAT)]


def _levers(found: Valued) -> list[str]:
    """Return the odds under each lever."""
    levers = found.levers.to_dict("records")
    labels = [found.known[row["lever"]].label for row in levers]
    odds = Columns("lever|<31", *(f"{head}|>16" for head in HEADS.values()))
    against = Columns(
        f"points of {OUTCOME_NAMES[found.outcome].brief}|<38", "points|>9", "95% of draws|>16",
        "Monte Carlo|>18",
    )  # fmt: skip
    changes = [
        (label, *change(row))
        for label, row in zip(labels, levers, strict=True)
        if row["lever"] != found.declared[0].name
    ]
    return [
        *wrapped(heading(found.what, levers)),
        *odds.lines((label, *shares(row)) for label, row in zip(labels, levers, strict=True)),
        "",
        *against.lines(changes),
    ]


def _claims(found: Valued) -> list[str]:
    """Return the claims in the order to verify them."""
    columns = Columns(
        "claim|<7", "refuted -> confirmed|<44", "move, points|>24", "value of knowing|>23", "|<"
    )
    shown = rows_shown(found.tells.tolist(), SHOWN)
    rows = [line for row in found.claims.head(shown).to_dict("records") for line in _claim(row)]
    told = columns.lines(rows, " " * 7)
    if left := len(found.claims) - shown:
        told += wrapped(f"{counted(left, 'more claim')}: none worth knowing, or moving odds")
    return told


def _claim(row: dict[Any, Any]) -> tuple[tuple[str, ...], str]:
    odds, moved, worth = claim_cells(row)
    plain = worth.rstrip(" *?")
    text = shortened(str(row["claim"]), " " * 7, 88).strip()
    return (row["name"], odds, moved, plain, worth.removeprefix(plain)), text
