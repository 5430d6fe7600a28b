"""The game's pages in real browsers: four teams and a facilitator, each in a context of its own."""

import json
import re

import pytest

from escalation.cli.main import main
from escalation.scenario.load import load_scenario
from tests.web.browser import cut_off, kept_out, scales

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect = sync_api.expect

TEAMS = ("Kabul", "Islamabad", "Mediators", "Press")
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def come(browser, address):
    """Return a function by which somebody comes with a browser of their own; complaints fail."""
    contexts, wrong = [], []

    def asked(url):
        if not url.startswith((address, "blob:", "file:")):
            wrong.append(f"asked {url}")

    def complained(said):
        # What the server refuses the browser notes by itself; the page tells it in words.
        if said.type == "error" and "Failed to load resource" not in said.text:
            wrong.append(said.text)

    def came(path="play", **options):
        given = {"viewport": {"width": 1280, "height": 720}, **options}
        context = browser.new_context(**given)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: complained(said))
        page.on("request", lambda one: asked(one.url))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address + path)
        return page

    yield came
    for context in contexts:
        context.close()
    assert wrong == []


def opened(come, scenario="own.yaml"):
    """Open a room; return the facilitator's page and the code."""
    lead = come()
    lead.get_by_label("Scenario").select_option(scenario)
    lead.get_by_label("Days of a round").fill("2")
    lead.get_by_role("button", name="Open the room").click()
    expect(lead.get_by_role("button", name="Begin the game")).to_be_visible()
    return lead, lead.locator(".you .code").inner_text()


def joined(come, code, name, team, **options):
    page = come(f"play#{code}", **options)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("radio", name=re.compile(team)).check()
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".part.teams")).to_contain_text(name)
    return page


def does(lead, name):
    lead.locator(".part.actions").get_by_role("button", name=name).click()


def kept_in(page, width):
    return page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_seat_is_freed_and_its_owner_is_told_and_joins_again(come):
    lead, code = opened(come)
    phone = joined(come, code, "Zarmina", "Kabul", viewport=PHONE)
    asleep = joined(come, code, "Bilal", "Press")
    asleep.goto("about:blank")
    expect(lead.locator(".part.teams .away-now")).to_contain_text("Bilal")
    for name in ("Zarmina", "Bilal"):
        lead.get_by_role("button", name=f"Free this seat: {name}").click()
        expect(lead.locator(".part.teams")).not_to_contain_text(name)
    told = "The facilitator has freed your seat."
    expect(phone.locator("#notice")).to_contain_text(told)
    assert kept_in(phone, 360)
    asleep.go_back()
    expect(asleep.locator("#notice")).to_contain_text(told)
    for page in (phone, asleep):
        assert kept_out(page) == []
        page.get_by_label("Your name").fill("Zarmina" if page is phone else "Bilal")
        page.get_by_role("radio", name="Kabul").check()
        page.get_by_role("button", name="Join").click()
        expect(page.locator(".part.teams")).to_contain_text("Zarmina")
        expect(page.locator("#notice")).to_be_hidden()
    expect(lead.locator(".part.teams")).to_contain_text("Bilal")
    assert kept_out(lead) == []


def test_the_door_of_who_leads_shows_the_games_there_are_and_letters_for_a_room(come):
    lead, code = opened(come)
    joined(come, code, "Zarmina", "Kabul")
    lead.go_back()
    listed = lead.locator(".rooms li", has_text=code)
    expect(listed).to_contain_text("Waiting for everybody to join. 1 person.")
    form = lead.get_by_role("button", name="Open the room")
    assert listed.bounding_box()["y"] < form.bounding_box()["y"]

    def size():
        return lead.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")

    for width in (1280, 1920):  # a desk, a projector
        lead.set_viewport_size({"width": width, "height": 1080})
        before = size()
        lead.get_by_role("button", name="Large letters").click()
        assert size() >= 1.3 * before
        lead.get_by_role("button", name="Large letters").click()
        assert size() == before
    lead.get_by_role("button", name="Large letters").click()
    listed.get_by_role("button").click()
    expect(lead.locator(".invite")).to_be_visible()
    assert size() >= 1.3 * 22  # a facilitator's own page has larger ones
    assert kept_in(lead, 1920)
    assert lead.evaluate("localStorage.letters") == "large"  # the explorer's too


