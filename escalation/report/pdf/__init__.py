"""Reports as PDF documents."""

from escalation.report.pdf.writer import write_pdf

__all__ = ["write_pdf"]
