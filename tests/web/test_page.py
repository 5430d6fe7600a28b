"""The page in a real browser: moved sliders move the odds, and nobody is kept out of it."""

import itertools
import re

import pytest
import yaml

from escalation.scenario.load import load_scenario
from tests.web.browser import kept_out, move, push
from tests.web.conftest import BEEN_HERE, OWN

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

#: Keeps how wide the Monte Carlo interval of the last row has been.
WIDTHS = """
window.widths = [];
new MutationObserver(() => {
  const interval = document.querySelector("#odds li:last-child rect.carlo");
  if (interval) window.widths.push(parseFloat(interval.style.width.slice("max(".length)));
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


def test_a_moved_slider_moves_the_odds_and_says_so(open_page, tmp_path):
    page = open_page()
    assert page.locator("#evil").count() == 0
    assert "<b id=evil>" in page.locator("#situation .title").inner_text()
    assert page.locator("#odds .ghost:not(.away)").count() == 0
    move(page, "provocation", 1000)
    page.wait_for_selector("#odds .ghost:not(.away)", timeout=60_000)
    assert (
        "points" in page.locator("#odds li", has_text="War between").locator(".moved").inner_text()
    )
    assert "provocation" in page.locator("#changes").inner_text()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download YAML").click()
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    assert path.name == "own_explored.yaml"
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    assert load_scenario(path).parameters["provocation"].value == 2.0
    page.get_by_role("button", name="Reset all").click()
    page.wait_for_selector("#odds .ghost.away", state="attached", timeout=60_000)
    sync_api.expect(page.locator("#changes")).to_contain_text("Nothing yet")


def test_a_key_moves_a_slider_as_far_as_a_finger_would_and_shift_a_little(open_page):
    page = open_page("#scenario=own.yaml&claims.C21=0.4")
    page.locator("#search").fill("C21")
    slider = page.locator("#controls input[type=range]").first
    number = page.locator("#controls input[type=number]").first
    for keys, percent in (("ArrowRight", 41), ("PageUp", 51), ("ArrowLeft", 50), ("PageDown", 40)):
        slider.press(keys)
        sync_api.expect(number).to_have_value(str(percent))
    places = [slider.evaluate("(it) => it.valueAsNumber")]
    slider.press("Shift+ArrowRight")
    places.append(slider.evaluate("(it) => it.valueAsNumber"))
    assert places == [400, 401]


def test_a_row_of_odds_has_its_axis_on_a_phone_too(open_page):
    page = open_page(viewport={"width": 360, "height": 740})
    row = page.locator("#odds .rows > li").first
    row.wait_for()
    plot, ends = row.locator("svg.odds-row").bounding_box(), row.locator(".scale-below span")
    assert ends.all_inner_texts() == ["0%", "50%", "100%"]
    low, middle, high = (ends.nth(place).bounding_box() for place in range(3))
    assert low["x"] == pytest.approx(plot["x"], abs=1)
    assert middle["x"] + middle["width"] / 2 == pytest.approx(plot["x"] + plot["width"] / 2, abs=1)
    assert high["x"] + high["width"] == pytest.approx(plot["x"] + plot["width"], abs=1)


@pytest.mark.slow
def test_the_interval_narrows_in_place_and_a_moved_slider_cancels(open_page):
    page = open_page("#scenario=own.yaml&claims.C21=0.33", script=BEEN_HERE + WIDTHS)
    status = page.locator("#odds .status")
    sync_api.expect(status).to_contain_text("10,000 runs", timeout=120_000)
    widths = page.evaluate("window.widths")
    assert widths[0] > widths[-1] > 0
    slider = move(page, "provocation", 300)
    for value in range(310, 500, 10):
        push(slider, value)
    last = slider.get_attribute("aria-valuetext").split()[0]
    # Answers to the places passed on the way are never shown.
    sync_api.expect(page.locator("#changes .changes")).to_contain_text(f"→ {last}")
    page.wait_for_selector("#odds .ghost:not(.away)", timeout=60_000)
    sync_api.expect(page.locator("#changes .changes")).to_contain_text(f"→ {last}")


def test_a_link_carries_the_settings(open_page):
    page = open_page("#scenario=own.yaml&parameters.audience_cost=1.2&claims.C21=0.1&lever=hotline")
    rows = page.locator("#changes .changes li")
    assert rows.count() == 3
    assert "hotline" in rows.nth(0).inner_text()
    page.get_by_role("button", name="Reset audience cost").click()
    sync_api.expect(rows).to_have_count(2)
    assert "audience_cost" not in page.url
    assert "claims.C21=0.1" in page.url


def test_a_link_that_makes_no_sense_is_answered_in_words(open_page):
    page = open_page()
    page.goto(page.url.split("#")[0] + "#scenario=own.yaml&parameters.audience_costs=1")
    page.wait_for_selector("#notice:not([hidden])")
    assert "audience_costs: is no parameter or fact" in page.locator("#notice").inner_text()


def test_a_point_has_the_shape_that_the_key_gives_its_end(open_page):
    page = open_page()
    page.get_by_role("tab", name="Runs").click()
    page.wait_for_selector(".scatter .run")
    key, drawn = (
        page.locator(where).evaluate_all("(all) => all.map((one) => one.getAttribute('d'))")
        for where in (".key .shape path", ".scatter .run")
    )
    assert len(key) == len(set(key)) == 4
    assert len(set(drawn)) > 1
    assert set(drawn) <= set(key)


def test_an_event_of_ones_own_becomes_part_of_the_file(open_page):
    page = open_page()
    page.locator("summary", has_text="Decisions").click()
    page.get_by_label("hotline", exact=False).first.check()
    page.locator("summary", has_text="An event of your own").click()
    page.get_by_label("What happens").select_option("crossings")
    page.get_by_role("button", name="Add it").click()
    sync_api.expect(page.locator("#changes .changes li")).to_have_count(2)
    page.locator("#changes summary").click()
    events = yaml.safe_load(page.locator("#changes pre").inner_text())["events"]
    assert [one["kind"] for one in events] == ["back_channel", "crossings"]


@pytest.mark.slow
def test_charts_have_a_table_behind_and_answer_to_the_keyboard(open_page):
    page = open_page()
    page.wait_for_selector("#charts figure", timeout=60_000)
    names = ["Over time", "End states", "Rungs", "Deaths", "Claims"]
    for before, name in itertools.pairwise(names):
        page.get_by_role("tab", name=before).press("ArrowRight")
        assert page.get_by_role("tab", name=name).get_attribute("aria-selected") == "true"
        page.wait_for_selector("#charts figure", timeout=60_000)
        page.locator("#charts details.behind > summary").click()
        assert page.locator("#charts tbody tr").count() > 3


def test_a_run_is_picked_watched_and_decided_otherwise(open_page):
    page = open_page()
    page.get_by_role("tab", name="Runs").click()
    page.locator(".picks button").first.click()
    run = page.locator("#run")
    sync_api.expect(run).to_contain_text("What happened", timeout=60_000)
    nothing = r"\b(null|undefined|NaN)\b|\[object"
    assert not re.search(nothing, page.locator("body").inner_text())
    sync_api.expect(page.locator("#border .said")).to_contain_text("day 0", timeout=60_000)
    run.locator(".chronicle .day button").first.click()
    run.get_by_label("What happens").select_option("back_channel")
    run.get_by_role("button", name="Go on from there").click()
    sync_api.expect(run).to_contain_text("otherwise from day", timeout=60_000)
    assert kept_out(page) == []


@pytest.mark.slow
def test_the_map_plays_and_pins_stand_side_by_side(open_page):
    page = open_page("#scenario=own.yaml&parameters.provocation=1.5")
    page.get_by_role("button", name="Show where it happens").click()
    said = page.locator("#border .said")
    sync_api.expect(said).to_contain_text("on day 0", timeout=60_000)
    page.locator("#map-day").press("ArrowRight")
    sync_api.expect(said).to_contain_text("on day 1")
    page.get_by_label("Speed").select_option("fast")
    page.get_by_role("button", name="Play").click()
    sync_api.expect(said).to_contain_text("on day 19", timeout=20_000)
    page.get_by_role("button", name="Pin this setting").click()
    heads = page.locator("#pins th[scope=col]")
    sync_api.expect(heads).to_contain_text(
        ["As the scenario is", "provocation 1.5"], timeout=60_000
    )
    page.locator("#pins th button").focus()
    sync_api.expect(page.locator("#pins caption")).to_contain_text(
        "After 10,000 runs each", timeout=60_000
    )
    assert page.locator("#pins th button").count() == 1
    sync_api.expect(page.locator("#pins th button")).to_be_focused()
    assert [one.split() for one in page.locator("#pins tr.axis").all_inner_texts()] == 2 * [
        2 * ["0%", "50%", "100%"]
    ]
    bar = page.locator("#pins tbody td svg").first.bounding_box()
    low, _, high = (
        one.bounding_box()
        for one in page.locator("#pins thead .ends-of").first.locator("span").all()
    )
    assert low["x"] == pytest.approx(bar["x"], abs=1)
    assert high["x"] + high["width"] == pytest.approx(bar["x"] + bar["width"], abs=1)
    assert kept_out(page) == []


#: Answers come to the page when it is said to; until then they are kept.
HELD = """
window.kept = [];
window.held = false;
window.release = () => { window.held = false; window.kept.splice(0).forEach((one) => one()); };
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (kind, heard, ...more) {
  listen.call(this, kind, kind !== "message" ? heard : (event) => {
    if (window.held) window.kept.push(() => heard(event));
    else heard(event);
  }, ...more);
};
"""


def test_the_page_is_there_before_the_model_has_answered(browser, address):
    page = browser.new_page()
    page.add_init_script(BEEN_HERE + HELD + "window.held = true;")
    page.goto(address)
    page.locator("#search").fill("provocation")
    page.locator("#controls .input input[type=range]").first.press("ArrowRight")
    assert page.locator("#odds .point:not(.away)").count() == 0
    page.evaluate("window.release()")
    sync_api.expect(page.locator("#changes .changes li")).to_have_count(1, timeout=60_000)
    sync_api.expect(page.locator("#odds .point:not(.away)")).to_have_count(7, timeout=60_000)
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_odds_of_the_setting_before_are_marked_until_those_of_this_one_are_there(open_page, width):
    page = open_page(script=BEEN_HERE + HELD, viewport={"width": width, "height": 740})
    sync_api.expect(page.locator("#odds .status")).to_have_text(
        "10,000 runs of 2,500 draws.", timeout=120_000
    )
    shown = page.locator("#odds" if width == 1280 else "#glance")
    teller = page.locator("#odds > .headline" if width == 1280 else "#glance")
    figure = page.locator("#odds .odds-rows" if width == 1280 else "#glance > div >> nth=0")
    page.evaluate("window.held = true")
    slider = move(page, "provocation", 1000)
    sync_api.expect(shown).to_have_class(re.compile(r"\bold\b"))
    sync_api.expect(page.locator("#odds")).to_have_attribute("aria-busy", "true")
    assert float(figure.evaluate("(e) => getComputedStyle(e).opacity")) < 0.6
    said = teller.evaluate("(e) => getComputedStyle(e, '::after').content")
    assert said == '"These are of the setting before"'
    page.locator("#controls .input").get_by_role(
        "button", name="Reset"
    ).click()  # to what stands there
    sync_api.expect(shown).not_to_have_class(re.compile(r"\bold\b"))
    push(slider, 900)
    sync_api.expect(shown).to_have_class(re.compile(r"\bold\b"))
    page.evaluate("window.release()")
    page.wait_for_selector("#odds .ghost:not(.away)", state="attached", timeout=60_000)
    sync_api.expect(shown).not_to_have_class(re.compile(r"\bold\b"))
    sync_api.expect(figure).to_have_css("opacity", "1")


def test_an_answer_at_once_marks_nothing_as_old(open_page):
    seen = open_page().evaluate(
        """async () => {
          const { Age } = await import("/site/views/odds.js");
          const box = document.createElement("p"), seen = [];
          new MutationObserver((all) => all.forEach(() => seen.push(box.className)))
            .observe(box, { attributeFilter: ["class"] });
          const age = new Age([box], { before: "before" });
          const pause = (ms) => new Promise((done) => setTimeout(done, ms));
          age.asked("a"); age.answered();
          for (const one of ["b", "c"]) { age.asked(one); age.answered(); await pause(150); }
          const quick = seen.filter((one) => one === "old").length;
          age.asked("d"); await pause(150);
          return [quick, box.className];
        }"""
    )
    assert seen == [0, "old"]


@pytest.mark.parametrize("width", [1280, 360])
def test_a_room_may_guess_before_it_sees_the_odds(open_page, width):
    page = open_page(viewport={"width": width, "height": 740})
    names = ("#odds .odds-rows", "#glance", "#charts", "#pins", "#spoken")
    places = [page.locator(one) for one in names]
    sync_api.expect(page.locator("#spoken")).not_to_be_empty(timeout=120_000)
    before = [one.is_visible() for one in places]
    assert before == [True, width == 360, True, True, True]
    address = page.url
    button = page.get_by_role("button", name="Hide the odds")
    assert button.get_attribute("aria-expanded") == "true"
    button.press("Enter")
    assert [one.is_visible() for one in places] == 5 * [False]
    assert page.url == address
    assert kept_out(page) == []
    move(page, "provocation", 1000)
    sync_api.expect(page.locator("#odds .status")).to_contain_text("runs", timeout=60_000)
    button = page.get_by_role("button", name="Show the odds")
    assert button.get_attribute("aria-expanded") == "false"
    button.press("Enter")
    assert [one.is_visible() for one in places] == before


#: What the page sends comes spoilt to the server while it is said to.
SPOILT = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  send.call(this, window.spoilt ? text.replaceAll('"provocation"', '"provokation"') : text);
};
"""


