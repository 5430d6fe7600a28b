"""The report's parts: every kind of block is in the sample that writers are tried on."""

from collections.abc import Iterable, Iterator
from typing import get_args

from escalation.report.document import Block, Picture, Section
from tests.report.sample import sample


def blocks(sections: Iterable[Section]) -> Iterator[Block]:
    for section in sections:
        yield from section.blocks
        yield from blocks(section.parts)


def test_the_sample_has_every_kind_of_block_and_no_name_twice() -> None:
    document = sample()
    found = list(blocks([document.summary, *document.sections]))
    assert {type(block) for block in found} == set(get_args(Block))
    names = [block.name for block in found if isinstance(block, Picture)]
    assert len(names) == len(set(names)) > 1
