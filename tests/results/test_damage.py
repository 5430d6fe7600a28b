"""Whatever is changed in what was kept, no reader takes it for whole: refused, or found by verify.

Every file of every kind of folder is damaged in every way, one at a time; then everybody who reads
such folders reads. A reader of that file must refuse, naming it; the others go on.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from escalation import compare, open_run, policies, run_sweep, simulate
from escalation.cli.main import main
from escalation.errors import InputError
from escalation.results.checking.verifying import verify
from escalation.results.reading import list_runs, load
from escalation.scenario import posterior
from escalation.sealing import DamagedError, read_sealed, sealed
from escalation.studies.branch import branch, origin_of
from escalation.studies.one_run import load_state, stop_run
from escalation.sweep.export import read_points
from escalation.sweep.folder import verify as verify_sweep
from tests.results.harm import harm

SWEEP = {"sweep": "small", "scenario": "baseline", "runs": 8, "set": {"horizon_days": 20},
         "vary": {"parameters.audience_cost": [0.1, 0.4]}, "keep_runs": True}  # fmt: skip

Damage = Callable[[Path, Path], None]


def _changed(file: Path, change: Callable[[bytes], bytes]) -> None:
    before = file.read_bytes()
    after = change(before)
    assert after != before
    file.write_bytes(after)


def _flip(file: Path, _: Path) -> None:
    def flipped(content: bytes) -> bytes:
        middle = len(content) // 2
        return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]

    _changed(file, flipped)


def _digit(file: Path, _: Path) -> None:
    """Change the last digit that isn't part of the end; of a table, a byte near its end."""

    def other(content: bytes) -> bytes:
        places = [i for i, byte in enumerate(content[: -len(content) // 4]) if 48 <= byte <= 56]
        place = places[-1] if places else len(content) // 3
        return content[:place] + bytes([content[place] + 1 & 255]) + content[place + 1 :]

    _changed(file, other)


def _other(file: Path, twin: Path) -> None:
    """Put the same file of another run in its place."""
    theirs = twin.read_bytes()
    if theirs == file.read_bytes():
        pytest.skip("both runs have the same")
    file.write_bytes(theirs)


DAMAGES: dict[str, Damage] = {
    "a bit": _flip,
    "a digit": _digit,
    "cut": lambda file, _: _changed(file, lambda content: content[: len(content) * 2 // 3]),
    "an end lost": lambda file, _: _changed(file, lambda content: content[:-1]),
    "more": lambda file, _: _changed(file, lambda content: content + b"\n"),
    "empty": lambda file, _: file.write_bytes(b""),
    "gone": lambda file, _: file.unlink(),
    "another's": _other,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """Return a folder of each kind, and a like one of another seed."""
    root = tmp_path_factory.mktemp("kept")
    found = {}
    for seed in (1, 2):
        place = root / str(seed)
        place.mkdir()
        options = {"runs": 16, "replicates": 4, "seed": seed}
        found[seed] = {
            "run": simulate("baseline", **options).save(place, charts=False),
            "comparison": compare("baseline", "pakistan_denies", **options).save(
                place, charts=False
            )[0],
            "branch": branch("baseline", 5, ["parameters.audience_cost=0.3"], **options).save(
                place, charts=False
            )[0],
            "policies": policies("baseline", levers=["hotline"], **options).save(
                place, charts=False
            )[0],
        }
        run_sweep(SWEEP | {"seed": seed}, place / "sweep", charts=False, threads=1)
        found[seed]["sweep"] = place / "sweep"
    return {kind: (found[1][kind], found[2][kind]) for kind in found[1]}


def files(folder: Path) -> list[str]:
    return [
        file.relative_to(folder).as_posix()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != ".lock"
    ]


def twin_of(name: str, folder: Path) -> Path:
    """Return the file that plays the same part in another folder: points have hashes for names."""
    if (folder / name).exists():
        return folder / name
    begins = Path(name).name.partition("-")[0]
    (found,) = (folder / name).parent.glob(f"{begins}-*")
    return found


def refused(read: Callable[[], object], name: str) -> bool:
    """Return whether a reader refuses, which must be in one line that names the file."""
    said = saying(read)
    assert not said or (Path(name).name in said and "\n" not in said), said
    return bool(said)


def saying(read: Callable[[], object]) -> str:
    """Return what a reader says when it refuses, or nothing."""
    try:
        read()
    except InputError as error:
        return str(error)
    return ""


def every_way(kept: tuple[Path, Path], tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """Damage each file in each way, in a copy; give the way, the file's name and the copy."""
    whole, twin = kept
    for name in files(whole):
        for way, damage in DAMAGES.items():
            copy = tmp_path / "copy" / whole.name
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(whole, copy)
            try:
                damage(copy / name, twin_of(name, twin))
            except pytest.skip.Exception:
                continue
            yield way, name, copy


READERS: dict[str, Callable[[Path], object]] = {
    "summary.json": lambda path: open_run(path).summary,
    "scenario.yaml": lambda path: open_run(path).scenario,
    "tables/runs.parquet": lambda path: open_run(path).runs,
    "tables/draws.parquet": lambda path: open_run(path).draws,
    "tables/days.parquet": lambda path: open_run(path).days,
    "tables/segments.parquet": lambda path: open_run(path).segments,
}


def test_a_run(made, tmp_path):
    tried = 0
    for way, name, copy in every_way(made["run"], tmp_path):
        tried += 1
        if name == "manifest.json":
            assert refused(lambda copy=copy: load(copy), name), way
            assert refused(lambda copy=copy: origin_of(copy), name), way
        else:
            found = verify(load(copy))
            assert (found.missing if way == "gone" else found.changed) == (name,), (way, name)
            for read, reader in READERS.items():
                seen = refused(lambda copy=copy, reader=reader: reader(copy), name)
                assert seen == (read == name), (way, name, read)
            assert refused(lambda copy=copy: origin_of(copy), name) == (
                name in ("scenario.yaml", "tables/runs.parquet")
            ), (way, name)
        (line,) = list_runs(copy.parent)
        assert bool(line.problem) == (name in ("manifest.json", "summary.json")), (way, name)
        assert not line.problem or name in line.problem
    assert tried > 8 * 6


@pytest.mark.parametrize("kind", ["comparison", "branch", "policies"])
def test_a_study(made, tmp_path, kind):
    for way, name, copy in every_way(made[kind], tmp_path):
        (line,) = list_runs(copy.parent)
        assert bool(line.problem) == (name in ("manifest.json", "summary.json")), (way, name)
        if name == "manifest.json":
            assert refused(lambda copy=copy: load(copy), name), way
            continue
        found = verify(load(copy))
        assert (found.missing if way == "gone" else found.changed) == (name,), (way, name)


def test_a_sweep(made, tmp_path):
    for way, name, copy in every_way(made["sweep"], tmp_path):
        said = saying(lambda copy=copy: verify_sweep(copy))
        if name in ("files.json", "sweep.json"):
            told = ("files.json", "sweep.json") if way == "another's" else (name,)
            assert any(one in said for one in told), (way, name, said)
        else:
            standing, points = verify_sweep(copy)
            what = [file.relative_to(copy).as_posix() for file in standing.beside]
            if name.startswith("points/") and way == "gone":
                assert len(standing.finished) == points - 1
            elif name.startswith(("points/", "runs/")):
                begins = Path(name).name.partition("-")[0]
                assert [file.name.partition("-")[0] for file in standing.corrupt] == [begins], way
            else:
                assert what == [name], (way, name)
        if name.startswith("points/") and way != "gone":
            assert refused(lambda copy=copy: read_points(copy), name), way
        if name == "summary.json":
            (line,) = list_runs(copy.parent)
            assert line.problem.startswith("summary.json is"), (way, line)


@pytest.mark.parametrize("way", DAMAGES)
@pytest.mark.slow
def test_a_sweep_that_goes_on_mends_what_it_finds(made, tmp_path, way):
    whole, twin = made["sweep"]
    rows = read_points(whole)
    for name in files(whole):
        copy = tmp_path / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(whole, copy)
        try:
            DAMAGES[way](copy / name, twin_of(name, twin))
        except pytest.skip.Exception:
            continue
        said: list[str] = []
        if way == "another's" and name == "sweep.json":
            for file in ("files.json", "sweep.json"):  # both: it is another sweep's folder
                shutil.copy(twin / file, copy / file)
            with pytest.raises(InputError, match="was begun with another sweep"):
                run_sweep(SWEEP | {"seed": 1}, copy, charts=False, threads=1)
            shutil.copy(whole / "files.json", copy / "files.json")
        run_sweep(SWEEP | {"seed": 1}, copy, charts=False, threads=1, note=said.append)
        standing, points = verify_sweep(copy)
        assert (len(standing.finished), standing.corrupt, standing.beside) == (points, [], [])
        assert rows.equals(read_points(copy)), name
        if name in ("files.json", "sweep.json") or (name.startswith("points/") and way != "gone"):
            assert any(name in one for one in said), (name, said)


def test_another_sweeps_plan_is_not_taken_for_damage(made, tmp_path):
    whole, _ = made["sweep"]
    with pytest.raises(InputError, match="was begun with another sweep"):
        run_sweep(SWEEP | {"seed": 5}, whole, charts=False, threads=1)
    assert not (tmp_path / "sweep.json").exists()


def test_a_point_under_another_points_number(made, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(made["sweep"][0], copy)
    first, second = sorted((copy / "points").iterdir())
    renamed = second.with_name("000001-" + first.name.partition("-")[2])
    second.unlink()
    first.rename(renamed)
    standing, _ = verify_sweep(copy)
    assert standing.corrupt == [renamed]
    with pytest.raises(DamagedError, match=renamed.name):
        read_points(copy)


def test_the_shipped_posterior(tmp_path, monkeypatch):
    home, twin = tmp_path / "posterior", tmp_path / "twin"
    for name in posterior.SHIPPED:
        for way, damage in DAMAGES.items():
            if way == "another's":
                continue
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(posterior.__path__[0], home)
            with monkeypatch.context() as patch:
                patch.setattr(posterior, "FOLDER", home)
                damage(home / name, twin)
                assert posterior.default_drawn_from() == "posterior"  # not quietly the priors
                with pytest.raises(InputError, match=name) as caught:
                    posterior.checked(name, home)
                assert "install this version again" in str(caught.value)
                posterior._shipped_one.cache_clear()
                if name != posterior.PATTERNS:
                    with pytest.raises(InputError, match=name):
                        posterior.load_posterior(home)


def test_saved_states(tmp_path):
    file, other = tmp_path / "a.state", tmp_path / "b.state"
    stop_run("baseline", 3, 1).save(file)
    stop_run("baseline", 3, 2).save(other)
    whole = file.read_bytes()
    for way, damage in DAMAGES.items():
        file.write_bytes(whole)
        damage(file, other)
        if way in ("another's", "more"):  # a whole state of its own; and zip readers allow a tail
            continue
        assert refused(lambda: load_state(file), file.name), way


def test_the_commands_say_it_in_one_sentence(made, tmp_path, capsys):
    copy = tmp_path / "copy"
    for name, words in (
        ("scenario.yaml", ["branch", "{}", "--day", "5", "--set", "parameters.audience_cost=1"]),
        ("scenario.yaml", ["watch", "{}"]),
        ("tables/draws.parquet", ["explain", "{}"]),
        ("scenario.yaml", ["value", "{}"]),
        ("tables/runs.parquet", ["storylines", "{}"]),
    ):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(made["run"][0], copy)
        _digit(copy / name, copy)
        code = main([word.format(copy) for word in words])
        said = capsys.readouterr()
        assert (code, said.out) == (2, ""), (words, said)
        assert said.err == (
            f"{copy / name}: is damaged: it is not as it was written; run the command that made it "
            f"again, or see 'escalation verify {copy}'\n"
        )


@pytest.mark.parametrize("name", ["manifest.json", "summary.json", "tables/runs.parquet"])
@pytest.mark.parametrize("way", ["digits", "deep", "pipe", "endless", "folder"])
def test_nobody_hangs_or_breaks_on_what_stands_in_a_files_place(made, tmp_path, capsys, name, way):
    copy = tmp_path / "kept" / "copy"
    shutil.copytree(made["run"][0], copy)
    harm(copy / name, way)
    (line,) = list_runs(copy.parent)
    assert (name in line.problem) == (not name.startswith("tables/")), line
    for words in (["runs", "{}/.."], ["verify", "{}"], ["explain", "{}"], ["storylines", "{}"],
                  ["diff", "{}", str(made["run"][1])]):  # fmt: skip
        code = main([word.format(copy) for word in words])
        said = capsys.readouterr()
        assert (code in (0, 1, 2), "Traceback" in said.err) == (True, False), (words, said)
        if name == "manifest.json" and words[0] != "runs":
            assert code == (1 if words[0] == "verify" and way in ("digits", "deep") else 2)
            assert name in said.err


@pytest.mark.parametrize("text", ['{\n "a": ' + 5000 * "9" + "\n}\n", "{\n nonsense\n}\n"])
def test_a_sealed_file_that_is_no_json(tmp_path, text):
    """A seal can be put on anything."""
    (tmp_path / "x.json").write_text(sealed(text))
    with pytest.raises(DamagedError, match="is no JSON that this program writes; do this"):
        read_sealed(tmp_path / "x.json", "do this")


def test_a_manifest_counts_for_all(made):
    """Without its seal nothing in a folder would be vouched for, so it has one."""
    document = json.loads((made["run"][0] / "manifest.json").read_text(encoding="utf-8"))
    assert list(document)[-1] == "sha256"
    assert set(document["files"]) >= {"summary.json", "scenario.yaml", "tables/runs.parquet"}
