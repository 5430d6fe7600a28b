"""The files of a finished calibration, as `escalation.scenario.posterior` reads them."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from escalation.calibration.calibrate import METHOD, Calibration
from escalation.calibration.checks import QUANTILES
from escalation.calibration.plan import Plan
from escalation.calibration.targets import Target
from escalation.files import ensure_writable_folder, write_atomically, write_text_atomically
from escalation.scenario import posterior
from escalation.scenario.register import parameters
from escalation.sealing import sealed, sha256_of

FILES: Final = (posterior.SAMPLE, posterior.PATTERNS, posterior.META)  # the meta file comes last
HASHES: Final = "shipped_hashes.py"


def write(
    folder: str | os.PathLike[str],
    found: Calibration,
    plan: Plan,
    targets: Mapping[str, Target],
    model: str,
) -> Path:
    """Write the sample, its predicted statistics and the meta file; return the folder."""
    place = ensure_writable_folder(folder)
    write_text_atomically(
        place / posterior.SAMPLE, _table(found.names, found.unit * posterior.PARTS, ".0f")
    )
    write_text_atomically(place / posterior.PATTERNS, _table(targets, found.patterns, ".4g"))
    write_meta(place, meta(found, plan, targets, model))
    return place


def write_meta(place: Path, told: Mapping[str, Any]) -> None:
    """Write the meta file, sealed and with the hashes of the tables that are there."""
    tables = (posterior.SAMPLE, posterior.PATTERNS)
    files = {name: sha256_of(place / name) for name in tables if (place / name).exists()}
    text = json.dumps({**told, "files": files}, indent=1) + "\n"
    write_text_atomically(place / posterior.META, sealed(text))


def _table(names: Any, values: NDArray[np.float64], form: str) -> str:
    lines = [",".join(names)]
    lines += [",".join(format(value, form) for value in row) for row in values.tolist()]
    return "\n".join(lines) + "\n"


def meta(
    found: Calibration, plan: Plan, targets: Mapping[str, Target], model: str
) -> dict[str, Any]:
    """Return what the meta file holds."""
    findings = dict(found.findings)
    verdicts = {one["parameter"]: one for one in findings.pop("parameters")}
    declared = parameters()
    about = {}
    for name, u in zip(found.names, found.unit.T, strict=True):
        line = {key: value for key, value in verdicts[name].items() if key != "parameter"}
        if name in declared:
            prior = declared[name].default.quantile(np.array(QUANTILES))
            after = declared[name].default.quantile(np.quantile(u, QUANTILES))
            line |= {"prior_quantiles": prior.tolist(), "posterior_quantiles": after.tolist()}
        about[name] = line
    told = {
        "about": "Posterior sample of calibrated parameters; made by `escalation calibrate`.",
        "method": METHOD,
        "priors": posterior.priors_hash(found.names),
        "model": model,
        "budget": asdict(plan),
        "quantiles": QUANTILES,
        "targets": {name: asdict(one) for name, one in targets.items()},
        "parameters": about,
        **findings,
    }
    return _rounded(told)  # type: ignore[no-any-return]


def _rounded(value: Any) -> Any:
    """Return plain figures of four digits; what is no number becomes None."""
    if isinstance(value, Mapping):
        return {str(key): _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    if isinstance(value, float):
        return float(f"{value:.4g}") if math.isfinite(value) else None
    return value


def install(folder: str | os.PathLike[str], into: Path = posterior.FOLDER) -> list[Path]:
    """Copy a calibration's files into the package with their hashes; return what was written.

    They are held against their own hashes and against the register before.

    Raises
    ------
    InputError
        If there is no posterior in the folder, it is not as it was written, or it rests on other
        priors.
    """
    source = Path(folder)
    posterior.load_posterior(source)
    posterior.checked(posterior.PATTERNS, source)
    copied = []
    for name in FILES:
        with write_atomically(into / name) as temporary:
            shutil.copyfile(source / name, temporary)
        copied.append(into / name)
    before = (posterior.FOLDER / HASHES).read_text(encoding="utf-8")
    head, begins, _ = before.partition("= {\n")
    rows = "".join(f'    "{file.name}": "{sha256_of(file)}",\n' for file in copied)
    write_text_atomically(into / HASHES, f"{head}{begins}{rows}}}\n")
    return [*copied, into / HASHES]
