"""Every kind of chart: no text over another or off the page, no slug, and safe to print in grey."""

import datetime as dt
import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import synthetic
from matplotlib.axis import Tick
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from test_differences_chart import row as difference
from test_patterns_chart import measured_in_the_middle
from test_policies_chart import row as lever
from test_reliability_chart import SEEN
from test_reliability_chart import drawn as reliability
from test_sweep_charts import sweep
from test_trajectories_chart import made as made_trajectories

from escalation.analysis.odds.intervals import Estimate
from escalation.analysis.patterns import targets as patterns
from escalation.analysis.sweeps.points import Varied
from escalation.charts import style
from escalation.charts.all_charts import CHARTS
from escalation.charts.dependence_chart import dependence_chart
from escalation.charts.differences_chart import differences_chart
from escalation.charts.drivers_chart import drivers_chart
from escalation.charts.patterns_chart import patterns_chart
from escalation.charts.pivots_chart import pivots_chart
from escalation.charts.policies_chart import policies_chart
from escalation.charts.storylines_chart import storylines_chart
from escalation.charts.sweep_charts import SWEEP_CHARTS
from escalation.charts.trajectories_chart import trajectories_chart
from escalation.charts.value_chart import value_chart
from escalation.charts.words import what_intervals_are
from escalation.studies.check import Check

SOURCE = "Source: escalation, agent-based simulation, a test of charts. Not a forecast of fact."
#: Lightness (CIE L*) by which colours that mean different things differ, or else their marks do.
LEAST = 6.0
#: What deuteranopes see of linear red, green and blue (Machado and others, 2009, severity 1).
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)


def differences(*arms):
    rows = [
        difference(arm, outcome, 0.5, 0.5 + gap, 0.05)
        for outcome in ("de_escalated_14d", "de_escalated_30d", "durable", "war", "relapsed")
        for arm, gap in zip(arms, (-0.25, 0.01, 0.2), strict=False)
    ]
    return differences_chart(
        SimpleNamespace(
            differences=pd.DataFrame(rows), base=SimpleNamespace(name="ordinary_incident"),
            run_id="abcd1234", source=SOURCE,
        )
    )  # fmt: skip


def policies():
    rows = [lever(name, gap, 0) for name, gap in (("a", 0.2), ("as_it_is", 0.0), ("b", -0.1))]
    rows += [lever(f"lever {i} for a long while and after it", 0.001, 1) for i in range(8)]
    ranking = SimpleNamespace(within_noise=["a"])
    return policies_chart(
        SimpleNamespace(
            table=pd.DataFrame(rows), what="durable quiet", outcome="durable", run_id="abcd1234",
            source=SOURCE,
            ranking=ranking,
        )
    )  # fmt: skip


def value():
    rows = [
        {
            "name": f"C{i:02}", "claim": "What somebody said of a night of fighting " * 3,
            "move": -0.2 + 0.05 * i, "move_low": -0.3, "move_high": 0.5, "move_note": "",
            "sure": i < 3, "effect": "clear" if i < 2 else "none",
            "refuted": 0.4, "refuted_low": 0.3, "refuted_high": 0.5, "confirmed": 0.6,
            "confirmed_low": 0.5, "confirmed_high": 0.7, "value": 0.01, "low": 0.0, "high": 0.02,
            **{f"{side}_between_draws_{end}": p for side in ("refuted", "confirmed")
               for end, p in (("low", 0.1), ("high", 0.9))},
        } for i in range(14)
    ]  # fmt: skip
    rows[3] |= {"move": np.nan, "move_note": "too few draws to tell"}
    claims = pd.DataFrame(rows)
    return value_chart(
        SimpleNamespace(
            claims=claims, tells=claims["sure"], meaning="de-escalated by day 30",
            what="de-escalated by day 30",
            best_lever=SimpleNamespace(title="every agreement provides for monitoring"),
            source=SOURCE,
        )
    )  # fmt: skip


INPUTS = ("audience_cost", "claim_C21", "isis_k_civilian_share", "back_channel_open_day0")


