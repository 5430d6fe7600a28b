"""`escalation.studies.score`: forecasts that know only the first day, and scores that add up."""

import csv
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from escalation import simulate
from escalation.analysis.forecasts import scoring_rules as scores
from escalation.analysis.odds.outcomes import happened
from escalation.analysis.record import markov
from escalation.analysis.record.dyads import HERE, load_dyad_episodes
from escalation.analysis.record.episodes import FACTS, load_episodes, quiet_within, state_dead
from escalation.engine import Engine
from escalation.errors import InputError
from escalation.results.keeping import write
from escalation.scenario.load import load_scenario
from escalation.scenario.world import build_world
from escalation.studies.episode_starts import SCENARIO, starts
from escalation.studies.forecast_episodes import HORIZON_DAYS, forecast
from escalation.studies.score import Scored, score

RUNS = 40
EPISODES = load_episodes()
ROWS = {row["episode_id"]: row for row in EPISODES.to_dict("records")}
HEADER = (
    "episode_id,start_date,first_mover,airstrikes,artillery,escalated_further,"
    "de_escalated_within_14d,de_escalated_within_30d"
)


@pytest.fixture(scope="module")
def scored() -> Scored:
    return score(runs=RUNS)


def file_of(folder: Path, *rows: str) -> Path:
    path = folder / "later.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def chances(found: Scored, forecaster: str, outcome: str) -> np.ndarray:
    table = found.forecasts
    chosen = (table["forecaster"] == forecaster) & (table["outcome"] == outcome)
    return table.loc[chosen, "p"].to_numpy()


