"""The command that shows what would move, and renews the golden numbers on purpose.

``python -m tests.golden [NAME ...]`` measures everything, or what is named, and prints what is not
as the golden files have it; the exit code is 1 if anything moved. With ``--renew`` it writes the
files anew, records the headline odds that moved, and prints the lines for the changelog.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from tests.golden import held, moves
from tests.golden.measure import write_text_atomically

TOLD_AT_MOST = 40  # of one file; a moved rule moves nearly all of it


def main(argv: Sequence[str] | None = None) -> int:
    """Show what moved, and with ``--renew`` write it down; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="scenario or study (all)")
    parser.add_argument("--renew", action="store_true", help="write what moved")
    parser.add_argument("--all", action="store_true", help="print every single figure that moved")
    wanted = parser.parse_args(argv)
    everything = held.everything()
    unknown = sorted(set(wanted.names) - {one.name for one in everything})
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; see the files in {held.HERE.name}/")
    chosen = [one for one in everything if not wanted.names or one.name in wanted.names]
    now: dict[held.Held, Any] = {}
    changed = False
    for one in chosen:
        now[one] = one.measure()
        moved = one.moved(now[one])
        print(f"{one.kind}/{one.name}: {len(moved) or 'nothing'} moved", flush=True)
        shown = moved if wanted.all else moved[:TOLD_AT_MOST]
        for line in shown:
            print(f"    {line}")
        if len(moved) > len(shown):
            print(f"    ... and {len(moved) - len(shown)} more; --all prints them")
        changed = changed or bool(moved)
        if wanted.renew and moved:
            one.path.parent.mkdir(exist_ok=True)
            write_text_atomically(one.path, held.as_text(now[one]))
    for path in held.orphans():
        print(f"{path.relative_to(held.HERE)}: belongs to nothing any more")
        changed = True
        if wanted.renew:
            path.unlink()
    made = _record(now, write=wanted.renew)
    return 0 if wanted.renew or not (changed or made) else 1


def _record(now: dict[held.Held, Any], *, write: bool) -> bool:
    """Print which headline odds moved, and record them if told to; return whether any did."""
    odds = {
        one.name: moves.printed_odds(figures)
        for one, figures in now.items()
        if one.kind == "scenarios"
    }
    first, recorded = moves.read_first(), moves.read_moves()
    made = moves.new_moves(first, recorded, odds)
    if made:
        print("Headline odds moved. A file in changelog.d/ must say so:")
        for move in made:
            print(f"- Odds of {move}.")
    if write:
        led, _ = moves.follow(first, recorded)
        for scenario, chances in odds.items():
            for outcome, p in chances.items():
                if outcome not in led.get(scenario, {}):
                    first.setdefault(scenario, {})[outcome] = p
        write_text_atomically(moves.FIRST, held.as_text(first))
        write_text_atomically(moves.MOVES, moves.moves_text([*recorded, *made]))
    return bool(made)


if __name__ == "__main__":
    sys.exit(main())
