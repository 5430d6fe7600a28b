"""How the page looks and answers: nobody kept out in any state, by keyboard alone, at any width."""

from itertools import pairwise

import pytest

from tests.web.browser import OVERLAPPING, kept_out, move
from tests.web.conftest import BEEN_HERE

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect = sync_api.expect

PHONE = {"viewport": {"width": 360, "height": 740}}


def in_order(page):
    """Return what has the focus: its id, or else what it says."""
    return page.evaluate(
        "() => document.activeElement.id || document.activeElement.textContent.trim()"
    )


def test_the_keyboard_alone_leads_from_the_link_at_the_top_to_moved_odds(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert in_order(page) == "Skip to the odds"
    page.keyboard.press("Enter")
    assert in_order(page) == "odds"
    assert "scenario=own.yaml" in page.url
    page.locator("#search").focus()
    page.keyboard.type("provocation")
    seen = []
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("() => document.activeElement.type"))
        if seen[-1] == "range":
            break
    assert seen[-1] == "range"
    page.keyboard.press("End")
    expect(page.locator("#changes .changes")).to_contain_text("provocation", timeout=30_000)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.type") == "number"
    # A shown focus, not only a place that has it.
    style = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert style != "none"


def test_nothing_moves_by_itself_for_who_wants_no_motion(open_page):
    still, free = (open_page(reduced_motion=wish) for wish in ("reduce", "no-preference"))

    def moving(page, selector, pseudo=None):
        return page.evaluate(
            """([selector, pseudo]) => {
              document.querySelector("#odds .status").classList.add("busy");
              const style = getComputedStyle(document.querySelector(selector), pseudo);
              return [style.animationName, parseFloat(style.transitionDuration)];
            }""",
            [selector, pseudo],
        )

    assert moving(still, "#odds .status", "::before") == ["none", 0.0]
    assert moving(still, "#odds .band") == ["none", 0.0]
    assert moving(free, "#odds .status", "::before")[0] == "breathe"


def test_letters_are_made_large_for_a_room_and_stay_so(open_page):
    page = open_page()

    def size():
        return page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")

    before = size()
    button = page.get_by_role("button", name="Large letters")
    button.click()
    assert size() >= 1.3 * before
    assert button.get_attribute("aria-pressed") == "true"
    page.reload()
    page.wait_for_selector("#odds .point:not(.away)", timeout=60_000)
    assert size() >= 1.3 * before
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.get_by_role("button", name="Large letters").click()
    assert size() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [{}, {"color_scheme": "dark"}, PHONE], ids=["day", "night", "phone"]
)
def test_nobody_is_kept_out_in_any_state(open_page, options):
    page = open_page(**options)
    page.set_default_timeout(120_000)
    width = page.viewport_size["width"]

    def fine(state):
        assert kept_out(page) == [], state
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state

    page.wait_for_selector("#charts figure")
    fine("explore")
    page.get_by_role("button", name="Pin this setting").click()
    page.locator("#search").fill("provocation")
    page.locator("#controls input[type=range]").first.press("End")
    page.get_by_role("button", name="Pin this setting").click()
    expect(page.locator("#pins th button")).to_have_count(2, timeout=60_000)
    fine("compare")
    page.get_by_role("button", name="Show where it happens").click()
    expect(page.locator("#border .said")).to_contain_text("on day 0", timeout=60_000)
    fine("map")
    page.get_by_role("tab", name="Runs").click()
    page.get_by_role("button", name="Find the kinds of future").click()
    page.wait_for_selector(".stories")
    fine("storylines")
    page.locator(".picks button").last.click()
    page.get_by_role("button", name="What did it hang on?").click()
    page.wait_for_selector("#run .findings")
    fine("a run and its pivots")
    page.get_by_role("button", name="Tour").click()
    fine("tour")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Words").click()
    fine("words")


