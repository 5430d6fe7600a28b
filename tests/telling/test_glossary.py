"""The glossary: one plain sentence a word, and words that are those of the program."""

import json

import pytest

from escalation.cli.main import main
from escalation.telling.glossary import GLOSSARY, explained


@pytest.mark.parametrize(("word", "meaning"), GLOSSARY.items())
def test_a_meaning_is_a_sentence_or_two_and_does_not_begin_with_its_word(word, meaning):
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert len(meaning) <= 200
    assert not meaning.lower().startswith((f"{word.lower()} is", f"a {word.lower()} is"))


def test_no_word_is_there_twice_however_it_is_written():
    assert len({word.lower() for word in GLOSSARY}) == len(GLOSSARY)


@pytest.mark.parametrize("word", ["silhouette", "nats", "RBD-FAST", "regret", "Sobol sequence"])
def test_what_readers_asked_for_is_there(word):
    assert not explained(word).endswith(".")
    assert explained(word)[0].islower()


def test_the_command_prints_all_of_it_or_one(capsys):
    assert main(["glossary"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(f"{word}: {meaning}" in said for word, meaning in GLOSSARY.items())
    assert main(["glossary", "REGRET", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"regret": GLOSSARY["regret"]}
    assert main(["glossary", "regrets"]) == 2
    assert "did you mean 'regret'" in capsys.readouterr().err
