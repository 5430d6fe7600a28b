"""The formats of a report: which is meant, what is refused before anything is computed."""

import builtins
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from escalation.errors import InputError, PurposeError
from escalation.report.document import Section
from escalation.report.formats import FORMATS, check_place, format_of, with_ending, write
from tests.report.sample import picture, sample


@pytest.mark.parametrize(
    ("wanted", "out", "meant"),
    [
        (None, None, "html"),
        ("pptx", None, "pptx"),
        ("DOCX", None, "docx"),
        (None, "a.docx", "docx"),
        (None, "no suffix", "html"),
        ("html", "a.htm", "html"),
    ],
)
def test_the_format_is_asked_for_or_that_of_the_file(wanted, out, meant):
    assert format_of(wanted, out) == meant


@pytest.mark.parametrize(
    ("wanted", "out", "said"),
    [
        ("dox", None, "--format: 'dox' is no format of a report; did you mean 'docx'?"),
        ("odt", None, "--format: 'odt' is no format of a report; there are html"),
        ("pdf", "a.docx", "a.docx: ends in .docx, and --format asks for pdf"),
        (None, "a.ppt", "a.ppt: 'ppt' is no format of a report; did you mean 'pptx'?"),
    ],
)
def test_no_format_is_said_with_what_may_be_meant(wanted, out, said):
    with pytest.raises(InputError) as caught:
        format_of(wanted, out)
    assert said in str(caught.value)


def test_a_file_without_an_ending_is_given_that_of_its_format():
    assert with_ending(Path("a/x"), "html") == Path("a/x.html")
    assert with_ending(Path("x.htm"), "html") == Path("x.htm")


def test_a_place_that_is_none_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no folder"):
        check_place(tmp_path / "nowhere" / "a.html", "html")
    with pytest.raises(InputError, match="cannot be written"):
        check_place(tmp_path, "html")


def test_a_template_is_for_formats_that_take_one(tmp_path):
    with pytest.raises(InputError, match="html takes none; docx and pptx do"):
        check_place(None, "html", tmp_path / "a.docx")
    with pytest.raises(InputError, match="there is no such file"):
        check_place(None, "docx", tmp_path / "a.docx")


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.packages])
def test_a_package_that_is_missing_is_told_with_how_to_get_it(name, monkeypatch):
    module, top = FORMATS[name].module, {"docx": "docx", "pptx": "pptx", "pdf": "typst"}[name]
    real = builtins.__import__

    def without(wanted, *rest):
        if wanted.partition(".")[0] == top:
            raise ModuleNotFoundError(f"No module named {top!r}", name=top)
        return real(wanted, *rest)

    for loaded in [one for one in sys.modules if one.startswith((module, top))]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PurposeError, match=r"pip install 'escalation\[report\]'"):
        check_place(None, name)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written(name, tmp_path):
    path = tmp_path / f"a.{name}"
    check_place(path, name)
    write(sample(), path, name)
    assert path.stat().st_size > 10_000
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", FORMATS)
def test_only_a_page_has_made_what_answers(name, tmp_path):
    asked = []

    def live():
        asked.append(name)
        return "standings", {"subtitle": "By day."}

    answers = Section("answers", "It answers", (replace(picture("odds"), live=live),))
    write(replace(sample(), sections=(answers,)), tmp_path / f"a.{name}", name)
    assert asked == (["html"] if name == "html" else [])
