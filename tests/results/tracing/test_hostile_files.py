"""Files that mean harm, or are cut off: one clear message, soon, and nothing run or fetched."""

import io
import time
import zipfile
import zlib

import matplotlib.pyplot as plt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalation.errors import InputError
from escalation.results.tracing import whence as asking
from escalation.results.tracing.whence import whence
from tests.report.sample import STAMP
from tests.results.tracing.test_whence import WHOLE

#: What is searched for so long is searched for ever.
HANGS_SECONDS = 60
LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FETCHED = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def office(*members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.svg", f"{LAUGHS}<svg><text>&b;</text></svg>".encode(), "declares entities"),
        ("a.svg", f"{FETCHED}<svg><text>&x;</text></svg>".encode(), "declares entities"),
        ("a.svg", b"<svg>" * 100_000, "nested more than 500 deep"),
        ("a.svg", b"<svg><text>run 1a2b3c4d", "is damaged"),
        ("a.svg", b"<?xml version='1.0' encoding='klingon'?><svg/>", "is damaged"),
        ("a.docx", office(("word/document.xml", f"{LAUGHS}<p>&b;</p>")), "declares entities"),
        ("a.docx", office(("docProps/custom.xml", "<Properties>")), "is damaged"),
        ("a.docx", office(("word/document.xml", b"\0" * (64 << 20))), "are no results of ours"),
        ("a.docx", office(("../../etc/cron.d/x", "x")), "leads out of the archive"),
        ("a.json", b"[" * 1_000_000, "is no JSON"),
        ("a.json", b'{"made_by": {"run_id"', "is no JSON"),
        ("a.parquet", b"PAR1" + b"\xff" * 100 + b"PAR1", "damaged or cut off"),
        ("a.pdf", b"%PDF-1.7\n/Keywords (", "is a PDF that is cut off"),
        ("a.png", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXt", "PNG picture that is cut off"),
        ("a.csv", b"p,made_by\n1," + b"x" * 200_000, "is no CSV"),
    ],
)
def test_what_means_harm_is_refused_with_a_reason(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    began = time.monotonic()
    with pytest.raises(InputError, match=why) as caught:
        whence(tmp_path / name, tmp_path)
    assert len(caught.value.problems) == 1
    assert time.monotonic() - began < HANGS_SECONDS


def printed(*pages):
    """Return a PDF of many fonts and of pages that are set in none of them."""
    fonts = [
        b"beginbfrange <0000> <FFFF> <0041> endbfrange" + bytes([place]) for place in range(80)
    ]
    streams = (b"stream\n" + zlib.compress(one) + b"\nendstream\n" for one in (*fonts, *pages))
    return b"%PDF-1.7\n" + b"".join(streams) + b"%%EOF"


@pytest.mark.parametrize(
    "content",
    [
        printed(b"BT Tj " + b"(run 1a2b3c4d) Tj " * 400_000),
        printed(b"BT Tj " + b"(\\(" * 2_000_000, b"BT Tj" + b"<0" * 3_000_000),
        b"run_id=" * 1_000_000,
        b"%PDF-1.7\n" + b"/Keywords (" * 500_000 + b"%%EOF",
        b"%PDF-1.7\n" + b"run_id=; scenario_sha256=" * 300_000 + b"%%EOF",
        b"%PDF-1.7\n" + b"stream\n" * 1_000_000 + b"%%EOF",
        b"<!doctype html>" + b"<![CDATA[" * 200_000,
        b"<html>" + b"<meta name='escalation." * 200_000,
        b"run 1a2b3c4" * 1_000_000,
    ],
    ids=["pages", "open", "text", "keywords", "xmp", "streams", "cdata", "metas", "feet"],
)
def test_no_file_is_searched_for_long(tmp_path, content):
    (tmp_path / "a").write_bytes(content)
    began = time.monotonic()
    whence(tmp_path / "a", tmp_path)
    assert time.monotonic() - began < HANGS_SECONDS


@pytest.mark.parametrize(
    "wrong",
    [
        {"run_id": "\x1b[2J"}, {"run_id": "../../x"}, {"scenario_sha256": "x"}, {"seed": "1e9"},
        {"version": "; rm -rf"}, {"started": "yesterday"}, {"command": "x" * 20_000},
    ],
)  # fmt: skip
def test_a_stamp_that_nobody_wrote_is_not_repeated(tmp_path, wrong):
    import json

    (tmp_path / "a.json").write_text(json.dumps({"made_by": STAMP.as_json() | wrong}))
    with pytest.raises(InputError, match="a stamp in its key made_by that this program never"):
        whence(tmp_path / "a.json", tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "MOST_BYTES", 1 << 20)
    with (tmp_path / "a").open("wb") as file:
        file.truncate((1 << 20) + 1)
    with pytest.raises(InputError, match="is larger than 1 MiB"):
        whence(tmp_path / "a", tmp_path)


def test_what_is_no_file_is_told(tmp_path):
    with pytest.raises(InputError, match="there is no such file, and it is no id of a run"):
        whence(tmp_path / "nowhere.png", tmp_path)
    with pytest.raises(InputError, match="not a regular file"):
        whence("/dev/zero", tmp_path)


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    place = tmp_path_factory.mktemp("samples")
    figure, _ = plt.subplots(figsize=(1, 1))
    for name, write in WHOLE.items():
        write(place / name, figure)
    plt.close(figure)
    return {name: (place / name).read_bytes() for name in WHOLE}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_or_cut_file_tells_the_truth_or_one_message(samples, tmp_path, name, data):
    content = bytearray(samples[name])
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    (tmp_path / name).write_bytes(content[: data.draw(st.integers(0, len(content)))])
    assert len(problems_of(tmp_path / name)) <= 1


def problems_of(path):
    try:
        whence(path, path.parent)
    except InputError as error:
        return error.problems
    return ()
