"""Reports of results that hold next to nothing, or text that would rather be something else."""

import pytest

from escalation import compare, load_scenario, policies, run_sweep
from escalation.report.contents.kinds import meant
from escalation.report.document import Picture
from escalation.report.formats import FORMATS, write
from escalation.telling.estimative_words import BANDS
from tests.report.contents.reading import blocks, sections, texts

FEW = {"runs": 1, "replicates": 1, "seed": 5}
HOSTILE = "<script>alert(1)</script> #panic() $x$ @SUM(1) \u202egnp \u0645\u0631\u062d " + "x" * 60


def comparison(tmp_path):
    """Of one run, with a scenario that changes nothing but its name."""
    same = load_scenario("baseline").model_copy(update={"name": "same"})
    return compare("baseline", same, **FEW).save(tmp_path, charts=False)[0]


def point(tmp_path):
    """A sweep of one point, over one day."""
    sweep = {"sweep": "one", "scenario": "baseline", "runs": 1, "set": {"horizon_days": 1}}
    vary = {"parameters.audience_cost": [0.1]}
    return run_sweep({**sweep, "vary": vary}, tmp_path / "one", charts=False).path


def levers(tmp_path):
    """A ranking by two runs."""
    return policies("baseline", runs=2, replicates=2, seed=5).save(tmp_path, charts=False)[0]


def hostile(tmp_path):
    """A sweep whose title, names and values are commands of some format."""
    options = {"+cmd|' /C calc'!A0": {}, HOSTILE: {"events": [EVENT]}}
    vary = {'=HYPERLINK("http://x") <b>': {"options": options}}
    sweep = {"sweep": "hostile", "title": HOSTILE, "scenario": "baseline", "runs": 8, "vary": vary}
    return run_sweep(sweep, tmp_path / "hostile", charts=False).path


EVENT = {"day": 1, "kind": "back_channel", "open": True}


@pytest.mark.parametrize("make", [comparison, point, levers, hostile])
def test_it_is_told_whole_with_every_picture(make, tmp_path):
    document = meant(make(tmp_path)).document()
    names = [section.name for section in sections(document)]
    assert {"summary", "claims", "elsewhere", "assumptions", "again"} <= set(names)
    assert all(picture.draw() is not None for picture in blocks(document, Picture))
    said, few, rest = document.summary.blocks[0].text.partition("too few to say how likely that is")
    assert few
    assert not any(band.word in f"{said}{rest}" for band in BANDS)
    if make is hostile:
        assert HOSTILE in document.title
        assert any("+cmd|' /C calc'!A0" in text for text in texts(document))
    write(document, tmp_path / "a.html", "html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "\u202e" not in page


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("make", [comparison, point, levers, hostile])
def test_every_format_takes_it(make, suffix, tmp_path):
    write(meant(make(tmp_path)).document(), tmp_path / f"a.{suffix}", suffix)
    assert (tmp_path / f"a.{suffix}").stat().st_size > 10_000
