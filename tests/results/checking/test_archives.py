"""Zip archives from anywhere: what leads out, lies or swells is refused before it is unpacked."""

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.errors import InputError
from escalation.results.checking import archives


def packed(path, members):
    """Write members, each a name or a ZipInfo with its content."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def refused(path, match):
    with pytest.raises(InputError, match=match) as caught, archives.unpacked(path):
        pytest.fail("it was unpacked")
    assert len(caught.value.problems) == 1


def test_what_is_packed_is_unpacked_and_gone_afterwards(tmp_path):
    file = packed(tmp_path / "a.zip", [("run/manifest.json", "{}"), ("run/tables/a", "x" * 9)])
    with archives.unpacked(file) as place:
        assert archives.folder_in(place, ["manifest.json"]) == place / "run"
        assert (place / "run" / "tables" / "a").read_text() == "x" * 9
    assert not place.exists()


def test_it_is_gone_after_a_failure_too(tmp_path):
    file = packed(tmp_path / "a.zip", [("a", "x")])
    with pytest.raises(ZeroDivisionError), archives.unpacked(file) as place:
        raise ZeroDivisionError
    assert not place.exists()


def test_what_other_systems_add_is_left_out(tmp_path):
    added = [("__MACOSX/run/._a", "x"), ("run/.DS_Store", "x"), ("run/Thumbs.db", "x")]
    file = packed(tmp_path / "a.zip", [*added, ("run/a", "x")])
    with archives.unpacked(file) as place:
        assert [path.name for path in place.rglob("*") if path.is_file()] == ["a"]


@pytest.mark.parametrize(
    "name",
    ["../a", "run/../../a", "/etc/a", "C:a", "c:/a", "run\\..\\a", "a\x00.txt", "a\n", "\x1b[2J"],
)
def test_a_name_that_leads_out_or_hides_is_refused(tmp_path, name):
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    refused(packed(tmp_path / "a.zip", [(info, "x")]), "is refused, and nothing of it was unpacked")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_link_or_a_device_is_refused(tmp_path, kind):
    info = zipfile.ZipInfo("run/manifest.json")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    refused(packed(tmp_path / "a.zip", [(info, "/etc/passwd")]), "is a link or a device")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["run/a", "RUN/A"])
def test_a_name_that_comes_twice_is_refused(tmp_path, other):
    refused(packed(tmp_path / "a.zip", [("run/a", "x"), (other, "y")]), "is in it twice")


def test_a_bomb_is_refused_by_what_it_says_of_itself(tmp_path):
    refused(packed(tmp_path / "a.zip", [("a", b"\0" * (32 << 20))]), "are no results of ours")


def test_a_bomb_that_lies_of_its_size_swells_to_no_more_than_it_said(tmp_path):
    content = packed(tmp_path / "a.zip", [("a", b"\0" * (32 << 20))]).read_bytes()
    lied = content.replace(struct.pack("<L", 32 << 20), struct.pack("<L", 100))
    assert lied != content
    (tmp_path / "b.zip").write_bytes(lied)
    refused(tmp_path / "b.zip", "damaged zip archive")


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    refused(packed(tmp_path / "a.zip", [(str(i), "") for i in range(4)]), "it holds 4 files")


def test_what_is_too_large_is_refused():
    info = zipfile.ZipInfo("a")
    info.file_size = info.compress_size = archives.MOST_BYTES + 1
    with pytest.raises(InputError, match="would unpack to 9 GB"):
        archives.check([info], "a.zip")


def test_what_is_encrypted_or_packed_strangely_is_refused():
    locked, strange = zipfile.ZipInfo("a"), zipfile.ZipInfo("b")
    locked.flag_bits, strange.compress_type = 1, zipfile.ZIP_LZMA
    for info, why in ((locked, "is encrypted"), (strange, "packed in a way")):
        with pytest.raises(InputError, match=why):
            archives.check([info], "a.zip")


def test_a_file_that_is_also_a_folder_is_told_and_not_half_unpacked(tmp_path):
    refused(packed(tmp_path / "a.zip", [("a", "x"), ("a/b", "y")]), "can't be unpacked")


@given(st.data())
def test_a_damaged_archive_gives_one_message(tmp_path_factory, data):
    stream = io.BytesIO()
    packed(stream, [("run/manifest.json", "{}" * 50), ("run/b", "xyz" * 50)])
    whole = bytearray(stream.getvalue())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    cut = whole[: data.draw(st.integers(4, len(whole)))]
    path = tmp_path_factory.mktemp("x") / "a.zip"
    path.write_bytes(cut)
    assert len(problems_of(path)) <= 1


def problems_of(path):
    """Unpack an archive, if it can be; nothing of it may lie elsewhere."""
    try:
        with archives.unpacked(path) as place:
            assert all(file.resolve().is_relative_to(place.resolve()) for file in place.rglob("*"))
    except InputError as error:
        return error.problems
    return ()
