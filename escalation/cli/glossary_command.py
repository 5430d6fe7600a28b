"""The command `glossary`: what the words mean that the tables and charts use."""

from __future__ import annotations

from typing import Annotated

import typer

from escalation.cli import options
from escalation.cli.emit import print_json
from escalation.cli.words import wrapped
from escalation.errors import InputError, suggest


def glossary(
    term: Annotated[
        str | None,
        typer.Argument(help="Say only what this one means.", show_default=False),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Say in a sentence what each word means that tables and charts use."""
    from escalation.telling.glossary import GLOSSARY

    told = dict(sorted(GLOSSARY.items(), key=lambda one: one[0].casefold()))
    if term is not None:
        alike = {known.casefold(): known for known in GLOSSARY}
        if term.casefold() not in alike:
            near = suggest(term, GLOSSARY) or f"; there are {', '.join(GLOSSARY)}"
            raise InputError.single(term, f"is not in the glossary{near}")
        known = alike[term.casefold()]
        told = {known: GLOSSARY[known]}
    if as_json:
        print_json(told)
        return
    for known, sentence in told.items():
        for line in wrapped(f"{known}: {sentence}"):
            typer.echo(line)
