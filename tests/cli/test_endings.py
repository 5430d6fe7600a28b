"""How commands end that somebody stops, whose reader goes, or whose disk or cluster fails."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from escalation.cli.main import INTERRUPTED, main
from escalation.ensemble.interrupt import endings_as_interrupts, stop_on_interrupt
from escalation.errors import LostClusterError
from tests.ensemble.fakes import FakeEngine, FakeSpace

ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]

SLOW = """
import sys
import escalation.ensemble.simulate as module
from escalation.cli.main import main
from escalation.ensemble import worlds
from tests.ensemble.fakes import FakeEngine, FakeSpace
class Slow(FakeEngine):
    def run(self, *asked):
        chunk = super().run(*asked)
        print("some runs are done", file=sys.stderr, flush=True)
        return chunk
slow = Slow(seconds=0.002)
module.prepare = worlds.prepare = lambda _: (FakeSpace(), slow)
from escalation.studies import levers
def run_levers(scenario, levers, plan, outcome, session):
    done = module.run_ensemble(scenario, plan, FakeSpace(), slow, session)
    assert done.interrupted
    raise KeyboardInterrupt
levers.run_levers = run_levers
from escalation.studies import value
value.run_levers = run_levers
sys.exit(main(sys.argv[1:]))
"""

STOPPED = {
    "run": ("run", "baseline", "--runs", "100000", "--no-charts", "--out", "kept"),
    "compare": ("compare", "baseline", "baseline", "--runs", "100000", "--out", "kept"),
    "policies": ("policies", "baseline", "--runs", "100000", "--out", "kept"),
    "value": ("value", "baseline", "--runs", "100000", "--out", "kept"),
}


@pytest.mark.parametrize(
    ("command", "ending"),
    [("run", signal.SIGTERM), ("run", signal.SIGHUP), ("compare", signal.SIGTERM),
     ("policies", signal.SIGINT), ("value", signal.SIGHUP)],
)  # fmt: skip
def test_whatever_asks_a_command_to_end_is_heeded(command, ending, tmp_path, root):
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, *STOPPED[command]],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)}, stderr=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert any(line == "some runs are done\n" for line in process.stderr)
    process.send_signal(ending)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    kept = [path.name for path in (tmp_path / "kept").iterdir()]
    if command == "run":
        assert len(kept) == 1
        assert kept[0].startswith("baseline-")
        assert "stopped" in out.lower()
    else:
        assert err.strip().endswith("interrupted: nothing is kept")
        assert kept == []


def test_in_somebody_elses_process_only_control_c_is_ours(tmp_path):
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    with endings_as_interrupts():
        for ending in ENDINGS:
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(ending)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_is_told_to_be_ignored_stays_so():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as under nohup
    try:
        with endings_as_interrupts():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_first_is_a_request_and_the_second_an_axe(ending):
    import threading

    stop = threading.Event()
    with endings_as_interrupts():
        with stop_on_interrupt(stop):
            signal.raise_signal(ending)
            assert stop.is_set()
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(ending)
        with pytest.raises(KeyboardInterrupt):  # no request any more
            signal.raise_signal(ending)


def test_an_interrupt_that_a_library_lost_is_one_still(monkeypatch, capsys):
    """Numba's compiler calls back from C, where KeyboardInterrupt is lost; then it breaks."""

    def schema(*_, **__):
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        raise RuntimeError("no compiled object yet")

    monkeypatch.setattr("escalation.scenario.schema.json_schema", schema)
    assert main(["schema"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


@pytest.fixture
def ends(monkeypatch, capsys):
    """Return a function that calls a command which ends by an error, and what it then says."""

    def call(error):
        def schema(*_, **__):
            raise error

        monkeypatch.setattr("escalation.scenario.schema.json_schema", schema)
        code = main(["schema"])
        return code, capsys.readouterr().err.strip()

    return call


def test_what_is_kept_is_said(ends):
    assert ends(KeyboardInterrupt()) == (130, "interrupted: nothing is kept")
    said = "results are kept in x, without charts"
    assert ends(KeyboardInterrupt(said)) == (130, f"interrupted: {said}")


def test_a_file_that_ends_too_soon_is_no_interruption(ends):
    with pytest.raises(EOFError, match="Ran out of input"):
        ends(EOFError("Ran out of input"))


def test_a_reader_who_goes_is_no_failure(ends):
    import errno

    assert ends(BrokenPipeError(errno.EPIPE, "Broken pipe")) == (0, "")
    assert ends(OSError(errno.EIO, "Input/output error")) == (0, "")  # a terminal that was closed


def test_what_the_system_refuses_is_a_sentence(ends):
    import errno

    refused = PermissionError(errno.EACCES, "Permission denied", "some/where")
    assert ends(refused) == (2, "some/where: no permission")
    assert ends(OSError(errno.ENOSPC, "No space left on device")) == (1, "the disk is full")
    assert ends(ValueError("embedded null byte"))[0] == 2
    with pytest.raises(ValueError, match="a mistake of ours"):
        ends(ValueError("a mistake of ours"))


@pytest.mark.parametrize("words", [["claims"], ["watch", "baseline"], ["schema"]])
def test_head_ends_well(words, root, tmp_path):
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m escalation {" ".join(words)} | head -1 > /dev/null; '
         'echo "${PIPESTATUS[0]}"'],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_that_nobody_hears_of_progress_costs_no_result(monkeypatch, tmp_path):
    """As in ``2>&1 | head``, on a full disk of a log, or after a terminal was closed."""

    class Gone:
        encoding = "utf-8"

        def write(self, *_):
            raise BrokenPipeError

        flush = write

    monkeypatch.setattr(
        "escalation.ensemble.simulate.prepare", lambda _: (FakeSpace(), FakeEngine())
    )
    monkeypatch.setattr(sys, "stderr", Gone())
    words = ["run", "baseline", "--runs", "40", "--no-charts", "--out", str(tmp_path)]
    assert main(words) == 0
    assert len(list(tmp_path.iterdir())) == 1


def test_a_study_is_written_though_nobody_reads_it_to_its_end(monkeypatch):
    from escalation.cli.emit import show_study

    def gone(_):
        raise BrokenPipeError

    written = []
    with pytest.raises(BrokenPipeError):
        show_study(None, gone, lambda: written.append(1) or [], as_json=False, quiet=True)
    assert written == [1]


def test_control_c_while_a_study_is_charted_keeps_it(monkeypatch, tmp_path, capsys):
    from escalation.cli.emit import keep_study

    class Study:
        def save(self, out, *, charts, command, stop):
            signal.raise_signal(signal.SIGINT)
            assert stop.is_set()
            return out, {"charts_not_drawn": {"differences": "interrupted"}}

    assert keep_study(Study(), tmp_path, charts=True)[1] == INTERRUPTED


def test_a_lost_cluster_says_truly_what_is_kept(monkeypatch, tmp_path, capsys):
    def lost(*_, **__):
        raise LostClusterError("the cluster was lost (CommClosedError)")

    monkeypatch.setattr("escalation.studies.run.run", lost)
    assert main(["run", "baseline", "--runs", "8", "-q", "--out", str(tmp_path / "r")]) == 1
    assert capsys.readouterr().err == (
        "error: the cluster was lost (CommClosedError); nothing of this run is kept\n"
    )
    assert list((tmp_path / "r").iterdir()) == []


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [(LostClusterError("the cluster was lost"), 1, "error: the cluster was lost; "),
     (KeyboardInterrupt(), 130, "interrupted: ")],
)  # fmt: skip
def test_a_sweep_says_truly_what_is_kept(monkeypatch, tmp_path, capsys, error, code, said):
    def lost(*_, **__):
        raise error

    monkeypatch.setattr("escalation.sweep.running.run_points", lost)
    (tmp_path / "s.yaml").write_text(
        "sweep: s\nscenario: baseline\nruns: 8\nvary: {parameters.audience_cost: [0.1, 0.2]}\n"
    )
    words = ["sweep", str(tmp_path / "s.yaml"), "-q", "--out", str(tmp_path / "kept")]
    assert main(words) == code
    assert capsys.readouterr().err == (f"{said}0 of 2 points are kept; the same command goes on\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_costs_no_run(closed, tmp_path, root):
    run = f"'{sys.executable}' -m escalation run baseline --runs 4 --no-charts --out kept {closed}"
    done = subprocess.run(
        ["sh", "-c", run], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert ("not a forecast" in done.stdout) is (closed == "2>&-")
    assert [path.name for path in (tmp_path / "kept").glob("*/summary.json")] == ["summary.json"]


def test_a_closed_stream_stays_closed_after_a_command(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["claims", "baseline"]) == 0
    assert sys.stdout is None
    assert sys.stderr is None
