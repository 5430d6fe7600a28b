"""The command line: commands parse what is asked, call, and print; they hold no logic."""

from escalation.cli.main import main

__all__ = ["main"]
