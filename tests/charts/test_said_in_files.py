"""What a chart says stands in its file too, in the words of its head and foot."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import synthetic
from matplotlib.figure import Figure
from PIL import Image

from escalation import simulate
from escalation.browser.figures import MAKERS
from escalation.charts import style
from escalation.charts.all_charts import CHARTS
from escalation.charts.saving import PNG_DPI, save
from escalation.charts.told import Told

SVG = "{http://www.w3.org/2000/svg}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
HOSTILE = "<script>alert(1)</script> & \x1b[2J \u202egnirts \u0642"
SEEN = "<script>alert(1)</script> & \\u001b[2J \\u202egnirts \u0642"


@pytest.fixture(scope="module")
def usual():
    return synthetic.result()


@pytest.mark.parametrize("name", CHARTS)
def test_what_is_said_of_a_chart_is_whole(usual, name):
    told = CHARTS[name](usual).told
    for text in (told.finding, told.caption, told.alt, told.source):
        assert text.strip()
        assert not re.search(r"<[a-z/]|\*\*|`|\n|\bnan\b", text)
    assert f". {told.finding}." in told.alt
    assert told.source.startswith("Source: escalation")


def test_a_png_says_it(usual, tmp_path):
    figure = CHARTS["odds"](usual)
    save(figure, tmp_path / "odds.png")
    told, said = figure.told, Image.open(tmp_path / "odds.png").text
    assert said["Title"] == figure.told.finding
    assert said["Description"] == f"{told.alt} {figure.told.caption}"
    assert said["Source"] == figure.told.source
    assert "Software" not in said


def test_an_svg_says_it_and_reads_it_aloud(usual, tmp_path):
    figure = CHARTS["odds"](usual)
    save(figure, tmp_path / "odds.svg")
    told, root = figure.told, ET.parse(tmp_path / "odds.svg").getroot()
    work = next(one for one in root.iter() if one.tag.endswith("}Work"))
    said = {one.tag.removeprefix(DUBLIN_CORE): one.text for one in work}
    assert said["title"] == figure.told.finding
    assert said["description"] == f"{told.alt} {figure.told.caption}"
    assert said["source"] == figure.told.source
    assert root.get("role") == "img"
    names = [root.find(f"*[@id='{one}']") for one in root.get("aria-labelledby").split()]
    assert [one.tag for one in names] == [f"{SVG}title", f"{SVG}desc"]
    assert [one.text for one in names] == [figure.told.finding, told.alt]
    assert root[0] is names[0]  # else a browser takes it for no name of the whole


def test_a_pdf_says_it(usual, tmp_path):
    figure = CHARTS["odds"](usual)
    save(figure, tmp_path / "odds.pdf")
    content = (tmp_path / "odds.pdf").read_bytes()
    title = re.search(rb"/Title \(((?:[^()\\]|\\.)*)\)", content)
    assert title is not None
    assert title[1].decode("latin-1").replace("\\", "") == figure.told.finding
    assert b"/Subject" in content


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_picture_is_that_without_words(usual, tmp_path, suffix):
    figure = CHARTS["end_states"](usual)
    save(figure, tmp_path / f"said.{suffix}")
    figure.savefig(tmp_path / f"bare.{suffix}", dpi=PNG_DPI)
    said, bare = (tmp_path / f"{name}.{suffix}" for name in ("said", "bare"))
    if suffix == "png":
        assert np.array_equal(np.asarray(Image.open(said)), np.asarray(Image.open(bare)))
    elif suffix == "svg":
        assert drawn(said) == drawn(bare)
    else:
        assert content_of(said) == content_of(bare)


def drawn(file):
    """All that an SVG draws, in order, without what it says."""
    kinds = [f"{SVG}{kind}" for kind in ("path", "use", "text", "g", "style", "image")]
    found = [one for one in ET.parse(file).iter() if one.tag in kinds]
    assert found
    return [(one.tag, one.attrib, (one.text or "").strip()) for one in found]


def content_of(file):
    """The drawing of a PDF, as it is packed."""
    return max(re.findall(rb"stream\n(.*?)\nendstream", file.read_bytes(), re.DOTALL), key=len)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_what_people_wrote_is_inert(tmp_path, suffix):
    figure = style.new_figure(3, 2)
    style.page(figure, "", Told(HOSTILE, HOSTILE, HOSTILE, HOSTILE))
    save(figure, tmp_path / f"a.{suffix}")
    if suffix == "png":
        said = Image.open(tmp_path / "a.png").text
        told = [said["Title"], said["Source"]]
    else:
        root = ET.parse(tmp_path / "a.svg").getroot()
        assert not list(root.iter(f"{SVG}script"))
        told = [root.find(f"{SVG}title").text, next(root.iter(f"{DUBLIN_CORE}source")).text]
    assert told == [SEEN, SEEN]


def test_a_figure_of_others_says_nothing(tmp_path):
    save(Figure(figsize=(1, 1)), tmp_path / "a.png")
    assert not {"Title", "Description", "Source"} & set(Image.open(tmp_path / "a.png").text)


@pytest.fixture(scope="module")
def result():
    return simulate("baseline", runs=200)


@pytest.mark.parametrize("name", [name for name, one in MAKERS.items() if one.chart])
def test_the_page_words_a_finding_as_the_chart_does(result, name):
    figure, chart = MAKERS[name].make(result), CHARTS[MAKERS[name].chart](result)
    assert figure["title"] == chart.told.finding
