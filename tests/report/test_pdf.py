import datetime as dt
from dataclasses import replace

import pypdf
import pytest

from escalation.report.document import Depth, Grid, Section, Text
from escalation.report.pdf import write_pdf
from escalation.report.pdf.writer import said
from escalation.stamp import Stamp
from tests.report.sample import HOSTILE, STAMP, sample


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    write_pdf(sample(), path)
    return path


@pytest.fixture(scope="module")
def pdf(written):
    return pypdf.PdfReader(written)


def words(pages):
    text = "\n".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\u200b", "").split())  # where a long word may be parted


def tags(pdf):
    """Every tag of the structure tree, with what it says in place of a picture."""
    found = []

    def walk(node):
        one = node.get_object()
        if isinstance(one, pypdf.generic.ArrayObject):
            for each in one:
                walk(each)
        elif isinstance(one, pypdf.generic.DictionaryObject):
            if "/S" in one:
                found.append((str(one["/S"]), str(one.get("/Alt", ""))))
            if "/K" in one:
                walk(one["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_page_one_is_the_summary_and_page_two_the_contents(pdf):
    first, second = words(pdf.pages[:1]), words(pdf.pages[1:2])
    assert "Baseline: odds of de-escalation" in first
    assert "75% (38–98%) ±0.9" in first
    assert "not a forecast of fact" in first
    assert "Contents" in second
    assert "What they hinge on" not in first


def test_each_page_says_its_number_and_whose_figures_they_are(pdf):
    count = len(pdf.pages)
    assert count > 3
    for number, page in enumerate(pdf.pages, 1):
        text = words([page])
        assert f"{number} of {count}" in text
        assert "run 1a2b3c4d" in text


def test_lines_of_the_contents_are_links_and_headings_are_outlined(pdf):
    links = [
        one.get_object()
        for one in pdf.pages[1].get("/Annots", [])
        if one.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) >= 5
    assert not any("/URI" in str(link.get("/A", {})) for link in links)
    outlined = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert outlined == [section.title for section in sample().sections]


def test_it_is_tagged_for_those_who_listen(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = [kind for kind, _ in tags(pdf)]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/Figure"} <= set(kinds)
    told = [alt for kind, alt in tags(pdf) if kind == "/Figure"]
    assert len(told) == 2
    assert all(alt.startswith("Stacked areas") for alt in told)


def test_the_stamp_is_in_its_properties_and_is_traced(written, pdf):
    assert Stamp.from_text(pdf.metadata["/Keywords"]) == STAMP
    assert pdf.metadata.title == "Baseline: odds of de-escalation"
    assert pdf.metadata.creation_date == sample().made
    from escalation.results.tracing.papers import pdf as traces

    assert [one.stamp for one in traces(written.read_bytes())] == [STAMP]


def test_the_same_report_is_the_same_bytes(written, tmp_path):
    write_pdf(sample(), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == written.read_bytes()
    later = replace(sample(), made=dt.datetime(2025, 10, 13, tzinfo=dt.UTC))
    write_pdf(later, tmp_path / "later.pdf")
    assert (tmp_path / "later.pdf").read_bytes() != written.read_bytes()


def test_hostile_text_is_text(tmp_path):
    write_pdf(sample(hostile=True), tmp_path / "report.pdf")
    pdf = pypdf.PdfReader(tmp_path / "report.pdf")
    text = words(pdf.pages)
    for one in HOSTILE[:5]:
        assert " ".join(one.split()) in text
    assert "\\u202e" in text
    assert "\u202e" not in text
    assert b"/JavaScript" not in (tmp_path / "report.pdf").read_bytes()
    assert not any("/URI" in str(page.get("/Annots", "")) for page in pdf.pages)


def test_a_table_goes_on_from_page_to_page_with_its_head(pdf):
    pages = [words([page]) for page in pdf.pages]
    of_table = [text for text in pages if "parameter " in text]
    assert len(of_table) > 1
    assert all("Assumption" in text and "Basis" in text for text in of_table)
    assert all(f"parameter {n}" in " ".join(of_table) for n in range(120))


def test_charts_are_drawn_not_photographed(pdf):
    assert not any(page.images for page in pdf.pages)
    assert "Quiet begins by day 14 in about 3 runs of 4" in words(pdf.pages[:1])


def test_paper_may_be_american(tmp_path):
    write_pdf(sample(), tmp_path / "report.pdf", paper="us-letter")
    page = pypdf.PdfReader(tmp_path / "report.pdf").pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (612, 792)


def test_a_full_summary_still_keeps_to_one_page(tmp_path):
    document = sample()
    blocks = [*document.summary.blocks]
    lines = [Text("The finding is told at some length, as it is in three sentences. " * 4)] * 3
    summary = Section("summary", "In brief", [*blocks[:1], *lines, *blocks[1:]])
    write_pdf(replace(document, summary=summary), tmp_path / "report.pdf")
    pdf = pypdf.PdfReader(tmp_path / "report.pdf")
    assert "not a forecast of fact." in words(pdf.pages[:1]).replace("run 1a2b3c4d", "")
    assert words(pdf.pages[1:2]).count("Contents") == 1


def test_chapters_that_are_looked_up_begin_no_page(tmp_path):
    few = Section("few", "A few words", (Text("Few."),))
    after = replace(few, name="after", title="Looked up", depth=Depth.APPENDIX)
    write_pdf(replace(sample(), sections=(few, after)), tmp_path / "report.pdf")
    pages = [words([page]) for page in pypdf.PdfReader(tmp_path / "report.pdf").pages]
    (held,) = [page for page in pages if "Few." in page]
    assert held.count("Looked up") == 2  # in the contents, and here


def test_a_report_of_no_sections_is_a_page(tmp_path):
    odds = Grid(sample().summary.blocks[1].table)
    summary = Section("summary", "In brief", [Text("Nothing."), odds])
    write_pdf(replace(sample(), summary=summary, sections=()), tmp_path / "report.pdf")
    assert len(pypdf.PdfReader(tmp_path / "report.pdf").pages) <= 2


def test_only_long_words_are_parted():
    assert said("de-escalation") == "de-escalation"
    assert said("x" * 36).replace("\u200b", "") == "x" * 36
    assert "\u200b" in said("x" * 36)
    assert said("audience_cost") == "audience_cost"
    assert said("taliban_commitment_day0") == "taliban_\u200bcommitment_\u200bday0"
