"""The glossary: one plain sentence a word, and words that are those of the program."""

import pytest

from escalation.telling.glossary import GLOSSARY


@pytest.mark.parametrize(("word", "meaning"), GLOSSARY.items())
def test_a_meaning_is_a_sentence_or_two_and_does_not_begin_with_its_word(word, meaning):
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert len(meaning) <= 200
    assert not meaning.lower().startswith((f"{word.lower()} is", f"a {word.lower()} is"))


def test_no_word_is_there_twice_however_it_is_written():
    assert len({word.lower() for word in GLOSSARY}) == len(GLOSSARY)
