"""The page that stands in ``runs/``: what a folder of results holds, from the declarations."""

from __future__ import annotations

from typing import Final

from escalation.results.columns import ROWS, columns_of
from escalation.results.layout import (
    CHARTS_FOLDER,
    HEADLINE,
    MANIFEST,
    SCENARIO,
    SUMMARY,
    TABLES_FOLDER,
)

_FILES: Final = {
    SCENARIO: "the scenario as resolved: every value that the run used",
    MANIFEST: "every parameter's distribution and basis, seeds, versions, command, timings, and a "
    "hash of each file",
    SUMMARY: "the odds with their intervals over draws (`between_draws_low`, "
    "`between_draws_high`) and by Monte Carlo (`low`, `high`), the yardsticks beside them, shares "
    "of chance and ignorance, deaths by side",
    f"{HEADLINE}.csv": "the same odds and yardsticks as a table",
    f"{TABLES_FOLDER}/": "Parquet; each field carries its `description` and `unit`",
    f"{CHARTS_FOLDER}/": "each chart as PNG and SVG",
}
_MANY: Final = 60  # columns that are looked up where they are declared
_BEFORE: Final = """# Runs

`escalation run` leaves one folder here per run, named `<scenario>-<time>-<id>`. Git ignores them
all: each says how to make it again. This page is made by `escalation columns --markdown --out
runs/README.md`.
"""
_BETWEEN: Final = """
`escalation compare`, `branch` and `policies` leave folders of their own, whose names begin with
`comparison-`, `branch-` and `policies-`: manifest, summary, tables, a chart, and the scenarios as
resolved.

`escalation runs` lists them all, sweeps too, with what each found in a few words. `escalation
verify RUN` computes the hashes anew and says which files are missing, changed or added (exit 1).
`escalation workbook RUN` writes all tables as one `.xlsx`, a sheet a table.

`escalation run --out FOLDER` puts a run elsewhere. Delete a folder and nothing else notices.

## Columns

`escalation columns TABLE` says the same in a terminal.
"""


def runs_page() -> str:
    """Return the page in Markdown."""
    files = ["", "| in the folder | what it is |", "|---|---|"]
    files += [f"| `{name}` | {what} |" for name, what in _FILES.items()]
    return "\n".join([_BEFORE.rstrip(), *files, _BETWEEN.rstrip(), *_tables()]) + "\n"


def _tables() -> list[str]:
    lines = []
    for table, row in ROWS.items():
        known = columns_of(table)
        lines += ["", f"### `{table}`", "", f"A row is {row}.", ""]
        if len(known) > _MANY and table == "draws":
            lines.append(
                f"{len(known)} columns: `draw`, `posterior_member`, whether each claim holds "
                "(`claim_C01` and so on), and every parameter and fact, which "
                "[the reference](../docs/reference/parameters.md) explains."
            )
            continue
        lines += ["| column | unit | meaning |", "|---|---|---|"]
        lines += [f"| `{name}` | {one.unit} | {one.meaning} |" for name, one in known.items()]
    return lines
