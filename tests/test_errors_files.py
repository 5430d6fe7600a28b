"""Errors carry their place; files are whole or not there."""

import errno
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.errors import InputError, OutputError, Problem, PurposeError, suggest
from escalation.files import ensure_writable_folder, write_atomically, write_text_atomically


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestErrors:
    def test_problem_joins_place_and_message(self):
        assert str(Problem("x.yaml:12: parameters.foo", "unknown")) == (
            "x.yaml:12: parameters.foo: unknown"
        )
        assert str(Problem("", "nothing to run")) == "nothing to run"

    def test_every_problem_has_its_line(self):
        error = InputError(Problem(f"x.yaml:{line}", "wrong") for line in (3, 7))
        assert str(error).splitlines() == ["x.yaml:3: wrong", "x.yaml:7: wrong"]
        assert len(error.problems) == 2

    def test_single(self):
        assert InputError.single("--runs", "must be positive").problems == (
            Problem("--runs", "must be positive"),
        )

    def test_none_is_a_mistake_of_ours(self):
        with pytest.raises(ValueError, match="at least one"):
            InputError([])

    def test_survives_the_trip_between_processes(self):
        error = InputError([Problem("a", "b"), Problem("c", "d")])
        assert pickle.loads(pickle.dumps(error)).problems == error.problems

    def test_output_error_is_a_failed_purpose(self):
        assert issubclass(OutputError, PurposeError)
        assert not issubclass(PurposeError, InputError)


class TestSuggest:
    def test_nearest(self):
        known = ["mediation_rate", "grievance_half_life_days"]
        assert suggest("mediaton_rate", known) == "; did you mean 'mediation_rate'?"

    def test_case_is_forgiven(self):
        assert suggest("TITLE", ["title", "name"]) == "; did you mean 'title'?"
        assert suggest("c14", ["C14"]) == "; did you mean 'C14'?"
        assert suggest("C2", ["C25", "C02"]) == "; did you mean 'C02'?"

    def test_nothing_near(self):
        assert suggest("xyzzy", ["title", "name"]) == ""
        assert suggest("", ["title"]) == ""
        assert suggest("title", []) == ""

    @given(st.text(), st.lists(st.text()))
    def test_offers_only_what_there_is(self, word, candidates):
        offered = suggest(word, candidates)
        assert offered == "" or offered in {f"; did you mean {c!r}?" for c in candidates}


