"""Every column that a command writes is declared, once, and Parquet files say what it means."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from escalation.cli.main import main
from escalation.results.columns import ROWS, columns_of
from escalation.upkeep.runs_page import runs_page

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place = tmp_path_factory.mktemp("kept")
    for command in (
        ["run", "baseline", "--runs", "40", "--no-charts"],
        ["compare", "baseline", "ttp_spoiler_surge", "--runs", "40", "--no-charts"],
        ["policies", "baseline", "--runs", "20", "--lever", "hotline", "--no-charts"],
    ):
        assert main([*command, "--out", str(place / command[0])]) == 0
    return [next((place / name).iterdir()) for name in ("run", "compare", "policies")]


def test_every_column_of_every_table_says_what_it_means(folders):
    seen = set()
    for folder in folders:
        for path in sorted((folder / "tables").glob("*.parquet")):
            seen.add(path.stem)
            for field in pq.read_schema(path):
                told = field.metadata or {}
                assert told.get(b"description"), (path.name, field.name)
                assert b"unit" in told
    assert seen | {"headline", "results"} == set(ROWS)


def test_no_column_is_declared_that_nobody_writes(folders):
    written: dict[str, set[str]] = {}
    for folder in folders:
        for path in (folder / "tables").glob("*.parquet"):
            written.setdefault(path.stem, set()).update(pq.read_schema(path).names)
    with (folders[0] / "headline.csv").open(encoding="utf-8-sig") as stream:
        written["headline"] = set(next(csv.reader(stream)))
    for table, names in written.items():
        assert set(columns_of(table)) <= names, table


def test_headline_csv_has_only_declared_columns_and_whose_they_are(folders):
    with (folders[0] / "headline.csv").open(encoding="utf-8-sig") as stream:
        names = next(csv.reader(stream))
    assert [name for name in names if name not in columns_of("headline")] == ["run_id", "made_by"]


def test_claims_are_attributed_in_what_their_columns_mean(folders):
    field = pq.read_schema(folders[0] / "tables" / "draws.parquet").field("claim_C01")
    assert "(speaker: Afghan Taliban)" in field.metadata[b"description"].decode()


def test_meanings_are_clauses_for_a_table():
    for table in ROWS:
        for name, one in columns_of(table).items():
            assert one.meaning, (table, name)
            assert not one.meaning.endswith("."), (table, name)


def test_the_page_in_runs_is_made_of_the_declarations():
    assert (ROOT / "runs" / "README.md").read_text(encoding="utf-8") == runs_page(), (
        "renew it by 'escalation columns --markdown --out runs/README.md'"
    )
