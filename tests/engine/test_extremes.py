"""Extreme worlds must behave; a run stopped and continued is the run uninterrupted."""

from collections.abc import Callable

import numpy as np
import pytest

from escalation.analysis.odds.durations import standings
from escalation.ensemble.chunks import compact
from escalation.ensemble.finished import Piece, runs_frame
from escalation.scenario.diff import diff
from escalation.scenario.load import load_scenario, override
from escalation.vocabulary import END_DURABLE, END_RELAPSED, STATUS_REASONS
from tests.engine.conftest import Prepared

Prepare = Callable[..., Prepared]

EXTREMES = {
    "no TTP": ["actors.ttp.bands=0"],
    "no ISIS-K": ["actors.isis_k.cells=0"],
    "no Afghan posts": ["actors.afghan_taliban.posts=0"],
    "no Pakistani posts": ["actors.pakistan_military.posts=0"],
    "nobody at all": [
        "actors.afghan_taliban.posts=0", "actors.pakistan_military.posts=0", "actors.ttp.bands=0",
        "actors.afghan_taliban.mobile_units=0", "actors.pakistan_military.mobile_units=0",
        "actors.isis_k.cells=0",
    ],
    "one post a side": ["actors.afghan_taliban.posts=1", "actors.pakistan_military.posts=1"],
    "no mediators": ["actors.mediators=null"],
    "no commitment": [
        "parameters.taliban_commitment_day0=0", "parameters.pakistan_commitment_day0=0",
        "parameters.accusation_pressure=0",
    ],
    "infinite cost of war": ["parameters.rung_cost=50"],
    "coin-toss decisions": ["parameters.choice_precision=0.1"],
    "sharp decisions": ["parameters.choice_precision=5"],
    "no noise": ["parameters.misperception=0", "parameters.report_noise=0.01"],
    "bloodiest": ["parameters.raid_deaths=100", "parameters.strike_deaths=200"],
    "all self-excited": ["parameters.ttp_self_excitation=0.9"],
}  # fmt: skip


@pytest.mark.parametrize("name", EXTREMES)
def test_every_setting_of_an_extreme_world_changes_it(name: str) -> None:
    scenario = load_scenario("baseline")
    for setting in EXTREMES[name]:
        assert diff(scenario, override(scenario, [setting])), setting


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_worlds_run_to_the_end(name: str, prepare: Prepare) -> None:
    engine, draws = prepare("baseline", 40, *EXTREMES[name])
    rows = engine.run(draws, np.arange(40), 1).runs
    assert [STATUS_REASONS[int(status)] for status in rows["status"]] == [""] * 40
    assert (rows["killed_afg_state"] >= 0).all()
    if name == "no TTP":
        assert rows["ttp_attacks"].sum() == 0
    if name == "no ISIS-K":
        assert rows["isis_attacks"].sum() == 0
    if name == "nobody at all":
        assert rows["posts_taken_by_afg"].sum() + rows["posts_taken_by_pak"].sum() == 0
    if name == "infinite cost of war":
        assert (rows["end_state"] == 0).mean() < 0.05


def test_one_day_is_a_run(prepare: Prepare) -> None:
    engine, draws = prepare("baseline", 5, days=1)
    assert (engine.run(draws, np.arange(5), 1).runs["end_state"] == 1).all()


@pytest.mark.parametrize("name", ["baseline", "pakistan_retaliates"])
def test_a_run_stopped_and_continued_is_the_run_uninterrupted(name: str, prepare: Prepare) -> None:
    engine, draws = prepare(name, 3)
    for run, stop in enumerate((1, 6, 100)):
        draw = draws[run : run + 1]
        whole = engine.watch(draw, run, 3)
        first = engine.advance(engine.start(draw, run, 3, 20_000), draw, run, 3, 0, stop)
        rest = engine.advance(first.state, draw, run, 3, stop, 180 - stop)
        days = np.concatenate([first.days, rest.days])
        assert days.tobytes() == whole.days.tobytes()
        assert rest.events.tobytes() == whole.events.tobytes()


def test_a_batch_and_a_single_run_agree(prepare: Prepare) -> None:
    engine, draws = prepare("baseline", 6)
    rows = engine.run(draws, np.arange(6), 3).runs
    for run in range(6):
        days = engine.watch(draws[run : run + 1], run, 3).days
        assert days["killed_pak_state"].sum() == rows[run]["killed_pak_state"]
        assert days["incidents"].sum() == rows[run]["incidents"]
        assert days["quiet"].sum() == rows[run]["quiet_days"]


def test_the_tally_counts_what_the_rows_say(prepare: Prepare) -> None:
    engine, draws = prepare("baseline", 50)
    chunk = engine.run(draws, np.arange(50), 3)
    rows, tally = chunk.runs, chunk.tally
    assert tally.incidents.sum() == rows["incidents"].sum()
    assert tally.ttp_attacks.sum() == rows["ttp_attacks"].sum()
    assert tally.deescalated[-1] == (rows["deescalated_day"] >= 0).sum()
    assert tally.war[-1] == (rows["war_day"] >= 0).sum()
    assert tally.quiet_after_war[-1] == (rows["quiet_after_war_day"] >= 0).sum()
    assert tally.relapsed[-1] == (rows["end_state"] == END_RELAPSED).sum()
    assert tally.holding[-1] == (rows["end_state"] == END_DURABLE).sum()
    good = runs_frame([Piece(0, 50, compact(rows), None)], 1)
    by_day, counted = standings(good, 180), tally.days_frame(50)
    for name in ("holding", "relapsed", "war", "quiet_after_war"):
        np.testing.assert_allclose(counted[f"{name}_share"], by_day[name], err_msg=name)
    assert (tally.rung.sum(axis=2) == 50).all()
    assert (tally.killed.sum(axis=2) == 50).all()
    frame = tally.days_frame(50)
    assert frame["de_escalated_share"].is_monotonic_increasing
    assert len(tally.segments_frame(50)) == 90


def test_others_luck_is_untouched_by_more_agents(prepare: Prepare) -> None:
    """Adding ISIS-K cells in far segments shifts no TTP band's attacks before states react."""
    few, draws = prepare("baseline", 1, "actors.isis_k.cells=40")
    many, more = prepare("baseline", 1, "actors.isis_k.cells=80")
    a, b = few.watch(draws, 0, 3).events, many.watch(more, 0, 3).events
    first = [events[(events["kind"] == 9) & (events["day"] < 5)] for events in (a, b)]
    assert first[0].tobytes() == first[1].tobytes()
    assert len(first[0]) > 0