def test_the_facilitator_sees_who_has_forecast_and_is_asked_before_mistakes(come):
    lead, code = opened(come)
    press, kabul = (joined(come, code, *who) for who in (("Amina", "Press"), ("Zarmina", "Kabul")))
    asked = []
    lead.on("dialog", lambda dialog: asked.append(dialog.message))
    does(lead, "Begin the game")
    does(lead, "Next round")

    def person(name):
        return lead.locator(".part.teams .people li", has_text=name)

    expect(person("Amina")).to_contain_text("Amina: no forecast yet")
    for question, said in (("De-escalated by day 14", "1 of 2"), ("War between", "has forecast")):
        press.get_by_label(question).press("ArrowLeft")
        expect(person("Amina")).to_contain_text(said)
    expect(person("Zarmina")).to_contain_text("no forecast yet")
    expect(kabul.locator(".part.teams .people")).to_have_count(5)
    expect(kabul.locator(".part.teams")).not_to_contain_text("forecast yet")
    # Paused and forgotten: it is said, and what leads on is to go on.
    does(lead, "Pause")
    expect(lead.locator(".status")).to_contain_text("Nobody can decide until you go on.")
    expect(kabul.locator(".status")).to_contain_text("The game is paused.")
    expect(lead.get_by_role("button", name="Play the round")).to_have_count(0)
    does(lead, "Go on")
    lead.locator(".part.injects summary").first.click()
    lead.locator(".part.injects details[open]").get_by_role("button", name="Put it in").click()
    lead.get_by_label("Team of Amina").select_option(label="Mediators")
    expect(lead.locator(".teams > li:nth-child(3)")).to_contain_text("Amina")
    does(lead, "Play the round")
    expect(lead.get_by_role("button", name="Next round")).to_be_visible(timeout=60_000)
    does(lead, "Next round")
    expect(lead.locator(".round")).to_contain_text("Round 2")
    does(lead, "Undo the last round")
    expect(lead.locator(".round")).to_contain_text("Round 1")
    inject, reseat, play, undo = asked
    assert "can't be taken out again" in inject
    assert "Put Amina into the team Mediators?" in reseat
    assert "Not sealed yet: Kabul, Mediators." in play
    assert "Forecasts are missing of 1 of 2 people." in play
    assert "What is decided in this one so far is lost." in undo


def test_whoever_goes_back_and_forth_is_where_the_address_says(come, address):
    lead, first = opened(come)
    lead.go_back()
    lead.get_by_role("button", name="Open the room").click()
    expect(lead.get_by_role("button", name="Begin the game")).to_be_visible()
    second = lead.locator(".you .code").inner_text()
    assert second != first

    def slow(route):  # the first room answers last
        lead.wait_for_timeout(700)
        route.continue_()

    lead.route(f"**/api/play/rooms/{first}", slow)
    for _ in range(2):
        lead.evaluate("code => { location.hash = code; }", first)
        lead.evaluate("code => { location.hash = code; }", second)
        lead.wait_for_timeout(1200)
        expect(lead.locator(".you .code")).to_have_text(second)
        assert lead.url.endswith(f"#{second}")
    lead.evaluate("code => { location.hash = code; }", first)
    lead.go_back()
    lead.wait_for_timeout(1200)
    expect(lead.locator(".you .code")).to_have_text(second)
    lead.unroute(f"**/api/play/rooms/{first}")
    lead.go_forward()
    expect(lead.locator(".you .code")).to_have_text(first)


def test_two_tabs_of_one_seat_are_one_seat(come, address):
    lead, code = opened(come)
    one = joined(come, code, "Amina", "Press")
    two = one.context.new_page()
    two.goto(f"{address}play#{code}")
    expect(two.locator(".part.teams")).to_contain_text("Amina")
    does(lead, "Begin the game")
    does(lead, "Next round")
    two.get_by_label("Article").fill("from the second tab")
    two.get_by_role("button", name="Seal it").click()
    expect(one.locator(".part.move")).to_contain_text("from the second tab")
    one.get_by_role("button", name="Change it").click()
    expect(two.get_by_role("button", name="Seal it")).to_be_visible()
    two.close()
    expect(lead.locator(".part.teams")).not_to_contain_text("away")
    expect(lead.locator(".part.teams .people li")).to_have_count(1)


