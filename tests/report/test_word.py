from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from escalation.charts.told import Column, Table
from escalation.report.document import Grid, Section
from escalation.report.word import write_word
from escalation.report.word.styles import STYLES, TABLE_STYLE
from tests.report.sample import sample


@pytest.fixture(scope="module")
def word(tmp_path_factory):
    path = tmp_path_factory.mktemp("word") / "report.docx"
    write_word(sample(), path)
    return docx.Document(path)


def texts(word, style):
    return [one.text for one in word.paragraphs if one.style.name == style]


def test_the_page_begins_with_title_finding_and_odds(word):
    assert [one.style.name for one in word.paragraphs[:4]] == [
        "Title", "Subtitle", "Lead", "Caption",
    ]  # fmt: skip
    assert word.tables[0].rows[1].cells[1].text == "75% (38\u201398%) \u00b10.9"


def test_headings_are_headings_of_their_depth(word):
    assert texts(word, "Heading 1") == [
        "What they hinge on", "Storylines", "How to make it again", "Assumptions",
    ]  # fmt: skip
    assert texts(word, "Heading 2") == ["In detail"]


def test_each_line_of_the_contents_leads_to_its_heading(word):
    body = word.element.body
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(links) == 5
    assert set(links) == marks


def test_all_looks_are_in_styles(word):
    for mark in ("w:sz", "w:color", "w:b", "w:rFonts"):
        assert not list(word.element.body.iter(qn(mark))), mark


def test_tables_have_a_head_that_repeats_and_rows_that_stay_whole(word):
    for table in word.tables:
        assert table.style.name == TABLE_STYLE
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not any(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert len(word.tables[1].rows) == 121


def test_columns_are_as_wide_as_what_they_hold(word):
    for table in word.tables:
        grid = [int(one.get(qn("w:w"))) for one in table._tbl.tblGrid]
        assert len(set(grid)) > 1
        first = [cell.width for cell in table.rows[0].cells]
        assert [column.width for column in table.columns] == first


def test_long_names_of_a_table_may_be_parted(tmp_path):
    grid = Grid(Table("t", "A table", [Column("name")], [("taliban_commitment_day0",)]))
    document = replace(sample(), sections=(Section("a", "A", (grid,)),))
    write_word(document, tmp_path / "a.docx")
    shown = docx.Document(str(tmp_path / "a.docx")).tables[-1].cell(1, 0).text
    assert shown == "taliban_\u200bcommitment_\u200bday0"


def test_numbered_lists_begin_at_one(word):
    numbered = [one for one in word.paragraphs if one.style.name == "List Number"]
    assert len(numbered) == 2
    numbers = {one._p.pPr.numPr.numId.val for one in numbered}
    assert len(numbers) == 1
    style = word.styles["List Number"].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    assert str(numbers.pop()) != style


def test_the_foot_says_whose_figures_they_are(word):
    foot = word.sections[0].footer.paragraphs[0].text
    assert foot.startswith("run 1a2b3c4d")
    assert "not a forecast of fact" in foot


def test_an_office_keeps_its_styles_and_loses_its_text(tmp_path):
    office = docx.Document()
    office.add_paragraph("Somebody's secret draft")
    lead = office.styles.add_style("Lead", 1)
    lead.font.name = "Georgia"
    office.sections[0].page_width = office.sections[0].page_width // 2
    office.save(tmp_path / "office.docx")
    write_word(sample(), tmp_path / "report.docx", template=tmp_path / "office.docx")
    word = docx.Document(tmp_path / "report.docx")
    assert "secret" not in "".join(one.text for one in word.paragraphs)
    assert word.styles["Lead"].font.name == "Georgia"
    assert word.sections[0].page_width == docx.Document().sections[0].page_width // 2
    assert {*STYLES, TABLE_STYLE} <= {style.name for style in word.styles}
    width = word.sections[0].page_width - word.sections[0].left_margin
    assert all(shape.width < width for shape in word.inline_shapes)
