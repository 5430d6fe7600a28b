"""Pages of a game whose line is gone for good: they say why, and leave the server alone."""

import socket

import pytest

from escalation.engine import warm_up
from tests.web.browser import browser_path, serving

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect = sync_api.expect


@pytest.fixture
def port():
    browser_path()
    warm_up()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@pytest.fixture
def page_of(browser):
    """Return a function that opens a page for somebody of their own, and counts what it asks."""
    contexts = []

    def come(address):
        context = browser.new_context()
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield come
    for context in contexts:
        context.close()


def opened(page_of, address):
    lead = page_of(f"{address}play")
    lead.get_by_role("button", name="Open the room").click()
    expect(lead.get_by_role("button", name="Begin the game")).to_be_visible()
    return lead.locator(".you .code").inner_text()


def joined(page_of, address, code):
    page = page_of(f"{address}play#{code}")
    page.get_by_label("Your name").fill("Zarmina")
    page.get_by_role("radio", name="Kabul").check()
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".part.teams")).to_contain_text("Zarmina")
    return page


def test_a_page_whose_room_is_gone_says_so_once_and_guesses_no_more(page_of, port, tmp_path):
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    with serving("--port", port, "--data", str(tmp_path / "before")) as address:
        phone = joined(page_of, address, opened(page_of, address))
    expect(phone.locator("#notice")).to_contain_text("does not answer")
    with serving("--port", port, "--data", str(tmp_path / "after")) as address:
        expect(phone.locator("#notice")).to_contain_text("no room with that code", timeout=30_000)
        asked = []
        phone.on("request", lambda one: asked.append(one.url))
        phone.on("websocket", lambda one: asked.append(one.url))
        code = opened(page_of, address)
        joined(page_of, address, code)
        phone.wait_for_timeout(9_000)  # longer than it waits at most between two tries
        assert asked == []


def test_a_page_comes_back_to_a_server_that_was_away(page_of, port, tmp_path):
    words = ("--port", port, "--data", str(tmp_path))
    with serving(*words) as address:
        phone = joined(page_of, address, opened(page_of, address))
    expect(phone.locator("#notice")).to_contain_text("does not answer")
    with serving(*words):
        expect(phone.locator("#notice")).to_be_hidden(timeout=30_000)
        expect(phone.locator(".part.teams")).to_contain_text("Zarmina")


def test_windows_of_one_seat_do_not_take_it_from_each_other(page_of, port, tmp_path):
    with serving("--port", port, "--data", str(tmp_path)) as address:
        code = opened(page_of, address)
        first = joined(page_of, address, code)
        windows = [first]
        for _ in range(4):
            windows.append(first.context.new_page())
            windows[-1].goto(f"{address}play#{code}")
            expect(windows[-1].locator(".part.teams")).to_contain_text("Zarmina")
        told = [one.locator("#notice") for one in windows]
        for notice in told[:2]:
            expect(notice).to_contain_text("opened in another window")
        first.wait_for_timeout(3_000)
        assert [notice.is_visible() for notice in told] == [True, True, False, False, False]
