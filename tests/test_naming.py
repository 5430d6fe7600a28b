"""One name for each outcome, and no face that keeps a list of its own."""

import json
import re
from pathlib import Path

import pytest

import escalation
from escalation.analysis.odds.outcomes import OUTCOMES, QUIET_AFTER_WAR, WORDS
from escalation.naming import OUTCOME_NAMES, in_plain_words
from escalation.scenario import register


def test_outcomes_have_one_name_each_of_which_the_short_form_is_the_beginning():
    names = [one.name for one in OUTCOME_NAMES.values()]
    assert len(set(names)) == len(names)
    assert all(one.name.startswith(one.short) for one in OUTCOME_NAMES.values())
    assert set(OUTCOME_NAMES) == {*OUTCOMES, QUIET_AFTER_WAR}
    assert [words.split(":")[0] for words in WORDS.values()] == names


def test_no_face_keeps_names_of_its_own():
    package = Path(escalation.__file__).parent
    own = [
        f"{path.relative_to(package)}: {key}"
        for path in sorted(package.rglob("*.py"))
        if path.name not in {"naming.py", "glossary.py"}  # which says what the words mean
        for key in OUTCOME_NAMES
        if re.search(rf"[\"']{key}[\"']\]?: *f?[\"'][A-Z a-z,-]* ", path.read_text("utf-8"))
    ]
    assert own == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("parameters.pakistan_hawkish_weight", "Pakistan hawkish weight"),
        ("isis_k_civilian_share", "ISIS-K civilian share"),
        ("back_channel_open_day0", "back channel open day 0"),
        ("claim_C21", "claim C21"),
        ("qatar_turkiye_mediate", "Qatar Türkiye mediate"),
        ("ttp_spoiler_surge", "TTP spoiler surge"),
        ("Pakistan's line", "Pakistan's line"),  # somebody's own words
        ("b^2_$", "b^2_$"),
    ],
)
def test_keys_are_told_in_words(key, words):
    assert in_plain_words(key) == words


def test_no_two_parameters_share_their_words():
    words = [in_plain_words(name) for name in register.parameters()]
    assert len(set(words)) == len(words)
    assert not any("_" in one for one in words)


SAID = ("findings", "verdict", "remarks", "disagreements", "beside", "basis")
GOLDEN = sorted(Path(__file__).parent.glob("golden/studies/*.json"))


def sentences(found, *, said=False):
    """Return what a study says in sentences, from the figures that it keeps."""
    if isinstance(found, dict):
        return [line for key, part in found.items() for line in sentences(part, said=key in SAID)]
    if isinstance(found, list):
        return [line for part in found for line in sentences(part, said=said)]
    return [found] if said and isinstance(found, str) else []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_no_sentence_of_a_study_holds_a_key(path):
    """A key may stand in brackets, where it is what must be typed."""
    told = sentences(json.loads(path.read_text("utf-8")))
    bare = [re.sub(r"\([^()]*\)", "", line) for line in told]
    assert [line for line in bare if re.search(r"\w_\w", line)] == []


def test_studies_say_something():
    assert sum(len(sentences(json.loads(path.read_text("utf-8")))) for path in GOLDEN) > 20