def test_a_seat_is_taken_again_by_a_phone_that_kept_nothing(come):
    lead, code = opened(come)
    first = joined(come, code, "Zarmina", "Kabul", viewport=PHONE)
    back = first.locator(".you .code").last.inner_text()
    assert first.locator(".you .code").last.evaluate("e => e.getClientRects().length") == 1
    looked_up = lead.locator(".teams .people .code")
    expect(looked_up).to_be_hidden()  # the facilitator's screen may be on the wall
    lead.locator(".teams .people summary").click()
    expect(looked_up).to_have_text(back)
    assert kept_out(lead) == []
    first.context.clear_cookies()
    first.reload()
    first.get_by_text("I have a seat in this game").click()
    first.get_by_label("Your code to come back").fill("AAAA-AAAA")
    first.get_by_role("button", name="Take my seat again").click()
    expect(first.locator("#notice")).to_contain_text("No seat of this room has that code.")
    assert kept_out(first) == []
    first.get_by_label("Your code to come back").fill(back)
    first.get_by_role("button", name="Take my seat again").click()
    expect(first.locator(".you")).to_contain_text("Zarmina")
    assert kept_in(first, PHONE["width"])


def test_three_rounds_with_four_teams(come, tmp_path, monkeypatch, capsys):
    lead, code = opened(come)
    pages = {
        team: joined(come, code, f"<b>{team[0]}</b>", team,
                     viewport=PHONE if team == "Islamabad" else {"width": 1280, "height": 720})
        for team in TEAMS
    }  # fmt: skip
    kabul, islamabad, mediators, press = pages.values()
    does(lead, "Begin the game")
    for number in (1, 2, 3):
        does(lead, "Next round")
        expect(kabul.get_by_role("button", name="Seal it")).to_be_visible(timeout=60_000)
        if number == 1:
            expect(kabul.get_by_label("Highest rung allowed")).to_contain_text("Left to the rules")
            expect(islamabad.locator(".part.move select:visible").nth(3)).to_be_visible()
            assert cut_off(islamabad) == []
            kabul.get_by_label("Highest rung allowed").select_option(label="2: small arms")
            kabul.get_by_label("A truce").check()
            mediators.get_by_label("Mediation").check()
            mediators.get_by_label("Qatar").check()
            press.get_by_label("Article").fill("<img src=x>")
            press.get_by_role("button", name="Seal it").click()
        if number == 2:
            islamabad.get_by_label("Kabul: a truce of 7 days").select_option(label="Accept")
            for page in (kabul, islamabad):
                page.get_by_label("Mediators: mediation by").select_option(label="Accept")
        for page in (kabul, islamabad, mediators):
            page.get_by_role("button", name="Seal it").click()
            expect(page.get_by_role("button", name="Change it")).to_be_visible()
        if number == 1:  # sealed, and changed before it is played
            kabul.get_by_role("button", name="Change it").click()
            kabul.get_by_label("Public line").select_option(label="Say nothing")
            kabul.get_by_role("button", name="Seal it").click()
            expect(kabul.locator(".part.move")).to_contain_text("took the public line: silent")
            slider = islamabad.get_by_label("War between the states")
            slider.focus()
            slider.press("ArrowRight")
            expect(islamabad.locator(".part.forecast")).to_contain_text("51%")
            expect(lead.locator(".part.sealed")).to_contain_text("Offered: a truce of 7 days")
            expect(lead.get_by_text("Offered: a truce of 7 days").first).to_be_hidden()
            assert "Offered" not in islamabad.locator("main").inner_text()
        does(lead, "Play the round")
        for page in (lead, *pages.values()):
            expect(page.locator(".part.latest h2").first).to_contain_text(
                f"Round {number} of 5", timeout=60_000
            )
        if number == 1:
            for page in (islamabad, lead):  # a phone and a desk
                odds, shares = scales(page)[:3], scales(page)[3:]
                for bars, scale in odds:
                    assert bars == [scale["ends"]] * 4  # what is told, and what is forecast
                    assert (scale["told"], scale["apart"]) == (["0%", "100%"], True)
                assert len(odds) == 3
                shown = page.locator(".shares .bar").count()
                assert sum(len(bars) for bars, _ in shares) == shown > 0
                for bars, scale in shares:
                    assert bars == [scale["ends"]] * len(bars)
                    low, middle, high = scale["told"]
                    assert (int(low), middle, scale["apart"]) == (-int(high), "0", True)
    expect(kabul.locator("main")).to_contain_text("The odds over the game")
    lead.get_by_role("button", name="Show where it happens").click()
    expect(lead.locator(".map-part .said")).to_contain_text("Day 0")
    keys = lead.locator(".map-part .key li").all_inner_texts()
    columns = lead.locator(".map-part .behind thead th").all_text_contents()
    assert columns == ["Day", *keys]
    assert len(keys) == 3
    does(lead, "Undo the last round")
    expect(lead.locator(".part.now")).to_contain_text("Round 3 of 5")
    does(lead, "Play the round")
    does(lead, "End the game")
    expect(lead.locator(".part.ending")).to_contain_text("How it ended", timeout=60_000)
    expect(kabul.locator(".part.ending")).to_contain_text("The facilitator opens the debrief")
    does(lead, "Reveal the truth")
    expect(kabul.locator("main")).to_contain_text("What happened")
    told = lead.get_by_text("What happened: for your eyes only").first
    within = lead.locator(".part.latest details", has=told).locator(".reports, p").first
    expect(within).to_be_hidden()
    told.click()
    expect(within).to_be_visible()
    assert islamabad.locator("img").count() == press.locator("img").count() == 0

    with lead.expect_download(timeout=90_000) as saved:
        lead.get_by_role("link", name="Save the game as a scenario").click()
    game = tmp_path / saved.value.suggested_filename
    saved.value.save_as(game)
    kinds = {event.kind for event in load_scenario(game).events}
    assert {"restrain", "public_line", "ceasefire", "mediation"} <= kinds
    with kabul.expect_download(timeout=90_000) as saved:
        kabul.get_by_role("link", name="Save it as one file").click()
    saved.value.save_as(tmp_path / "debrief.html")
    text = (tmp_path / "debrief.html").read_text(encoding="utf-8")
    page = come()
    page.goto((tmp_path / "debrief.html").as_uri())
    expect(page.locator("h1")).to_contain_text("<b id=evil>A month</b>")
    expect(page.locator("main")).to_contain_text("Claims and truth")
    assert "Still being computed" not in text
    assert f"The world of game {code} " in text
    # Its styles are let in by its own policy, and nothing else is asked for.
    assert (
        page.evaluate("getComputedStyle(document.querySelector('section')).borderRadius") != "0px"
    )
    assert kept_out(page) == []
    page.set_viewport_size(PHONE)
    assert kept_in(page, 360)
    # Its first command, run on the file that was saved, tells the same chronicle.
    watch, *others = page.locator("pre").inner_text().splitlines()
    assert all(game.name in one.split() for one in (watch, *others))
    monkeypatch.chdir(tmp_path)
    assert main([*watch.split()[1:], "--events"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    happened = page.locator(".beside td:last-child li").all_text_contents()
    happened = [one for one in happened if "nobody died" not in one]  # what --events leaves out
    assert len(happened) > 5
    assert [one for one in happened if one not in told] == []


def test_a_phone_comes_back_to_its_seat(come, address):
    lead, code = opened(come)
    phone = joined(come, code, "Bilal", "Islamabad", viewport=PHONE)
    does(lead, "Begin the game")
    does(lead, "Next round")
    phone.get_by_label("Your crossings").select_option(label="Held open")
    phone.get_by_role("button", name="Seal it").click()
    expect(phone.get_by_role("button", name="Change it")).to_be_visible()
    phone.goto("about:blank")
    expect(lead.locator(".part.teams")).to_contain_text("Bilal (away)")
    phone.goto(f"{address}play#{code}")
    expect(phone.locator(".part.move")).to_contain_text("held its crossings open")
    expect(lead.locator(".part.teams")).not_to_contain_text("away")
    # A line that breaks is taken up again by itself.
    phone.context.set_offline(True)
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Change it").click()
    expect(phone.get_by_role("button", name="Seal it")).to_be_visible(timeout=30_000)


def test_wrong_codes_and_names_are_told(come):
    _, code = opened(come)
    page = come()
    page.get_by_label("Room code").fill("AAAAAA")
    page.get_by_role("button", name="Find the room").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no room with that code")
    page.get_by_label("Room code").fill(code.lower())
    page.get_by_role("button", name="Find the room").click()
    page.get_by_label("Your name").fill("Amina")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("button", name="Join").click()
    unchosen = page.get_by_role("radio", name="Kabul")
    expect(unchosen).to_be_focused()  # where the browser says in words what is missing
    assert unchosen.evaluate("one => one.validationMessage")
    expect(page.locator(".part.teams")).to_have_count(0)
    unchosen.check()
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".part.teams")).to_contain_text("Amina")
    other = come(f"play#{code}")
    other.get_by_label("Your name").fill("amina")
    other.get_by_role("radio", name="Kabul").check()
    other.get_by_role("button", name="Join").click()
    expect(other.get_by_role("alert")).to_contain_text("is taken in this room")


