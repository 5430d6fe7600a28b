"""The debrief: a game told on one page, which asks for nothing from anywhere, not even a script."""

from escalation.web.debrief.page import debrief_page

__all__ = ["debrief_page"]
