"""Tables as CSV: the same to pandas, letters that Excel reads, nothing that a spreadsheet runs."""

import datetime as dt
import io

import numpy as np
import pandas as pd
import pytest

from escalation.results.csv_text import as_csv
from escalation.results.folder import RunFolder
from escalation.results.keeping import Findings, write

WHEN = dt.datetime(2025, 10, 12, tzinfo=dt.UTC)


def test_figures_and_words_come_back_as_they_were():
    table = pd.DataFrame(
        {
            "odds": [0.1 + 0.2, np.nan],
            "runs": [-3, 4],
            "quiet": [True, False],
            "name": ["a,b", None],
        }
    )
    back = pd.read_csv(io.StringIO(as_csv(table)))
    pd.testing.assert_frame_equal(back, table, check_dtype=False)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", '=HYPERLINK("a")'])
def test_a_formula_is_text_in_cells_and_in_the_header(cell):
    text = as_csv(pd.DataFrame({cell: [cell]}))
    back = pd.read_csv(io.StringIO(text))
    assert list(back) == [f"'{cell}"]
    assert back.iloc[0, 0] == f"'{cell}"


@pytest.mark.parametrize("cell", ["-0.5", "+1", "-1e-3", "a=b", "x-y"])
def test_a_number_written_as_words_is_no_formula(cell):
    assert as_csv(pd.DataFrame({"x": [cell]})) == f"x\n{cell}\n"


def test_lists_are_words():
    assert as_csv(pd.DataFrame({"x": [["a", "b"], ("=c",)]})) == "x\na b\n'=c\n"


@pytest.mark.parametrize("name", ["Chaman\u2013Spin Boldak", "\u062c\u0646\u06af"])
def test_excel_knows_utf_8_by_its_mark_and_pandas_reads_past_it(tmp_path, name):
    found = Findings("test", csvs={"x": pd.DataFrame({"name": [name]})})
    (file,) = write(found, tmp_path)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfname\n")
    back = pd.read_csv(file)
    assert (list(back), back["name"][0]) == (["name"], name)


def test_ascii_has_no_mark_in_run_folders_too(tmp_path):
    with RunFolder.create(tmp_path, "x", "ab", WHEN) as folder:
        folder.write_csv("x", pd.DataFrame({"name": ["=1"], "odds": [1 / 3]}))
        assert (folder.path / "x.csv").read_bytes() == b"name,odds\n'=1,0.333333\n"
