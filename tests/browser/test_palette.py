"""Colours of the page: each once, and all to be seen on their ground, by day and by night."""

import re

import pytest
from matplotlib.colors import to_rgb

from escalation.browser.palette import GROUNDS, OF_LETTERS, OF_SHAPES, style_sheet
from escalation.charts.style import contrast
from escalation.web.server.assets import load_site


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_letters_stand_out_from_every_ground(place):
    for ground in ("paper", "card", "accent-paper"):
        for letters in ("ink", "soft", "accent"):
            found = contrast(to_rgb(GROUNDS[letters][place]), to_rgb(GROUNDS[ground][place]))
            assert found >= OF_LETTERS, (letters, ground)


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_colours_with_a_meaning_stand_out_from_cards(place):
    part = style_sheet().splitlines()[place]
    card = to_rgb(GROUNDS["card"][place])
    said = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for name, colour in said.items():
        if name.endswith("-ink"):
            assert contrast(to_rgb(colour), card) >= OF_LETTERS, name
        elif f"{name}-ink" in said and place == 1:
            assert contrast(to_rgb(colour), card) >= OF_SHAPES, name


@pytest.mark.parametrize("name", ["page.css", "drawing/figures.css"])
def test_no_colour_is_written_into_a_style_sheet(name):
    text = load_site()[name].body.decode()
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[;, )])", text) == []
    assert "prefers-color-scheme" not in text
