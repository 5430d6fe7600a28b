"""From a file alone: whatever its format, its origin is told, or honestly that it tells none."""

import io
import json
import shutil
import struct
import zipfile

import docx
import matplotlib.pyplot as plt
import pandas as pd
import pptx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from PIL import Image

from escalation import simulate
from escalation.errors import InputError
from escalation.report.html import write_html
from escalation.report.pdf import write_pdf
from escalation.report.slides import write_slides
from escalation.report.word import write_word
from escalation.results.csv_text import as_csv
from escalation.results.tracing.whence import whence
from tests.report.sample import STAMP, sample


@pytest.fixture(scope="module")
def figure():
    made, axes = plt.subplots(figsize=(3, 2))
    axes.text(0.2, 0.2, f"run {STAMP.run_id}")
    yield made
    plt.close(made)


def png(path, figure):
    figure.savefig(path, metadata=STAMP.as_mapping())


def svg(path, figure):
    figure.savefig(path, metadata={"Identifier": STAMP.as_text(), "Date": None})


def pdf(path, figure):
    figure.savefig(path, metadata={"Keywords": STAMP.as_text()})


def table(path, _):
    path.write_text(as_csv(pd.DataFrame({"p": [0.1, 0.2]}), stamp=STAMP))


def table_of_excel(path, figure):
    """The same table as Excel writes it where a comma is in numbers."""
    table(path, figure)
    pd.read_csv(path).to_csv(path, sep=";", decimal=",", index=False, encoding="utf-8-sig")


def parquet(path, _):
    made = pa.table({"p": [0.1]})
    pq.write_table(made.replace_schema_metadata(STAMP.as_mapping()), path)


def document(path, _):
    path.write_text(json.dumps({"p": 0.1, "made_by": STAMP.as_json()}))


def scenario(path, _):
    path.write_text(f"# made_by: {STAMP.as_text()}\nname: x\n")


def page(path, _):
    write_html(sample(), path)


def word(path, _):
    write_word(sample(), path)


def slides(path, _):
    write_slides(sample(), path)


def paper(path, _):
    write_pdf(sample(), path)


def workbook(path, _):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, "x")
        for name, text in STAMP.as_mapping().items():
            book.set_custom_property(name, text)


WHOLE = {
    "a.png": png, "a.svg": svg, "a.pdf": pdf, "a.csv": table, "b.csv": table_of_excel,
    "a.parquet": parquet, "a.json": document, "a.yaml": scenario, "a.html": page, "b.pdf": paper,
    "a.docx": word, "a.pptx": slides, "a.xlsx": workbook,
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_every_format_tells_all_of_its_origin_by_its_content_alone(tmp_path, figure, name):
    WHOLE[name](tmp_path / name, figure)
    found = whence(tmp_path / name, tmp_path)
    assert [trace.stamp for trace in found.traces] == [STAMP]
    assert found.traces[0].place in {
        "text chunks", "metadata", "keywords", "column made_by", "key made_by", "text",
        "meta tags", "properties",
    }  # fmt: skip
    if name[-3:] not in ("csv",):  # a CSV of a spreadsheet is known by its name alone
        shutil.move(tmp_path / name, tmp_path / "renamed.bin")
        assert [trace.stamp for trace in whence(tmp_path / "renamed.bin").traces] == [STAMP]


@pytest.mark.parametrize("command", ["escalation run 'ä (b) \\ c; d.yaml'", "x" * 3000, ""])
def test_a_pdf_gives_back_any_command(tmp_path, figure, command):
    given = type(STAMP)(**(STAMP.as_json() | {"command": command}))
    figure.savefig(tmp_path / "a.pdf", metadata={"Keywords": given.as_text()})
    (trace,) = whence(tmp_path / "a.pdf").traces
    assert trace.stamp.as_text() == given.as_text()


def test_a_pdf_with_packed_properties_or_xmp_alone_is_read(tmp_path):
    import zlib

    text = STAMP.as_text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    packed = zlib.compress(f"<< /Keywords (run x; {STAMP.as_text()}) >>".encode())
    objects = b"1 0 obj <</Length 9>>\nstream\n" + packed + b"\nendstream\nendobj\n"
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + objects + b"%%EOF\n")
    xmp = f"<rdf:RDF><pdf:Keywords>{text}</pdf:Keywords></rdf:RDF>".encode()
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n" + xmp + b"\n%%EOF\n")
    for name in ("a.pdf", "b.pdf"):
        assert [trace.stamp for trace in whence(tmp_path / name).traces] == [STAMP]


