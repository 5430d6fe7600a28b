"""The debrief: one page that asks for nothing, tells of a game, and treats words as text."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from escalation.browser.markup import as_html, h
from escalation.errors import InputError
from escalation.web.debrief import debrief_page
from escalation.web.debrief.claimed import claims_of
from escalation.web.play.debrief import debrief
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
    assert page.asks == []
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
    assert page.asks == ["/site/colours.css", "/site/debrief.css"]
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
