from dataclasses import replace

import pptx
import pytest
from pptx.util import Emu, Inches, Pt

from escalation.errors import InputError
from escalation.report.document import Depth, Role, Text
from escalation.report.slides import write_slides
from escalation.report.slides.fitting import Line, paged
from tests.report.sample import sample


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "hostile"])
def shown(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("slides") / "report.pptx"
    write_slides(sample(hostile=request.param), path)
    return pptx.Presentation(path)


def titles(shown):
    return [slide.shapes.title.text for slide in shown.slides]


def test_every_slide_has_a_title_a_foot_and_a_number(shown):
    for number, slide in enumerate(shown.slides, 1):
        assert slide.shapes.title.text
        kinds = {one.placeholder_format.type.name: one for one in slide.placeholders}
        assert kinds["FOOTER"].text_frame.text.startswith("run 1a2b3c4d")
        assert "SLIDE_NUMBER" in kinds, number


def test_nothing_reaches_beyond_its_slide(shown):
    for slide in shown.slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= shown.slide_height
            assert shape.left + shape.width <= shown.slide_width


def test_a_finding_heads_its_picture_and_the_notes_tell_it(shown):
    slide = next(one for one in shown.slides if "(odds)" in one.shapes.title.text)
    notes = slide.notes_slide.notes_text_frame.text
    assert notes.startswith("Stacked areas")
    assert "Source: escalation" in notes


def test_a_note_behind_a_picture_is_for_the_speaker(tmp_path):
    document = sample()
    note = Text("In brackets: where most draws lie.", Role.NOTE)
    blocks = [*document.summary.blocks[:3], note]
    summary = replace(document.summary, blocks=blocks)
    write_slides(replace(document, summary=summary, sections=()), tmp_path / "report.pptx")
    shown = pptx.Presentation(tmp_path / "report.pptx")
    last = list(shown.slides)[-1]
    assert "(odds)" in last.shapes.title.text
    assert "In brackets" in last.notes_slide.notes_text_frame.text
    assert titles(shown).count("In brief") == 1


def test_tables_are_tables(shown):
    tables = [shape.table for slide in shown.slides for shape in slide.shapes if shape.has_table]
    assert tables[0].cell(1, 1).text == "75% (38\u201398%) \u00b10.9"
    assert tables[0].first_row


def test_appendices_are_named_and_left_out(shown):
    assert titles(shown)[-1] == "Where to look things up"
    assert "Assumptions" in shown.slides[-1].placeholders[1].text_frame.text
    assert not any("parameter 7" in shape.text_frame.text
                   for slide in shown.slides for shape in slide.shapes
                   if shape.has_text_frame)  # fmt: skip


def test_the_story_comes_first_and_what_stands_behind_it_as_an_appendix(shown):
    said = titles(shown)
    divider = said.index("Appendix")
    story = list(shown.slides)[:divider]
    assert sum(shape.has_table for slide in story for shape in slide.shapes) == 1  # the summary's
    assert any("In detail" in one for one in said[divider:])
    assert not any("In detail" in one for one in said[:divider])


def test_slides_of_one_list_are_about_as_full():
    lines = [Line(f"{place} what these figures can't tell") for place in range(15)]
    height = int(Pt(18) * 1.6 * 13)
    assert [len(page) for page in paged(lines, Inches(12), height)] == [8, 7]


def test_a_title_that_is_too_long_for_its_place_shrinks(tmp_path):
    document = replace(sample(), title="Durable quiet gains points where each state holds. " * 6)
    write_slides(document, tmp_path / "report.pptx")
    first, second = list(pptx.Presentation(tmp_path / "report.pptx").slides)[:2]
    (fit,) = first.shapes.title.text_frame._txBody.bodyPr
    assert 50_000 <= int(fit.get("fontScale")) < 100_000
    assert len(second.shapes.title.text_frame._txBody.bodyPr) == 0


def test_a_long_table_is_cut_to_what_can_be_read_and_says_so(tmp_path):
    document = sample()
    last = replace(document.sections[-1], depth=Depth.MAIN)
    write_slides(replace(document, sections=[last]), tmp_path / "report.pptx")
    shown = pptx.Presentation(tmp_path / "report.pptx")
    tables = [
        shape
        for slide in shown.slides
        if slide.shapes.title.text.startswith("Every assumption")
        for shape in slide.shapes
        if shape.has_table
    ]
    (shape,) = tables
    rows = [row.cells[0].text for row in list(shape.table.rows)[1:]]
    assert rows == [f"parameter {n}" for n in range(len(rows))]
    assert 5 < len(rows) < 40
    assert shape.table.cell(0, 0).text == "Assumption"
    said = " ".join(one.text_frame.text for slide in shown.slides for one in slide.shapes
                    if one.has_text_frame)  # fmt: skip
    assert "The first of 120 rows; the workbook ('escalation workbook 1a2b3c4d')" in said


def test_an_office_keeps_its_master_and_loses_its_slides(tmp_path):
    office = pptx.Presentation()
    office.slide_width = Emu(9_000_000)
    office.slides.add_slide(office.slide_layouts[0]).shapes.title.text = "Secret"
    office.save(tmp_path / "office.pptx")
    write_slides(sample(), tmp_path / "report.pptx", template=tmp_path / "office.pptx")
    shown = pptx.Presentation(tmp_path / "report.pptx")
    assert shown.slide_width == 9_000_000
    assert len(shown.slide_layouts) == 11
    assert "Secret" not in titles(shown)
    content = (tmp_path / "report.pptx").read_bytes()
    assert content.count(b"ppt/slides/slide1.xml") == 2  # in the list and before its content


def test_a_master_without_a_layout_for_text_is_refused(tmp_path):
    office = pptx.Presentation()
    for layout in list(office.slide_layouts)[1:]:
        office.slide_layouts.remove(layout)
    office.save(tmp_path / "office.pptx")
    with pytest.raises(InputError, match="no layout with a title and one text"):
        write_slides(sample(), tmp_path / "report.pptx", template=tmp_path / "office.pptx")
