"""Results show themselves in a notebook, and in one line elsewhere."""

import pandas as pd
import pytest

from escalation import branch, compare, load_scenario, policies, run_sweep, simulate, stop_run
from escalation.notebooks import MOST_COLUMNS, MOST_ROWS, ShowsItself, page
from escalation.studies.ablate import ablate
from escalation.studies.check import check
from escalation.studies.pivots import pivots
from escalation.studies.score import score
from escalation.studies.storylines import tell

EVENT = {"kind": "mediation", "mediators": ["qatar"]}
TITLE = "Prices of <b>$5</b> & $6"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("baseline", {"horizon_days": 40, "title": TITLE})


@pytest.fixture(scope="module")
def made(scenario, tmp_path_factory):
    result = simulate(scenario, runs=40)
    vary = {"parameters.audience_cost": [0.1, 0.2]}
    sweep = {"sweep": "s", "scenario": "baseline", "runs": 8, "vary": vary}
    return {
        "scenario": scenario,
        "result": result,
        "odds": result.odds(),
        "yardsticks": result.yardsticks(),
        "explanation": simulate(scenario, runs=400).explain("war"),
        "comparison": compare(scenario, scenario, runs=40),
        "branch": branch(scenario, 6, events=EVENT, runs=40),
        "policies": policies(scenario, levers="hotline", runs=40, outcome="war"),
        "sweep": run_sweep(sweep, tmp_path_factory.mktemp("s") / "s", charts=False),
        "storylines": tell(simulate(scenario, runs=120), watched=100),
        "pivots": pivots(scenario, 15, futures=20),
        "score": score(runs=20),
        "check": check(runs=40, logs=40),
        "ablation": ablate(runs=40, logs=40, only=["spoilers"]),
        "stopped": stop_run(scenario, 6, 3),
        "branched": stop_run(scenario, 6, 3).branch(events=EVENT),
    }


KINDS = [
    *("scenario", "result", "odds", "yardsticks", "explanation", "comparison", "branch"),
    *("policies", "sweep", "stopped", "branched"),
    *("storylines", "pivots", "score", "check", "ablation"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_one_line_in_a_log_and_a_page_in_a_notebook(made, kind):
    one = made[kind]
    assert isinstance(one, ShowsItself)
    assert "\n" not in repr(one)
    assert len(repr(one)) < 250
    shown = one._repr_html_()
    assert len(shown) < 38_000
    assert shown.startswith('<div class="tex2jax_ignore mathjax_ignore"><p><b>')
    assert "<b>$5" not in shown
    assert kind in ("stopped", "branched") or "<table" in shown


def test_a_summary_shows_its_figures_and_names_its_parts(made):
    summary = made["result"].summary
    shown = summary._repr_html_()
    assert len(shown) < 10_000
    assert f"<td>{summary['run_id']}</td>" in shown
    assert "odds" in shown.split("Parts that hold more: ")[1]
    assert isinstance(summary, dict)  # and prints as one


def test_text_is_escaped_and_whole(made, scenario):
    assert "Prices of &lt;b&gt;$5&lt;/b&gt; &amp; $6" in made["result"]._repr_html_()
    longest = max((claim.claim for claim in scenario.claims.values()), key=len)
    assert len(longest) > 60
    assert longest.split("'")[0] in scenario._repr_html_()


def test_the_odds_are_those_of_the_table(made):
    from escalation.numbers import percent_over_draws, plus_minus

    war = made["odds"]["war"]
    shown = made["odds"]._repr_html_()
    over_draws = percent_over_draws(war.p, war.between_draws).replace("<", "&lt;")
    assert shown.index(over_draws) < shown.index(plus_minus(war.half_width))
    assert "the horizon of 40 days" in shown  # in place of odds that can't be told


def test_a_long_table_says_what_it_leaves_out():
    table = pd.DataFrame({f"c{i}": range(100) for i in range(30)})
    shown = page("t", [], table)
    assert shown.count("<tr>") == MOST_ROWS
    assert f"{MOST_ROWS} of 100 rows, {MOST_COLUMNS} of 30 columns." in shown
    assert "columns." not in page("t", [], table.iloc[:3, :2])


def test_a_chart_is_a_picture_without_a_magic_word(made):
    figure = made["result"].plot_odds()
    picture, size = figure._repr_png_()
    assert picture.startswith(b"\x89PNG")
    width, height = figure.get_size_inches()
    assert size == {"width": round(96 * width), "height": round(96 * height)}


def test_a_notebook_takes_what_is_shown(made):
    pytest.importorskip("IPython")
    from IPython.core.formatters import DisplayFormatter

    formatter = DisplayFormatter()
    data, about = formatter.format(made["result"].plot_odds())
    assert data["image/png"].startswith(b"\x89PNG")
    assert about["image/png"]["width"] > 0
    data, _ = formatter.format(made["comparison"])
    assert data["text/html"] == made["comparison"]._repr_html_()
    assert data["text/plain"] == repr(made["comparison"])
