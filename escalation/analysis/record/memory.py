"""What the recorded episodes of the year before a start have left: the medians of day-0 rancour.

Each episode adds to both states' rancour what the model's own rules make of its dead, and has faded
since its last violent day. The dead are those that a public believes (`reports.publicly_believed`).
Civilians are of the side that was struck from the air, else half of each side. To it comes what the
armed groups do in any year, held against the other state by blame: the level at which their
ordinary tempo keeps rancour. All at the medians of the parameters.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.record.episodes import FREEZE_DATE, load_episodes
from escalation.day.blame import bitterness
from escalation.day.feelings import grief
from escalation.day.fire import DAYS_PER_MONTH
from escalation.day.reports import publicly_believed
from escalation.luck.arithmetic import kept
from escalation.scenario.register import parameters

if TYPE_CHECKING:
    import pandas as pd

YEAR: Final = dt.timedelta(days=365)
#: Dead of the struck state in a lethal event of the TTP, be it an attack or an army operation:
#: soldiers 1.0, civilians 0.2 (UCDP 22.1).
TTP_DEAD: Final = 1.2


def rancour_of_the_year_before(
    episodes: pd.DataFrame | None = None, day: dt.date = FREEZE_DATE
) -> tuple[float, float]:
    """Return what the Afghan Taliban and Pakistan hold against each other on the morning of a day.

    Parameters
    ----------
    episodes
        As `load_episodes` gives them; the recorded ones by default.
    day
        The day before which the year ends.

    Returns
    -------
    tuple of float
        Rancour in units of grievance, Afghan and Pakistani.
    """
    table = load_episodes() if episodes is None else episodes
    keep = lasting_share()
    held = list(level_of_groups())
    for _, row in table.iterrows():
        ended = row["last_violent_date"]
        if not _known(ended) or not day - YEAR <= ended.date() < day:
            continue
        for side in range(2):
            held[side] += _pain(row, side) * keep ** (day - ended.date()).days
    return held[0], held[1]


def lasting_share() -> float:
    """Return the share of rancour that is left a day later."""
    return float(kept(_median("rancour_half_life")))


def level_of_groups() -> tuple[float, float]:
    """Return the rancour, Afghan and Pakistani, that armed groups keep up in any year."""
    keep = lasting_share()
    return _of_groups("isis_k", keep), _of_groups("ttp", keep)


def weights_of_losses() -> dict[str, float]:
    """Return by what losses weigh in `escalation.day.feelings.grief`: its last arguments."""
    return {
        "per_soldier": _median("grievance_per_soldier"),
        "per_civilian": _median("grievance_per_civilian"),
        "per_post": _median("grievance_per_post"),
        "airspace": _median("grievance_airspace"),
        "loss_aversion": _median("loss_aversion"),
    }


def _known(value: Any) -> bool:
    import pandas as pd

    return not pd.isna(value)


def _median(name: str) -> float:
    return parameters()[name].default.central


def _pain(row: pd.Series, side: int) -> float:
    """Return the grievance of an episode's dead, as if they had fallen on one day."""
    own, other = ("afg", "pak") if side == 0 else ("pak", "afg")
    admitted = _count(row[f"killed_{own}_claimed_by_{own}"])
    believed = publicly_believed(
        admitted, max(admitted, _count(row[f"killed_{own}_claimed_by_{other}"])),
        _median("report_trust"),
    )  # fmt: skip
    from_the_air = _known(row["airstrikes"]) and bool(row["airstrikes"])
    struck = 1 if from_the_air and side == 0 else 0
    share = float(struck) if from_the_air else 0.5
    pain: float = grief(
        believed, share * _count(row["civilians_killed_reported"]), 0.0, struck,
        _count(row[f"killed_{other}_claimed_by_{own}"]), *weights_of_losses().values(),
    )  # fmt: skip
    return pain


def _count(value: Any) -> float:
    return float(value) if _known(value) else 0.0


def _of_groups(group: str, keep: float) -> float:
    """Return the level at which a group's ordinary tempo keeps the rancour of whom it strikes."""
    share = _median(f"{group}_lethal_share")
    if group == "ttp":
        share, dead = share + _median("army_operations"), TTP_DEAD
    else:
        dead = _median("isis_k_death_median")
    lethal = _median(f"{group}_attacks") * share / DAYS_PER_MONTH
    blamed = lethal * dead * _median(f"{group}_attribution")
    daily = bitterness(blamed, _median("militant_grievance")) * _median("militant_rancour")
    return float(daily / (1.0 - keep))