#: As LibreOffice, Word and Chrome, and Matplotlib set a line, in codes of the font's own or not.
PRINTED = {
    "codes of a byte": (
        b"1 beginbfrange <10> <19> <0030> endbfrange 9 beginbfchar\n<01> <0072>\n<02> <0075>\n"
        b"<03> <006E>\n<04> <0020>\n<0A> <0061>\n<0B> <0062>\n<0C> <0063>\n<0D> <0064>\nendbfchar",
        b"BT /F1 8 Tf[<0102>-3<0304>9<11>-1<0A>2<12>-2<0B>-9<13>]TJ ET "
        b"BT /F1 8 Tf[<0C>1<14>3<0D>]TJ ET",
    ),
    "codes of two bytes": (
        b"beginbfrange\n<0003> <0003> [<0020>]\n<0010> <0019> <0030>\n<0041> <0055> <0061>\n"
        b"endbfrange",
        b"BT /F1 8 Tf <00520055004E0003> Tj ET BT <00110041> Tj <00120042> Tj "
        b"[<00130043>4<00140044>] TJ",
    ),
    "letters as they are": (b"", b"BT [ (r\\165) -0.5 (n 1a2b\\\n) (3c4d) ] TJ ET"),
}


@pytest.mark.parametrize("how", PRINTED)
def test_a_pdf_that_another_program_printed_is_known_by_the_foot_on_its_pages(tmp_path, how):
    import zlib

    font, page = (zlib.compress(part) for part in PRINTED[how])
    streams = b"".join(b"<<>>\nstream\n" + part + b"\nendstream\n" for part in (page, font))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.6\n" + streams + b"%%EOF\n")
    (trace,) = whence(tmp_path / "a.pdf").traces
    assert (trace.foot, trace.stamp, trace.place) == ("1a2b3c4d", None, "printed foot")


# --- charts that were pasted elsewhere ----------------------------------------------------------


def test_a_chart_pasted_into_a_document_of_somebody_is_known_by_its_picture(tmp_path, figure):
    png(tmp_path / "a.png", figure)
    report = docx.Document()
    report.add_picture(str(tmp_path / "a.png"))
    report.save(tmp_path / "a.docx")
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    slide.shapes.add_picture(str(tmp_path / "a.png"), 0, 0)
    show.save(tmp_path / "a.pptx")
    for name, place in (("a.docx", "word/media/image1.png"), ("a.pptx", "ppt/media/image1.png")):
        (trace,) = whence(tmp_path / name).traces
        assert trace.stamp == STAMP
        assert place in trace.place


def test_a_picture_that_lost_what_it_said_leaves_the_foot_that_was_typed_below(tmp_path, figure):
    png(tmp_path / "a.png", figure)
    Image.open(tmp_path / "a.png").save(tmp_path / "b.png")
    assert whence(tmp_path / "b.png").traces == ()
    report = docx.Document()
    report.add_picture(str(tmp_path / "b.png"))
    line = report.add_paragraph("Source: our model, ru")
    line.add_run("n 1a2b").bold = True
    line.add_run("3c4d, and a run of bad luck")
    report.save(tmp_path / "a.docx")
    (trace,) = whence(tmp_path / "a.docx").traces
    assert (trace.foot, trace.stamp) == ("1a2b3c4d", None)


