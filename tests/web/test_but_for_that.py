"""But for that, on the page: what the study finds, beside the chronicle, and stopped at will."""

import json

import pytest

from escalation.browser.figures.one_run import without_told
from escalation.browser.figures.pivots import pivots_told
from escalation.naming import WOULD
from escalation.scenario.load import load_scenario
from escalation.studies.pivots import pivots, pivots_in_steps
from escalation.studies.run import simulate
from escalation.telling.pivots import tell_pivots
from escalation.web.explore.pivots import trying_told
from tests.web.browser import kept_out

BASE = load_scenario("baseline", {"horizon_days": 20})


@pytest.fixture(scope="module")
def run():
    """Return the first run that ends in war."""
    runs = simulate(BASE, runs=200).runs
    return int(runs.loc[runs["war_day"] >= 0, "run"].iloc[0])


@pytest.fixture(scope="module")
def found(run):
    return pivots(BASE, run, futures=40)


def test_the_page_says_what_the_study_found(found):
    told = pivots_told(found)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["findings"] == found.findings
    assert [one["event"] for one in told["turning"]] == found.pivots["event"].tolist()
    figure = told["figure"]
    assert figure["axis"]["last"] == found.last_day + 1
    assert figure["shares"] == [round(one, 3) for one in found.mornings[found.end]]
    for mark, row in zip(figure["marks"], found.pivots.to_dict("records"), strict=True):
        assert mark == {"day": row["day"] + 1, "with": row["with_it"],
                        "without": row["without_it"], "apart": row["told_apart"]}  # fmt: skip
    luck = [one for one in told["turning"] if not one["apart"]]
    assert all("hung on luck" in one["odds"] for one in luck)
    assert {len(row) for row in figure["table"]["rows"]} == {len(figure["table"]["columns"])}


def test_what_turns_the_run_is_told_before_the_odds(found, run):
    told = [trying_told(one) for one in pivots_in_steps(BASE, run, futures=20)]
    assert told[0]["turning"] == []
    assert [one["event"] for one in told[-1]["turning"]] == found.pivots["event"].tolist()
    assert "odds" not in told[-1]["turning"][0]


def test_the_run_without_a_moment_is_told_with_what_was_taken_back(found, run):
    row = found.pivots.iloc[0]
    told = without_told(BASE, run, int(row["event"]))
    assert told["undone"] in row["told"]
    assert told["end"] == row["end_without"].replace("_", "-")
    assert told["other"]["end"] == "war"


def test_pivots_stand_beside_the_chronicle_and_can_be_undone(open_page, found, run):
    page = open_page("#scenario=own.yaml")
    page.get_by_role("tab", name="Runs").click()
    page.get_by_label("Run", exact=True).fill(str(run))
    page.get_by_role("button", name="Watch", exact=True).click()
    page.get_by_role("button", name="What did it hang on?").click()
    part = page.locator("#run")
    part.locator(".findings").wait_for(timeout=120_000)
    without = found.pivots["end_without"].tolist()
    assert tell_pivots("war", without) in part.locator(".findings").inner_text()
    assert part.locator(".turning li").count() == len(without)
    # Each is marked in the chronicle too, attacks by militants not left out.
    assert part.locator(".chronicle .turn").count() == len(without)
    assert WOULD[without[0]] in part.locator(".chronicle .turn .but").first.inner_text()
    part.locator(".pivots details.behind summary").click()
    assert part.locator(".pivots tbody tr").count() >= 2
    assert kept_out(page) == []
    part.get_by_role("button", name="Watch the run without this").first.click()
    part.get_by_text("Taken back, that one alone").wait_for(timeout=60_000)
    assert part.locator(".findings").is_visible()
    part.get_by_role("button", name="As it was").click()
    part.locator(".chronicle .turn").first.wait_for(timeout=60_000)


@pytest.mark.slow
def test_a_search_can_be_stopped_and_ends_when_a_slider_moves(open_page):
    page, sent = open_page("#scenario=baseline"), []
    page.on("websocket", lambda line: line.on("framesent", lambda frame: sent.append(str(frame))))
    page.reload()

    def has_stopped(times):
        """Wait until the page has said so often that the search is to stop."""
        for _ in range(100):
            if sum('"kind":"stop"' in one and '"what":"pivots"' in one for one in sent) >= times:
                break
            page.wait_for_timeout(100)
        assert sum('"kind":"stop"' in one and '"what":"pivots"' in one for one in sent) == times

    page.get_by_role("tab", name="Runs").click()
    # Of a run that never became war all 180 days are searched, which takes longest.
    page.locator(".picks button").last.click()
    run = page.locator("#run")
    run.get_by_role("button", name="What did it hang on?").click(timeout=90_000)
    run.get_by_role("progressbar").wait_for(timeout=60_000)
    run.get_by_text("change its end").wait_for(timeout=120_000)
    run.get_by_role("button", name="Stop").click()
    run.get_by_text("Stopped.").wait_for()
    has_stopped(1)
    page.wait_for_timeout(1_000)
    assert run.locator(".findings").count() == 0
    run.get_by_role("button", name="What did it hang on?").click(timeout=90_000)
    page.locator("#search").fill("provocation")
    page.locator("#controls .input input[type=range]").first.press("ArrowRight")
    run.wait_for(state="hidden")
    has_stopped(2)
    page.locator("#odds .status").get_by_text("10,000 runs").wait_for(timeout=120_000)
    assert run.is_hidden()
    page.locator(".picks button").last.click()
    run.get_by_role("button", name="What did it hang on?").click(timeout=90_000)
    run.get_by_text("change its end").wait_for(timeout=120_000)
    assert kept_out(page) == []
