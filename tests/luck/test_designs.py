"""Sobol's sequence: made by one thread at a time, since SciPy's table is shared."""

import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from escalation.luck import designs


def test_no_two_threads_make_a_sequence_at_once(monkeypatch):
    """SciPy 1.12 to 1.14 hands a second thread the table that a first one is still filling."""
    qmc = pytest.importorskip("scipy.stats.qmc")
    inside, met, made = threading.Lock(), [], qmc.Sobol

    class Slow(made):
        def __init__(self, *args, **kwargs):
            if not inside.acquire(blocking=False):
                met.append("another thread")
                return
            time.sleep(0.02)
            super().__init__(*args, **kwargs)
            inside.release()

    monkeypatch.setattr(qmc, "Sobol", Slow)
    columns = np.arange(5)
    threads = [
        threading.Thread(target=designs.ShiftedSobol, args=(columns, 7)),
        threading.Thread(target=designs.ShiftedSobol, args=(columns, 7)),
        threading.Thread(target=designs.sobol_grid, args=(8, 5)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == []


def test_threads_that_begin_together_get_the_same_points():
    """In a fresh process, where the table is not filled yet; what SciPy 1.12 failed."""
    script = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "import numpy as np\n"
        "from escalation.luck.designs import ShiftedSobol\n"
        "make = lambda _: ShiftedSobol(np.arange(200), 5).points(0, 64).sum()\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    print(len(set(pool.map(make, range(8)))))\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "1"
