"""Tables as an ensemble would leave them, made up: enough to draw and to count, no model behind.

Odd cases ask for themselves: one run, one day, all war, no war, nobody killed, all runs failed.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from escalation.analysis.odds.headline import headline
from escalation.analysis.record.yardsticks import compare
from escalation.scenario import register
from escalation.scenario.start import Start

SHARED = Path(__file__).resolve().parents[3] / "shared"


@dataclass
class Result:
    """What charts are drawn from."""

    scenario_name: str
    run_id: str
    horizon_days: int
    runs: pd.DataFrame
    draws: pd.DataFrame
    days: pd.DataFrame
    segments: pd.DataFrame
    claims: list
    start: Start = Start(dead_day0=46.0, highest_rung=4)  # noqa: RUF009
    as_of: dt.date = dt.date(2025, 10, 12)
    quiet_days: int = 14

    def yardsticks(self):
        odds = headline(self.runs, self.horizon_days, self.quiet_days)
        return compare(odds, odds.between_draws, self.start, self.horizon_days, self.quiet_days)


def result(
    n_draws=250, replicates=4, horizon=180, war=0.12, bloodless=False, failed=0.0, name="baseline"
):
    """Make a result; ``war`` is the mean chance of war, ``failed`` the share of broken runs."""
    # Made-up tables are no runs of the package; its streams need not be their luck.
    luck = np.random.default_rng(  # noqa: TID251
        [n_draws, replicates, horizon, int(100 * war)]
    )
    runs = _runs(luck, n_draws, replicates, horizon, war, bloodless, failed)
    return Result(
        scenario_name=name,
        run_id="20251012-081500-4f2a9c",
        horizon_days=horizon,
        runs=runs,
        draws=_draws(luck, n_draws),
        days=_days(runs, horizon, luck),
        segments=_segments(luck, horizon, bloodless),
        claims=claims(),
    )


COUNTS = (
    "posts_taken_by_afg",
    "posts_taken_by_pak",
    "incidents",
    "lethal_incidents",
    "air_strikes",
    "ttp_attacks",
    "ttp_mass_attacks",
    "isis_attacks",
    "truces",
    "agreements",
    "ceasefires_failed",
    "mediation_days",
    "active_days",
    "quiet_days",
)


def _runs(luck, n_draws, replicates, horizon, war, bloodless, failed):
    n = n_draws * replicates
    draw = np.repeat(np.arange(n_draws), replicates)
    if 0 < war < 1:
        danger = luck.beta(4 * war, 4 * (1 - war), n_draws)[draw]
    else:
        danger = np.full(n, float(war))
    at_war = luck.random(n) < danger
    war_day = np.where(at_war, luck.gamma(2.0, 25.0, n).astype(int) + 8, -1)
    war_day[war_day >= horizon] = horizon - 1
    slow = luck.lognormal(0, 0.6, n_draws)[draw]
    quiet = (luck.exponential(9.0, n) * slow).astype(int) + 1
    quiet = np.where(at_war & (luck.random(n) < 0.7), -1, quiet)
    quiet[quiet > horizon - 14] = -1
    minor = np.where(quiet >= 0, quiet + 14 + luck.exponential(60, n).astype(int), -1)
    minor[minor >= horizon] = -1
    serious = np.where((minor >= 0) & (luck.random(n) < 0.45), minor + 3, -1)
    serious[serious >= horizon] = -1
    # War ends the count: what is quiet only after it is told apart.
    over = np.where(at_war & (luck.random(n) < 0.5), war_day + 20, -1)
    over[over > horizon - 14] = -1
    after = (war_day >= 0) & (quiet + 14 > war_day)
    quiet, minor, serious = (np.where(after, -1, day) for day in (quiet, minor, serious))
    end = np.select([war_day >= 0, quiet < 0, serious >= 0], [0, 1, 2], 3)
    scale = 0.0 if bloodless else 1.0
    dead_pak = np.where(at_war, luck.lognormal(6.3, 0.6, n), luck.lognormal(2.6, 1.1, n)) * scale
    dead_afg = np.where(at_war, luck.lognormal(6.5, 0.6, n), luck.lognormal(2.9, 1.1, n)) * scale
    top = np.where(at_war, 8, np.minimum(luck.poisson(3.2, n), 7))
    runs = pd.DataFrame(
        {
            "run": np.arange(n),
            "draw": draw,
            "replicate": np.tile(np.arange(replicates), n_draws),
            "status": (luck.random(n) < failed).astype(int),
            "reason": "",
            "end_state": end,
            "deescalated_day": quiet,
            "war_day": war_day,
            "quiet_after_war_day": over,
            "minor_relapse_day": minor,
            "serious_relapse_day": serious,
            "killed_afg_state": dead_afg.astype(int),
            "killed_pak_state": dead_pak.astype(int),
            "killed_afg_civilians": (dead_afg * luck.uniform(0, 0.6, n)).astype(int),
            "killed_pak_civilians": (dead_pak * luck.uniform(0, 0.2, n)).astype(int),
            "killed_ttp": (luck.gamma(6, 12, n) * scale * horizon / 180).astype(int),
            "killed_isis_k": (luck.gamma(2, 3, n) * scale * horizon / 180).astype(int),
            "killed_pak_by_groups": (luck.gamma(9, 45, n) * scale * horizon / 180).astype(int),
            "killed_afg_by_groups": (luck.gamma(2, 12, n) * scale * horizon / 180).astype(int),
            "max_rung_afg": top,
            "max_rung_pak": np.minimum(top + luck.integers(0, 2, n), 8),
            "relapse_cause": np.where(serious >= 0, luck.integers(1, 7, n), 0),
        }
    )
    for column in COUNTS:
        runs[column] = luck.poisson(4, n)
    return runs


def _days(runs, horizon, luck):
    good = runs[runs["status"] == 0]
    day = np.arange(horizon)
    n = max(len(good), 1)
    quiet_day, war_day = good["deescalated_day"].to_numpy(), good["war_day"].to_numpy()
    quiet_by = np.array([((quiet_day >= 0) & (quiet_day <= d)).sum() / n for d in day])
    war_by = np.array([((war_day >= 0) & (war_day <= d)).sum() / n for d in day])
    table = {"day": day, "de_escalated_share": quiet_by, "quiet_share": quiet_by * 0.95}
    table["war_share"] = war_by
    for tilt, side in ((0.0, "afg"), (0.15, "pak")):
        # Heat decays in most runs and stays at the top in those at war.
        heat = 3.6 * np.exp(-day / (12 + 60 * tilt)) + 0.25
        middle = np.exp(-0.5 * ((np.arange(9)[None, :] - heat[:, None] - tilt) / 0.9) ** 2)
        shares = middle / middle.sum(axis=1, keepdims=True) * (1 - war_by[:, None])
        shares[:, 7] += war_by * 0.4
        shares[:, 8] += war_by * 0.6
        for rung in range(9):
            table[f"rung_{side}_{rung}"] = shares[:, rung]
        dead = good[f"killed_{side}_state"].to_numpy(dtype=float)
        growth = (1 - np.exp(-(day + 1) / 20)) / (1 - np.exp(-horizon / 20))
        for q in (5, 25, 50, 75, 95):
            last = np.quantile(dead, q / 100) if len(dead) else np.nan
            table[f"killed_{side}_q{q:02d}"] = np.floor(last * growth)
    table["incidents_mean"] = 2.5 * np.exp(-day / 10) + 0.05
    table["ttp_attacks_mean"] = np.full(horizon, 2.8)
    if not len(good):
        return pd.DataFrame(
            {k: v if k == "day" else np.full(horizon, np.nan) for k, v in table.items()}
        )
    return pd.DataFrame(table)


def _segments(luck, horizon, bloodless):
    # A few segments carry most of it, around Nangarhar-Kurram and Kandahar.
    along = np.arange(90)
    pull = 6 * np.exp(-(((along - 26) / 5.0) ** 2)) + 3 * np.exp(-(((along - 58) / 3.0) ** 2)) + 0.1
    base = pull * luck.lognormal(0, 0.7, 90) * horizon / 180 * (0.0 if bloodless else 1.0)
    return pd.DataFrame(
        {
            "segment": along + 1,
            "incidents_per_run": base,
            "lethal_incidents_per_run": base * 0.4,
            "deaths_per_run": base * 1.8,
            "captures_per_run": base * 0.05,
            "strikes_per_run": base * 0.04,
            "ttp_attacks_per_run": base * 8,
        }
    )


def _draws(luck, n_draws):
    table = {"draw": np.arange(n_draws)}
    middles = {
        "pakistan_killed_day0": 21,
        "taliban_killed_day0": 24,
        "pakistan_wounded_day0": 40,
        "taliban_wounded_day0": 34,
        "pakistan_posts_lost_day0": 9,
        "taliban_posts_lost_day0": 3,
    }
    for name, middle in middles.items():
        table[name] = np.round(middle * luck.lognormal(0, 0.5, n_draws))
    table["kabul_struck"] = (luck.random(n_draws) < 0.8).astype(float)
    for name, parameter in register.parameters().items():
        table[name] = np.full(n_draws, parameter.default.central)
    for claim in claims():
        if claim["kind"] != "numeric":
            held = luck.random(n_draws) < claim["credence"]
            table[f"claim_{claim['id']}"] = held.astype(float)
    return pd.DataFrame(table)


def claims():
    """Return the seed's claims as the scenario hands them over."""
    path = SHARED / "evidence" / "claims.csv"
    if not path.is_file():
        return FEW
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [
        {
            "id": row["id"],
            "claim": row["reported_claim"],
            "speaker": row["speaker"],
            "kind": row["kind"],
            "quantity": row["quantity"] or None,
            "side": row["side"],
            "value": float(row["value"]) if row["value"] else None,
            "credence": 0.35 + 0.6 * ((7 * place) % 10) / 10,
        }
        for place, row in enumerate(rows)
    ]


FEW = [
    {
        "id": "C02",
        "claim": "Pakistani soldiers killed",
        "speaker": "afghan_taliban",
        "kind": "numeric",
        "quantity": "killed",
        "side": "pakistan_military",
        "value": 58.0,
        "credence": 0.5,
    },
    {
        "id": "C21",
        "claim": "Back-channel communication has completely broken down",
        "speaker": "analyst",
        "kind": "assessment",
        "quantity": None,
        "side": "dyad",
        "value": None,
        "credence": 0.7,
    },
]

#: Cases that a chart must stand: name, and what to ask `result` for.
CASES = {
    "usual": {},
    "one_run": {"n_draws": 1, "replicates": 1},
    "one_day": {"n_draws": 20, "horizon": 1, "war": 0.0},
    "fortnight": {"n_draws": 60, "horizon": 15},
    "all_war": {"n_draws": 50, "war": 1.0},
    "no_war": {"n_draws": 50, "war": 0.0},
    "bloodless": {"n_draws": 50, "war": 0.0, "bloodless": True},
    "all_failed": {"n_draws": 10, "failed": 1.0},
    "some_failed": {"n_draws": 80, "failed": 0.1, "replicates": 1},
    "two_years": {"n_draws": 60, "horizon": 730},
}