def explanation():
    rows = [
        {
            "name": name, "effect": "clear" if i < 2 else "none", "share": 0.02, "low": 0.0,
            "high": 0.05, "low_odds": 0.4, "low_odds_from": 0.3, "low_odds_to": 0.5,
            "high_odds": 0.6, "high_odds_from": 0.5, "high_odds_to": 0.7,
            **{f"{side}_odds_between_draws_{end}": p for side in ("low", "high")
               for end, p in (("low", 0.1), ("high", 0.9))},
        } for i, name in enumerate(INPUTS)
    ]  # fmt: skip
    curves = [
        {
            "name": name, "value": v, "odds": 0.4 + 0.3 * v, "low": 0.3 + 0.3 * v,
            "high": 0.5 + 0.3 * v, "draws": 10, "between_draws_low": 0.1, "between_draws_high": 0.9,
        } for name in INPUTS for v in ((0.0, 1.0) if name == "claim_C21" else (0.0, 0.21, 0.9))
    ]  # fmt: skip
    return SimpleNamespace(
        drivers=pd.DataFrame(rows), curves=pd.DataFrame(curves), run_id="abcd1234", source=SOURCE,
        meaning="de-escalated by day 30", budget={"chance": 0.7, "alone": 0.2, "together": 0.1},
        odds=Estimate(0.5, 0.48, 0.52, 400, 100, between_draws=(0.1, 0.9)),
        share=SimpleNamespace(low=0.25, high=0.4),
    )  # fmt: skip


def storylines():
    shares = {"durable": 0.4, "war": 1.0, "never_quiet": 0.0, "relapsed": 0.6}
    off = {"low": -0.1, "high": 0.1, "between_draws_low": -0.2, "between_draws_high": 0.4}
    ends = {
        "share": 0.3,
        **{end: 0.3 + by for end, by in off.items()},
        **shares,
        **{
            f"{name}_{end}": min(1.0, max(0.0, share + by))
            for name, share in shares.items()
            for end, by in off.items()
        },
    }
    early = {14: [{"indicator": "100 or more killed so far", "mine": 0.4, "others": 0.1}] * 3}
    story = SimpleNamespace(
        name="War 100%, at war from day 73: quiet on 63% of days", run=358, early=early,
        row=ends,
    )  # fmt: skip
    return storylines_chart(
        SimpleNamespace(
            storylines=(story,) * 6, paths=np.linspace(0, 7, 6 * 180).reshape(6, 180),
            run_id="abcd1234", source=SOURCE, horizon_days=180, as_of=dt.date(2025, 10, 12),
            intervals=what_intervals_are(told=True),
        )
    )  # fmt: skip


def one_runs_pivots():
    """Draw a run whose pivots crowd at its begin and end, told apart and not."""
    ends = {"war": np.linspace(0, 1, 60) ** 3}
    ends["relapsed"] = 1 - ends["war"]
    rows = [
        {
            "day": day, "with_it": ends["war"][day + 1], "without_it": 0.9 * ends["war"][day],
            "told_apart": day > 40,
        } for day in (0, 0, 1, 2, 30, 55, 56, 57, 58)
    ]  # fmt: skip
    return pivots_chart(
        SimpleNamespace(
            run=1_234_567, end="war", futures=1_000, as_of=dt.date(2025, 10, 12), source=SOURCE,
            pivots=pd.DataFrame(rows), mornings=pd.DataFrame({"day": range(60), **ends}),
        )
    )  # fmt: skip


def contested():
    """Draw claims of one fact whose figures all but touch, by speakers of three kinds."""
    result = synthetic.result(n_draws=20)
    said = next(claim for claim in synthetic.FEW if claim["value"])
    speakers = ("afghan_taliban", "pakistan_military", "press", "afghan_taliban")
    result.claims = [
        {**said, "id": f"C{26 + i}", "speaker": who, "value": said["value"] + i}
        for i, who in enumerate(speakers)
    ] + [claim for claim in result.claims if claim["kind"] != "numeric"]
    return CHARTS["claims"](result)


def retaliation():
    """Draw odds of which most are relapsed or war, and the last day's bands thin at the top."""
    result = synthetic.result(n_draws=100, war=0.5)
    result.runs["serious_relapse_day"] = np.where(
        result.runs["deescalated_day"] >= 0, result.horizon_days - 1, -1
    )
    return CHARTS["odds"](result)


