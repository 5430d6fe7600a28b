"""The title of the dose-response chart speaks of what both sides have cases enough to tell."""

import pandas as pd
import pytest

from escalation.analysis.record.war_hazard import MODEL, RECORD
from escalation.charts.war_chart import dose_response_chart

DOSES = ("0", "1", "5+")


def a_table(model_low, model_high):
    shares = pd.DataFrame({"before": DOSES, "share": (0.04, 0.06, 0.15)})
    record = shares.assign(who=RECORD, low=shares["share"] - 0.03, high=shares["share"] + 0.07)
    model = shares.assign(who=MODEL, low=model_low, high=model_high)
    return pd.concat([model, record], ignore_index=True)


@pytest.mark.parametrize(
    ("low", "high", "fewest"),
    [
        ((0.01, 0.01, 0.1), (0.39, 0.12, 0.2), "1"),
        ((0.0, 0.01, 0.1), (0.07, 0.12, 0.2), "1"),
        ((0.01, 0.01, 0.1), (0.12, 0.12, 0.2), "0"),
    ],
    ids=["too few without any", "no war without any", "enough of all"],
)
def test_the_title_leaves_out_what_few_cases_tell(low, high, fewest):
    figure = dose_response_chart(a_table(low, high))
    said = " ".join(" ".join(text.get_text() for text in figure.texts).split())
    assert f"After 5+ fatal episodes rather than {fewest} war comes in" in said
