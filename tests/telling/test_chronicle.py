"""The chronicle tells every kind of event, of both sides in the same words."""

import re

import pytest

from escalation import vocabulary as words
from escalation.scenario.load import load_scenario
from escalation.telling.chronicle import PEOPLES, STATES, chronicle, date_of, place_on, tell
from escalation.telling.daily import strip_of


@pytest.fixture(scope="module")
def baseline():
    return load_scenario("baseline")


def swapped(text):
    """Put each side's names in the place of the other's."""
    pairs = [*zip(STATES, STATES[::-1], strict=True), *zip(PEOPLES, PEOPLES[::-1], strict=True)]
    pairs += [("the Afghan Taliban", STATES[1]), (STATES[1], "the Afghan Taliban")]
    pairs += [("Kabul", "Islamabad"), ("Islamabad", "Kabul")]
    names = dict(pairs)
    names[STATES[1]] = "the Afghan Taliban"
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(pattern, lambda found: names[found[0]], text)


@pytest.mark.parametrize("kind", range(1, len(words.EVENT_KINDS)))
def test_every_kind_has_a_sentence(kind, baseline):
    actor = {words.TTP_ATTACK: 2, words.ISIS_K_ATTACK: 3}.get(kind, 0)
    text = tell((3, kind, actor, 26, 1, 1.0, 1, 0, 2, 0), baseline)
    assert text[0].isupper()
    assert text.endswith(".")
    assert "{" not in text


@pytest.mark.parametrize(
    "kind",
    [k for k in range(1, 25) if k not in (words.TTP_ATTACK, words.ISIS_K_ATTACK)]
    + [words.STRIKE_DECIDED],
)
def test_both_sides_are_told_of_in_the_same_words(kind, baseline):
    """Swapping the sides of an event swaps their names and nothing else (but for articles)."""
    segment = 26  # Torkham: a crossing belongs to both sides
    of_afghans = tell((3, kind, 0, segment, 1, 2.0, 3, 4, 0, 0), baseline)
    of_pakistanis = tell((3, kind, 1, segment, 1, 2.0, 3, 4, 0, 0), baseline)

    def bare(text):
        text = re.sub(r"\b[Aa]n? |\b[Tt]he |\b(near|in) [^,;.]+?(?= from the air|[,;.])", "", text)
        return re.sub(r"3 (Afghan|Pakistani) and 4 (Afghan|Pakistani)", "3 and 4", text)

    assert bare(swapped(of_afghans)) == bare(of_pakistanis)


def test_a_sentence_has_its_date_and_place(baseline):
    row = (2, words.EXCHANGE, 1, 26, 5, 0.0, 1, 0, 0, 0)
    assert chronicle([row], baseline) == [
        "14 Oct (day 2): A Pakistani post opened fire without orders on an Afghan post near "
        "Torkham, which fired back; 1 Afghan and 0 Pakistani soldiers died."
    ]
    assert date_of(baseline, 0) == "12 Oct"
    assert date_of(baseline, 81) == "1 Jan 2026"


def test_every_segment_has_a_place():
    for segment in range(90):
        for side in (None, 0, 1):
            assert place_on(segment, side).split()[0] in ("near", "in", "between")


def test_the_strip_shows_the_hardest_mark():
    tension = [0.0] * 90
    tension[3] = 100.0
    rows = [
        (0, words.EXCHANGE, 0, 5, 1, 0.0, 0, 0, 0, 0),
        (0, words.CAPTURE, 0, 5, 1, 0.0, 1, 0, 0, 0),
        (0, words.EXCHANGE, 0, 6, 1, 0.0, 1, 0, 0, 0),
        (0, words.TTP_ATTACK, 2, 8, 1, 0.0, 0, 9, 0, 0),
    ]
    strip = strip_of(tension, rows)
    assert len(strip) == 90
    assert (strip[3], strip[5], strip[6], strip[8]) == ("█", "C", "x", " ")


def test_mediators_are_called_by_their_names():
    from escalation.telling.chronicle import called

    assert [called(key) for key in ("turkiye", "saudi_arabia")] == ["Türkiye", "Saudi Arabia"]


def test_an_army_operation_is_told_as_one_and_names_no_soldiers_of_the_other_state(baseline):
    one = tell((3, words.ARMY_OPERATION, words.PAKISTANI, 26, 1, 1.0, 0, 2, 0, 9), baseline)
    assert one.startswith("Pakistan's army went after a TTP band near ")
    assert one.endswith("; 2 Pakistani soldiers and 9 militants died.")
    more = tell((3, words.ARMY_OPERATION, words.PAKISTANI, 26, 1, 3.0, 0, 0, 0, 70), baseline)
    assert "went after 3 TTP bands near" in more
