"""The command ``escalation`` with all games in one known world: python -m tests.web.known_worlds

A game's world is drawn so that nobody can have looked it up; a test that reads what happened in
one would pass in some worlds and fail in others.
"""

import sys

from escalation.cli import main
from escalation.web.server import room_keys

#: A world in which much is reported of the first round.
SEED = 20251012

if __name__ == "__main__":
    room_keys.new_seed = lambda: SEED
    sys.exit(main())
