"""Two tables are the same to the bit, or it is said where they are not."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from escalation.errors import InputError
from escalation.results.checking.matching import match_csv, match_parquet
from escalation.results.csv_text import as_csv
from escalation.results.tables import write_parquet
from escalation.stamp import Stamp

FRAME = pd.DataFrame(
    {
        "run": np.arange(4, dtype=np.int32),
        "p": [0.1, np.nan, -0.0, 0.4],
        "reason": ["", "broke", "", None],
        "quiet": [True, False, True, True],
        "days": [[1, 2], [], [3], None],
    }
)


@pytest.fixture
def kept(tmp_path):
    write_parquet(tmp_path / "a.parquet", [FRAME], {"run_id": "ab"})
    return tmp_path / "a.parquet"


def differences(kept, frame):
    return match_parquet("a", kept, [frame]).differences


def test_the_same_is_the_same_whole_or_in_pieces(kept):
    assert match_parquet("a", kept, [FRAME]).same
    assert match_parquet("a", kept, [FRAME.head(1), FRAME.tail(3)]).same


@pytest.mark.parametrize(
    ("column", "row", "value"),
    [
        ("run", 3, 9), ("p", 0, np.nextafter(0.1, 1)), ("p", 1, 0.0), ("p", 2, 0.0),
        ("reason", 1, "Broke"), ("quiet", 0, False), ("days", 0, [1, 3]),
    ],
)  # fmt: skip
def test_a_single_bit_is_seen_and_its_row_named(kept, column, row, value):
    other = FRAME.copy()
    other.at[row, column] = value
    (told,) = differences(kept, other)
    assert told.startswith(f"{column}: 1 of 4 rows differ, the first is row {row} (")


def test_rows_columns_and_types_that_differ_are_told(kept):
    (rows,) = differences(kept, FRAME.head(3))
    assert rows == "it has 4 rows, and 3 were made again"
    lacks, more = differences(kept, FRAME.rename(columns={"p": "q"}))
    assert (lacks, more) == ("it lacks the columns q", "it also has the columns p")
    (kind,) = differences(kept, FRAME.astype({"run": np.int64}))
    assert kind == "run: it was of type int32, and is int64"


def test_a_table_that_would_swell_is_never_read(tmp_path, monkeypatch):
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"run": np.zeros(3_000_000, np.int32)}), path)
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(pq.ParquetFile, "read", lambda *_: pytest.fail("it was read"))
    (told,) = match_parquet("a", path, [FRAME[["run"]]]).differences
    assert told == "it has 3,000,000 rows, and 4 were made again"


def test_a_text_that_no_table_has_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"reason": ["x" * 100_000]}), path)
    with pytest.raises(InputError, match="holds a text that no table of ours has"):
        match_parquet("a", path, [pd.DataFrame({"reason": ["x"]})])


def test_what_is_no_parquet_is_told(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more PAR1")
    with pytest.raises(InputError, match="is no table that can be read"):
        match_parquet("a", tmp_path / "a.parquet", [FRAME])


def test_a_text_is_the_same_whichever_kind_of_text_it_was_kept_as(tmp_path):
    frame = pd.DataFrame({"reason": ["x", "", None]})
    for kind in (pa.string(), pa.large_string()):
        pq.write_table(
            pa.table({"reason": pa.array(["x", "", None], kind)}), tmp_path / "a.parquet"
        )
        assert match_parquet("a", tmp_path / "a.parquet", [frame]).same


def test_names_that_steer_a_terminal_are_told_inert(tmp_path):
    pq.write_table(pa.table({"\x1b[2J": [1]}), tmp_path / "a.parquet")
    told = match_parquet("a", tmp_path / "a.parquet", [pd.DataFrame({"p": [1]})]).differences
    assert "\x1b" not in "".join(told)


def test_a_csv_is_compared_without_what_it_says_of_itself(tmp_path):
    stamps = [Stamp("ab", "cd", version, "1", "") for version in ("1", "2")]
    table = pd.DataFrame({"name": ["é", "b"], "p": [0.1, 0.2]})
    (tmp_path / "a.csv").write_text(as_csv(table, stamp=stamps[0]))
    (tmp_path / "b.csv").write_text("run_id," + as_csv(table).lstrip("\ufeff").replace("\n", "\n,"))
    assert match_csv("a", tmp_path / "a.csv", as_csv(table, stamp=stamps[1])).same
    other = as_csv(table.assign(p=[0.1, 0.3]), stamp=stamps[1])
    (told,) = match_csv("a", tmp_path / "a.csv", other).differences
    assert told == "p: 1 of 2 rows differ, the first is row 1 (0.2 kept, 0.3 made again)"


def test_a_csv_with_rows_of_several_lengths_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("p,q\n1\n")
    with pytest.raises(InputError, match="is no CSV that can be read"):
        match_csv("a", tmp_path / "a.csv", "p,q\n1,2\n")
