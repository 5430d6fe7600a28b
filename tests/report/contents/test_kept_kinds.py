"""Reports of comparisons, branches, rankings and sweeps: from their folders, running nothing."""

import datetime as dt
import json
import os
import shutil

import pandas as pd
import pytest

from escalation import branch, compare, policies, simulate
from escalation.analysis.record.blend import CHAIN, REFERENCE
from escalation.analysis.record.yardsticks import compare as beside_record
from escalation.cli.main import main
from escalation.engine import futures, run
from escalation.errors import InputError
from escalation.numbers import percent_over_draws
from escalation.report import write_report
from escalation.report.contents.kinds import KINDS, meant
from escalation.report.contents.parts.claims import Believed, claims
from escalation.report.contents.parts.elsewhere import MAP_TITLE
from escalation.report.contents.parts.hinges import HINGES_TITLE
from escalation.report.contents.parts.levers import LEVERS_TITLE, VALUE_TITLE
from escalation.report.contents.parts.stories import PIVOTS_TITLE, STORIES_TITLE
from escalation.report.contents.run import run_document
from escalation.report.document import Code, Picture, Terms, Text
from escalation.results.json_text import as_json
from escalation.results.reading import begun, listed_files, load
from escalation.scenario.load import load_scenario
from escalation.scenario.start import start_of
from escalation.sealing import sealed, sha256_of
from escalation.telling.odds import LABELS
from tests.report.contents.reading import blocks, sections, table, texts

SWEEP = """\
sweep: small
title: "<b>A title</b> & {more}"
scenario: baseline
runs: 40
set: {horizon_days: 60}
vary:
  parameters.audience_cost: [0.1, 0.4]
  channel:
    options:
      as it is: {}
      opened: {events: [{day: 1, kind: back_channel, open: true}]}
"""
#: A chapter that only this kind has.
CHAPTERS = {
    "comparison": "arm-2",
    "branch": "arm-1",
    "policies": "levers",
    "sweep": "ranges",
}
#: Chapters that each of them has.
EVERYWHERE = {
    "summary", "claims", "elsewhere", "assumptions", "method", "glossary", "again", "numbers",
}  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return a folder of each kind but a run's."""
    root = tmp_path_factory.mktemp("runs")
    file = root / "small.yaml"
    file.write_text(SWEEP, encoding="utf-8")
    few = {"runs": 64, "seed": 5}
    found = compare("baseline", "pakistan_retaliates", "back_channel_restored", **few)
    event = "{kind: back_channel, open: true}"
    ranked = policies("baseline", levers=["hotline", "both_restraint"], **few)
    assert main(["sweep", str(file), "--out", str(root / "small"), "--no-charts", "--quiet"]) == 0
    return {
        "comparison": found.save(root, charts=False)[0],
        "branch": branch("baseline", 6, events=[event], **few).save(root, charts=False)[0],
        "policies": ranked.save(root, charts=False)[0],
        "sweep": root / "small",
    }


@pytest.fixture(scope="module")
def documents(folders):
    """Return the report of each, filled where nothing can be run."""

    def refuse(*_, **__):
        raise AssertionError("a report of a folder must not run anything")

    with pytest.MonkeyPatch.context() as patch:
        for module in (run, futures):
            for name in vars(module):
                if not name.startswith("_") and callable(getattr(module, name)):
                    patch.setattr(module, name, refuse)
        patch.setattr("escalation.ensemble.worlds.prepare", refuse)
        return {kind: meant(folder).document() for kind, folder in folders.items()}


def test_every_kind_has_a_report():
    assert {*CHAPTERS, "run"} == set(KINDS)


@pytest.mark.parametrize("kind", CHAPTERS)
def test_it_has_its_chapters_and_pictures(documents, kind):
    document = documents[kind]
    names = [section.name for section in sections(document)]
    assert len(names) == len(set(names))
    assert {CHAPTERS[kind], *EVERYWHERE} <= set(names)
    pictures = list(blocks(document, Picture))
    assert pictures
    for picture in pictures:
        assert picture.told.finding
        assert picture.told.source.startswith("Source: ")
        assert picture.draw() is not None


@pytest.mark.parametrize("kind", CHAPTERS)
def test_the_finding_has_three_sentences(documents, kind):
    lead = documents[kind].summary.blocks[0].text
    assert 2 <= lead.count(". ") <= 4
    assert any(word in lead for word in ("likely", "chance", "certain"))


