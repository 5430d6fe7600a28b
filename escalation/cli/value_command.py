"""The command `value`: which claim to verify first."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import options
from escalation.cli.emit import show_study
from escalation.cli.words import CAVEAT, percent, points, wrapped
from escalation.errors import InputError

if TYPE_CHECKING:
    from escalation.scenario.model import Scenario
    from escalation.studies.valuing import Valued

SHOWN = 12
_ID = re.compile(r"[0-9a-f]{4,8}|.+-\d{8}T\d{6}Z-[0-9a-f]{8}")


def value(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|RUN",
            help="Scenario file, name of a shipped one, or folder or id of a kept run.",
        ),
    ],
    outcome: Annotated[
        str, typer.Option("--outcome", help="Whose odds the choice is to raise, or lower if bad.")
    ] = "de_escalated_30d",
    runs: Annotated[int, options.runs_option("under each policy")] = 4000,
    seed: options.Seed = None,
    threads: options.Threads = None,
    price: Annotated[
        float,
        typer.Option("--price", help="What a policy must gain to be worth its effort, 0 to 1."),
    ] = 0.0,
    root: options.Root = Path("runs"),
    out: Annotated[Path | None, options.folder_option("tables, value.json and the chart")] = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Value what could be learned before choosing among a few policies, claim by claim."""
    from escalation.cli.progress_output import progress_on_stderr
    from escalation.cli.screen import note
    from escalation.files import ensure_writable_folder
    from escalation.studies import valuing

    scenario, kept_seed, replicates = _source(source, root)
    if out is not None:
        ensure_writable_folder(out)
    silent = quiet or as_json
    with progress_on_stderr(silent) as progress:
        found = valuing.value(
            scenario,
            outcome,
            runs=runs,
            seed=kept_seed if seed is None else seed,
            replicates=replicates,
            threads=threads,
            price=price,
            progress=progress,
            note=None if silent else note,
        )
    written = valuing.keep(found, out) if out is not None else []
    show_study(found, lines, written, as_json=as_json, quiet=quiet)


def _source(source: str, root: Path) -> tuple[Scenario, int | None, int | None]:
    """Return the scenario of a file or of a kept run, with the run's seed and replicates."""
    from escalation.scenario.load import load_scenario
    from escalation.store.finding import find_run

    if not Path(source).is_dir():
        try:
            return load_scenario(source), None, None
        except InputError:
            if not _ID.fullmatch(source):
                raise
    kept = find_run(source, root)
    return kept.scenario, int(kept.manifest["seed"]), int(kept.manifest["replicates"])


def lines(found: Valued) -> list[str]:
    """Return what is worth knowing as lines of text."""
    from escalation.report.value_chart import in_order
    from escalation.studies.policies import POLICIES

    told = [
        *wrapped(
            f"The value of knowing, for the odds of: {found.meaning}. Scenario {found.scenario}, "
            f"{found.runs:,} runs of {found.draws:,} draws under each policy, seed {found.seed}."
        ),
        "",
        f"{'policy':18}{'odds':>6}  {'95%':>7}   {'change, points':>22}   meaning",
    ]
    meanings = {policy.name: policy.meaning for policy in POLICIES}
    for row in found.policies.to_dict("records"):
        change = "" if row["policy"] == POLICIES[0].name else _points(row, "change")
        told.append(
            f"{row['policy'].replace('_', ' '):18}{percent(row['odds']):>6}  "
            f"{100 * row['low']:.0f}-{100 * row['high']:.0f}%   {change:>22}   "
            f"{meanings[row['policy']]}"
        )
    told += ["", *wrapped(_choice(found)), ""]
    told.append(
        f"{'claim':8}{'refuted -> confirmed':22}{'move, points':>20}{'value of knowing':>24}"
    )
    for row in in_order(found.claims).head(SHOWN).to_dict("records"):
        told += _claim(row)
    clear = found.inputs[found.inputs["effect"] == "clear"]
    told += ["", *wrapped(_inputs(clear, len(found.inputs))), ""]
    return [*told, *wrapped(CAVEAT)]


def _choice(found: Valued) -> str:
    every = found.everything
    return (
        f"Without knowing more the best choice is {found.best.replace('_', ' ')}. Knowing every "
        f"input first would gain {100 * every.value:.2f} points of odds "
        f"({100 * every.low:.2f} to {100 * every.high:.2f}); no claim can gain more."
    )


def _claim(row: dict[Any, Any]) -> list[str]:
    worth = f"{100 * row['value']:.2f} ({100 * row['low']:.2f} to {100 * row['high']:.2f})"
    if row["move"] != row["move"]:
        odds, moved = str(row["move_note"]), ""
    else:
        odds = f"{percent(row['refuted'])} -> {percent(row['confirmed'])}"
        moved = _points(row, "move")
    mark = {"clear": " *", "trace": " ?"}.get(str(row["effect"]), "")
    text = textwrap.shorten(str(row["claim"]), 80, placeholder=" ...")
    return [f"{row['name']:8}{odds:22}{moved:>20}{worth:>24}{mark}", f"        {text}"]


def _inputs(clear: Any, count: int) -> str:
    if not len(clear):
        return f"Of {count} single inputs none would change the choice, as far as these runs see."
    names = ", ".join(
        f"{row['name'].replace('_', ' ')} {100 * row['value']:.2f}"
        for row in clear.head(6).to_dict("records")
    )
    return f"Single inputs whose answer would change the choice, points gained: {names}."


def _points(row: dict[Any, Any], name: str) -> str:
    return points(row[name], row[f"{name}_low"], row[f"{name}_high"])
