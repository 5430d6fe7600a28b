"""``python -m escalation`` is the command ``escalation``."""

import sys

from escalation.cli import main

if __name__ == "__main__":
    sys.exit(main())