@pytest.mark.parametrize("kind", CHAPTERS)
def test_it_says_where_it_comes_from(documents, folders, kind):
    document, folder = documents[kind], folders[kind]
    if kind == "sweep":
        assert document.stamp.run_id in " ".join(texts(document))
    else:
        assert document.stamp == load(folder).stamp
        assert document.made == dt.datetime.fromisoformat(load(folder).manifest["started"])


@pytest.mark.parametrize("kind", CHAPTERS)
def test_claims_stand_with_what_draws_took_them_to_mean(documents, folders, kind):
    """They are told as the run's own report tells them, over the same draws of the same seed."""
    (first,) = [one for one in sections(documents[kind]) if one.name == "claims"]
    seed, runs = (20251012, 40) if kind == "sweep" else (5, 64)
    run = run_document(simulate("baseline", runs=runs, seed=seed))
    assert table(documents[kind], "claims-table").rows == table(run, "claims-table").rows
    (drawn,) = [block for block in first.blocks if isinstance(block, Picture)]
    (own,) = [one for one in blocks(run, Picture) if one.name == "claims"]
    assert (drawn.told.finding, drawn.told.caption) == (own.told.finding, own.told.caption)


def test_of_other_scenarios_stands_what_they_have_otherwise_of_the_claims(documents):
    rows = table(documents["comparison"], "claims-2-table").rows
    base = {row[0]: row for row in table(documents["comparison"], "claims-table").rows}
    assert [(row[0][:3], row[2]) for row in rows] == [("C21", "0%")]
    assert all(base[row[0]] != row for row in rows)
    (alike,) = [one for one in sections(documents["comparison"]) if one.name == "claims-1"]
    assert alike.blocks == (Text("All claims are weighed, and taken to mean, as under baseline."),)


@pytest.mark.parametrize("kind", CHAPTERS)
def test_draws_of_another_model_are_not_made_up(folders, kind, monkeypatch):
    monkeypatch.setattr("escalation.report.contents.parts.claims.model_fingerprint", lambda: "0")
    document = meant(folders[kind]).document()
    assert {row[3] for row in table(document, "claims-table").rows} == {"not told"}
    (chapter,) = [one for one in sections(document) if one.name == "claims"]
    assert not any(isinstance(block, Picture) for block in chapter.blocks)
    assert any("which is not the one that ran" in text for text in texts(chapter))


def test_a_scenario_may_leave_claims_out():
    baseline = load_scenario("baseline")
    none, fewer = (
        Believed(name, baseline.model_copy(update={"claims": claims}), pd.DataFrame())
        for name, claims in (
            ("none", {}),
            ("fewer", {id_: one for id_, one in baseline.claims.items() if id_ != "C02"}),
        )
    )
    every = Believed("every", baseline, pd.DataFrame())
    said = list(texts(claims([every, fewer])))
    assert "It leaves out C02, on which every rests." in said
    assert "No scenario rests on a claim." in texts(claims([none, none]))
    assert "None rests on no claim." in texts(claims([none, fewer]))


@pytest.mark.parametrize(
    ("kind", "name", "figures"),
    [
        ("comparison", "arm-1-odds", slice(3, None)),
        ("branch", "arm-1-odds", slice(3, None)),
        ("policies", "beside-table", slice(2, None)),
        ("sweep", "beside-1-table", slice(4, None)),
    ],
)
def test_odds_stand_beside_the_yardsticks_of_the_start(documents, kind, name, figures):
    document = documents[kind]
    days = 60 if kind == "sweep" else 180
    scenario = load_scenario("baseline", [f"horizon_days={days}"])
    columns = yardsticks(start_of(scenario), days)
    rows = table(document, name).rows
    assert [column.heading for column in table(document, name).columns][figures] == [
        "reference class", "Markov chain",
    ]  # fmt: skip
    known = {label: outcome for outcome, label in LABELS.items()}
    for row in rows:
        told = [columns[column].get(known[row[0]]) for column in (REFERENCE, CHAIN)]
        assert list(row[figures]) == [
            "–" if one is None else percent_over_draws(one.p, (one.low, one.high)) for one in told
        ]
    assert len(rows) >= 4


def yardsticks(start, days):
    """Return what reference class and chain say of a start."""
    return beside_record({}, {}, start, days).columns


