"""Learning the page: the tour, offered once and kept, and the words that explain themselves."""

import pytest

from escalation.telling.glossary import GLOSSARY
from escalation.web.explore.tour import STOPS
from tests.web.browser import kept_out

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect = sync_api.expect


def test_the_tour_is_offered_once_left_and_taken_up_again(open_page):
    page = open_page(script="")
    page.get_by_role("button", name="Begin the tour").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(STOPS[0].title)
    page.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text(STOPS[1].title)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.reload()
    expect(page.locator("#odds .point:not(.away)").first).to_be_visible(timeout=60_000)
    expect(page.locator("#offer")).to_be_hidden()
    page.get_by_role("button", name="Tour").click()
    expect(dialog).to_contain_text(STOPS[1].title)
    expect(dialog).to_contain_text(STOPS[1].attempt[:40])
    expect(page.locator("#tour-title")).to_be_focused()


@pytest.mark.slow
def test_the_tour_goes_through_the_page(open_page):
    page = open_page(script="")
    page.get_by_role("button", name="Begin the tour").click()
    for place, stop in enumerate(STOPS):
        expect(page.locator("#tour-title")).to_have_text(stop.title)
        expect(page.locator(".toured")).to_have_count(1)
        if stop.opens:
            tab = page.locator(f"#tab-{stop.opens}")
            expect(tab).to_have_attribute("aria-selected", "true")
        if stop.at == "run":  # which is not there before a run is picked
            assert page.locator(".toured").get_attribute("id") == "charts"
        else:
            assert page.locator(".toured").get_attribute("id") == stop.at
        assert kept_out(page) == []
        page.get_by_role("button", name="Done" if place + 1 == len(STOPS) else "Next").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Tour").click()
    expect(page.locator("#tour-title")).to_have_text(STOPS[0].title)


def test_a_word_explains_itself_to_pointer_keyboard_and_screen_reader(open_page):
    page = open_page()
    word = page.locator("#odds .term", has_text="Monte Carlo").first
    bubble = page.get_by_role("tooltip")
    expect(bubble).to_be_hidden()
    word.hover()
    expect(bubble).to_contain_text(GLOSSARY["Monte Carlo"])
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    page.mouse.move(0, 0)
    word.focus()
    expect(bubble).to_contain_text(GLOSSARY["Monte Carlo"])
    described = page.locator(f"#{word.get_attribute('aria-describedby')}")
    expect(described).to_have_text(GLOSSARY["Monte Carlo"])
    assert kept_out(page) == []
    page.get_by_role("button", name="Words").click()
    listed = page.get_by_role("dialog")
    assert listed.locator("dt").count() == len(GLOSSARY)
    listed.get_by_label("Find a word").fill("paired")
    expect(listed.locator("dd:visible")).to_have_text([GLOSSARY["paired"]])
    assert kept_out(page) == []
    listed.get_by_role("button", name="Close").click()
    expect(listed).to_be_hidden()


@pytest.mark.slow
def test_a_word_answers_to_a_tap(open_page):
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True)
    word = page.locator("#odds .term", has_text="Markov chain").first
    word.tap()
    bubble = page.get_by_role("tooltip")
    expect(bubble).to_contain_text(GLOSSARY["Markov chain"])
    box = bubble.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.locator("#odds h2").tap()
    expect(bubble).to_be_hidden()
