"""Commands about what an analyst writes: validate, new, claims, parameters, schema."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from escalation.cli import completions, options
from escalation.cli.emit import print_json, write_or_print
from escalation.errors import InputError, Problem, suggest
from escalation.files import present, write_text_atomically

if TYPE_CHECKING:
    from rich.table import Table

#: Below this the tables of claims and parameters are told row by row, since words would be cut.
_TABLE_WIDTH = 130


def validate(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="Scenario files.", autocompletion=completions.scenarios
        ),
    ],
    settings: options.Settings = None,
    as_json: options.AsJson = False,
) -> int:
    """Check scenario files, whole, and say what is wrong at which line."""
    from escalation.scenario.idle import idle
    from escalation.scenario.load import load_scenario

    report: list[dict[str, Any]] = []
    for file in files:
        problems: tuple[Problem, ...] = ()
        notes: list[Problem] = []
        entry: dict[str, Any] = {"file": file}
        try:
            scenario = load_scenario(file, settings or ())
            notes = idle(file, settings or (), scenario)
            entry |= {"valid": True, "name": scenario.name, "title": scenario.title}
        except InputError as error:
            problems = error.problems
        report.append(
            {"valid": False}
            | entry
            | {"problems": _listed(problems)}
            | ({"notes": _listed(notes)} if notes else {})
        )
        for problem in problems:
            typer.echo(str(problem), err=True)
        if not problems and not as_json:
            typer.echo(f"{file}: valid ({report[-1]['name']})")
            for problem in notes:
                typer.echo(f"note: {problem}")
    wrong = sum(len(entry["problems"]) for entry in report)
    if as_json:
        print_json({"valid": not wrong, "files": report})
    elif wrong > 1:
        typer.echo(f"{wrong} problems", err=True)
    return 2 if wrong else 0


def _listed(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"where": problem.where, "message": problem.message} for problem in problems]


def new(
    name: Annotated[str, typer.Argument(help="Short name: small letters, digits, _ and -.")],
    parent: Annotated[
        str,
        typer.Option(
            "--from",
            help="Scenario to extend: a shipped one, or a file.",
            autocompletion=completions.scenarios,
        ),
    ] = "baseline",
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; NAME.yaml in this folder.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Write a small commented scenario that extends another."""
    from escalation.scenario.template import starter

    path = out if out is not None else Path(f"{name}.yaml")
    text = starter(name, parent, path)
    if present(path) and not force:
        raise InputError.single(str(path), "is there already: choose another name, or --force")
    write_text_atomically(path, text)
    if as_json:
        print_json({"path": str(path), "name": name, "extends": parent})
    else:
        typer.echo(f"{path} extends {parent}; check it with: escalation validate {path}")


def claims(
    scenario: options.ScenarioName = "baseline",
    settings: options.Settings = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what is claimed, by whom, how far it is believed, and what hangs on it."""
    from dataclasses import asdict

    from escalation.cli.loading import load_and_note
    from escalation.scenario.claims import claim_rows

    loaded = load_and_note(scenario, settings)
    rows = claim_rows(loaded)
    if as_json:
        print_json({"scenario": loaded.name, "claims": [asdict(row) for row in rows]})
        return
    table = _table(loaded.title, ("id", "claim", "speaker", "status", "credence", "informs"))
    for row in rows:
        said = f"{row.claim} ({row.figure})" if row.figure else row.claim
        clash = f"; against {', '.join(row.contradicts)}" if row.contradicts else ""
        informs = ", ".join(row.informs) or f"nothing: {row.why_not}"
        speaker = row.speaker.replace("_", " ")
        table.add_row(row.id, said, speaker, row.status + clash, f"{row.credence:.2f}", informs)
    _print_table(table, f"{len(rows)} claims" if rows else "no claims")


def parameters(
    name: Annotated[str | None, typer.Argument(help="A name, or a part of one.")] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the reference page in Markdown.")
    ] = False,
    out: options.OutFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Say what the model's numbers mean, their range and default, and what they rest on."""
    from escalation.scenario.declaration import Fact, Parameter
    from escalation.scenario.reference import described, reference_page
    from escalation.scenario.register import facts
    from escalation.scenario.register import parameters as declared

    if markdown:
        write_or_print(reference_page(), out)
        return
    known: dict[str, Parameter | Fact] = {**declared(), **facts()}
    wanted = [known[name]] if name in known else [p for n, p in known.items() if (name or "") in n]
    if not wanted:
        raise InputError.single(str(name), f"is no parameter or fact{suggest(str(name), known)}")
    if as_json:
        _emit_json([described(one) for one in wanted], out)
        return
    if len(wanted) == 1:
        write_or_print(_in_words(wanted[0]), out)
        return
    table = _table("Parameters and facts", ("name", "meaning", "default", "basis"))
    for one in wanted:
        fact = isinstance(one, Fact)
        default = one.prior if isinstance(one, Fact) else one.default
        basis = "inferred from claims" if fact else f"{getattr(one, 'basis', '')}: {one.source}"
        table.add_row(one.name, one.explained, str(default), basis)
    _print_table(table, f"{len(wanted)} of {len(known)}; `escalation parameters NAME` says more")


def schema(out: options.OutFile = None, as_json: options.AsJson = False) -> None:
    """Print the JSON Schema of scenario files (with --out, write it)."""
    from escalation.scenario.schema import json_schema

    _emit_json(json_schema(), out)


def _in_words(declared: Any) -> str:
    from escalation.scenario.reference import described

    data = described(declared)
    lines = [data["name"], f"  {data['meaning']}"]
    lines.append(f"  range    {data['low']:g} to {data['high']:g} {data['unit']}")
    if data["type"] == "fact":
        lines.append(f"  prior    {declared.prior}")
        lines.append(f"  about    {data['quantity'].replace('_', ' ')}, {data['side']}")
    else:
        if data["reads"]:
            lines.append(f"  reads    {data['reads']}")
        lines.append(f"  default  {declared.default}")
        for _, ids, one in declared.alternatives:
            lines.append(f"  or       {one}, in draws where {' or '.join(ids)} holds")
        lines.append(f"  basis    {data['basis']}")
    return "\n".join([*lines, f"  source   {data['source']}"])


def _emit_json(document: Any, out: Path | None) -> None:
    from escalation.results.json_text import as_json

    if out is None:
        print_json(document)
    else:
        write_or_print(as_json(document), out)


def _table(title: str, columns: tuple[str, ...]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        narrow = column in ("id", "credence", "name")
        table.add_column(
            column, no_wrap=narrow, justify="right" if column == "credence" else "left"
        )
    return table


def _print_table(table: Table, foot: str) -> None:
    import sys

    from rich.console import Console

    from escalation.cli.screen import stacked

    # Into a file or a pipe there is no width to fit; 160 keeps most rows on one or two lines.
    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False, markup=False)
    # Rich ends the process by itself when a pipe breaks; main() knows better what to return.
    with console.capture() as captured:
        if console.width < _TABLE_WIDTH:
            console.print("\n".join((str(table.title), "", *stacked(table), "")))
        else:
            console.print(table)
        console.print(foot)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))
