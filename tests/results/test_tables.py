"""Parquet tables: they are read without threads that outlive the reading."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from escalation.results.tables import read_parquet, write_parquet

TASKS = Path("/proc/self/task")
READS = """
import sys
from pathlib import Path
import pandas, pyarrow.parquet
from escalation.results.tables import read_parquet
place = Path(sys.argv[1])
tasks = lambda: len(list(Path("/proc/self/task").iterdir()))
before = tasks()
for source in (place, place.read_bytes()):
    assert len(read_parquet(source)) == 1000
print(tasks() - before)
"""


@pytest.fixture
def table(tmp_path):
    frame = pd.DataFrame({f"column {i}": range(1000) for i in range(30)})
    write_parquet(tmp_path / "table.parquet", [frame], {})
    return tmp_path / "table.parquet", frame


def test_a_table_comes_back_from_its_file_and_from_its_bytes(table):
    place, frame = table
    pd.testing.assert_frame_equal(read_parquet(place), frame)
    pd.testing.assert_frame_equal(read_parquet(place.read_bytes()), frame)


@pytest.mark.skipif(not TASKS.is_dir(), reason="threads of all kinds are counted by Linux alone")
def test_reading_leaves_no_thread_that_could_abort_the_process_at_its_end(table):
    place, _ = table
    done = subprocess.run(
        [sys.executable, "-c", READS, str(place)],
        capture_output=True, text=True, check=True, env=os.environ | {"OMP_NUM_THREADS": "2"},
    )  # fmt: skip
    assert done.stdout.strip() == "0"
