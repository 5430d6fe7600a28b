"""The folder in which a study's findings are kept."""

import json

import pandas as pd
import pytest
from matplotlib.figure import Figure

from escalation.errors import InputError
from escalation.results.keeping import Findings, write


def test_documents_tables_and_charts(tmp_path):
    table = pd.DataFrame({"name": ["a", "b"], "members": [("x", "y"), ("z",)], "share": [0.5, 1.0]})
    found = Findings(
        "found",
        {"odds": float("nan")},
        csvs={"groups": table},
        charts=lambda: {"chart": Figure},
    )
    written = write(found, tmp_path / "why", formats=("png",))
    assert [path.name for path in written] == ["found.json", "groups.csv", "chart.png"]
    assert json.loads(written[0].read_text()) == {"odds": None}
    assert written[1].read_text() == "name,members,share\na,x y,0.5\nb,z,1.0\n"
    assert table["members"].tolist() == [("x", "y"), ("z",)]  # the caller's table is as it was


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot hold results"):
        write(Findings("found"), tmp_path / "file")
