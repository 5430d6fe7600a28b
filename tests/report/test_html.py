"""The report as a page: what stands in the file, before any browser reads it."""

import base64
import hashlib
import itertools
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from matplotlib.figure import Figure

from escalation.charts.all_charts import CHARTS
from escalation.charts.saving import write
from escalation.errors import InputError
from escalation.report.document import Picture, Section, Text
from escalation.report.html import write_html
from escalation.report.html.blocks import as_data
from escalation.report.html.stills import cleaned
from escalation.report.html.writer import MOST_BYTES, page
from escalation.stamp import Stamp
from escalation.studies.run import simulate
from tests.report.sample import HOSTILE, STAMP, picture, sample

VOID = {"meta", "link", "img", "input", "br", "hr", "base", "wbr"}


class Read(HTMLParser):
    """What a page holds: each element with its attributes, and the text within each kind."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def within(self, tag):
        return [text for where, text in self.texts if where == tag]

    def named(self, tag):
        return [attributes for one, attributes in self.elements if one == tag]


@pytest.fixture(scope="module")
def plain():
    return Read(page(sample()))


@pytest.fixture(scope="module")
def hostile():
    return Read(page(sample(hostile=True)))


def alive(data, name="over-time"):
    """Return a report whose picture answers, with such data."""
    return replace(
        sample(),
        sections=(
            Section("live", "Alive", (replace(picture(name), live=lambda: ("standings", data)),)),
        ),
    )


# --- what it asks for -------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["plain", "hostile"])
def test_the_policy_lets_in_nothing_but_the_pages_own_style_and_script(which, request):
    read = request.getfixturevalue(which)
    [policy] = [m["content"] for m in read.named("meta") if "http-equiv" in m]
    said = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    hashes = {
        tag: "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for tag in ("style", "script")
        for text in ["".join(read.within(tag))]
    }
    assert said == {
        "default-src": "'none'",
        "style-src": hashes["style"],
        "script-src": hashes["script"],
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.parametrize("which", ["plain", "hostile"])
def test_no_address_is_in_it_but_places_of_its_own(which, request):
    read = request.getfixturevalue(which)
    kinds = {tag for tag, _ in read.elements}
    assert kinds.isdisjoint({"link", "iframe", "object", "embed", "base", "form", "foreignobject"})
    for tag, attributes in read.elements:
        for name in ("src", "href", "xlink:href", "action", "srcset", "data", "poster"):
            assert attributes.get(name, "#").startswith(("#", "data:image/png;base64,")), tag
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
    assert "url(" not in "".join(read.within("style"))
    assert "@import" not in "".join(read.within("style"))


# --- how it is built --------------------------------------------------------------------------


def test_headings_go_down_one_step_at_a_time_and_one_is_the_title(plain):
    levels = [int(tag[1]) for tag, _ in plain.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert set(levels) == {1, 2, 3}


def test_landmarks_and_contents_lead_to_every_chapter(plain):
    kinds = [tag for tag, _ in plain.elements]
    assert [kinds.count(one) for one in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    ids = [attributes["id"] for _, attributes in plain.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    chapters = [one["id"] for one in plain.named("section")]
    assert chapters == ["summary", "hinges", "hinges-more", "stories", "again", "basis"]
    assert [one["href"] for one in plain.named("a")][1:] == [f"#{name}" for name in chapters]
    for _, attributes in plain.elements:
        for name in ("aria-labelledby", "for", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(ids)


def test_tables_have_captions_and_scopes_and_pictures_have_words(plain):
    kinds = [tag for tag, _ in plain.elements]
    assert kinds.count("table") == kinds.count("caption") == 4
    assert all(one.get("scope") in ("row", "col") for one in plain.named("th"))
    assert len(plain.named("th")) == 3 * 4 + 2 * 3 + 120
    drawn = [one for one in plain.named("svg") if one.get("role") == "img"]
    assert len(drawn) == 2
    assert any("Stacked areas, odds" in text for text in plain.within("desc"))


def test_it_says_in_its_head_and_foot_which_run_made_it(plain):
    found = {one["name"]: one["content"] for one in plain.named("meta") if "name" in one}
    assert Stamp.from_mapping(found) == STAMP
    assert set(STAMP.as_mapping().values()) - {""} <= set(plain.within("dd")) | {STAMP.version}
    assert f"run {STAMP.run_id}" in "".join(plain.within("style"))


def test_the_same_report_is_the_same_bytes_and_leaves_no_other_file(tmp_path):
    for name in ("a.html", "b.html"):
        write_html(sample(hostile=True), tmp_path / name)
    first, second = (tmp_path / "a.html", tmp_path / "b.html")
    assert first.read_bytes() == second.read_bytes()
    assert {one.name for one in tmp_path.iterdir()} == {"a.html", "b.html"}


def test_a_place_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="its folder does not exist"):
        write_html(sample(), tmp_path / "gone" / "a.html")


# --- what people wrote ------------------------------------------------------------------------


def test_what_people_wrote_is_text_and_nothing_else(hostile):
    scripts = [one for one in hostile.named("script") if one.get("type") != "application/json"]
    assert scripts == [{"type": "module"}]
    assert not any(one.get("src") == "x" for one in hostile.named("img"))
    items = hostile.within("li")
    for text in HOSTILE[:5]:
        assert text in items
    assert HOSTILE[6] in items
    # Marks of direction and separators of lines stand where they can be seen.
    everything = "".join(text for _, text in hostile.texts)
    assert not re.search("[\u200b\u202a-\u202e\u2028\u2066-\u2069]", everything)
    assert "left \\u202eturned" in everything


def test_data_of_a_picture_end_no_script_and_come_back_as_they_were():
    data = {"label": "</script><script>alert(1)</script>", "more": [*HOSTILE, "<!--", "]]>"]}
    read = Read(page(alive(data)))
    [held] = [one for one in read.named("script") if one.get("type") == "application/json"]
    [figure] = [one for one in read.named("div") if "data-module" in one]
    assert figure["data-from"] == held["id"]
    [text] = [text for text in read.within("script") if text.startswith('{"label"')]
    assert json.loads(text) == data
    assert not re.search(r"[<>&]|[^\x00-\x7f]", text)
    with pytest.raises(ValueError, match="JSON compliant"):
        as_data({"p": float("nan")})


# --- pictures ---------------------------------------------------------------------------------


def drawn(figure):
    written = BytesIO()
    write(figure, written, "svg")
    return written.getvalue()


def test_every_chart_of_the_command_line_is_understood_and_lighter_than_it_was():
    result = simulate("baseline", runs=40)
    for name, draw in CHARTS.items():
        svg = drawn(draw(result))
        root = cleaned(svg, name)
        assert root.get("viewBox")
        ids = [one.get("id") for one in root.iter() if one.get("id")]
        assert len(ids) == len(set(ids))
        assert all(one.startswith(f"{name}-") for one in ids)
        wanted = {one.get("href")[1:] for one in root.iter("use")}
        assert wanted <= set(ids)
        written = " ".join(one.get("clip-path", "") for one in root.iter())
        assert set(re.findall(r"url\(#([^)]+)\)", written)) <= set(ids)
        assert not any("style" in one.attrib for one in root.iter())
        said = [one.text for one in root.iter("text") if one.text]
        assert len(said) > 8


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<path d="M0 0" onclick="alert(1)"/>',
        '<use xlink:href="https://example.org/a.svg#b"/>',
        '<image xlink:href="https://example.org/a.png"/>',
        "<foreignObject><p>a</p></foreignObject>",
        '<path style="background: red" d="M0 0"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_a_drawing_that_is_not_known_to_be_harmless_is_refused(inside):
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    with pytest.raises(ValueError, match=r"\w"):
        cleaned(f"{head}<g>{inside}</g></svg>".encode(), "a")


def test_text_in_a_drawing_stays_text():
    figure = Figure()
    figure.text(0.1, 0.5, "</text><script>alert(1)</script>")
    root = cleaned(drawn(figure), "a")
    assert [one.text for one in root.iter("text")] == ["</text><script>alert(1)</script>"]


def test_a_heavy_drawing_stands_as_dots_with_its_words():
    heavy = replace(sample(), sections=(Section("a", "A", (picture("heavy", lines=400),)),))
    read = Read(page(heavy))
    [image] = read.named("img")
    assert image["alt"].startswith("Stacked areas, heavy")
    assert image["src"].startswith("data:image/png;base64,")
    assert int(image["width"]) == 8 * 160
    assert len(image["src"]) < 300_000


def test_many_pictures_still_make_a_file_that_can_be_sent(tmp_path):
    pictures: list[Picture] = [picture(f"p{n}", lines=90) for n in range(12)]
    many = replace(sample(), sections=(Section("many", "Many", (Text("All."), *pictures)),))
    assert len(page(many, largest_drawing=10**9)) > 1_500_000
    path = tmp_path / "many.html"
    write_html(many, path)
    assert path.stat().st_size < MOST_BYTES
