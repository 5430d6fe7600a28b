"""What is filled in of a move and not sealed is kept: over a reload, and beside what others do."""

import pytest

from tests.web import test_play_page as pages
from tests.web.browser import kept_out

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect = sync_api.expect

come = pages.come  # the fixture


def test_what_somebody_writes_outlasts_what_a_teammate_seals_and_the_facilitator_puts_in(come):
    lead, code = pages.opened(come)
    first = pages.joined(come, code, "Amina", "Press")
    other = pages.joined(come, code, "Bilal", "Press", viewport=pages.PHONE)
    kabul = pages.joined(come, code, "Carla", "Kabul")
    lead.get_by_role("button", name="Begin the game").click()
    lead.get_by_role("button", name="Next round").click(timeout=60_000)
    for page, words in ((first, "What I saw."), (other, "What he said.")):
        page.get_by_label("Article").fill(words)
    other.get_by_role("button", name="Seal it").click()
    expect(first.locator(".told-move")).to_contain_text("What he said.")
    first.get_by_role("button", name="Change it").click()
    expect(first.get_by_label("Article")).to_have_value("What he said.")
    expect(first.locator(".part.move")).to_contain_text("What you had is kept.")
    assert kept_out(first) == []
    first.get_by_role("button", name="Fill in what I had").click()
    expect(first.get_by_label("Article")).to_have_value("What I saw.")
    expect(first.locator(".part.move")).not_to_contain_text("What you had is kept.")
    # What somebody has not touched is as their team decided it, and nothing is offered to others.
    expect(other.get_by_label("Article")).to_have_value("What he said.")
    expect(other.locator(".part.move")).not_to_contain_text("What you had is kept.")
    kabul.get_by_label("Public line").select_option(index=1)
    lead.get_by_text("An offer from outside").click()
    lead.locator("details", has_text="An offer from outside").get_by_role(
        "button", name="Put it in"
    ).click()
    expect(kabul.locator(".part.move")).to_contain_text("Offers that are open to you")
    expect(kabul.get_by_label("Public line")).to_have_value("1")


def test_what_is_filled_in_is_there_again_after_a_reload_and_gone_once_sealed(come):
    lead, code = pages.opened(come)
    phone = pages.joined(come, code, "Zarmina", "Kabul", viewport=pages.PHONE)
    lead.get_by_role("button", name="Begin the game").click()
    lead.get_by_role("button", name="Next round").click(timeout=60_000)
    rung = phone.get_by_label("Highest rung allowed")
    rung.select_option(index=3)
    truce = phone.get_by_label("A truce")
    truce.check()
    days = phone.locator(".ticked", has=truce).get_by_label("days")
    days.fill("4")
    phone.reload()
    expect(rung).to_have_value("3")
    expect(truce).to_be_checked()
    expect(days).to_be_visible()
    expect(days).to_have_value("4")
    phone.get_by_role("button", name="Seal it").click()
    expect(phone.locator(".told-move")).to_contain_text("a truce of 4 days")
    assert phone.evaluate("sessionStorage.length") == 0
    # What was filled in and never sealed is none of the next round's.
    phone.get_by_role("button", name="Change it").click()
    rung.select_option(index=5)
    lead.get_by_role("button", name="Play the round").click()
    lead.get_by_role("button", name="Next round").click(timeout=60_000)
    expect(phone.locator(".round")).to_contain_text("Round 2")
    expect(rung).to_have_value("0")