@pytest.mark.slow
def test_nobody_is_kept_out_of_the_game_and_nothing_runs_off_the_screen(come):
    lead, code = opened(come, "long.yaml")
    kabul = joined(come, code, "W" * 40, "Kabul")
    people = [joined(come, code, team, team) for team in ("Press", "Forecasters", "Mediators")]

    def look(*pages):
        for page in pages:
            for scheme, width, height in (("light", 1280, 720), ("dark", 360, 740)):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": height})
                assert kept_out(page) == [], (scheme, width)
                assert kept_in(page, width), (scheme, width)

    look(lead, kabul, come(), come(f"play#{code}"))
    does(lead, "Begin the game")
    does(lead, "Next round")
    kabul.get_by_label("Operation ordered").select_option(label="3: artillery")
    kabul.get_by_label("A truce").check()
    for summary in lead.locator(".part.injects summary").all():
        summary.click()
    look(lead, kabul, *people)
    kabul.get_by_role("button", name="Seal it").click()
    does(lead, "Play the round")
    expect(kabul.locator(".part.latest")).to_contain_text("What each decision did", timeout=60_000)
    for page in (lead, kabul):
        page.get_by_role("button", name="Show where it happens").click()
        for summary in page.locator("summary").all():
            summary.click()
    look(lead, kabul, *people)
    does(lead, "End the game")
    expect(kabul.locator(".part.ending")).to_contain_text("How it ended", timeout=60_000)
    does(lead, "Reveal the truth")
    look(lead, kabul)


