"""The report as a page in a real browser: it asks for nothing, keeps nobody out, and answers."""

import csv
import io
from dataclasses import replace
from functools import partial

import pytest

from escalation.browser.figures import IN_PLACE_OF, live_figure
from escalation.charts.told import Column, Table
from escalation.charts.told.of_runs import TOLD
from escalation.report.document import Grid, Section, Text
from escalation.report.html import write_html
from escalation.studies.run import simulate
from tests.report.sample import HOSTILE, STAMP, picture, sample

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect = sync_api.expect

LOOKS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "night": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


@pytest.fixture(scope="module")
def result():
    return simulate("baseline", runs=60)


@pytest.fixture(scope="module")
def answering(result):
    """A report with every picture that answers."""
    pictures = []
    for chart in IN_PLACE_OF:
        still = picture(chart)
        live = partial(live_figure, chart, result)
        pictures.append(replace(still, told=TOLD[chart](result), live=live))
    brief = Section("summary", "In brief", (Text("All of it."),))
    chapter = Section("all", "All that answers", tuple(pictures))
    return replace(sample(), summary=brief, sections=(chapter,))


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that opens a report; whatever it asks for or complains of fails."""
    contexts, wrong = [], []

    def asked(url, address):
        if not url.startswith((address, "data:image/png", "blob:")):
            wrong.append(f"asked {url}")

    def open_report(document, **options):
        path = tmp_path / "report.html"
        write_html(document, path)
        context = browser.new_context(**{**LOOKS["desk"], **options})
        contexts.append(context)
        page = context.new_page()
        address = path.as_uri()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda said: (wrong.append(said.message), said.dismiss()))
        page.on("console", lambda said: wrong.append(said.text))
        page.on(
            "request",
            lambda one: (
                None
                if one.url.startswith((address, "data:image/png", "blob:"))
                else wrong.append(one.url)
            ),
        )
        page.goto(address)
        return page

    yield open_report
    for context in contexts:
        context.close()
    assert wrong == []


def found_by_axe(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    found = axe.Axe().run(page).response["violations"]
    return [(one["id"], node["target"]) for one in found for node in one["nodes"]]


@pytest.mark.parametrize("looks", LOOKS)
def test_nobody_is_kept_out_and_what_people_wrote_does_nothing(opened, looks):
    page = opened(sample(hostile=True), **LOOKS[looks])
    page.wait_for_timeout(200)
    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.locator("h1").inner_text() == HOSTILE[0]
    for one in page.locator("main summary").all():
        one.click()
    assert found_by_axe(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("looks", LOOKS)
def test_nobody_is_kept_out_where_everything_answers(opened, answering, looks):
    page = opened(answering, **LOOKS[looks])
    expect(page.locator(".answers")).to_have_count(len(IN_PLACE_OF))
    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_without_javascript_everything_is_there_to_read(opened, answering):
    page = opened(answering, java_script_enabled=False)
    expect(page.locator(".drawn svg").first).to_be_visible()
    assert page.locator(".drawn").count() == page.locator(".drawn:visible").count()
    assert page.locator(".live:visible").count() == 0
    expect(page.locator("nav a").last).to_be_visible()
    page.locator("#picture-map summary").click()
    expect(page.locator("#picture-map table")).to_be_visible()


def test_pictures_answer_on_the_screen_and_stand_still_on_paper(opened, answering, result):
    page = opened(answering)
    expect(page.locator(".live:visible")).to_have_count(len(IN_PLACE_OF))
    assert page.locator(".answers .drawn:visible").count() == 0
    reader = page.locator("#picture-odds .reader")
    reader.press("End")
    expect(page.locator("#picture-odds .reading")).to_contain_text("Durable quiet")
    table = page.locator("#picture-odds tbody tr", has_text="Durable quiet")
    share = table.locator("td").last.text_content()
    assert share in page.locator("#picture-odds .reading").inner_text()
    said = page.locator("#picture-map .said")
    before = said.inner_text()
    assert "on day 0" in before
    page.locator("#picture-map input[type=range]").press("ArrowRight")
    expect(said).to_contain_text("on day 1")
    assert page.locator("#picture-map .segment.struck").count() > 0
    captions = page.locator("#picture-odds figcaption p:visible")
    assert captions.all_text_contents() == [live_figure("odds", result)[1]["subtitle"]]
    page.emulate_media(media="print")
    assert captions.all_text_contents() == [TOLD["odds"](result).caption]
    assert page.locator(".live:visible").count() == 0
    assert page.locator(".drawn:visible").count() == page.locator(".drawn").count()
    assert page.locator("button:visible").count() == 0
    # What is folded on the screen is open on paper, and folds again.
    assert page.locator("details.behind table").first.is_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.behind[open]").count() == 0


def test_data_with_scripts_in_it_are_drawn_as_text(opened, result):
    module, data = live_figure("end_states", result)
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\u202e"
    bars = [{**bar, "label": evil, "meaning": evil} for bar in data["bars"]]
    live = replace(picture("evil"), live=lambda: (module, {**data, "bars": bars}))
    page = opened(replace(sample(), sections=(Section("evil", "Evil", (live,)),)))
    assert page.locator("#picture-evil .label").first.text_content() == evil
    assert page.locator("#picture-evil .live img").count() == 0


def head(where, words):
    """Return the button of a column by its words, as older drivers read its arrow aloud too."""
    return where.locator("button.sorts").get_by_text(words, exact=True)


def test_a_long_table_is_searched_and_sorted(opened):
    page = opened(sample())
    grid = page.locator(".grid.long")
    status = grid.get_by_role("status")
    expect(status).to_have_text("120 rows")
    grid.get_by_role("searchbox").fill("PARAMETER 117")
    expect(status).to_have_text("1 of 120 rows")
    assert grid.locator("tbody tr:visible").count() == 1
    # Words are sought one by one, in any cell; one does not run on into the next.
    grid.get_by_role("searchbox").fill("another parameter")
    expect(status).to_have_text("60 of 120 rows")
    grid.get_by_role("searchbox").fill("1170")
    expect(status).to_have_text("0 of 120 rows")
    grid.get_by_role("searchbox").fill("nothing of this kind")
    expect(status).to_have_text("0 of 120 rows")
    grid.get_by_role("searchbox").fill("")
    expect(status).to_have_text("120 rows")

    def column(place):
        return grid.locator(f"tbody tr > :nth-child({place})").all_text_contents()

    written = column(1)
    value = grid.get_by_role("button", name="Value")
    value.press("Enter")
    assert grid.locator("th[aria-sort=ascending]").inner_text().startswith("Value")
    assert [float(one) for one in column(2)] == sorted(float(one) for one in column(2))
    value.press("Enter")
    assert float(column(2)[0]) == max(float(one) for one in column(2))
    head(grid, "Assumption").click()
    assert grid.locator("th[aria-sort]").count() == 1
    assert column(1)[:4] == ["parameter 0", "parameter 1", "parameter 2", "parameter 3"]
    for _ in range(2):
        head(grid, "Assumption").click()
    assert column(1) == written
    assert found_by_axe(page) == []


def test_figures_are_put_in_order_by_what_they_say(opened):
    cells = ["9%", "<1%", "1%", ">99%", "99%", "unknown", "1,234 (9 to 10)", "−3 points", "0%"]
    table = Table(
        "t",
        "T",
        (Column("Name"), Column("Odds", figures=True)),
        [(str(n), cell) for n, cell in enumerate(cells)],
    )
    page = opened(replace(sample(), sections=(Section("t", "T", (Grid(table, long=True),)),)))
    head(page, "Odds").click()
    odds = page.locator(".grid.long td")
    assert odds.all_text_contents() == [
        "−3 points",
        "0%",
        "<1%",
        "1%",
        "9%",
        "99%",
        ">99%",
        "1,234 (9 to 10)",
        "unknown",
    ]
    head(page, "Odds").click()
    assert odds.all_text_contents()[-1] == "unknown"


def test_a_table_is_saved_whole_with_its_formulas_as_text(opened, tmp_path):
    cells = ["=1+1", "-0.5", "+3", "@SUM(A1)", "-1 point", 'say "so", and\u2009on', "plain", "1e5"]
    table = Table(
        "../a b",
        "What is saved",
        (Column("Name"), Column("Said", "unit")),
        [(f"row {n}", cell) for n, cell in enumerate(cells)],
    )
    page = opened(replace(sample(), sections=(Section("t", "T", (Grid(table, long=True),)),)))
    page.get_by_role("searchbox").fill("plain")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as CSV: What is saved").click()
    assert saved.value.suggested_filename == "_a_b.csv"
    path = tmp_path / "saved.csv"
    saved.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head == ["Name", "Said (unit)", "run_id", "made_by"]
    assert [row[1] for row in rows] == [
        "'=1+1", "-0.5", "+3", "'@SUM(A1)", "'-1 point", cells[5], "plain", "1e5",
    ]  # fmt: skip
    assert {tuple(row[2:]) for row in rows} == {(STAMP.run_id, STAMP.as_text())}


def test_the_contents_say_where_one_is_and_fold_on_a_phone(opened):
    page = opened(sample())
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    links.filter(has_text="Storylines").click()
    expect(page.locator("nav [aria-current]")).to_have_text("Storylines")
    page.keyboard.press("Tab")
    phone = opened(sample(), **LOOKS["phone"])
    assert phone.locator("nav a:visible").count() == 0
    phone.locator("nav summary").click()
    phone.get_by_role("link", name="Storylines").click()
    assert phone.locator("nav a:visible").count() == 0
    assert phone.url.endswith("#stories")


def test_the_keyboard_leads_past_the_contents(opened):
    page = opened(sample())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the summary"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section').id") == "summary"


def test_on_paper_it_is_light_whatever_the_screen_is(opened):
    page = opened(sample(), **LOOKS["night"])
    letters = "getComputedStyle(document.body).color"
    by_night = page.evaluate(letters)
    page.emulate_media(media="print", color_scheme="dark")
    on_paper = page.evaluate(letters)
    page.emulate_media(media="screen", color_scheme="light")
    assert on_paper == page.evaluate(letters) != by_night
