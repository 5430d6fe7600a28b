"""Reports as PowerPoint presentations."""

from escalation.report.slides.writer import write_slides

__all__ = ["write_slides"]
