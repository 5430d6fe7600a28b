"""What scripts and notebooks hold: run a scenario, look at the result, keep it.

>>> from escalation import load_scenario, simulate
>>> result = simulate(load_scenario("baseline"), runs=400)
>>> result.odds()["de_escalated_30d"].p
0.9175
>>> figure = result.plot_odds()
>>> folder = result.save("runs", charts=False)

and another day, from the folder or the run's id:

>>> from escalation import open_run
>>> open_run(folder).odds()["war"].p
0.075
"""

from escalation.ensemble.progress import Progress
from escalation.results.result import Result, open_run
from escalation.studies.run import simulate

__all__ = ["Answers", "KeptRun", "Progress", "Result", "open_run", "simulate"]

#: Names that scripts know the one class by: a run read back from its folder, or from anywhere.
KeptRun = Answers = Result
