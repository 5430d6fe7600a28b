"""What is said of the longest way along an input: that chance may have made it, where it may."""

from types import SimpleNamespace

import pandas as pd
import pytest

from escalation.charts.told.dependence import _finding


@pytest.mark.parametrize(("effect", "doubted"), [("clear", False), ("trace", True), ("none", True)])
def test_what_may_be_chance_is_said_to_be(effect, doubted):
    curves = pd.DataFrame({"name": ["a", "a", "b", "b"], "odds": [0.1, 0.4, 0.2, 0.3]})
    ends = {"low": -0.02, "high": 0.02, "between_draws_low": -0.1, "between_draws_high": 0.2}
    curves = curves.assign(**{end: curves["odds"] + by for end, by in ends.items()})
    drivers = pd.DataFrame({"name": ["a", "b"], "effect": [effect, "clear"]})
    said = _finding(SimpleNamespace(curves=curves, drivers=drivers))
    assert said.startswith("Along a the odds go from 10% (0–30%) to 40% (30–60%)")
    assert ("can't tell that from chance" in said) is doubted
