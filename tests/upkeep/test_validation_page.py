"""The page that judges the model has its structure, and one command makes it anew."""

import re
import shutil
from pathlib import Path

import pytest

from escalation.analysis.forecasts.score_tables import FORECASTERS, OUTCOME_WORDS
from escalation.analysis.odds.outcomes import WORDS
from escalation.analysis.patterns.targets import targets
from escalation.analysis.record.dyads import LIKE
from escalation.analysis.record.war_hazard import DOSES
from escalation.cli.main import main
from escalation.errors import InputError
from escalation.scenario.posterior import load_posterior
from escalation.studies import score_record
from escalation.studies.mechanisms import MECHANISMS
from escalation.upkeep import validation_page as validation
from escalation.upkeep.odds_block import ROWS, odds_block
from escalation.upkeep.page_blocks import blocks_of
from escalation.upkeep.score_blocks import record_block

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped page renewed by a very small run."""
    folder = tmp_path_factory.mktemp("docs")
    for name in ("validation.md", "odd.md"):
        shutil.copy(root / "docs" / name, folder / name)
    assert main(["validation", "--out", str(folder), "--runs", "160", "--quiet"]) == 0
    return folder


@pytest.fixture(params=["shipped", "made"])
def page(request: pytest.FixtureRequest, root: Path, made: Path) -> str:
    folder = root / "docs" if request.param == "shipped" else made
    return (folder / "validation.md").read_text(encoding="utf-8")


def first_cells(block: str) -> list[str]:
    return re.findall(r"^\| ([^|]*?) \|", block, re.M)[1:]


def test_every_pattern_mechanism_forecaster_and_outcome_is_there(page: str) -> None:
    blocks = blocks_of(page)
    assert {cell.split()[0] for cell in first_cells(blocks["patterns"])} == set(targets())
    assert first_cells(blocks["ablation"]) == [one.name for one in MECHANISMS]
    assert set(first_cells(blocks["scores"])) == set(OUTCOME_WORDS.values())
    assert all(f"| {name} |" in blocks["scores"] for name in FORECASTERS.values())
    assert set(first_cells(blocks["record"])) == {one.title for one in LIKE.values()}
    assert all(f"| {name} |" in blocks["record"] for name in score_record.RIVALS)
    assert first_cells(blocks["densities"]) == list(load_posterior().meta["odds"])
    assert set(DOSES) < set(first_cells(blocks["war"]))
    assert first_cells(blocks["odds"]) == [WORDS[name] for name in ROWS]


def test_every_table_says_how_many_runs_and_which_seed(page: str) -> None:
    for name, block in blocks_of(page).items():
        assert re.search(r"[\d,]+ runs", block), name
        assert re.search(r"seed \d+", block), name


def test_every_figure_is_there(page: str, root: Path, made: Path) -> None:
    figures = re.findall(r"!\[.+?\]\((images/\w+\.png)\)", page)
    assert len(figures) == 6
    for figure in figures:
        assert (root / "docs" / figure).is_file()
        assert (made / figure).stat().st_size > 10_000


def test_the_generator_reproduces_the_shipped_structure(root: Path, made: Path) -> None:
    """Text outside the blocks is kept to the letter; inside, heads and first cells agree."""
    shipped = (root / "docs" / "validation.md").read_text(encoding="utf-8")
    new = (made / "validation.md").read_text(encoding="utf-8")
    bare = [re.sub(r"(<!-- (\w+) -->).*?(<!-- /\2 -->)", r"\1\3", text, flags=re.S)
            for text in (shipped, new)]  # fmt: skip
    assert bare[0] == bare[1]
    old_blocks, new_blocks = blocks_of(shipped), blocks_of(new)
    assert list(old_blocks) == list(new_blocks)
    for name, block in new_blocks.items():
        heads = [re.search(r"^\|.+\|$", text, re.M) for text in (old_blocks[name], block)]
        assert heads[0] is not None
        assert heads[1] is not None
        assert heads[0].group() == heads[1].group()
        assert first_cells(block) == first_cells(old_blocks[name])


def test_the_description_beside_it_is_renewed(root: Path, made: Path) -> None:
    assert (made / "odd.md").read_bytes() == (root / "docs" / "odd.md").read_bytes()


def test_the_readme_shows_the_odds_that_the_baseline_gives(root: Path) -> None:
    shown = blocks_of((root / "README.md").read_text(encoding="utf-8"))["odds"]
    assert shown.strip() == odds_block(validation.baseline().summary)


def test_the_page_shows_what_scoring_the_record_gives(root: Path) -> None:
    """At the runs that the page is made with, a quarter of all: those of the study itself."""
    assert validation.RUNS // 4 == score_record.RUNS
    page = (root / "docs" / "validation.md").read_text(encoding="utf-8")
    assert blocks_of(page)["record"].strip() == record_block(score_record.score_record())


def test_a_folder_without_a_page_gets_one() -> None:
    assert set(blocks_of(validation.SKELETON)) == {
        "patterns", "ablation", "scores", "record", "densities", "war", "odds",
    }  # fmt: skip
    with pytest.raises(InputError):
        validation.validate(runs=10)
