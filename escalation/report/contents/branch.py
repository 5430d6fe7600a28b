"""The report of a branch: an ensemble, and how it goes on under another decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escalation.report.contents.comparison import document_of_pairs

if TYPE_CHECKING:
    from escalation.report.document import Document
    from escalation.results.reading import KeptFolder


def kept_branch(folder: KeptFolder) -> Document:
    """Return the report of the branch that a folder holds; nothing is run for it."""
    base, day = folder.summary["arms"][0], folder.summary["branch"]["day"]
    return document_of_pairs(folder, f"From day {day} otherwise: {base['title']}")