class TestWriteAtomically:
    def test_moves_into_place_and_leaves_nothing_else(self, tmp_path):
        with write_atomically(tmp_path / "a.csv") as temporary:
            assert temporary.parent == tmp_path
            temporary.write_text("x")
            assert not (tmp_path / "a.csv").exists()
        assert (tmp_path / "a.csv").read_text() == "x"
        assert names(tmp_path) == ["a.csv"]

    def test_keeps_the_suffix_for_writers_that_go_by_it(self, tmp_path):
        with write_atomically(tmp_path / "odds.png") as temporary:
            assert temporary.suffix == ".png"
            temporary.write_bytes(b"")

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
    def test_failure_keeps_the_old_file(self, tmp_path, error):
        target = tmp_path / "a.csv"
        target.write_text("old")
        with pytest.raises(error), write_atomically(target) as temporary:
            temporary.write_text("half of the n")
            raise error
        assert target.read_text() == "old"
        assert names(tmp_path) == ["a.csv"]

    def test_two_writers_of_one_file_do_not_meet(self, tmp_path):
        target = tmp_path / "a"
        with write_atomically(target) as one, write_atomically(target) as two:
            assert one != two
            one.write_text("1")
            two.write_text("2")
        assert target.read_text() == "1"
        assert names(tmp_path) == ["a"]

    def test_a_name_that_just_fits(self, tmp_path):
        target = tmp_path / ("n" * 251 + ".csv")
        write_text_atomically(target, "x")
        assert target.read_text() == "x"

    def test_missing_folder(self, tmp_path):
        with pytest.raises(InputError, match=r"gone.*its folder does not exist"):
            write_text_atomically(tmp_path / "gone" / "a.csv", "x")

    def test_folder_in_the_way(self, tmp_path):
        (tmp_path / "a.csv").mkdir()
        with pytest.raises(InputError, match="a folder of that name is in the way"):
            write_text_atomically(tmp_path / "a.csv", "x")
        assert names(tmp_path) == ["a.csv"]

    @pytest.mark.parametrize(
        ("number", "kind", "words"),
        [
            (errno.ENOSPC, OutputError, "the disk is full"),
            (errno.EDQUOT, OutputError, "quota"),
            (errno.EIO, OutputError, "the disk reports a fault"),
            (errno.EROFS, InputError, "read-only"),
            (errno.EACCES, InputError, "no permission"),
        ],
    )
    def test_what_the_system_says_in_plain_words(self, tmp_path, number, kind, words):
        target = tmp_path / "a.csv"
        with pytest.raises(kind, match=words) as caught, write_atomically(target) as temporary:
            temporary.write_text("half")
            raise OSError(number, os.strerror(number))
        assert str(target) in str(caught.value)
        assert names(tmp_path) == []

    def test_writers_that_give_no_number(self, tmp_path):
        with pytest.raises(OutputError, match="no more room"), write_atomically(tmp_path / "a"):
            raise OSError("No more room")

    def test_an_error_about_another_file_stays_what_it_is(self, tmp_path):
        with pytest.raises(FileNotFoundError), write_atomically(tmp_path / "a"):
            (tmp_path / "other").read_text()

    def test_writing_nothing_is_a_mistake_of_ours(self, tmp_path):
        with (
            pytest.raises(RuntimeError, match="nothing was written"),
            write_atomically(tmp_path / "a"),
        ):
            pass

    @pytest.mark.skipif(sys.platform == "win32", reason="limits are a Unix thing")
    def test_a_file_that_may_not_grow(self, tmp_path):
        """A real refusal in the middle of writing, by the system and not by a mock."""
        script = (
            "import resource, sys\n"
            "from escalation.errors import OutputError\n"
            "from escalation.files import write_text_atomically\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
            "try:\n"
            "    write_text_atomically(sys.argv[1], 'x' * 100_000)\n"
            "except OutputError as error:\n"
            "    print(error)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "a")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "cannot be written: the file grew larger than allowed" in done.stdout
        assert names(tmp_path) == []

    @given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
    def test_text_comes_back(self, tmp_path_factory, text):
        target = tmp_path_factory.mktemp("text") / "a.txt"
        write_text_atomically(target, text)
        assert target.read_bytes() == text.encode("utf-8")


class TestWritableFolder:
    def test_makes_it_with_its_parents_and_leaves_it_empty(self, tmp_path):
        folder = ensure_writable_folder(tmp_path / "a" / "b")
        assert folder == tmp_path / "a" / "b"
        assert names(folder) == []
        assert ensure_writable_folder(folder) == folder

    def test_a_file_in_the_way(self, tmp_path):
        (tmp_path / "a").write_text("")
        with pytest.raises(InputError, match=r"a: cannot hold results: a file of that name"):
            ensure_writable_folder(tmp_path / "a")
        with pytest.raises(InputError, match="a part of that path is a file"):
            ensure_writable_folder(tmp_path / "a" / "b")

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
    )
    def test_no_permission(self, tmp_path):
        tmp_path.chmod(0o500)
        try:
            with pytest.raises(InputError, match="no permission"):
                ensure_writable_folder(tmp_path / "a")
            with pytest.raises(InputError, match="no permission"):
                ensure_writable_folder(tmp_path)
        finally:
            tmp_path.chmod(0o700)

    @pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that takes none")
    def test_a_file_system_that_takes_no_files(self):
        """Permissions may allow it (to root) and the file system still refuse."""
        with pytest.raises(InputError, match="/proc/self: cannot hold results"):
            ensure_writable_folder("/proc/self")

    def test_full_disk(self, tmp_path, monkeypatch):
        def refuse(*_args):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(Path, "write_bytes", refuse)
        with pytest.raises(InputError, match="the disk is full"):
            ensure_writable_folder(tmp_path / "a")