@pytest.mark.parametrize("kind", CHAPTERS)
def test_what_a_kind_can_not_tell_is_said_in_a_line_with_the_command(documents, kind):
    names = {section.title for section in sections(documents[kind])}
    (chapter,) = [one for one in sections(documents[kind]) if one.name == "elsewhere"]
    (terms,) = [block.terms for block in chapter.blocks if isinstance(block, Terms)]
    absent = dict(terms)
    of_a_run = {HINGES_TITLE, LEVERS_TITLE, VALUE_TITLE, STORIES_TITLE, PIVOTS_TITLE, MAP_TITLE}
    assert set(absent) == of_a_run - names
    (code,) = [block.lines for block in chapter.blocks if isinstance(block, Code)]
    assert code[0].startswith("escalation report ")


def test_a_sweep_stands_where_its_settings_put_it(documents):
    said = " ".join(texts(documents["sweep"]))
    assert "over 60 days" in said
    (assumed,) = [one for one in sections(documents["sweep"]) if one.name == "assumptions"]
    assert not any("180 days" in text for text in texts(assumed))


def test_a_comparison_tells_every_pair(documents, folders):
    summary = load(folders["comparison"]).summary
    assert len(table(documents["comparison"], "arm-1-differences").rows) == 7
    said = " ".join(texts(documents["comparison"]))
    assert all(finding in said for finding in summary["findings"])


def test_a_ranking_tells_every_lever(documents):
    levers = {row[0] for row in table(documents["policies"], "levers-ranked").rows}
    assert levers == {row[0] for row in table(documents["policies"], "levers-in-brief").rows}
    assert len(levers) == 3


def test_a_sweep_tells_every_point_and_what_people_wrote_as_text(documents):
    rows = table(documents["sweep"], "points-table").rows
    assert [row[0] for row in rows] == ["0", "1", "2", "3"]
    assert {row[2] for row in rows} == {"as it is", "opened"}
    assert documents["sweep"].title == "Odds over a sweep: <b>A title</b> & {more}"


def test_a_copy_of_a_sweep_gives_the_same_report(folders, tmp_path):
    """It is dated by what its own list says, not by the time of a file."""
    copy = tmp_path / "another name"
    shutil.copytree(folders["sweep"], copy, copy_function=shutil.copy)
    for file in copy.rglob("*"):
        os.utime(file, (1, 1))
    reports = [tmp_path / name for name in ("own.html", "copied.html")]
    for folder, report in zip((folders["sweep"], copy), reports, strict=True):
        write_report(folder, report)
    own, copied = (report.read_bytes() for report in reports)
    assert own == copied
    began = dt.datetime.fromisoformat(begun(folders["sweep"]))
    assert meant(copy).document().made == began
    assert abs((dt.datetime.now(dt.UTC) - began).total_seconds()) < 3600


def test_a_sweep_of_an_older_version_has_the_time_of_its_plan(folders, tmp_path):
    copy = tmp_path / "small"
    shutil.copytree(folders["sweep"], copy)
    files = {"files": listed_files(copy)}
    (copy / "files.json").write_text(sealed(as_json(files)), encoding="utf-8")
    os.utime(copy / "sweep.json", (86400, 86400))
    assert meant(copy).document().made == dt.datetime(1970, 1, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize("key", ["run_id", "scenario_sha256", "version", "seed"])
def test_a_sweep_that_says_it_comes_from_elsewhere_is_refused(folders, tmp_path, key):
    copy = tmp_path / "small"
    shutil.copytree(folders["sweep"], copy)
    summary = json.loads((copy / "summary.json").read_text(encoding="utf-8"))
    summary["made_by"][key] = "0badc0de"
    (copy / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    files = listed_files(copy) | {"summary.json": sha256_of(copy / "summary.json")}
    (copy / "files.json").write_text(sealed(as_json({"files": files})), encoding="utf-8")
    with pytest.raises(InputError, match="comes from another sweep than its plan"):
        meant(copy).document()


def test_a_sweep_that_is_damaged_is_refused(folders, tmp_path):
    copy = tmp_path / "small"
    shutil.copytree(folders["sweep"], copy)
    (copy / "summary.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"summary\.json"):
        meant(copy).document()
    shutil.copytree(folders["sweep"], tmp_path / "other")
    point = next((tmp_path / "other" / "points").iterdir())
    point.write_bytes(point.read_bytes()[:-1])
    with pytest.raises(InputError, match="damaged"):
        meant(tmp_path / "other").document()
