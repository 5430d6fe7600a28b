"""What studies find is asked for in one way, whichever study it is."""

import pytest

from escalation.results.explain import Explanation
from escalation.studies.ablate import Ablation
from escalation.studies.check import Check
from escalation.studies.levers import Policies
from escalation.studies.paired_findings import Comparison
from escalation.studies.pivots import Pivots
from escalation.studies.score import Scored
from escalation.studies.storylines import Told
from escalation.studies.value import Valued

KEPT = (Explanation, Policies, Comparison, Scored, Pivots, Told, Valued)


@pytest.mark.parametrize("study", [*KEPT, Ablation, Check])
def test_findings_are_sentences_figures_and_charts(study):
    assert isinstance(vars(study)["findings"], property) or hasattr(study.findings, "func")
    assert hasattr(study, "as_dict") or hasattr(study, "summary")
    assert study is Ablation or any(name.startswith("plot_") for name in vars(study))


@pytest.mark.parametrize("study", KEPT)
def test_what_is_written_of_a_study_is_said_by_the_study(study):
    assert callable(study.to_keep)