LONG = Varied("parameters.pakistan_hawkish_weight", (0.1, 0.2, 0.3), True)
CHOICE = Varied("Pakistan's line", ("left to decide", "denies", "vows_an_answer"), True)
KINDS = {
    **{name: (lambda name=name: CHARTS[name](synthetic.result(name="as_kabul_tells_it")))
       for name in CHARTS},
    "contested claims": contested,
    "retaliation's odds": retaliation,
    "differences": lambda: differences("pakistan_retaliates"),
    "differences of three": lambda: differences(
        "pakistan_retaliates", "as_kabul_tells_it", "a_scenario_with_a_long_name_of_its_own"
    ),
    "policies": policies,
    "value": value,
    "drivers": lambda: drivers_chart(explanation()),
    "dependence": lambda: dependence_chart(explanation()),
    "storylines": storylines,
    "pivots": one_runs_pivots,
    "patterns": lambda: patterns_chart(
        Check(patterns.table(measured_in_the_middle()), None, 1000, 100, 7)
    ),
    "reliability": lambda: reliability(SEEN),
    "trajectories": lambda: trajectories_chart(made_trajectories(2.0, 50.0, 99.0)),
    **{
        f"sweep's {kind}": (
            lambda kind=kind: SWEEP_CHARTS[kind](
                sweep([LONG, CHOICE], lambda cost, word: cost + 0.1 * (word == "denies")),
                "de_escalated_30d",
            )
        )
        for kind in SWEEP_CHARTS
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def chart(request):
    figure = KINDS[request.param]()
    figure.canvas.draw()
    return request.param, figure


def shown(figure):
    """Return the texts that are drawn; of ticks Matplotlib keeps more than it draws."""
    undrawn = set()
    for axes in figure.axes:
        for axis, (low, high) in (
            (axes.xaxis, sorted(axes.get_xlim())), (axes.yaxis, sorted(axes.get_ylim()))
        ):  # fmt: skip
            spare = 1e-9 * (high - low)
            drawn = [
                tick for at, tick in zip(axis.get_majorticklocs(), axis.get_major_ticks(),
                                         strict=True) if low - spare <= at <= high + spare
            ]  # fmt: skip
            undrawn |= {tick.label1 for tick in axis.majorTicks if tick not in drawn}
    return [
        text for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in undrawn
    ]  # fmt: skip


def test_no_text_is_off_the_page_or_over_another(chart):
    name, figure = chart
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown(figure)]
    page = figure.bbox
    for said, box in boxes:
        inside = box.x0 >= -1 and box.x1 <= page.x1 + 1 and box.y0 >= -1 and box.y1 <= page.y1 + 1
        assert inside, (name, said)
    if name == "map":  # its names keep apart by rules of their own: test_border_map.py
        return
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        wide, tall = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > 0 and tall > 0:
            smaller = min(a.width * a.height, b.width * b.height)
            assert wide * tall < 0.1 * smaller, (name, one, other)


def curves(figure):
    """Return each line that is drawn but grids and ticks, as its path and the place of its marks.

    Both are in pixels; marks are those that lie on the axes or may stand beyond them.
    """
    ticks = {line for tick in figure.findobj(Tick) for line in tick.findobj(Line2D)}
    for line in figure.findobj(Line2D):
        if line in ticks or not line.get_visible() or line.axes is None:
            continue
        page = line.axes.bbox if line.get_clip_on() else figure.bbox
        path = line.get_transform().transform_path(line.get_path())
        joined = line.get_linestyle() != "None" and len(path.vertices) > 1
        marked = line.get_marker() not in ("None", None, "")
        half = line.get_markersize() * figure.dpi / 72 / 2 if marked else 0
        marks = path.vertices[[page.padded(1).contains(*at) for at in path.vertices]]
        yield (path if joined else None), (marks if marked else marks[:0]), half, page


def test_no_text_is_across_a_curve_or_a_mark(chart):
    name, figure = chart
    if name == "map":  # its names have a halo, or keep apart: test_border_map.py
        return
    for text in shown(figure):
        box = text.get_window_extent().padded(-1)
        for path, marks, half, page in curves(figure):
            seen = Bbox.intersection(box, page)
            across = path is not None and seen is not None and path.intersects_bbox(seen, False)
            # A halo lifts a text off a line; a mark it would eat.
            assert not across or text.get_path_effects(), (name, text.get_text())
            touched = [at for at in marks if box.padded(half).contains(*at)]
            assert not touched, (name, text.get_text(), touched)


def test_marks_of_claims_on_one_thing_are_apart():
    figure = contested()
    figure.canvas.draw()
    claimed = [line for line in figure.axes[0].lines if line.get_marker() in ("v", "^", "s")]
    assert len(claimed) == 4
    places = [line.get_transform().transform(line.get_xydata())[0] for line in claimed]
    least = claimed[0].get_markersize() * figure.dpi / 72
    assert all(np.abs(a - b).max() > least for a, b in itertools.combinations(places, 2))


@pytest.mark.parametrize("ground", ["#87b5a3", "#5f9a85", "#00604a", "#fbfaf7", "#a06a00"])
def test_figures_stand_out_from_their_ground(ground):
    lights = [lightness_y(colour) + 0.05 for colour in (style.ink_on(to_rgb(ground)), ground)]
    assert max(lights) / min(lights) >= 4.0


def lightness_y(colour):
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


def test_no_text_holds_a_slug(chart):
    name, figure = chart
    said = [text.get_text() for text in figure.findobj(Text)]
    assert [text for text in said if "_" in text] == [], name


TIMED = ("odds", "rungs", "deaths", "storylines", "pivots")


def test_dates_stand_below_days(chart):
    name, figure = chart
    said = {text.get_text() for text in shown(figure)}
    assert ("0\n12 Oct" in said) == (name in TIMED or name == "retaliation's odds"), name


def test_a_year_is_told_where_it_begins():
    assert style.dated((0, 60, 90, 150), dt.date(2025, 10, 12)) == [
        "0\n12 Oct", "60\n11 Dec", "90\n10 Jan 2026", "150\n11 Mar",
    ]  # fmt: skip


def linear(colour):
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lightness(rgb):
    """Return CIE L* of linear red, green and blue."""
    y = float(np.array([0.2126, 0.7152, 0.0722]) @ rgb)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def seen(colour, sight):
    rgb = linear(colour)
    return lightness(np.clip(DEUTERANOPIA @ rgb, 0, 1) if sight == "deuteranopia" else rgb)


SIGHTS = ("grey", "deuteranopia")


@pytest.mark.parametrize("sight", SIGHTS)
def test_each_rung_is_darker_than_the_one_below(sight):
    steps = [seen(colour, sight) for colour in style.RUNG_COLOURS]
    assert min(a - b for a, b in itertools.pairwise(steps)) >= LEAST


MEANT = {
    "end states": {
        name: (colour, style.END_STATE_HATCHES.get(name))
        for name, colour in style.END_STATE_COLOURS.items()
    },
    "marks of speakers": {
        name: (style.SPEAKER_COLOURS.get(name, style.OTHERS), mark)
        for name, mark in {**style.SPEAKER_MARKS, "": style.OTHERS_MARK}.items()
    },
    "bars of speakers": {
        name: (style.SPEAKER_COLOURS.get(name, style.OTHERS), hatch)
        for name, hatch in {**style.SPEAKER_HATCHES, "": style.OTHERS_HATCH}.items()
    },
    "columns of odds": style.COLUMN_MARKS,
    "signs": style.SIGN_LOOKS,
    "actors": {"afghan": (style.AFGHAN, None), "pakistani": (style.PAKISTANI, None)},
}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("what", MEANT)
def test_what_differs_is_told_by_more_than_hue(what, sight):
    for (one, a), (other, b) in itertools.combinations(MEANT[what].items(), 2):
        apart = abs(seen(a[0], sight) - seen(b[0], sight)) >= LEAST
        assert apart or a[1] != b[1], (one, other)


def test_signs_of_differences_are_drawn_with_their_marks():
    marks = {line.get_marker() for line in differences("x", "y", "z").axes[0].lines}
    assert {"^", "v", "o"} <= marks
    assert {"^", "v", "o", "D"} <= {line.get_marker() for line in policies().axes[0].lines}


def test_scenarios_share_the_scale_of_deaths_and_it_is_said():
    calm, grave = synthetic.result(n_draws=40, war=0.05), synthetic.result(n_draws=40, war=0.6)
    said = []
    for result in (calm, grave):
        figure = CHARTS["deaths"](result)
        top = figure.axes[0].get_ylim()[1]
        assert {axes.get_ylim()[1] for axes in figure.axes[:2]} == {top}
        words = " ".join(text.get_text() for text in figure.texts).replace("\n", " ")
        assert f"here to {top:,.0f}" in words
        said.append(top)
    assert said[0] == said[1]
