"""The debrief: one page that asks for nothing, tells of a game, and treats words as text."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pypdf
import pytest

from escalation.browser.markup import as_html, h
from escalation.errors import InputError
from escalation.numbers import percent
from escalation.web.debrief import debrief_page
from escalation.web.debrief.claimed import claims_of
from escalation.web.play.debrief import debrief
from escalation.web.play.reports import CLASHES
from escalation.web.play.screen.words import share_told
from tests.web.browser import kept_out
from tests.web.play.game import begun, computed, decided, resolved, say

EVIL = "</style><script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>"


@pytest.fixture(scope="module")
def over():
    room = begun()
    room = decided(room, "seat-1", kind="state", max_rung=3)
    room = decided(room, "seat-4", kind="press", article=EVIL)
    room, _ = say(room, "forecast", by="seat-5", chances={"war": 0.25})
    room, _ = say(resolved(room), "close", by="facilitator")
    return computed(room)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, its text, what it asks for."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text, self.asks = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.asks += [value for name, value in attrs if name in ("href", "src", "srcset", "style")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data):
        self.text.append(data)


def test_it_is_one_file_that_asks_for_nothing(over):
    text = debrief_page(over, ["It hung on luck."], alone=True)
    page = Page(text)
    assert [one for one in page.asks if not one.startswith("#")] == []
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(page.elements)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.S)
    assert "url(" not in style
    assert "@import" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text).group(1)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'"


def test_what_people_wrote_is_text(over):
    page = Page(debrief_page(over, None, alone=True))
    assert EVIL in page.text


def test_on_the_server_its_styles_are_the_servers(over):
    page = Page(debrief_page(over, None, alone=False))
    asks = [one for one in page.asks if not one.startswith("#")]
    assert asks == ["/site/colours.css", "/site/debrief.css"]
    assert "style" not in page.elements


def test_decisions_odds_claims_beliefs_and_scores_are_in_it(over):
    told = " ".join(Page(debrief_page(over, ["It hung on luck."], alone=True)).text)
    facts = debrief(over)
    assert facts["rounds"][1]["decisions"][0]["told"] in told
    assert "It hung on luck." in told
    for team in ("kabul", "islamabad", "public"):
        for sentence in facts["rounds"][1]["believed"][team]:
            assert sentence.partition(": ")[2] in told
    for sentence in facts["rounds"][1]["truth"]:
        assert sentence.partition(": ")[2] in told
    assert "Ebba" in told
    assert f"{facts['leaderboard'][0]['score']:.3f}" in told
    assert f"--run {over.run}" in told
    # What is forecast stands among the odds that moved, and the model's odds among the forecasts.
    before, after = (one.result for one in over.rounds)
    asked = over.questions[0]
    text = debrief_page(over, None, alone=True)
    (row,) = re.findall(r"De-escalated by day 14</span></th>(.*?)</tr>", text)
    assert share_told(after.odds_after[asked], after.futures) in row
    odds = "".join(f"<td>{percent(before.odds_after[name])}</td>" for name in over.questions)
    assert f"The model's odds</th><td>1</td>{odds}" in text


def test_claims_stand_beside_what_was_so(over):
    truth = " ".join(over.rounds[1].result.truth)
    claims = claims_of(over)
    assert claims
    assert len(claims) == truth.count("(in this run: ")
    for one in claims:
        assert f"(in this run: {one.true})" in truth


def test_a_game_that_is_not_over_has_none():
    with pytest.raises(InputError, match="before it is closed"):
        debrief_page(begun(), None, alone=True)


def test_elements_are_written_as_html():
    page = h("html", {}, h("p", {"class": None, "title": '"&'}, "a", h("br"), "b", ["c", None]))
    assert as_html(page) == '<!doctype html>\n<html><p title="&quot;&amp;">a<br>bc</p></html>\n'


@pytest.fixture
def opened(browser, over, tmp_path):
    """The file in a browser, of a game whose words and names are as long as they may be."""
    seats = tuple(one.model_copy(update={"name": f"{number}" + "W" * 39})
                  for number, one in enumerate(over.seats))  # fmt: skip
    long = over.model_copy(update={"seats": seats, "title": "M" * 200})
    file = tmp_path / "debrief.html"
    file.write_text(debrief_page(long, ["It hung on luck."], alone=True), encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(file.as_uri())
    yield page
    page.close()


def test_nothing_runs_off_a_phone_and_what_can_be_scrolled_shows_it(opened):
    assert opened.evaluate("document.documentElement.scrollWidth") == 360
    for summary in opened.locator("summary").all():
        summary.click()
    assert opened.evaluate("document.documentElement.scrollWidth") == 360
    assert opened.locator(".scroll").count() > 4
    shadows = opened.locator(".scroll").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundAttachment)"
    )
    assert {len(one.split("local")) for one in shadows} == {3}
    assert kept_out(opened) == []
    opened.get_by_role("link", name="Forecasts").click()
    assert opened.evaluate("() => scrollY") > 0
    assert opened.locator("section:target").locator("h2").inner_text() == "Forecasts"


@pytest.mark.parametrize(("paper", "width"), [("A4", 688), ("Letter", 710)])
def test_on_paper_all_of_it_is_open_and_on_the_sheet(opened, paper, width, tmp_path):
    opened.pdf(path=str(tmp_path / "debrief.pdf"), format=paper)
    pages = pypdf.PdfReader(tmp_path / "debrief.pdf").pages
    told = " ".join(" ".join(page.extract_text() for page in pages).split())
    folded = opened.locator("details").evaluate_all(
        "all => all.map((one) => one.querySelector('caption').textContent)"
    )
    assert len(folded) > 1
    assert [one for one in folded if one not in told] == []
    # What was told and what was true begins on a page of its own, below its heads.
    firsts = [page.extract_text().split("\n")[0] for page in pages]
    assert firsts.count("Told and true") == told.count("Told and true") == 1
    assert told.count("What each decision did") == 1
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": width, "height": 900})  # between the sheet's margins
    beyond = opened.locator("body :not(svg *)").evaluate_all(
        """(all, width) => all.filter((one) => one.getBoundingClientRect().right > width + 0.5)
          .map((one) => one.outerHTML.slice(0, 99))""",
        width,
    )
    assert beyond == []


def test_the_map_has_a_key_and_a_table(over):
    page = Page(debrief_page(over, None, alone=True))
    told = " ".join(page.text)
    seen = [one for one in over.rounds[1].result.incidents if one.kind in CLASHES]
    assert "0 incidents" in told
    rows = re.findall(r"(Segment \d+, [^<]*)</th><td>(\d+)<", debrief_page(over, None, alone=True))
    assert sum(int(count) for _, count in rows) == len(seen) > 0
    assert {int(place.split()[1].strip(",")) - 1 for place, _ in rows} == {
        one.segment for one in seen
    }
