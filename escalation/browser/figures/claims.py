"""What the claims were taken to mean: figures claimed against the truth drawn, and what holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.browser.figures.parts import said
from escalation.charts.claims_table import held_rows, numeric_rows
from escalation.charts.told.claims import told
from escalation.charts.words import upper_first
from escalation.naming import in_plain_words

if TYPE_CHECKING:
    from escalation.results.result import Result

_SPEAKERS = {"afghan_taliban": "afghan", "pakistan_military": "pakistani"}


def claims_figure(result: Result) -> dict[str, Any]:
    """Return each counted fact with its claims and what runs take for true; and what holds."""
    facts: list[dict[str, Any]] = [
        {
            "label": upper_first(in_plain_words(row.fact.name)),
            "meaning": row.fact.meaning,
            "claimed": [
                {"id": name, "value": value, "speaker": upper_first(in_plain_words(speaker)),
                 "colour": _speaker(speaker)}
                for name, speaker, value in row.claimed
            ],
            "prior": [float(f"{value:.3g}") for value in row.prior],
            "drawn": None if row.drawn is None else [float(f"{value:.3g}") for value in row.drawn],
        }
        for row in numeric_rows(result)
    ]  # fmt: skip
    held: list[dict[str, Any]] = [
        {
            "ids": row.ids,
            "label": row.text,
            "colour": _speaker(row.speaker),
            "share": round(row.share, 4),
            "credence": round(row.credence, 4),
        }
        for row in held_rows(result)
    ]
    return {
        **said(
            told(result),
            "Marks: claims; bands: where nine tenths of draws lie; thin lines: the prior.",
        ),
        "facts": facts,
        "held": held,
    }


def _speaker(name: str) -> str:
    """Return the colour of who speaks: the two parties have their own, others share one."""
    return _SPEAKERS.get(name, "others")
