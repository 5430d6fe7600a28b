"""Reports of comparisons, branches, rankings and sweeps: from their folders, running nothing."""

import datetime as dt
import shutil

import pytest

from escalation import branch, compare, policies
from escalation.cli.main import main
from escalation.engine import futures, run
from escalation.errors import InputError
from escalation.report.contents.kinds import KINDS, meant
from escalation.report.document import Picture
from escalation.results.reading import load
from tests.report.contents.reading import blocks, sections, table, texts

SWEEP = """\
sweep: small
title: "<b>A title</b> & {more}"
scenario: baseline
runs: 40
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
    assert {CHAPTERS[kind], "summary", "assumptions", "method", "glossary", "again"} <= set(names)
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