@pytest.mark.slow
def test_the_forecast_does_not_know_what_became_of_it(scored: Scored, tmp_path: Path) -> None:
    with (FACTS / "episodes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    turned = {"y": "n", "n": "y", "": "y"}
    for row in rows:
        row["escalated_further"] = turned[row["escalated_further"]]
        soon = turned[row["de_escalated_within_14d"]]
        row |= {"de_escalated_within_14d": soon, "de_escalated_within_30d": soon}
        row |= {"days_active": "", "days_until_quiet": "", "last_violent_date": ""}
        row |= {"crossing_closed_days": "99", "civilians_killed_reported": "500"}
    path = tmp_path / "turned.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    other = score(path, runs=RUNS)
    for outcome in ("de_escalated_14d", "de_escalated_30d", "escalated_further"):
        assert (chances(other, "model", outcome) == chances(scored, "model", outcome)).all()
    # and the outcomes were turned, so the scores are others
    assert (other.scores["value"].to_numpy() != scored.scores["value"].to_numpy()).any()


def test_quiet_is_that_of_the_ensemble() -> None:
    row = ROWS["2025-08_Drones"]
    (start,) = starts(row)
    wanted = [*start.overrides, f"horizon_days={HORIZON_DAYS}"]
    runs = simulate(load_scenario(SCENARIO, wanted), runs=RUNS, replicates=1, seed=5).runs
    found = forecast(row, runs=RUNS, seed=5)
    for outcome in ("de_escalated_14d", "de_escalated_30d"):
        assert found.chances[outcome] == pytest.approx(happened(runs, outcome).mean())
    assert found.runs == found.effective_runs == RUNS


def test_escalation_is_told_from_the_first_days_rung() -> None:
    row = ROWS["2025-08_Drones"]
    (start,) = starts(row)
    wanted = load_scenario(SCENARIO, [*start.overrides, f"horizon_days={HORIZON_DAYS}"])
    result = simulate(wanted, runs=RUNS, replicates=1, seed=5)
    draws = result.ensemble.space.transform(result.ensemble.design.points(0, RUNS))
    engine = Engine(build_world(wanted), HORIZON_DAYS)
    beyond, raided = {2: 0, 5: 0}, 0
    for run, quiet in enumerate(result.runs["deescalated_day"]):
        days = engine.watch(draws[run : run + 1], run, 5).days[: quiet if quiet >= 0 else None]
        for rung in beyond:
            beyond[rung] += bool(((days["deed_afg"] > rung) | (days["deed_pak"] > rung)).any())
        raided += bool(((days["deed_afg"] >= 4) | (days["deed_pak"] > 5)).any())
    found = forecast(row, runs=RUNS, seed=5).chances["escalated_further"]
    assert start.opening_rung == 5
    assert beyond[5] < raided <= beyond[2]
    # A raid answers the strikes from below; the record counts it (December 2024), so this does.
    assert found == pytest.approx(raided / RUNS)


def test_threads_change_nothing() -> None:
    row = ROWS["2025-03_Torkham"]
    assert forecast(row, runs=RUNS, threads=1) == forecast(row, runs=RUNS, threads=3)


def test_weights_reweigh_the_draws() -> None:
    row = ROWS["2008-06_Mohmand"]
    plain = forecast(row, runs=RUNS)
    even = forecast(row, runs=RUNS, weights=np.full(RUNS, 1e-200))
    assert (even.chances, even.effective_runs) == (plain.chances, pytest.approx(RUNS))
    half = np.arange(RUNS) % 2
    one, other = (forecast(row, runs=RUNS, weights=w) for w in (half, 1 - half))
    assert one.effective_runs == pytest.approx(RUNS / 2)
    for outcome, p in plain.chances.items():
        assert (one.chances[outcome] + other.chances[outcome]) / 2 == pytest.approx(p)
    lone = forecast(row, runs=RUNS, weights=np.eye(RUNS)[7])
    assert set(lone.chances.values()) <= {0.0, 1.0}
    assert lone.effective_runs == 1


@pytest.mark.parametrize(
    "weights", [np.ones(RUNS - 1), np.zeros(RUNS), np.full(RUNS, np.nan), -np.ones(RUNS)]
)
def test_weights_that_make_no_sense_are_refused(weights: np.ndarray) -> None:
    with pytest.raises(InputError, match="weights of 2008-06_Mohmand"):
        forecast(ROWS["2008-06_Mohmand"], runs=RUNS, weights=weights)
    with pytest.raises(InputError, match="no episode 'nobody'"):
        score(runs=RUNS, weights={"nobody": np.ones(RUNS)})


def elsewhere(start: str) -> dict[str, float]:
    """Return the odds of the chain fitted to the pairs of states elsewhere."""
    episodes = load_dyad_episodes()
    others = markov.count_transitions(episodes[episodes["dyad"] != HERE])
    return {name: one.p for name, one in markov.fit(others, 1).odds(start, 44).items()}


def test_yardsticks_leave_each_episode_out(scored: Scored) -> None:
    for days in (14, 30):
        came = scores.as_outcomes(quiet_within(EPISODES, days))
        name = f"de_escalated_{days}d"
        for row, rate in enumerate(chances(scored, "base_rate", name)):
            others = np.delete(came, row)
            assert rate == (np.nansum(others) + 0.5) / ((~np.isnan(others)).sum() + 1)
        dead = state_dead(EPISODES)
        for row, p in enumerate(chances(scored, "chain", name)):
            if not pd.isna(dead[row]):
                start = "heavy" if dead[row] > 0 else "clash"
                assert p == pytest.approx(elsewhere(start)[name])
    assert "without the one that is forecast" in scored.fitted
    assert not len(chances(scored, "chain", "escalated_further"))


def test_scores_are_those_of_the_forecasts_by_hand(scored: Scored) -> None:
    table = scored.forecasts
    mine = table[(table["forecaster"] == "model") & table["happened"].notna()]
    found = scored.scores.set_index(["outcome", "score", "forecaster"])
    for outcome, rows in mine.groupby("outcome"):
        pairs = list(zip(rows["p"], rows["happened"], strict=True))
        brier = sum((p - y) ** 2 for p, y in pairs) / len(pairs)
        held = [min(max(p if y else 1 - p, 0.01), 0.99) for p, y in pairs]
        log = -sum(map(math.log, held)) / len(pairs)
        assert found.loc[(outcome, "brier", "model"), "value"] == pytest.approx(brier)
        assert found.loc[(outcome, "log", "model"), "value"] == pytest.approx(log)
        assert found.loc[(outcome, "log", "model"), "known"] == len(pairs)
        theirs = found.loc[(outcome, "brier", "base_rate"), "value"]
        gap = found.loc[(outcome, "brier", "model"), "difference"]
        assert gap == pytest.approx(brier - theirs)
    wide = mine.pivot(index="episode_id", columns="outcome", values=["p", "happened"]).dropna()
    terms = [
        (wide["p", name] - wide["happened", name]) ** 2
        for name in ("de_escalated_14d", "de_escalated_30d")
    ]
    ranked = found.loc[("quiet", "ranked_probability", "model"), "value"]
    assert ranked == pytest.approx((sum(terms) / 2).mean())


def test_a_file_of_later_episodes_is_forecast_from_the_whole_record(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        "A,2031-02-01,Pakistan,y,n,n,y,y",
        "B,2031-05-01,disputed,,,,,",
        "2024-08_Torkham,2024-08-12,disputed,n,y,n,y,y",
        "same day,2017-05-05,disputed,n,y,n,y,y",
    )
    found = score(path, runs=20)
    known = quiet_within(EPISODES, 14)
    hits, n = int(known.sum()), int(known.count())
    # in order of their start: 2017, 2024 (both of the record, both quiet), A, B
    expected = [(hits - 1 + 0.5) / n] * 2 + [(hits + 0.5) / (n + 1)] * 2
    assert chances(found, "base_rate", "de_escalated_14d") == pytest.approx(expected)
    told = chances(found, "chain", "de_escalated_14d")
    heavy = (state_dead(EPISODES) > 0).mean()  # nobody tells of the dead of any
    name = "de_escalated_14d"
    mixed = heavy * elsewhere("heavy")[name] + (1 - heavy) * elsewhere("clash")[name]
    assert told == pytest.approx([mixed] * 4)
    assert "2 of the 4 in the file are among them and were each left out" in found.fitted
    assert list(found.episodes["in_record"]) == [True, True, False, False]
    rows = found.scores[found.scores["outcome"] == "de_escalated_14d"]
    assert set(zip(rows["known"], rows["unknown"], strict=True)) == {(3, 1)}
    assert "nothing can be said: 3 episodes" in found.verdict


def test_outcomes_that_nobody_knows_leave_forecasts_without_scores(tmp_path: Path) -> None:
    found = score(file_of(tmp_path, "A,2031-02-01,Pakistan,y,n,,,"), runs=20)
    assert "none of these is in the file" in found.fitted
    assert found.scores["value"].isna().all()
    assert found.forecasts["p"].between(0, 1).all()
    assert found.as_dict()["scores"][0]["value"] is None
    written = write(found.to_keep(), tmp_path / "out")
    assert {path.suffix for path in written} == {".csv", ".png", ".svg"}


def test_the_same_call_leaves_the_same_files(scored: Scored, tmp_path: Path) -> None:
    first, second = (write(scored.to_keep(), tmp_path / name) for name in ("one", "two"))
    assert [path.name for path in first] == [
        "forecasts.csv", "scores.csv", "reliability.png", "reliability.svg",
    ]  # fmt: skip
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
    kept = pd.read_csv(first[0])
    assert kept["p"].to_numpy() == pytest.approx(scored.forecasts["p"].to_numpy())


@pytest.mark.parametrize(
    ("settings", "word"), [({"runs": 3}, "--runs"), ({"seed": -1}, "--seed"),
                           ({"threads": 0}, "--threads")],
)  # fmt: skip
def test_numbers_that_make_no_sense_are_refused(settings: dict[str, int], word: str) -> None:
    with pytest.raises(InputError, match=word):
        score(**settings)  # type: ignore[arg-type]
