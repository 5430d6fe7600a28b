import datetime as dt
import errno
import json

import openpyxl
import pandas as pd
import pytest

from escalation import simulate
from escalation.cli.main import main
from escalation.errors import OutputError
from escalation.results import workbook
from escalation.results.columns import SHARE, Meaning, columns_of
from escalation.results.workbook import Sheet, Workbook, workbook_of, write_workbook
from escalation.stamp import Stamp

STAMP = Stamp(
    "1a2b3c4d", "e3b0", "0.1.0", "12", "escalation run x.yaml", "2025-10-12T06:30:00+00:00"
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return simulate("baseline", runs=60, seed=5).save(tmp_path_factory.mktemp("runs"), charts=False)


@pytest.fixture(scope="module")
def book(kept, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "run.xlsx"
    write_workbook(workbook_of(str(kept)), path)
    return openpyxl.load_workbook(path)


def small(**columns):
    frame = pd.DataFrame(columns)
    known = {"p": Meaning("odds", SHARE)}
    return Workbook("small", "A small one", STAMP, [Sheet("runs", frame, known)])


def read(book, path):
    write_workbook(book, path)
    return openpyxl.load_workbook(path)


def test_a_sheet_for_each_table_and_one_that_explains(book, kept):
    assert book.sheetnames == [
        "about", "headline", "days", "segments", "runs", "draws", "columns",
    ]  # fmt: skip
    explained = [[cell.value for cell in row] for row in book["columns"].iter_rows(min_row=2)]
    tables = {
        sheet: [one for one in explained if one[0] == sheet] for sheet in book.sheetnames[1:-1]
    }
    for name, rows in tables.items():
        assert len(rows) == book[name].max_column
        assert all(row[3] for row in rows), name


def test_figures_are_those_that_were_kept(book, kept):
    runs = pd.read_parquet(kept / "tables" / "runs.parquet")
    sheet = book["runs"]
    assert sheet.max_row == len(runs) + 1
    place = list(runs.columns).index("killed_afg_state") + 1
    assert [sheet.cell(row, place).value for row in range(2, 62)] == list(runs["killed_afg_state"])
    odds = book["headline"]
    heads = [cell.value for cell in odds[1]]
    place = heads.index(f"p ({SHARE})") + 1
    told = json.loads((kept / "summary.json").read_text())["odds"]
    assert odds.cell(2, place).value == pytest.approx(told["de_escalated_14d"]["p"])
    assert odds.cell(2, place).number_format == "0.0%"


def test_the_first_sheet_and_the_properties_say_whose_tables_they_are(book, kept):
    manifest = json.loads((kept / "manifest.json").read_text())
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["run id"] == manifest["run_id"]
    assert about["runs"].startswith("60 rows")
    told = {one.name: one.value or "" for one in book.custom_doc_props.props}
    assert Stamp.from_mapping(told).run_id == manifest["run_id"]


def test_text_stays_text(tmp_path):
    hostile = ["=1+1", "@SUM(A1)", "https://example.org", "12", "a\u202eb", "x" * 40_000]
    sheet = read(small(reason=hostile), tmp_path / "book.xlsx")["runs"]
    cells = [sheet.cell(row, 1) for row in range(2, 8)]
    assert [cell.data_type for cell in cells] == ["s"] * 6
    assert [cell.value for cell in cells[:4]] == hostile[:4]
    assert cells[4].value == "a\\u202eb"
    assert len(cells[5].value) == 32_767
    assert not any(cell.hyperlink for cell in cells)


def test_what_is_no_figure_leaves_its_cell_empty(tmp_path):
    sheet = read(small(p=[0.25, float("nan"), float("inf")]), tmp_path / "book.xlsx")["runs"]
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [f"p ({SHARE})", 0.25, None, None]


def test_the_same_tables_are_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_workbook(small(p=[0.5]), tmp_path / f"{name}.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_what_a_sheet_cannot_hold_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    long = small(p=[0.1, 0.2, 0.3, 0.4])
    assert long.notes == [
        "runs: the first 3 of 4 rows, which is all that a sheet holds; runs.parquet has every one"
    ]
    read_back = read(long, tmp_path / "book.xlsx")
    assert read_back["runs"].max_row == 4
    assert "first 3 of 4" in str([row[1].value for row in read_back["about"].iter_rows()])


def test_a_disk_that_is_full_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("zipfile.ZipFile.write", full)
    with pytest.raises(OutputError, match="the disk is full"):
        write_workbook(Workbook("t", "T", None, []), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_before_says_no_moment(tmp_path):
    undated = Stamp("1a2b3c4d", "e3b0", "0.1.0", "12", "c" * 300)
    book = read(Workbook("x", "X", undated, []), tmp_path / "book.xlsx")
    assert isinstance(book.properties.created, dt.datetime)
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["command"] == "c" * 300


def test_the_command_writes_it_and_names_its_sheets(kept, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["workbook", str(kept)]) == 0
    assert (tmp_path / f"{kept.name}.xlsx").exists()
    assert "headline, days, segments, runs, draws" in capsys.readouterr().out
    assert main(["workbook", str(kept), "--out", "tables.csv"]) == 2
    assert "a workbook's name ends in .xlsx" in capsys.readouterr().err
    table = kept / "tables" / "days.parquet"
    whole = table.read_bytes()
    table.write_bytes(whole[:-1] + b"x")
    try:
        assert main(["workbook", str(kept), "--out", "damaged.xlsx"]) == 2
    finally:
        table.write_bytes(whole)
    assert "days.parquet: is damaged" in capsys.readouterr().err
    assert not (tmp_path / "damaged.xlsx").exists()


def test_a_sweep_has_its_points_and_what_was_varied(tmp_path, capsys):
    (tmp_path / "s.yaml").write_text(
        "sweep: small\nscenario: baseline\nruns: 20\nvary: {parameters.audience_cost: [0.2, 0.8]}\n"
    )
    out = tmp_path / "points"
    assert main(["sweep", str(tmp_path / "s.yaml"), "--out", str(out), "--no-charts"]) == 0
    assert main(["workbook", str(out), "--out", str(tmp_path / "s.xlsx")]) == 0
    read_back = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert read_back["results"].max_row == 3
    explained = {row[1].value: row[3].value for row in read_back["columns"].iter_rows(min_row=2)}
    assert explained["parameters.audience_cost"] == "what was varied: audience cost"


def test_columns_are_explained_in_a_terminal(capsys):
    assert main(["columns"]) == 0
    assert "segments: a row is a segment of the border" in capsys.readouterr().out
    assert main(["columns", "days"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in columns_of("days"))
    assert main(["columns", "dayz"]) == 2
    assert "did you mean 'days'" in capsys.readouterr().err
