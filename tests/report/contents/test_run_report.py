"""The report of a run: what it says, that it says it as all else does, and that it runs nothing."""

import matplotlib.pyplot as plt
import pytest

from escalation.api import open_run, simulate
from escalation.charts.words import upper_first
from escalation.cli.run_output import print_odds
from escalation.engine import futures, run
from escalation.naming import in_plain_words
from escalation.report.contents.run import Studies, run_document
from escalation.report.document import Code, Picture, Text
from escalation.scenario.load import load_scenario
from escalation.telling.estimative_words import estimative_word
from tests.report.contents.reading import blocks, sections, table, texts

HOSTILE = "<script>alert(1)</script> & {title} =1+1 #panic()"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    root = tmp_path_factory.mktemp("runs")
    scenario = load_scenario("baseline", [f"title={HOSTILE!r}"])
    folder = simulate(scenario, runs=480, seed=5, replicates=4).save(root, charts=False)
    return open_run(folder)


@pytest.fixture(scope="module")
def document(kept):
    return run_document(kept)


def test_nothing_is_marked_as_code_or_named_by_its_path(document):
    assert not [text for text in texts(document) if "`" in text and HOSTILE not in text]
    bears = [row[-1] for row in table(document, "claims-table").rows]
    assert "sectors, which the scenario sets" in bears
    assert not any("actors." in cell for cell in bears)


def test_what_can_be_told_comes_before_boxes_that_cannot(document):
    (chapter,) = [one for one in sections(document) if one.name == "hinges"]
    said = [block.text if isinstance(block, Text) else type(block).__name__
            for block in chapter.blocks]  # fmt: skip
    boxes = [place for place, one in enumerate(said) if one.startswith("Where ")]
    assert boxes
    assert said.index("Picture") < min(boxes)
    untold = ["can't tell apart" in said[place] for place in boxes]
    assert untold == sorted(untold)
    none_told = any(one.startswith("No combination of inputs") for one in said)
    assert none_told is all(untold)


def test_it_has_every_chapter_once(document):
    names = [section.name for section in sections(document)]
    assert len(names) == len(set(names))
    assert set(names) >= {
        "summary", "odds", "unknown", "hinges", "claims", "levers", "value", "storylines",
        "pivots", "map", "assumptions", "method", "glossary", "again", "numbers",
    }  # fmt: skip
    pictures = [picture.name for picture in blocks(document, Picture)]
    assert len(pictures) == len(set(pictures))
    assert set(pictures) >= {"odds", "yardsticks", "end_states", "rungs", "deaths", "map", "claims"}
    alive = {one.name: one.live()[0] for one in blocks(document, Picture) if one.live}
    assert (alive["odds"], alive["yardsticks"]) == ("standings", "odds_rows")
    assert "map" not in alive


def test_the_map_answers_by_day_where_runs_may_be_watched(kept):
    watched = run_document(kept, Studies(watched=True))
    (drawn,) = [one for one in blocks(watched, Picture) if one.name == "map"]
    module, data = drawn.live()
    assert (module, data["runs"], len(data["days"])) == ("border_days", 400, 180)


def test_the_first_page_says_it_in_three_sentences_with_words_of_the_standard(document, kept):
    lead = document.summary.blocks[0].text
    assert lead.count(". ") == 2
    odds = kept.odds()
    for name in ("de_escalated_30d", "durable", "war"):
        assert estimative_word(odds[name].p) in lead


def test_it_runs_nothing(kept, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a report of a folder must not run anything")

    for module in (run, futures):
        for name in vars(module):
            if not name.startswith("_") and callable(getattr(module, name)):
                monkeypatch.setattr(module, name, refuse)
    monkeypatch.setattr("escalation.ensemble.worlds.prepare", refuse)
    assert run_document(kept).stamp.run_id == kept.run_id


def test_the_terminal_says_the_same(document, kept, capsys):
    print_odds(kept.summary)
    said = " ".join(capsys.readouterr().out.split())
    for name in ("unknown", "yardsticks", "disagreements"):
        (section,) = [one for one in sections(document) if one.name == name]
        for text in texts(list(section.blocks)):
            assert " ".join(text.split()) in said


def test_no_sentence_has_a_word_of_likelihood_and_confidence(document):
    words = ("likely", "chance", "certain", "unlikely")
    for text in texts(document):
        for sentence in text.split(". "):
            if "confidence" in sentence.casefold():
                assert not any(word in sentence for word in words)


def test_claims_stand_with_whoever_made_them(document, kept):
    rows = table(document, "claims-table").rows
    speakers = [upper_first(in_plain_words(claim["speaker"])) for claim in kept.claims]
    assert [row[1].partition(",")[0] for row in rows] == speakers


def test_every_number_is_there_with_its_basis(document, kept):
    rows = table(document, "numbers-table").rows
    assert [row[0] for row in rows] == list(kept.manifest["parameters"])
    assert all(all(cell for cell in row) for row in rows)


def test_what_was_not_asked_is_named_with_its_command(document, kept):
    typed = [line for code in blocks(document, Code) for line in code.lines]
    for command in ("policies", "value", "storylines", "pivots", "verify"):
        assert any(line.startswith(f"escalation {command} ") for line in typed)
    assert f"escalation storylines {kept.run_id}" in typed


def test_what_people_wrote_is_text(document):
    assert document.title == f"Odds: {HOSTILE}"


def test_the_same_run_gives_the_same_document(document, kept):
    again = run_document(open_run(kept.path))
    assert list(texts(again)) == list(texts(document))
    assert again.made == document.made


def test_a_picture_can_be_drawn_twice(document):
    (picture,) = [one for one in blocks(document, Picture) if one.name == "end_states"]
    first, second = picture.draw(), picture.draw()
    assert first is not second
    assert [t.get_text() for t in first.texts] == [t.get_text() for t in second.texts]
    assert picture.told.finding in " ".join(" ".join(t.get_text().split()) for t in first.texts)
    plt.close("all")


@pytest.mark.parametrize(
    ("settings", "runs", "replicates", "said"),
    [
        (["horizon_days=7"], 40, 4, "can't say what their odds hinge on"),
        (["horizon_days=30"], 40, 1, "can't be told from these runs: run with two or more"),
        ([], 1, 1, "How much is chance and how much ignorance can't be told"),
    ],
)
def test_little_is_told_as_little(settings, runs, replicates, said):
    result = simulate(load_scenario("baseline", settings), runs=runs, replicates=replicates)
    document = run_document(result)
    assert any(said in text for text in texts(document))
    for picture in blocks(document, Picture):
        assert picture.draw() is not None
        assert picture.told.finding
    assert all(block.text for block in blocks(document, Text))


def test_a_scenario_may_rest_on_no_claim():
    scenario = load_scenario("baseline").model_copy(update={"claims": {}})
    said = list(texts(run_document(simulate(scenario, runs=40, replicates=4))))
    assert "The scenario rests on no claim." in said
