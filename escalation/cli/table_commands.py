"""The commands `workbook` and `columns`: kept tables for a spreadsheet, and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escalation.cli import completions, options
from escalation.cli.emit import print_json, write_or_print
from escalation.cli.opening import open_file
from escalation.cli.words import wrapped
from escalation.errors import InputError, suggest


def workbook(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="Folder or id of anything kept, or a sweep's folder; see 'escalation runs'.",
            autocompletion=completions.kept_runs,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write to this file.  [default: <run>.xlsx, here]"),
    ] = None,
    root: options.Root = Path("runs"),
    open_: options.Open = False,
    as_json: options.AsJson = False,
) -> None:
    """Write all tables of what was kept as one workbook for Excel or LibreOffice."""
    from escalation.results.workbook import workbook_of, write_workbook

    if out is not None and out.suffix.lower() != ".xlsx":
        raise InputError.single(str(out), "a workbook's name ends in .xlsx")
    book = workbook_of(run, root)
    path = out or Path(f"{book.name}.xlsx")
    write_workbook(book, path)
    if as_json:
        rows = {sheet.name: len(sheet.table) for sheet in book.sheets}
        print_json({"path": str(path), "rows": rows, "notes": book.notes})
    else:
        for note in book.notes:
            typer.echo(note, err=True)
        typer.echo(f"{path}: {', '.join(sheet.name for sheet in book.sheets)}")
    if open_:
        open_file(path, as_json=as_json)


def columns(
    table: Annotated[
        str | None, typer.Argument(help="Say only what this table's columns mean.")
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the reference page in Markdown.")
    ] = False,
    out: options.OutFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Say what each column of each table means that a folder of results holds, and its unit."""
    from escalation.results.columns import ROWS, columns_of

    if markdown:
        from escalation.upkeep.runs_page import runs_page

        write_or_print(runs_page(), out)
        return
    if table is not None and table not in ROWS:
        near = suggest(table, ROWS) or f"; there are {', '.join(ROWS)}"
        raise InputError.single(table, f"is no table{near}")
    wanted = list(ROWS) if table is None else [table]
    if as_json:
        print_json(
            {
                name: {
                    column: {"meaning": one.meaning, "unit": one.unit}
                    for column, one in columns_of(name).items()
                }
                for name in wanted
            }
        )
        return
    for name in wanted:
        known = columns_of(name)
        typer.echo(f"{name}: a row is {ROWS[name]}")
        if table is None:
            typer.echo(f"  {len(known)} columns; 'escalation columns {name}' says what each means")
            continue
        for column, one in known.items():
            unit = f" ({one.unit})" if one.unit else ""
            for line in wrapped(f"  {column}{unit}: {one.meaning}"):
                typer.echo(line)
