"""When wars begin, in record and model, by the same count; and after how many episodes."""

import pandas as pd
import pytest

from escalation.analysis.patterns.targets import Row
from escalation.analysis.record.war_hazard import DOSES, MODEL, RECORD, doses, hazards


def test_hazards_count_those_not_yet_at_war():
    runs = pd.DataFrame({"draw": [0, 0, 1, 1, 2, 2], "war_day": [3, -1, 31, -1, -1, 179]})
    mine = hazards(runs).set_index(["who", "from_day"]).loc[MODEL]
    assert mine["at_risk"].tolist() == [6, 5, 4, 4, 4, 4]
    assert mine["wars"].tolist() == [1, 1, 0, 0, 0, 1]
    assert mine["share"].tolist() == pytest.approx([1 / 6, 1 / 5, 0, 0, 0, 1 / 4])


def test_the_records_hazards_are_those_of_its_54_wars():
    theirs = hazards(pd.DataFrame({"draw": [0], "war_day": [-1]})).set_index("who").loc[RECORD]
    assert theirs["at_risk"].iloc[0] == 811
    assert theirs["wars"].sum() == 54
    assert theirs["wars"].iloc[0] / 54 == pytest.approx(0.35, abs=0.005)  # P27
    assert theirs["between_draws_low"].isna().all()


def test_doses_put_the_record_beside_the_check():
    rows = [Row(f"P28 {dose}", "", "", 0.0, 0.3, 0.1, 0.05, 0.2, 9, "", "", "") for dose in DOSES]
    table = doses([*rows, Row("P29", "", "", 0.0, 1.0, 0.5, 0.4, 0.6, 9, "", "", "")])
    record = table[table["who"] == RECORD]
    assert record["before"].tolist() == list(DOSES)
    # As P28 has them.
    assert record["share"].round(3).tolist() == [0.036, 0.055, 0.091, 0.118, 0.146]
    assert (table.loc[table["who"] == MODEL, "share"] == 0.1).all()
