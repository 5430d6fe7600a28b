"""The calibration of the border model: its parameters, its targets, its files."""

from __future__ import annotations

import os
import threading
from importlib.util import find_spec
from pathlib import Path

from escalation.calibration import posterior_files
from escalation.calibration.calibrate import calibrate
from escalation.calibration.calibrated import calibrated
from escalation.calibration.evaluations import Told
from escalation.calibration.plan import Plan
from escalation.calibration.simulator import BorderSimulator
from escalation.calibration.targets import TARGETS
from escalation.errors import InputError


def calibrate_border(
    plan: Plan,
    folder: str | os.PathLike[str],
    *,
    threads: int,
    told: Told | None = None,
    stop: threading.Event | None = None,
) -> Path | None:
    """Calibrate the model and write the posterior's files; see `calibrate.calibrate`.

    Returns
    -------
    Path or None
        The folder with the files, or None if it was stopped before the end.

    Raises
    ------
    InputError
        If scikit-learn is missing, a number makes no sense, or the folder can't be used.
    """
    from escalation import engine
    from escalation.compiling import source_fingerprint

    plan.check()
    if find_spec("sklearn") is None:
        raise InputError.single(
            "calibrate", "needs scikit-learn: python -m pip install 'escalation[calibrate]'"
        )
    if told is not None:
        told("compiling", 0, 1)
    engine.warm_up()
    model = source_fingerprint()
    found = calibrate(
        BorderSimulator(tuple(calibrated())), plan, folder, fingerprint=model, threads=threads,
        told=told, stop=stop,
    )  # fmt: skip
    if found is None:
        return None
    return posterior_files.write(folder, found, plan, TARGETS, model)
