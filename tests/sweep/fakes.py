"""A sweep on an engine of a few lines, so that a test takes milliseconds."""

from tests.ensemble.fakes import FakeEngine, FakeSpace

GRID = """\
sweep: small
title: A small sweep
scenario: baseline
set: {horizon_days: 120}
runs: 40
vary:
  parameters.audience_cost: {from: 0.1, to: 0.5, steps: 3}
  parameters.spoiler_drive: [0.1, 0.2]
  Pakistan's line:
    options:
      free: {}
      denies:
        events: [{day: 1, kind: public_line, actor: pakistan_military, line: deny, until_day: 9}]
"""


class SweepSpace(FakeSpace):
    """Makes the draw's propensity follow the scenario, so that points differ."""

    def __init__(self, scenario):
        self.cost = getattr(scenario.parameters.get("audience_cost"), "value", 0.2)

    def transform(self, unit):
        drawn = super().transform(unit)
        drawn["propensity"] = (drawn["propensity"] + 1 - self.cost) / 2
        return drawn


def put_in_place(monkeypatch, engine=None):
    """Put the fake in the engine's place; return it."""
    made = engine or FakeEngine()
    monkeypatch.setattr("escalation.ensemble.worlds.prepare", lambda s: (SweepSpace(s), made))
    monkeypatch.setattr("escalation.ensemble.worlds.space_of", SweepSpace)
    return made


def write(folder, text=GRID, name="sweep.yaml"):
    """Write a sweep file; return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
