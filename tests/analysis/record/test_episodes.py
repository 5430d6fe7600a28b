"""Files of episodes: what is read, what is refused, and how it is said."""

import contextlib
import csv
import datetime as dt
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.analysis.record.episodes import (
    FACTS,
    FREEZE_DATE,
    KNOWN,
    REQUIRED,
    code_trigger,
    load_episodes,
    quiet_within,
    read_episodes,
    serious,
    state_dead,
)
from escalation.errors import InputError

EVIDENCE = Path(__file__).parents[4] / "shared" / "evidence" / "episodes_before_seed.csv"
GOOD = {
    "episode_id": "2030-01_Somewhere",
    "start_date": "2030-01-05",
    "last_violent_date": "2030-01-07",
    "days_active": "2",
    "days_until_quiet": "3",
    "airstrikes": "n",
    "escalated_further": "",
    "de_escalated_within_14d": "y",
    "de_escalated_within_30d": "y",
}


def write(folder, *rows, **columns):
    """Write episodes that are right but for what is given; return the path."""
    rows = rows or ({},)
    filled = [GOOD | columns | row for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(filled[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(filled)
    path = folder / "episodes.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def problems(path, **options):
    with pytest.raises(InputError) as caught:
        read_episodes(path, **options)
    return [str(problem).replace(f"{path}", "f") for problem in caught.value.problems]


def test_the_shipped_record_is_whole_and_before_the_seed():
    episodes = load_episodes()
    assert len(episodes) == 28
    assert episodes["start_date"].max() < pd.Timestamp(FREEZE_DATE)
    assert episodes["start_date"].is_monotonic_increasing
    assert quiet_within(episodes, 14).sum() == 25
    assert quiet_within(episodes, 14).count() == 27
    assert quiet_within(episodes, 30).sum() == 25
    assert quiet_within(episodes, 30).count() == 26


def test_the_shipped_record_holds_no_prose():
    header = (FACTS / "episodes.csv").read_text(encoding="utf-8").splitlines()[0]
    assert not {"notes", "sources", "trigger", "how_it_ended"} & set(header.split(","))


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the evidence folder is not beside the project")
def test_the_shipped_record_says_what_the_evidence_says():
    shipped, evidence = load_episodes(), read_episodes(EVIDENCE, not_after=FREEZE_DATE)
    told = (FACTS / "episodes.csv").read_text().split("\n", 1)[0].split(",")
    pd.testing.assert_frame_equal(shipped[told], evidence[told])


def test_blank_is_unknown_and_ranges_keep_their_lower_end(tmp_path):
    path = write(
        tmp_path,
        {"episode_id": "a", "crossing_closed_days": ">=6", "civilians_killed_reported": "40-48"},
        {"episode_id": "b", "crossing_closed_days": "6", "civilians_killed_reported": ""},
        {"episode_id": "c", "crossing_closed_days": ">6", "civilians_killed_reported": "200+"},
        crossing_closed_days="",
        civilians_killed_reported="",
    )
    episodes = read_episodes(path).set_index("episode_id")
    assert episodes["crossing_closed_days"].tolist() == [6, 6, 7]
    assert episodes["crossing_closed_days_at_least"].tolist() == [True, False, True]
    assert episodes.loc["a", "civilians_killed_reported"] == 40
    assert pd.isna(episodes.loc["b", "civilians_killed_reported"])
    assert episodes.loc["c", "civilians_killed_reported_at_least"]
    assert episodes["escalated_further"].isna().all()
    assert episodes["artillery"].isna().all()


def test_all_mistakes_are_told_at_once_with_their_place(tmp_path):
    path = write(
        tmp_path,
        {"start_date": "5 Jan 2030"},
        {"airstrikes": "maybe", "days_active": "few"},
        {"last_violent_date": "2030-01-01"},
        first_mover="Pakistn",
    )
    told = problems(path)
    assert "f:2: start_date: '5 Jan 2030' is no date like 2025-10-12" in told
    assert "f:3: airstrikes: 'maybe' is neither y nor n; leave it blank where unknown" in told
    assert "f:3: days_active: 'few' is no count like 6, >=6, 6+ or 40-48" in told
    assert "f:4: last_violent_date: 2030-01-01 is before the start, 2030-01-05" in told
    assert any(t.startswith("f:2: first_mover:") and "'Pakistan'?" in t for t in told)
    assert "f:3: episode_id: '2030-01_Somewhere' stands on line 2 already" in told


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"start_date": "2030-02-30"}, "is no day of the calendar"),
        ({"start_date": "0001-01-01"}, "is outside 1900 to 2099"),
        ({"start_date": ""}, "start_date: must not be blank"),
        ({"episode_id": " "}, "episode_id: must not be blank"),
        ({"days_active": "0"}, "must be 1 or more"),
        ({"days_active": "-1"}, "is no count"),
        ({"days_active": "2.5"}, "is no count"),
        ({"days_active": "4"}, "4 days do not fit between 2030-01-05 and 2030-01-07"),
        ({"days_until_quiet": "1"}, "less than the 2 active days"),
        ({"days_until_quiet": "9-3"}, "upside down"),
        ({"days_until_quiet": "9" * 30}, "too large"),
        ({"de_escalated_within_30d": "n"}, "is n although quiet came within 14 days"),
        ({"airstrike": "y"}, "did you mean 'airstrikes'?"),
    ],
)
def test_each_mistake_is_named(tmp_path, cells, said):
    assert any(said in told for told in problems(write(tmp_path, **cells)))