def emf(text):
    header = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44)
    return header + text.encode("utf-16-le") + bytes(8)


def test_an_emf_that_office_made_of_an_svg_keeps_the_foot(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:p xmlns:w='w'/>")
        archive.writestr("word/media/image1.emf", emf("run 1a2b3c4d, seed 12"))
    (trace,) = whence(tmp_path / "a.docx").traces
    assert trace.run_id == "1a2b3c4d"
    (tmp_path / "a.emf").write_bytes(emf("run 1a2b3c4d, seed 12"))
    assert [trace.run_id for trace in whence(tmp_path / "a.emf").traces] == ["1a2b3c4d"]


def test_an_svg_without_metadata_leaves_its_foot(tmp_path):
    (tmp_path / "a.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><text>run <tspan>1a2b3c4d</tspan></text></svg>"
    )
    assert [trace.foot for trace in whence(tmp_path / "a.svg").traces] == ["1a2b3c4d"]


def test_rows_of_two_runs_in_one_table_are_both_told(tmp_path):
    other = type(STAMP)(**(STAMP.as_json() | {"run_id": "00001111"}))
    one, two = (as_csv(pd.DataFrame({"p": [0.1]}), stamp=stamp) for stamp in (STAMP, other))
    (tmp_path / "a.csv").write_text(one + two.partition("\n")[2])
    found = whence(tmp_path / "a.csv")
    assert [trace.stamp for trace in found.traces] == [STAMP, other]


def test_a_table_from_before_stamps_has_its_id(tmp_path):
    (tmp_path / "a.csv").write_text("run_id,p\n1a2b3c4d,0.1\n1a2b3c4d,0.2\n")
    assert [trace.foot for trace in whence(tmp_path / "a.csv").traces] == ["1a2b3c4d"]


def test_what_tells_nothing_is_said_to_tell_nothing(tmp_path):
    plain = io.BytesIO()
    Image.new("RGB", (2, 2)).save(plain, "PNG")
    for name, content in {
        "a.png": plain.getvalue(), "a.csv": b"p\n1\n", "a.json": b"[1]", "a.txt": b"hello",
        "a.jpg": b"\xff\xd8\xff\xe0", "a.bin": b"\x80\x81", "a.yaml": b"name: x\n", "empty": b"",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
        found = whence(tmp_path / name, tmp_path)
        assert (found.traces, found.known) == ((), False)


# --- whether its run is kept --------------------------------------------------------------------


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    place = tmp_path_factory.mktemp("runs")
    simulate("baseline", runs=40).save(place, charts=False)
    return place


def test_a_kept_file_is_known_to_the_byte_and_a_changed_one_is_not(root, tmp_path):
    (folder,) = root.iterdir()
    copy = shutil.copy(folder / "headline.csv", tmp_path / "mine.csv")
    (here,) = whence(copy, root).kept
    assert (here.path, here.same_as) == (folder, "headline.csv")
    with (tmp_path / "mine.csv").open("a") as file:
        file.write("\n")
    assert [one.same_as for one in whence(copy, root).kept] == [""]
    assert whence(copy, tmp_path).kept == ()
    (manifest,) = whence(folder / "manifest.json", root).kept
    assert manifest.same_as == "manifest.json"


@pytest.mark.parametrize("letters", [8, 5])
def test_an_id_alone_leads_to_its_folder(root, letters):
    (folder,) = root.iterdir()
    found = whence(folder.name[-8:][:letters], root)
    assert [here.path for here in found.kept] == [folder]
    assert found.known


def test_an_id_that_is_not_here_is_known_to_nobody(root):
    assert not whence("00000000", root).known


def test_a_folder_means_its_manifest(root):
    (folder,) = root.iterdir()
    assert whence(folder, root).traces[0].run_id == folder.name[-8:]
    with pytest.raises(InputError, match="is a folder; give a file"):
        whence(root, root)
