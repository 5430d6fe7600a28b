"""The model against what is known; and patterns are lost when a mechanism is broken."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from escalation import vocabulary as words
from escalation.analysis.patterns import event_statistics as es
from escalation.analysis.patterns import run_logs
from escalation.analysis.patterns import targets as patterns
from escalation.analysis.patterns.monte_carlo import (
    Measured,
    kaplan_meier_median,
    median_of,
    quantile_of,
)
from escalation.analysis.patterns.targets import CANNOT_TELL, HOLDS, MISSES, PUT_IN, SILENT
from escalation.cli.check_command import lines
from escalation.day.records import DAY_DTYPE, EVENT_DTYPE
from escalation.errors import InputError
from escalation.studies.check import Check, check
from tests.conftest import Command

RUNS, LOGS, SEED = 400, 120, 20251012

#: Held with room to spare. The others are near an end of their targets: a small ensemble, or the
#: next change of a prior, may put their values on either side.
FIRM = (
    "P01", "P03", "P05", "P07", "P10", "P11", "P12", "P13", "P14",
    "P15", "P16 mu", "P16 sigma", "P19", "P20", "P21", "P22", "P26", "P31 q50", "P31 q75",
)  # fmt: skip
#: Lost. P29 pools 383 pairs of states, most of them quieter than this one, whose own gaps (P07) and
#: episodes a month (P26) the model is held to. P24 counts failures over years, and the model those
#: of half a year. War grows with the fatal episodes of the year before (P28) as recorded, but at
#: half the level: the fit holds war after an ordinary incident to P10.
LOST = {"P29"}
#: So near an end of what was recorded that few runs may lie beyond it.
AT_AN_END = {"P02", "P30 30d"}
Rows = dict[str, patterns.Row]


@pytest.fixture(scope="module")
def whole() -> Check:
    """Return the check of the model as it is, small."""
    return check(runs=RUNS, logs=LOGS, seed=SEED)


def broken(*overrides: str) -> Rows:
    found = check(runs=RUNS, logs=LOGS, seed=SEED, overrides=overrides)
    return {row.id: row for row in found.rows}


def test_firm_patterns_hold(whole: Check) -> None:
    rows = {row.id: row for row in whole.rows}
    held = {name: rows[name].verdict for name in FIRM}
    # an interval that reaches past an end by chance is forgiven, a value outside is not
    assert {name for name, found in held.items() if found == MISSES} == set()
    assert {n for n in FIRM if not rows[n].low <= rows[n].value <= rows[n].high} == set()


def test_no_other_pattern_is_lost(whole: Check) -> None:
    lost = {row.id for row in whole.rows if row.verdict == MISSES}
    assert lost <= LOST
    rows = {row.id: row for row in whole.rows}
    assert not any(rows[name].low <= rows[name].value <= rows[name].high for name in LOST)
    for name in AT_AN_END:
        assert rows[name].value == pytest.approx(rows[name].low, abs=0.02) or rows[
            name
        ].value == pytest.approx(rows[name].high, abs=0.02)


def test_every_pattern_has_its_line(whole: Check) -> None:
    ids = {row.id.split()[0] for row in whole.rows}
    assert ids == {f"P{i:02d}" for i in range(1, 32)}
    assert sum(whole.counts.values()) == 31
    for row in whole.rows:
        assert row.basis
        assert row.verdict != SILENT or row.note


@pytest.mark.slow
@pytest.mark.parametrize(
    ("override", "lost"),
    [
        ("parameters.ttp_death_median=25", {"P10", "P16 mu"}),  # every attack a massacre
        ("parameters.answer_base=3", {"P05", "P06", "P10"}),  # every deed is answered
        ("parameters.stand_down=0.05", {"P23"}),  # who rose stays up until mediators end it
        ("parameters.trigger_base=-6", {"P11"}),  # no attack is
        ("parameters.pakistan_inflation=1", {"P21"}),  # claims are true
        ("parameters.taliban_inflation=40", {"P20"}),  # or wilder than any on record
        ("parameters.wounded_ratio=6", {"P22"}),  # six wounded for each soldier killed
        ("parameters.ttp_attacks=500", {"P05", "P07", "P14"}),  # seven times the tempo
        ("parameters.ttp_tempo_spread=1", {"P15"}),  # which swings wildly
        ("parameters.ttp_death_sigma=2.5", {"P16 sigma", "P17"}),  # tolls spread too far
        ("parameters.stance_base=-5", {"P23"}),  # nobody is ready to talk
        ("parameters.local_fire=2", {"P07", "P26"}),  # commanders fire four times as often
        ("parameters.local_fire=12", {"P03", "P05", "P06"}),  # or at will
        ("parameters.crossing_reopening=0.01", {"P31 q50"}),  # what is shut stays shut
        ("parameters.operation_growth=6", {"P10"}),  # operations that do not end
    ],
)
def test_a_broken_mechanism_loses_its_pattern(override: str, lost: set[str]) -> None:
    rows = broken(override)
    assert {name for name in lost if rows[name].verdict != MISSES} == set()


def test_the_same_seed_gives_the_same_table(whole: Check) -> None:
    one, two = (check(runs=60, logs=40, seed=3, threads=threads) for threads in (1, 2))
    assert one.as_dict() == two.as_dict()
    assert json.loads(json.dumps(whole.as_dict(), allow_nan=False))["seed"] == SEED


def test_events_are_compared_only_where_there_are_any(whole: Check, shared: Path) -> None:
    assert whole.events is None
    assert "no file given" in lines(whole)[-1]
    path = shared / "data" / "ucdp_ged221_pakistan_within75km.csv"
    found = check(runs=60, logs=40, seed=SEED, events_file=path)
    assert found.events is not None
    by_name = {line["statistic"]: line for line in found.events}
    busiest = by_name["share in the busiest tenth of segments"]
    assert busiest["recorded"] == pytest.approx(0.79, abs=0.01)
    assert busiest["model"] == pytest.approx(busiest["recorded"], abs=0.05)
    assert "recorded" in "\n".join(lines(found))


def test_the_command_prints_one_document(escalation: Command) -> None:
    done = escalation("check", "--runs", "60", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["patterns"]) == 40
    wrong = escalation("check", "--runs", "60", "--events-file", "no/such.csv")
    assert wrong.returncode == 2
    assert "no/such.csv" in wrong.stderr


def test_too_few_runs_are_refused() -> None:
    with pytest.raises(InputError):
        check(runs=10)


# --- verdicts and measures, by hand -----------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "value", "high", "expected"),
    [
        (0.2, 0.3, 0.4, HOLDS),
        (0.05, 0.15, 0.25, CANNOT_TELL),
        (0.01, 0.05, 0.09, MISSES),
        (0.6, 0.7, 0.8, MISSES),
        (math.nan, math.nan, math.nan, CANNOT_TELL),
    ],
)
def test_verdicts(low: float, value: float, high: float, expected: str) -> None:
    assert patterns.verdict(Measured(value, low, high, 9), 0.1, 0.5) == expected


def test_no_pattern_wholly_outside_its_target_is_left_open() -> None:
    judged = [name for name in patterns.targets() if name not in (*patterns.WHY_SILENT, "P18")]
    far = Measured(-9.0, -9.5, -8.5, 9)
    for key in judged:
        for name in [part.key for part in patterns.PARTS.get(key, ())] or [key]:
            (row,) = [row for row in patterns.table({name: far}) if row.id == name]
            assert row.verdict == MISSES, name


def test_what_is_put_in_does_not_count_and_p16_is_one() -> None:
    good = {"P18": Measured(0.3, 0.3, 0.3, 9), "P16 mu": Measured(1.4, 1.3, 1.5, 9)}
    rows = patterns.table({**good, "P16 sigma": Measured(3.0, 2.9, 3.1, 9)})
    found = patterns.counts(rows)
    assert (found[PUT_IN], found[HOLDS], found[MISSES]) == (1, 0, 1)


def test_medians_by_hand() -> None:
    found = median_of(range(1, 100))
    assert found.value == 50
    assert 38 <= found.low <= 41
    assert 59 <= found.high <= 62
    # half of them seen by day 10; those cut off at 5 say nothing about later
    days, seen = [10] * 50 + [20] * 40 + [5] * 20, [True] * 90 + [False] * 20
    assert kaplan_meier_median(days, seen).value == 10
    assert kaplan_meier_median([5, 6], [False, False]).n == 0


class Log:
    """A run written by hand."""

    def __init__(self, days: int) -> None:
        self.days = np.zeros(days, DAY_DTYPE)
        self.events = np.zeros(0, EVENT_DTYPE)

    def add(self, day: int, kind: int, actor: int, **fields: float) -> None:
        event = np.zeros(1, EVENT_DTYPE)
        event["day"], event["kind"], event["actor"] = day, kind, actor
        for name, value in fields.items():
            event[name] = value
        self.events = np.concatenate([self.events, event])


def test_triggers_and_replies_by_hand() -> None:
    log = Log(100)
    log.add(10, words.TTP_ATTACK, words.TTP, dead_pak=9)
    log.add(11, words.STRIKE_DECIDED, words.PAKISTANI)
    log.add(12, words.STRIKE, words.PAKISTANI)
    log.add(15, words.EXCHANGE, words.AFGHAN)
    log.add(40, words.TTP_ATTACK, words.TTP, dead_pak=7)
    log.add(50, words.TTP_ATTACK, words.TTP, dead_pak=6)
    log.add(60, words.STRIKE, words.PAKISTANI)
    assert run_logs.triggers(log) == [(True, 2), (False, -1)]
    assert run_logs.replies(log) == [True, False]
    log.days["rung_pak"][40] = 4  # no calm
    assert run_logs.triggers(log) == [(True, 2)]


def test_the_opening_episode_by_hand() -> None:
    log = Log(100)
    log.days["incidents"][[0, 3, 50]] = 1
    log.days["strikes"][50] = 1
    log.days["deed_pak"][3] = 3
    log.add(20, words.DE_ESCALATED, -1, agent=4)
    assert run_logs.active_days(log) == 2
    assert not run_logs.saw_strikes(log)
    assert run_logs.went_further(log)
    log.days["lethal_incidents"][[3, 50, 51]] = 2
    log.days["deed_pak"][[65, 90]] = 2  # 14 days after the last, and 25: a new episode
    assert run_logs.episodes(log) == [(3, 3), (50, 65), (90, 90)]
    assert run_logs.episodes_begun(log) == (1, 96)
    assert run_logs.later_incidents(log) == (2.0, 96)


def test_what_follows_an_episode_by_hand() -> None:
    log = Log(730)
    log.days["lethal_incidents"][[100, 300, 302, 400, 500]] = 1
    log.days["deed_afg"][450] = 2  # an episode without dead
    log.add(560, words.WAR, -1)
    # of those begun after a year, by fatal ones in the year before
    assert run_logs.wars_by_past(log) == [(2, True), (2, True)]
    assert run_logs.followed(log) == [False, True, True, False]
    log.days["closed_pak"][[5, 6, 7]] = 1
    log.days["closed_afg"][[7, 8, 729]] = 1
    assert run_logs.closures(log) == [(4, True), (1, False)]


def test_a_mediated_crisis_is_settled_by_talks_and_not_by_contact_alone() -> None:
    log = Log(100)
    log.add(1, words.AGREEMENT_REACHED, -1)
    assert run_logs.settled(log, mediated=True) is None
    assert run_logs.settled(log, mediated=False) is True
    log.add(2, words.MEDIATOR_ENGAGED, -1)
    assert run_logs.settled(log, mediated=False) is None
    assert run_logs.settled(log, mediated=True) is False  # agreed before anybody mediated
    log.add(5, words.TRUCE_AGREED, -1)  # over an open channel, on the day on which talks begin
    log.add(5, words.TALKS_STARTED, -1)
    log.add(8, words.TALKS_COLLAPSED, -1)
    log.add(9, words.TRUCE_AGREED, -1)
    assert run_logs.settled(log, mediated=True) is False
    log.add(20, words.TALKS_STARTED, -1)
    truce, agreement = Log(100), Log(100)
    for one, kind in ((truce, words.TRUCE_AGREED), (agreement, words.AGREEMENT_REACHED)):
        one.events = log.events.copy()
        one.add(22, kind, -1)
        assert run_logs.settled(one, mediated=True) is True


def test_quantiles_by_hand() -> None:
    found = quantile_of(range(1, 102), 0.25)
    assert found.value == 26
    assert 16 <= found.low <= 19
    assert 34 <= found.high <= 37
    assert quantile_of([1, 2], 0.5).n == 0


@pytest.mark.parametrize("part", ["mu", "sigma"])
def test_the_spread_between_years_is_the_records(part: str, shared: Path) -> None:
    import pandas as pd

    table = pd.read_csv(shared / "data" / "ucdp_ged221_pakistan_within75km.csv")
    table = table[(table["group"] == es.RECORDED_GROUP) & (table["best"] > 0)]
    years = [dead.to_numpy() for _, dead in table.groupby("year")["best"] if len(dead) >= 100]
    fits = [es.fit_lognormal(dead)[("mu", "sigma").index(part)] for dead in years]
    target = {"mu": patterns.YEARS_MU, "sigma": patterns.YEARS_SIGMA}[part]
    assert (min(fits), max(fits)) == pytest.approx(target, abs=0.01)
