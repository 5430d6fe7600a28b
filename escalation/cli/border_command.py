"""The command that draws the border: ``escalation border``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from escalation.cli import options
from escalation.cli.emit import print_json


def border(
    out: Annotated[Path, typer.Option(help="Where to write the map; .png, .svg or .pdf.")] = Path(
        "border.png"
    ),
    as_json: options.AsJson = False,
) -> None:
    """Draw the border strip: provinces, crossings, cities, recorded violence."""
    from escalation.border import load_border
    from escalation.charts.maps.border_map import border_map_figure
    from escalation.errors import InputError
    from escalation.files import check_letters, ensure_writable_folder, write_atomically

    kinds = (".png", ".svg", ".pdf")
    if out.suffix.lower() not in kinds:
        raise InputError.single(
            "--out", f"{out.name} should end in one of {', '.join(kinds)}: that names the format"
        )
    check_letters(out)
    ensure_writable_folder(out.parent)
    figure = border_map_figure()
    with write_atomically(out) as temporary:
        figure.savefig(temporary, format=out.suffix.lower()[1:])
    strip = load_border()
    if as_json:
        print_json(
            {
                "path": str(out),
                "segments": strip.n_segments,
                "line_km": strip.line_km,
                "crossings": [crossing.name for crossing in strip.crossings],
            }
        )
        return
    typer.echo(f"{strip.n_segments} segments over {strip.line_km:.0f} km of line, drawn in {out}")
