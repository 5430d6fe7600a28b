"""An engine of a few lines with the interface of the real one, for tests of what drives it."""

import threading
import time
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pandas as pd

from escalation.day.records import RUN_DTYPE
from escalation.luck import purposes, streams

DAYS = 20


class FakeTally:
    def __init__(self):
        self.quiet = np.zeros(DAYS, np.int64)
        self.segments = np.zeros((90, 6), np.int64)

    def add(self, other):
        self.quiet += other.quiet
        self.segments += other.segments

    def days_frame(self, n_runs):
        return pd.DataFrame({"day": np.arange(DAYS), "quiet_share": self.quiet / n_runs})

    def segments_frame(self, n_runs):
        return pd.DataFrame(
            {"segment": np.arange(1, 91), "incidents_per_run": self.segments[:, 0] / n_runs}
        )


@dataclass
class FakeChunk:
    runs: np.ndarray
    tally: FakeTally


class FakeSpace:
    names = ("propensity", "claim:C02", "fact:pakistan_killed_day0", "luck")
    claim_ids = ("C02",)

    def members_of(self, unit):
        return np.full(len(unit), -1)

    def claims_held(self, unit):
        return unit[:, 1:2] < 0.5

    def transform(self, unit):
        drawn = np.zeros(len(unit), dtype=[(name, float) for name in ("propensity", "toll")])
        drawn["propensity"] = unit[:, 0]
        drawn["toll"] = 100 * unit[:, 2]
        return drawn


class FakeEngine:
    """De-escalates with the draw's propensity; breaks where it is told to."""

    def __init__(self, raises=(), fails=(), seconds=0.0):
        self.raises = set(raises)
        self.fails = set(fails)
        self.seconds = seconds
        self.calls = []
        self._lock = threading.Lock()

    def run(self, draws, runs, seed):
        assert len(draws) == len(runs)
        with self._lock:
            self.calls.append(len(runs))
        if self.seconds:
            time.sleep(self.seconds * len(runs))
        if self.raises & set(runs.tolist()):
            raise ZeroDivisionError("division\nby zero")
        record = np.zeros(len(runs), dtype=RUN_DTYPE)
        tally = FakeTally()
        for place, number in enumerate(runs):
            luck = streams.uniform(streams.run_key(seed, int(number)), purposes.ANSWER, 0, 0)
            calm = luck < draws["propensity"][place]
            record[place]["run"] = number
            record[place]["status"] = 1 if number in self.fails else 0
            record[place]["deescalated_day"] = int(40 * luck) if calm else -1
            record[place]["war_day"] = record[place]["quiet_after_war_day"] = -1
            record[place]["end_state"] = 3 if calm else 1
            record[place]["killed_pak_state"] = draws["toll"][place]
            tally.quiet[int(DAYS * luck) :] += 1
            tally.segments[int(90 * luck), 0] += 1
        return FakeChunk(record, tally)


SCENARIO = SimpleNamespace(name="fake", horizon_days=180)
