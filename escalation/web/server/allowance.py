"""How often somebody may do a thing: so many at once, and so many a second in the long run."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from escalation.errors import PurposeError

Clock = Callable[[], float]


class Allowance:
    """What may still be done: ``rate`` a second, saved up to ``burst``.

    >>> one = Allowance(rate=0.5, burst=2, clock=iter([0, 0, 0, 0, 2]).__next__)
    >>> [one.spend() for _ in range(4)]
    [True, True, False, True]
    """

    def __init__(self, rate: float, burst: float, clock: Clock = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, float(burst), clock
        self._left, self._at = float(burst), clock()

    def spend(self) -> bool:
        """Take one; return whether there was one."""
        if not self.is_left():
            return False
        self._left -= 1.0
        return True

    def is_left(self) -> bool:
        """Return whether there is one to take."""
        now = self._clock()
        self._left = min(self._left + (now - self._at) * self._rate, self._burst)
        self._at = now
        return self._left >= 1.0


class GuessedTooOftenError(PurposeError):
    """Too many wrong codes or keys came; whoever asks must wait."""


#: Wrong guesses that one address may make, a second in the long run and at once.
OF_ADDRESS: Final = (1 / 10, 10)
#: The same for all addresses together, so that many of them guess no faster.
OF_ALL: Final = (1.0, 60)
#: Addresses that are remembered; whoever has been quiet longest is forgotten first.
MOST_ADDRESSES: Final = 2_000


class Guesses:
    """Counts wrong codes and keys. Right ones cost nothing; after too many wrong ones none is read.

    Parameters
    ----------
    clock
        Seconds, for tests.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._all = Allowance(*OF_ALL, clock)
        self._by_address: OrderedDict[str, Allowance] = OrderedDict()

    def check(self, address: str) -> None:
        """Let an address try, or not.

        Raises
        ------
        GuessedTooOftenError
            If it, or all together, were wrong too often.
        """
        mine = self._by_address.get(address)
        if not self._all.is_left() or (mine is not None and not mine.is_left()):
            raise GuessedTooOftenError("Too many wrong codes were tried; wait a minute.")

    def wrong(self, address: str) -> None:
        """Note that an address was wrong."""
        mine = self._by_address.setdefault(address, Allowance(*OF_ADDRESS, self._clock))
        self._by_address.move_to_end(address)
        if len(self._by_address) > MOST_ADDRESSES:
            self._by_address.popitem(last=False)
        mine.spend()
        self._all.spend()