def test_what_is_no_table_of_episodes_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    assert "there is no such file" in problems(path)[0]
    assert "is a folder" in problems(tmp_path)[0]
    path.write_bytes(b"")
    assert "is empty" in problems(path)[0]
    path.write_bytes(b"a\n\xe9")
    assert ":2: is not UTF-8" in problems(path)[0]
    path.write_text('a,"b')
    assert "not a CSV table" in problems(path)[0]
    path.write_text(",".join(REQUIRED) + "\n")
    assert problems(path) == ["f: holds no episode; at least one is needed"]
    path.write_text(",".join(REQUIRED) + "\nx,2030-01-01\n")
    assert problems(path) == ["f:2: has 2 cells, the header 6"]
    path.write_text("episode_id,episode_id\nx,y\n")
    assert "f:1: episode_id: stands twice in the header" in problems(path)
    assert "f:1: the column 'start_date' is missing" in problems(path)


def test_lines_are_counted_through_cells_with_line_breaks(tmp_path):
    path = write(tmp_path, {"notes": "two\nlines"}, {"start_date": "?"}, notes="")
    assert problems(path)[0].startswith("f:4: start_date:")


def test_an_episode_after_the_last_day_allowed_is_refused(tmp_path):
    path = write(tmp_path)
    assert "is after 2025-10-12" in problems(path, not_after=FREEZE_DATE)[0]
    assert len(read_episodes(path, not_after=dt.date(2030, 1, 5))) == 1


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_text_breaks_the_reader(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("fuzz") / "x.csv"
    path.write_text(",".join(REQUIRED) + "\n" + text, encoding="utf-8")
    with contextlib.suppress(InputError):
        assert len(read_episodes(path)) >= 1


@given(
    st.sampled_from([c for c in KNOWN if c != "episode_id"]), st.text("0159ynYN->=+ .x", max_size=8)
)
def test_no_cell_breaks_the_reader(tmp_path_factory, column, cell):
    path = write(tmp_path_factory.mktemp("cell"), **{column: cell})
    with contextlib.suppress(InputError):
        assert len(read_episodes(path)) == 1


@pytest.mark.parametrize(
    ("prose", "kind"),
    [
        ("Taliban post construction; crossing shut", "construction"),
        ("crowds at closed crossing", "crossing"),
        ("TTP attacks on troops", "militant_attack"),
        ("hunt for TTP figures", "militant_havens"),
        ("mortar fire on paramilitary post", "fire"),
        ("census team in two villages", "other"),
        ("not reported", None),
        ("", None),
        (None, None),
    ],
)
def test_prose_triggers_are_coded(prose, kind):
    assert code_trigger(prose) == kind


def test_deadlines_imply_each_other(tmp_path):
    path = write(
        tmp_path,
        {"episode_id": "a", "de_escalated_within_14d": "y", "de_escalated_within_30d": ""},
        {"episode_id": "b", "de_escalated_within_14d": "", "de_escalated_within_30d": "n"},
        {"episode_id": "c", "de_escalated_within_14d": "", "de_escalated_within_30d": "y"},
        {"episode_id": "d", "de_escalated_within_14d": "n", "de_escalated_within_30d": ""},
    )
    episodes = read_episodes(path)
    assert quiet_within(episodes, 30).tolist() == [True, False, True, pd.NA]
    assert quiet_within(episodes, 14).tolist() == [True, False, pd.NA, False]
    with pytest.raises(ValueError, match="not 7"):
        quiet_within(episodes, 7)


def test_serious_episodes_by_each_mark(tmp_path):
    blank = dict.fromkeys(("killed_pak_claimed_by_pak", "killed_pak_claimed_by_afg"), "")
    path = write(
        tmp_path,
        {"episode_id": "a", "airstrikes": "y"},
        {"episode_id": "b", "posts_captured_claimed": "two posts burned"},
        {"episode_id": "c", "killed_pak_claimed_by_pak": "1", "killed_pak_claimed_by_afg": "10"},
        {"episode_id": "d", "killed_pak_claimed_by_afg": "9", "posts_captured_claimed": "none"},
        {"episode_id": "e", "airstrikes": ""},
        posts_captured_claimed="",
        **blank,
    )
    episodes = read_episodes(path)
    assert serious(episodes).tolist() == [True, True, True, False, False]
    assert state_dead(episodes).tolist() == [pd.NA, pd.NA, 10, 9, pd.NA]
