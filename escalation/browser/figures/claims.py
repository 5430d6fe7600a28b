"""What the claims were taken to mean: figures claimed against the truth drawn, and what holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escalation.browser.figures.parts import table
from escalation.charts.claims_chart import claims_title
from escalation.charts.claims_table import held_rows, numeric_rows
from escalation.charts.style import SPEAKER_COLOURS
from escalation.charts.words import upper_first
from escalation.naming import in_plain_words
from escalation.numbers import percent

if TYPE_CHECKING:
    from escalation.results.result import Result

_SPEAKERS = {"afghan_taliban": "afghan", "pakistan_military": "pakistani"}


def claims_figure(result: Result) -> dict[str, Any]:
    """Return each counted fact with its claims and what runs take for true; and what holds."""
    counted_facts = numeric_rows(result)
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
        for row in counted_facts
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
    rows = [
        [fact["label"],
         ", ".join(f"{one['value']:g} ({one['id']})" for one in fact["claimed"]) or "no claim",
         "" if fact["drawn"] is None
         else f"{fact['drawn'][2]:g} ({fact['drawn'][0]:g} to {fact['drawn'][4]:g})"]
        for fact in facts
    ]  # fmt: skip
    rows += [[f"{one['ids']} {one['label']}", f"credence {percent(one['credence'])}",
              f"holds in {percent(one['share'])} of draws"] for one in held]  # fmt: skip
    return {
        "title": claims_title(counted_facts),
        "subtitle": "Figures: marks are claims, the band is what nine tenths of draws take for "
        "true, the thin line what would be believed without a claim. Below: the share of draws in "
        "which a statement holds.",
        "facts": facts,
        "held": held,
        "table": table(
            "Claims and what they mean here", ["Thing", "claimed", "taken for true"], rows
        ),
    }


def _speaker(name: str) -> str:
    """Return the colour of who speaks: the two parties have their own, others share one."""
    return _SPEAKERS[name] if name in SPEAKER_COLOURS else "others"
