import datetime as dt
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree

from escalation.errors import InputError
from escalation.report.slides import write_slides
from escalation.report.word import write_word
from escalation.stamp import Stamp
from tests.report.sample import HOSTILE, STAMP, sample

WRITERS = {"docx": write_word, "pptx": write_slides}
EVERY = pytest.mark.parametrize("suffix", WRITERS)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The hostile sample in both formats, by suffix."""
    place = tmp_path_factory.mktemp("office")
    for suffix, write in WRITERS.items():
        write(sample(hostile=True), place / f"report.{suffix}")
    return {suffix: place / f"report.{suffix}" for suffix in WRITERS}


def parts(path):
    with zipfile.ZipFile(path) as there:
        return {name: there.read(name) for name in there.namelist()}


def properties(content):
    root = etree.fromstring(content)
    return {one.get("name"): one[0].text for one in root}


@EVERY
def test_the_stamp_is_among_the_custom_properties(written, suffix):
    found = properties(parts(written[suffix])["docProps/custom.xml"])
    assert Stamp.from_mapping(found) == STAMP


@EVERY
def test_the_same_report_is_the_same_bytes(written, suffix, tmp_path):
    again = tmp_path / f"again.{suffix}"
    WRITERS[suffix](sample(hostile=True), again)
    assert again.read_bytes() == written[suffix].read_bytes()
    later = replace(sample(hostile=True), made=dt.datetime(2025, 10, 13, tzinfo=dt.UTC))
    WRITERS[suffix](later, again)
    assert again.read_bytes() != written[suffix].read_bytes()


@EVERY
def test_nothing_leads_out_of_the_file(written, suffix):
    for name, content in parts(written[suffix]).items():
        assert b'TargetMode="External"' not in content, name
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(content)
            assert not root.getroottree().docinfo.doctype, name


@EVERY
def test_hostile_text_stands_as_it_was_written(written, suffix):
    content = "".join(
        "".join(etree.fromstring(part).itertext())
        for name, part in parts(written[suffix]).items()
        if name.startswith(("word/document", "ppt/slides/slide")) and name.endswith(".xml")
    )
    for text in HOSTILE:
        if "\u202e" in text:
            assert "\u202e" not in content
            assert "\\u202e" in content
        elif " " in text or suffix == "docx":  # a long word may be parted from slide to slide
            assert text in content


@EVERY
def test_every_picture_and_table_is_described(written, suffix):
    tags = {
        "docx": "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr",
        "pptx": "{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr",
    }
    said = [
        one.get("descr")
        for name, part in parts(written[suffix]).items()
        if name.startswith(("word/document", "ppt/slides/slide")) and name.endswith(".xml")
        for one in etree.fromstring(part).iter(tags[suffix])
        if suffix == "docx" or one.getparent().tag.endswith(("nvPicPr", "nvGraphicFramePr"))
    ]
    assert len(said) >= 2
    assert all(said)
    assert any(text.startswith("Stacked areas") for text in said)


@EVERY
def test_a_template_keeps_its_own_properties(written, suffix, tmp_path):
    other = {**parts(written[suffix])}
    other["docProps/custom.xml"] = other["docProps/custom.xml"].replace(
        b'name="escalation.seed"', b'name="office.unit"'
    )
    template = tmp_path / f"template.{suffix}"
    with zipfile.ZipFile(template, "w") as there:
        for name, content in other.items():
            there.writestr(name, content)
    WRITERS[suffix](sample(), tmp_path / f"report.{suffix}", template=template)
    content = parts(tmp_path / f"report.{suffix}")
    found = properties(content["docProps/custom.xml"])
    assert found.pop("office.unit") == STAMP.seed
    assert Stamp.from_mapping(found) == STAMP
    numbers = [one.get("pid") for one in etree.fromstring(content["docProps/custom.xml"])]
    assert len(set(numbers)) == len(numbers)
    assert content["[Content_Types].xml"].count(b"/docProps/custom.xml") == 1


@EVERY
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no archive at all", "is no .{suffix} file"),
        (None, "there is no such template"),
        ({"hello.txt": b"hello"}, "is no .{suffix} file"),
    ],
)
def test_what_is_no_template_is_said(suffix, content, said, tmp_path):
    template = tmp_path / f"template.{suffix}"
    if isinstance(content, bytes):
        template.write_bytes(content)
    elif content is not None:
        with zipfile.ZipFile(template, "w") as there:
            for name, text in content.items():
                there.writestr(name, text)
    out = tmp_path / f"report.{suffix}"
    with pytest.raises(InputError, match="template") as raised:
        WRITERS[suffix](sample(), out, template=template)
    assert said.format(suffix=suffix) in str(raised.value)
    assert not out.exists()


@EVERY
def test_a_template_that_swells_is_refused(written, suffix, tmp_path):
    template = tmp_path / f"template.{suffix}"
    with zipfile.ZipFile(template, "w", zipfile.ZIP_DEFLATED) as there:
        for name, content in parts(written[suffix]).items():
            there.writestr(name, content)
        there.writestr("bomb.bin", bytes(101_000_000))
    assert template.stat().st_size < 2_000_000
    with pytest.raises(InputError, match=r"unpacks to 10\d MB"):
        WRITERS[suffix](sample(), tmp_path / f"report.{suffix}", template=template)


@EVERY
def test_a_damaged_part_is_no_template(written, suffix, tmp_path):
    template = tmp_path / f"template.{suffix}"
    content = parts(written[suffix])
    main = "word/document.xml" if suffix == "docx" else "ppt/presentation.xml"
    content[main] = b"<broken"
    with zipfile.ZipFile(template, "w") as there:
        for name, part in content.items():
            there.writestr(name, part)
    with pytest.raises(InputError, match="template"):
        WRITERS[suffix](sample(), tmp_path / f"report.{suffix}", template=template)


@EVERY
def test_what_office_itself_calls_a_template_is_one(written, suffix, tmp_path):
    content = parts(written[suffix])
    types = content["[Content_Types].xml"]
    content["[Content_Types].xml"] = types.replace(
        b".document.main+xml", b".template.main+xml"
    ).replace(b".presentation.main+xml", b".template.main+xml")
    assert content["[Content_Types].xml"] != types
    template = tmp_path / "template.dotx"
    with zipfile.ZipFile(template, "w") as there:
        for name, part in content.items():
            there.writestr(name, part)
    WRITERS[suffix](sample(), tmp_path / f"report.{suffix}", template=template)
    assert b".template.main+xml" not in parts(tmp_path / f"report.{suffix}")["[Content_Types].xml"]


def test_a_picture_is_crisp_and_without_its_head(written):
    from PIL import Image

    pictures = [
        Image.open(BytesIO(content))
        for name, content in parts(written["docx"]).items()
        if name.startswith("word/media/")
    ]
    assert len(pictures) == 2
    assert all(picture.width >= 1200 for picture in pictures)
