"""What scripts and notebooks hold: run a scenario, look at the result, keep it.

>>> from escalation import load_scenario, simulate
>>> result = simulate(load_scenario("baseline"), runs=2000)  # doctest: +SKIP
>>> result.odds()["de_escalated_30d"].p  # doctest: +SKIP
>>> result.plot_odds()  # doctest: +SKIP
>>> result.explain("war").drivers  # doctest: +SKIP
>>> folder = result.save("runs")  # doctest: +SKIP

and another day, from the folder or the run's id:

>>> from escalation import open_run
>>> open_run(folder).explain("war").plot_drivers()  # doctest: +SKIP
"""

from escalation.ensemble.progress import Progress
from escalation.results.result import Result, open_run
from escalation.studies.run import simulate

__all__ = ["Answers", "KeptRun", "Progress", "Result", "open_run", "simulate"]

#: Names that scripts know the one class by: a run read back from its folder, or from anywhere.
KeptRun = Answers = Result
