"""Reports as Word documents."""

from escalation.report.word.writer import write_word

__all__ = ["write_word"]