def test_no_title_name_or_word_widens_a_phone_and_long_lists_are_folded_on_it(come):
    lead, code = opened(come, "long.yaml")
    press = joined(come, code, "W" * 40, "Press")
    door = come("play", viewport=PHONE, storage_state=lead.context.storage_state())
    join = come(f"play#{code}", viewport=PHONE)
    for page, waits in ((door, ".rooms"), (join, ".title")):
        expect(page.locator(waits).last).to_contain_text("M" * 200)
        assert kept_in(page, 360)
    does(lead, "Begin the game")
    join.get_by_label("Your name").fill("Amina")
    join.get_by_role("radio", name="Kabul").check()
    join.get_by_role("button", name="Join").click()
    first, of_kabul = "Day 0 is 12 October 2025", "Pakistani soldiers killed (58 killed)."
    expect(join.locator(".part.latest")).to_contain_text(first, timeout=60_000)
    assert join.get_by_text(first).last.is_visible()  # what is to be read first is open
    expect(join.get_by_text(of_kabul)).to_be_hidden()
    claims = join.get_by_text("Claims of the night before: The Afghan Taliban, your side")
    assert claims.bounding_box()["width"] > 200  # not squeezed by how many there are
    claims.click()
    expect(join.get_by_text(of_kabul)).to_be_visible()
    does(lead, "Next round")
    press.get_by_label("Article").fill("W" * 500)
    press.get_by_role("button", name="Seal it").click()
    expect(press.get_by_role("button", name="Change it")).to_be_visible()
    does(lead, "Play the round")
    heard = press.locator(".part.latest", has_text="What everybody heard").locator(".reports li")
    expect(heard.first).to_be_visible(timeout=60_000)  # on a desk
    press.set_viewport_size(PHONE)
    press.reload()
    expect(press.locator(".part.latest blockquote")).to_contain_text("W" * 500)
    assert kept_in(press, 360)
    expect(heard.first).to_be_hidden()
    press.get_by_text("What everybody heard").click()
    expect(heard.first).to_be_visible()
    press.get_by_role("button", name="To the top").click()
    assert press.evaluate("scrollY") == 0
    expect(press.locator(".part.latest")).to_be_visible()  # still in the room


def test_the_page_says_nothing_of_its_own(address):
    """Words come from Python: the game's scripts hold no sentence of their own."""
    from escalation.web.server.assets import load_site

    for path, asset in load_site().items():
        if not re.search(r"play.*\.js$|room_line\.js$", path) or path.endswith("border_play.js"):
            continue
        code = re.sub(r"^\s*(//|/\*\*|\*).*$", "", asset.body.decode(), flags=re.M)
        texts = re.findall(r'"((?:[^"\\]|\\.)*)"', code)
        sentences = [
            text for text in texts if re.search(r"^[A-Z][a-z]+ [a-z]|[a-z] [a-z]+[.?!]$", text)
        ]
        assert sentences == [], (path, json.dumps(sentences))
