"""Letters of any script are drawn by a font that has them, or a sentence says which are missing."""

import logging

from escalation.charts import fonts
from escalation.charts.style import head, new_figure


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
    fonts._tell.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert fonts.families_for("\u5c71 x \u5c71") == []
        fonts.families_for("\u5c71 x \u5c71")
    fonts._family_with.cache_clear()
    (record,) = caplog.records
    assert "\u5c71 (U+5C71)" in record.getMessage()