def test_on_a_phone_intervals_stay_whole_and_dates_apart(open_page):
    page = open_page("#scenario=baseline", viewport={"width": 390, "height": 844})
    expect(page.locator("#charts .days span").first).to_be_visible(timeout=60_000)
    lines = page.evaluate(
        """() => [...document.querySelectorAll("#odds .between")]
          .map((one) => one.getClientRects().length)"""
    )
    assert len(lines) > 5
    assert set(lines) == {1}
    dates = page.evaluate(
        """() => [...document.querySelectorAll("#charts .days span")]
          .filter((one) => one.checkVisibility({ visibilityProperty: true }))
          .map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right])"""
    )
    assert len(dates) > 1
    assert all(one[1] + 6 < other[0] for one, other in pairwise(dates))


def test_the_offer_of_a_tour_stands_apart_from_the_odds_on_a_phone(open_page):
    page = open_page(script="", **PHONE)
    offer, strip = (page.locator(one).bounding_box() for one in ("#offer", "#glance"))
    assert offer["y"] + offer["height"] + 10 < strip["y"]


def test_names_of_days_do_not_run_into_each_other_on_a_desk(open_page):
    page = open_page("#scenario=baseline")
    page.get_by_role("tab", name="Runs").click()
    expect(page.locator("#charts .days .beyond")).to_have_text("never", timeout=60_000)
    assert page.locator("#charts .days span").count() > 4
    assert page.evaluate(OVERLAPPING) == []


LARGE = BEEN_HERE + "localStorage.setItem('letters', 'large');"
ROOM = {"viewport": {"width": 1920, "height": 1080}}


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, ROOM, PHONE], ids=["desk", "room", "phone"])
def test_no_text_lies_on_another_with_large_letters(open_page, options):
    page = open_page("#scenario=baseline", script=LARGE, **options)
    page.set_default_timeout(120_000)

    def fine(state):
        assert page.evaluate(OVERLAPPING) == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state

    page.locator("#controls .group > summary").nth(2).click()
    for tab in ("Over time", "End states", "Rungs", "Deaths", "Claims", "Runs"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_selector("#charts figure")
        page.locator("#charts details.behind > summary").click()
        fine(tab)
    page.get_by_role("button", name="Find the kinds of future").click()
    page.wait_for_selector(".stories")
    page.get_by_role("button", name="Show where it happens").click()
    expect(page.locator("#border .said")).to_contain_text("on day 0", timeout=60_000)
    fine("storylines and the map")
    page.locator(".picks button").first.click()
    expect(page.locator("#run")).to_contain_text("What happened", timeout=60_000)
    page.get_by_role("button", name="What did it hang on?").click()
    page.wait_for_selector("#run .findings")
    for summary in page.locator("#run details.behind > summary").all():
        summary.click()
    fine("a run and its pivots")
    page.get_by_role("button", name="Pin this setting").click()
    move(page, "provocation", 1000)
    page.get_by_role("button", name="Pin this setting").click()
    expect(page.locator("#pins th button")).to_have_count(2, timeout=60_000)
    fine("side by side")


def test_letters_made_large_are_larger_on_a_wide_screen_too(open_page):
    page = open_page(**ROOM)
    size = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="Large letters").click()
    assert page.evaluate(size) >= 1.25 * before


def test_a_single_day_is_drawn_and_told(open_page):
    page = open_page("#scenario=day.yaml")
    page.get_by_role("tab", name="Runs").click()
    page.get_by_role("button", name="Find the kinds of future").click()
    told = page.locator(".storylines [role=status]")
    expect(told).to_contain_text("one day: lasts 1 day; ", timeout=60_000)
    page.locator(".picks button").first.click()
    expect(page.locator("#run")).to_contain_text("What happened", timeout=60_000)
    widths = page.locator("#run .stairs").evaluate_all(
        "all => all.map((one) => one.getBBox().width)"
    )
    assert widths == [1, 1]
    plot, day = (page.locator(f"#run {part}").bounding_box() for part in (".area", ".days span"))
    assert plot["x"] - 1 <= day["x"] < plot["x"] + 20
