"""A report as one page of HTML, which asks for nothing from anywhere."""

from escalation.report.html.writer import write_html

__all__ = ["write_html"]
