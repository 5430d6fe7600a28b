"""What the claims were taken to mean: figures claimed against the truth drawn, and what holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from escalation.browser.figures.parts import said
from escalation.charts import style
from escalation.charts.claims_table import held_rows, numeric_rows
from escalation.charts.told import claims as words
from escalation.charts.words import upper_first

if TYPE_CHECKING:
    from escalation.results.result import Result

_COLOURS: Final = {"afghan_taliban": "afghan", "pakistan_military": "pakistani"}


def claims_figure(result: Result) -> dict[str, Any]:
    """Return each counted fact with its claims and what runs take for true; and what holds."""
    numbers, held = numeric_rows(result), held_rows(result)
    end = words.axis_end(numbers)
    facts: list[dict[str, Any]] = [
        {
            "label": words.named(row),
            "told": [
                f"claimed: {words.claims_told(row)}" if row.claimed else words.claims_told(row),
                *([] if row.drawn is None else [f"{words.TAKEN} {words.drawn_told(row)}"]),
            ],
            "claimed": [
                {"value": value, "told": f"{name}: {words.claimed(value)}", **_looks(speaker)}
                for name, speaker, value in row.claimed
            ],
            "prior": [float(f"{value:.3g}") for value in row.prior],
            "drawn": None if row.drawn is None else [float(f"{value:.3g}") for value in row.drawn],
        }
        for row in numbers
    ]
    speakers = [speaker for row in numbers for _, speaker, _ in row.claimed]
    return {
        **said(words.told(result), f"{upper_first(words.RANGES_ARE)}."),
        "axes": [words.FIGURES_AXIS, words.WORDS_AXIS],
        "end": end,
        "ticks": words.ticks_to(end),
        "speakers": [
            {"label": upper_first(label), **_looks(name)}
            for name, label in words.speakers_told(
                [*speakers, *(row.speaker for row in held)]
            ).items()
        ],
        "ranges": [
            {"kind": "prior", "label": words.PRIOR}, {"kind": "taken", "label": words.TAKEN},
        ],
        "facts": facts,
        "held": [
            {
                "ids": row.ids,
                "label": row.text,
                "share": round(row.share, 4),
                "told": [
                    words.share_told(row),
                    f"{words.speaker_told(row.speaker)}; {words.credence_told(row)}",
                ],
                **_looks(row.speaker),
            }
            for row in held
        ],
    }  # fmt: skip


def _looks(speaker: str) -> dict[str, str]:
    """Return the colour and mark of who speaks: the parties have their own, others share one."""
    return {
        "colour": _COLOURS.get(speaker, "others"),
        "mark": style.SPEAKER_MARKS.get(speaker, style.OTHERS_MARK),
    }
