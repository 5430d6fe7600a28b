"""Statistics of events against answers known beforehand."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.special import zeta
from scipy.stats import norm

from escalation.analysis.patterns import event_statistics as es
from escalation.analysis.patterns.monte_carlo import quantile_of
from escalation.analysis.patterns.targets import PARTS
from escalation.analysis.record.base_rates import wilson
from escalation.analysis.record.episodes import FACTS
from escalation.day.records import EVENT_DTYPE
from escalation.errors import InputError
from escalation.vocabulary import EXCHANGE, TTP_ATTACK


def evenly(n: int) -> np.ndarray:
    """Return n probabilities spread evenly: quantiles at them are a sample without luck."""
    return (np.arange(n) + 0.5) / n


@pytest.mark.parametrize(("mu", "sigma"), [(1.41, 1.10), (0.5, 0.8), (2.5, 0.6)])
def test_lognormal_is_found_again(mu: float, sigma: float) -> None:
    hidden = norm.cdf((math.log(0.5) - mu) / sigma)  # what would be rounded to nothing
    u = hidden + (1 - hidden) * evenly(20_000)
    dead = np.maximum(1, np.rint(np.exp(mu + sigma * norm.ppf(u))))
    assert es.fit_lognormal(dead) == pytest.approx((mu, sigma), abs=0.01)


@pytest.mark.parametrize("alpha", [2.3, 2.74, 3.5])
def test_power_law_is_found_again(alpha: float) -> None:
    k = np.arange(10, 200_000)
    below = np.cumsum(k**-alpha) / zeta(alpha, 10)
    dead = k[np.minimum(np.searchsorted(below, evenly(20_000)), len(k) - 1)]
    found, error = es.tail_exponent(np.concatenate([dead, np.full(5000, 3)]))
    assert found == pytest.approx(alpha, abs=0.02)
    assert error == pytest.approx((alpha - 1) / math.sqrt(20_000), rel=0.15)


def test_too_few_deaths_say_nothing() -> None:
    assert all(map(math.isnan, es.fit_lognormal([1, 2, 3])))
    assert all(map(math.isnan, es.tail_exponent([10, 11, 30])))


def test_fano_by_hand() -> None:
    assert es.fano([2, 4, 6]) == pytest.approx(4 / 4)
    assert es.fano([5, 5, 5]) == 0.0
    assert math.isnan(es.fano([7]))
    assert math.isnan(es.fano([0, 0]))


def test_months_are_full_ones() -> None:
    assert es.monthly([0, 29, 30, 59, 60, 65], 65).tolist() == [2, 2]


def test_concentration_by_hand() -> None:
    counts = [0] * 18 + [30, 70]
    assert es.busiest_share(counts) == 1.0
    assert es.busiest_share(counts, 0.05) == pytest.approx(0.7)
    assert es.busiest_share(counts, 0.075) == pytest.approx(0.85)
    assert es.busiest_share([1] * 20) == pytest.approx(0.1)
    assert es.gini([1] * 20) == pytest.approx(0.0)
    assert es.gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert math.isnan(es.busiest_share([0, 0]))
    assert math.isnan(es.gini([0]))


def test_clustering_by_hand() -> None:
    # two pairs in one place, each within a day; across places all pairs are months apart
    events = es.LethalEvents(
        np.array([0, 1, 100, 101]), np.array([3, 3, 7, 7]), np.ones(4, dtype=np.int64)
    )
    seen, expected = es.local_clustering(events)
    assert seen == 2
    assert expected == pytest.approx(2 * 2 / 6)
    apart = es.LethalEvents(np.array([0, 200]), np.array([3, 3]), np.ones(2, dtype=np.int64))
    assert es.local_clustering(apart) == (0.0, 0.0)


def test_a_log_gives_only_lethal_attacks_on_the_strip() -> None:
    log = np.zeros(4, EVENT_DTYPE)
    log["kind"] = [TTP_ATTACK, TTP_ATTACK, TTP_ATTACK, EXCHANGE]
    log["segment"] = [5, 5, -1, 5]
    log["dead_militants"] = [2, 0, 3, 1]
    log["dead_pak"] = [1, 0, 0, 0]
    found = es.lethal_attacks(log)
    assert (found.segment.tolist(), found.dead.tolist()) == ([5], [3])


def test_the_record_gives_what_the_evidence_says(shared: Path) -> None:
    recorded = es.read_recorded(shared / "data" / "ucdp_ged221_pakistan_within75km.csv")
    assert len(recorded) == 2966
    assert es.fit_lognormal(recorded.dead) == pytest.approx((1.41, 1.10), abs=0.005)
    assert es.tail_exponent(recorded.dead)[0] == pytest.approx(2.74, abs=0.005)
    counts = es.by_segment(recorded)
    assert es.busiest_share(counts) == pytest.approx(0.79, abs=0.01)
    assert es.gini(counts) == pytest.approx(0.88, abs=0.01)
    seen, expected = es.local_clustering(recorded)
    assert seen > expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("date_start,segment\n", "no column best, group"),
        ("date_start,segment,best,group\n", "no lethal event"),
        ("date_start,segment,best,group\nx,1,1,PAK-TTP\n", ":2: has no date"),
        ("date_start,segment,best,group\n2010-01-01,91,1,PAK-TTP\n", "segment 91"),
    ],
)
def test_a_wrong_file_is_refused_at_its_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        es.read_recorded(path)
    assert told in str(caught.value.problems[0])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        es.read_recorded(tmp_path / "none.csv")


#: Without one interval: their parts have theirs, in `targets.PARTS` and below.
IN_PARTS = {"P16", "P25", "P27", "P28", "P30", "P31"}


def test_targets_are_those_of_the_evidence(shared: Path) -> None:
    def rows(path: Path) -> dict[str, dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}

    ours, theirs = rows(FACTS / "patterns.csv"), rows(shared / "evidence" / "patterns.csv")
    assert ours.keys() == theirs.keys()
    columns = ("low", "high", "central")
    for name, row in ours.items():
        if name in IN_PARTS:
            assert not any(row[column] for column in columns), name
        else:
            assert [row[column] for column in columns] == [theirs[name][c] for c in columns]


def test_the_parts_are_those_of_the_record(shared: Path) -> None:
    """P27, P28 and P30 from the record of episodes; P31 from the closures of this border's own."""
    with (shared / "data" / "mie_episodes_1946_2014.csv").open(encoding="utf-8") as file:
        record = list(csv.DictReader(file))
    fatal = [r for r in record if int(r["dead_day1"]) > 0 and r["war_battle_day1"] == "0"]
    assert len(fatal) == 811
    day = np.array([float(r["war_battle_within_180_on_day"]) for r in fatal])
    past = np.array([int(r["fatal_episodes_year_before"]) for r in fatal])
    wars = day[day >= 0]
    for part, at in zip(PARTS["P27"], (0.25, 0.5, 0.75), strict=True):
        found = quantile_of(wars, at)  # whose order statistics are near what resamples give
        assert (part.low, part.high) == pytest.approx((found.low, found.high), abs=9)
        assert part.low < found.value < part.high
    groups = [(0, 0), (1, 1), (2, 2), (3, 4), (5, 99)]
    for part, (least, most) in zip(PARTS["P28"], groups, strict=True):
        inside = (past >= least) & (past <= most)
        low, high = wilson(int((day[inside] >= 0).sum()), int(inside.sum()))
        assert (part.low, part.high) == pytest.approx((low, high), abs=0.006)
    like = [r for r in fatal if 10 <= int(r["dead_day1"]) <= 200]
    for part, within in zip(PARTS["P30"], (30, 90), strict=True):
        low, high = wilson(sum(int(r["days"]) <= within for r in like), len(like))
        assert (part.low, part.high) == pytest.approx((low, high), abs=0.006)
    shut = sorted([5, 32, 6, 5, 6, 9, 3, 27])
    assert [(p.low, p.high) for p in PARTS["P31"]] == [(shut[1], shut[6]), (shut[4], shut[7])]
