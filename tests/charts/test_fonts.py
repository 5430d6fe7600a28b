"""Letters of any script are drawn by a font that has them, or a sentence says which are missing."""

import logging
import warnings

import pytest

from escalation.charts import fonts
from escalation.charts.saving import save
from escalation.charts.style import head, new_figure
from escalation.results.drawing import _Notes


@pytest.fixture(autouse=True)
def warnings_heard(caplog):
    """Hear what is warned of, also after a quiet command in the same process."""
    caplog.set_level(logging.WARNING, logger="escalation")


def test_a_font_that_has_the_letter_is_taken(monkeypatch, tmp_path):
    figure = new_figure()
    head(figure, "A \u5c71 title")
    monkeypatch.setattr("escalation.charts.style.families_for", lambda text: ["STIXGeneral"])
    figure.savefig(tmp_path / "a.png")
    assert figure.texts[0].get_fontfamily() == ["DejaVu Sans", "STIXGeneral"]


def test_what_its_own_font_has_needs_no_other():
    assert fonts.families_for("Odds \u2013 \u0642\u0646\u062f\u06be\u0627\u0631") == []


def test_letters_that_no_font_has_are_named_once(caplog, monkeypatch):
    monkeypatch.setattr(fonts.fontManager, "ttflist", [])
    fonts._family_with.cache_clear()
    fonts.say_once.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert fonts.families_for("\u5c71 x \u5c71") == []
        fonts.families_for("\u5c71 x \u5c71")
    fonts._family_with.cache_clear()
    (record,) = caplog.records
    assert "\u5c71 (U+5C71)" in record.getMessage()


@pytest.fixture
def own_fonts_only(monkeypatch):
    own = [font for font in fonts.fontManager.ttflist if font.name == "DejaVu Sans"]
    monkeypatch.setattr(fonts.fontManager, "ttflist", own)
    fonts._family_with.cache_clear()
    fonts.say_once.cache_clear()
    yield
    fonts._family_with.cache_clear()


def test_letters_of_ticks_are_named_too_and_by_one_sentence_only(own_fonts_only, caplog, tmp_path):
    figure = new_figure()
    axes = figure.add_subplot()
    axes.set_xticks([0, 1], ["\u505c\u706b", "\u0622\u062a\u0634"])
    with caplog.at_level(logging.WARNING), warnings.catch_warnings():
        warnings.simplefilter("error")
        for suffix in ("png", "svg"):
            save(figure, tmp_path / f"ticks.{suffix}")
    (record,) = caplog.records
    assert "\u505c (U+505C), \u706b (U+706B)" in record.getMessage()


def test_a_font_is_found_for_ticks_before_they_are_drawn(monkeypatch, tmp_path):
    figure = new_figure()
    axes = figure.add_subplot()
    axes.set_yticks([0, 1], ["\u5c71", "a\u202eb"])
    monkeypatch.setattr("escalation.charts.style.families_for", lambda text: ["STIXGeneral"])
    figure.savefig(tmp_path / "a.png")
    first, second = axes.get_yticklabels()
    assert first.get_fontfamily() == ["DejaVu Sans", "STIXGeneral"]
    assert second.get_text() == "a\\u202eb"
    figure.savefig(tmp_path / "a.png")
    assert axes.get_yticklabels()[1].get_text() == "a\\u202eb"


@pytest.mark.parametrize("shapes", [True, False])
def test_english_after_a_name_in_arabic_letters_still_runs_from_left_to_right(monkeypatch, shapes):
    monkeypatch.setattr(fonts, "_SHAPES", shapes)
    name = "\u062c\u0646\u06af"
    mark = fonts.LEFT_TO_RIGHT if shapes else ""
    assert fonts.in_reading_order(f"{name}. Odds\n{name}") == f"{mark}{name}. Odds\n{mark}{name}"
    assert fonts.in_reading_order(f"Odds: {name}") == f"Odds: {name}"
    assert fonts.in_reading_order(f"{name} 14") == f"{name} 14"


def test_a_chart_keeps_its_reading_order_however_often_it_is_drawn(tmp_path):
    figure = new_figure()
    text = figure.text(0.1, 0.5, "\u062c\u0646\u06af. Odds")
    figure.savefig(tmp_path / "a.png")
    once = text.get_text()
    figure.savefig(tmp_path / "a.png")
    assert text.get_text() == once
    assert once.removeprefix(fonts.LEFT_TO_RIGHT) == "\u062c\u0646\u06af. Odds"


def test_what_a_helper_says_reaches_the_program():
    notes = _Notes()
    log = logging.getLogger("escalation.test")
    log.addHandler(notes)
    log.warning("no font has it")
    log.removeHandler(notes)
    assert notes.taken() == ["no font has it"]
    assert notes.taken() == []