def test_what_is_refused_is_said_where_it_was_asked_for_and_can_be_asked_again(open_page):
    page = open_page("#scenario=own.yaml&parameters.provocation=1.5", script=BEEN_HERE + SPOILT)
    page.evaluate("window.spoilt = true")
    page.get_by_role("button", name="Pin this setting").click()
    pins = page.locator("#pins")
    sync_api.expect(pins).to_contain_text("did you mean 'provocation'?", timeout=60_000)
    page.get_by_role("button", name="Show where it happens").click()
    sync_api.expect(page.locator("#notice")).to_contain_text("did you mean 'provocation'?")
    sync_api.expect(page.get_by_role("button", name="Show where it happens")).to_be_visible()
    page.evaluate("window.spoilt = false")
    pins.get_by_role("button", name="Try again").click()
    sync_api.expect(pins.locator("th[scope=col]")).to_have_count(2, timeout=60_000)


@pytest.mark.slow
def test_nobody_is_kept_out_and_nothing_runs_off_the_screen(open_page):
    page = open_page("#scenario=own.yaml&claims.C21=0.1")
    page.wait_for_selector("#charts figure", timeout=60_000)
    for words in ("Decisions", "Claimswhat", "Diplomacy"):
        page.locator("#controls .group > summary", has_text=words).click()
    for summary in page.locator("#odds summary, #changes summary, #charts summary").all():
        summary.click()
    for scheme, width, height in (("light", 1280, 900), ("dark", 1280, 900), ("dark", 360, 740)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        assert kept_out(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_number_is_written_beside_the_slider_and_kept_in_its_range(open_page):
    page = open_page()
    page.locator("#search").fill("provocation")
    one = page.locator("#controls .input").first
    number = one.get_by_role("spinbutton")
    assert "ratio" in one.locator(".ends").inner_text() or one.locator(".written span").count()
    number.fill("1.25")
    number.press("Enter")
    changed = page.locator("#changes .changes li")
    sync_api.expect(changed).to_contain_text("→ 1.25", timeout=30_000)
    number.fill("9999")
    number.blur()
    high = one.locator(".ends > span").last.inner_text()
    sync_api.expect(changed).to_contain_text(f"→ {high}", timeout=30_000)
    assert number.input_value() == high
    number.fill("")
    number.blur()
    assert number.input_value() == high
    one.get_by_role("button", name="Reset").click()
    sync_api.expect(changed).to_have_count(0)
    assert "Default" in one.locator("summary").inner_text()


def test_the_search_finds_by_word_and_process_and_leaves_groups_as_they_were(open_page):
    page = open_page()
    group = page.locator("#controls .group", has_text="Losses")
    group.locator("summary").first.click()
    sync_api.expect(group.locator(".input").nth(5)).to_be_attached()  # a group fills as it opens
    count = group.locator(".input").count()
    search, found = page.locator("#search"), page.locator("#controls .input label")
    search.fill("losses")
    sync_api.expect(found.nth(count - 1)).to_be_attached()
    search.fill("C21")
    sync_api.expect(found.first).to_contain_text("C21")
    search.fill("event of your own")
    sync_api.expect(page.locator("#controls .own-event")).to_have_count(1)
    search.fill("")
    sync_api.expect(group.locator(".input")).to_have_count(count)
    sync_api.expect(group).to_have_attribute("open", "")


@pytest.mark.slow
def test_kinds_of_future_have_a_run_to_watch(open_page):
    page = open_page()
    page.get_by_role("tab", name="Runs").click()
    page.get_by_role("button", name="Find the kinds of future").click()
    stories = page.locator(".stories > li")
    stories.first.wait_for(timeout=120_000)
    assert stories.count() >= 2
    assert kept_out(page) == []
    watch = stories.first.get_by_role("button")
    number = watch.inner_text().removeprefix("Watch run ")
    watch.click()
    sync_api.expect(page.locator("#run-title")).to_have_text(f"Run {number}", timeout=60_000)


def test_the_page_says_what_it_waits_for(open_page):
    page = open_page()
    # What the server says while the model is compiled, before anything stands on the page.
    page.evaluate(
        """async () => {
          const { drawWaiting } = await import("/site/views/odds.js");
          const box = document.createElement("section");
          box.id = "trial";
          document.body.append(box);
          drawWaiting(box, "The model is being loaded.");
        }"""
    )
    trial = page.locator("#trial")
    sync_api.expect(trial.get_by_role("progressbar")).to_be_visible()
    sync_api.expect(trial.locator(".waiting p")).to_have_text("The model is being loaded.")
    sync_api.expect(trial).to_contain_text("seconds so far")


def test_a_chart_over_days_is_read_day_by_day_by_keys_and_pointer(open_page):
    page = open_page()
    sync_api.expect(page.locator("#odds .status")).to_contain_text("10,000", timeout=120_000)
    reader = page.locator("#chart-panel .reader")
    sync_api.expect(reader).to_have_count(1)
    page.locator("#chart-panel summary").click()
    cells = page.locator("#chart-panel tbody tr").all()[:4]  # the states; then what no area is of
    last = {row.locator("th").inner_text(): row.locator("td").last.inner_text() for row in cells}
    reader.press("End")
    said = reader.get_attribute("aria-valuetext")
    assert said.startswith("Day 19, ")
    assert all(f"{label} {share}" in said for label, share in last.items())
    assert len(last) == 4
    shown = page.locator("#chart-panel .reading")
    assert all(share in shown.inner_text() for share in last.values())
    box = reader.bounding_box()
    page.mouse.move(box["x"] + 1, box["y"] + 20)
    sync_api.expect(shown).to_contain_text("Day 0, ")
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 20)
    sync_api.expect(shown).to_contain_text("Day 19, ")
    # Odds that come anew leave the day, and the place of who reads by keys.
    reader.press("ArrowLeft")
    move(page, "provocation", 1.1)
    reader.focus()
    sync_api.expect(page.locator("#odds .status")).to_contain_text("10,000", timeout=120_000)
    sync_api.expect(shown).to_contain_text("Day 18, ")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "slider"
