"""Pinned settings side by side: the odds of each, and its paired difference from the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from escalation.browser.figures.odds import odds_answer
from escalation.numbers import counted
from escalation.web.explore.setting import Setting, changes_told

if TYPE_CHECKING:
    from escalation.results.result import Result
    from escalation.scenario.sections import Scenario

#: Settings that may be pinned beside each other.
MOST_PINS: Final = 4
#: What is said of a difference whose interval holds zero.
NOT_APART: Final = "not told apart"


def compared(
    base: Scenario, default: Result, results: Sequence[tuple[Setting, Result]]
) -> dict[str, Any]:
    """Return settings beside each other, an outcome a row and a setting a column.

    The scenario as it is comes first, unless it is itself one of the settings; each column says
    which of the settings it is, from 0.

    Parameters
    ----------
    base, default
        The scenario as it is, and its result.
    results
        Each setting with its result, after as many runs and under the same luck.
    """
    shown: list[tuple[Setting, Result, int | None]] = [
        (setting, result, pin) for pin, (setting, result) in enumerate(results)
    ]
    if not any(setting.is_empty for setting, _ in results):
        shown.insert(0, (Setting(scenario=results[0][0].scenario), default, None))
    answers = [
        odds_answer(result, None if setting.is_empty else default) for setting, result, _ in shown
    ]
    columns = [{**_named(base, setting), "pin": pin} for setting, _, pin in shown]
    rows = []
    for place, row in enumerate(answers[0]["rows"]):
        cells = []
        for answer in answers:
            one = answer["rows"][place]
            cells.append(
                {name: one[name] for name in ("p", "told", "between", "between_told", "carlo")}
                | {"difference": _judged(one.get("difference"))}
            )
        rows.append({"label": row["label"], "colour": row["colour"], "cells": cells})
    return {
        "columns": columns,
        "rows": rows,
        "caption": f"After {counted(len(default.runs), 'run')} each. Bands: where 95% of draws of "
        "what is not known lie; differences in points from the scenario as it is, run by run.",
        "judged": "Is the difference told apart from none? In brackets stands its Monte Carlo "
        "interval, 95%. Where that leaves out 0, the difference is bold and told apart from none; "
        f"any other is {NOT_APART} and may be chance.",
    }


def _judged(difference: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a difference with its interval and, where that holds zero, that it is not told."""
    if difference is None:
        return None
    verdict = "" if difference["apart"] else f"; {NOT_APART}"
    return difference | {"judged": f"({difference['carlo']}{verdict})"}


def _named(base: Scenario, setting: Setting) -> dict[str, Any]:
    """Return what a pinned setting is called: what was changed in it."""
    said = [
        row["what"].partition(": ")[0] + (f" {row['now']}" if row["was"] else "")
        for row in changes_told(base, setting)
    ]
    return {"label": "; ".join(said) or "As the scenario is", "changes": said}
