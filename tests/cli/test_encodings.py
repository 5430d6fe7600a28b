"""What is printed can be read back, whatever the terminal's encoding, and hides nothing."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from escalation.cli.main import main
from escalation.letters import visible
from escalation.results.json_text import as_json

TITLE = "قندھار میں جنگ بندی 山 é 😀"


ENCODINGS = ["cp1252", "ascii", "latin-1", "utf-8", "gbk"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("command", [["parameters", "--json"], ["schema"], ["claims", "--json"]])
def test_every_json_is_utf_8_on_any_stdout(monkeypatch, command, encoding):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    assert main(command) == 0
    sys.stdout.flush()
    assert json.loads(raw.getvalue())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_is_lossless_on_any_stdout(monkeypatch, tmp_path, encoding):
    file = tmp_path / "نتائج.yaml"
    file.write_text(f"name: a\ntitle: {TITLE}\nextends: baseline\n", encoding="utf-8")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    assert main(["validate", "--json", str(file)]) == 0
    sys.stdout.flush()
    (told,) = json.loads(raw.getvalue())["files"]  # JSON's bytes are UTF-8, whatever stdout is
    assert told["title"] == TITLE
    assert Path(told["file"]).is_file()


def test_what_an_encoding_lacks_is_told_and_not_asked(monkeypatch, tmp_path):
    file = tmp_path / "نتائج.yaml"
    file.write_text("name: a\ntitle: b\nextends: baseline\n", encoding="utf-8")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(["validate", str(file)]) == 0
    sys.stdout.flush()
    said = raw.getvalue().decode("ascii")
    assert "?" not in said
    assert said.encode().decode("unicode_escape") == f"{file}: valid (a)\n"


def test_bytes_of_a_path_that_are_no_letters_survive_json():
    path = os.fsdecode(b"runs/\xff-1")
    told = as_json({"path": path})
    told.encode("utf-8")
    assert json.loads(told)["path"] == path


def test_a_title_that_turns_letters_round_is_shown_as_it_is(tmp_path, capsys):
    file = tmp_path / "a.yaml"
    text = "name: a\ntitle: \u202eesoht \u2066x\nextends: baseline\n"
    file.write_text(text, encoding="utf-8")
    assert main(["claims", str(file)]) == 0
    said = capsys.readouterr().out
    assert "\\u202eesoht \\u2066x" in said
    assert not set("\u202e\u2066") & set(said)
    assert main(["validate", "--json", str(file)]) == 0
    out = capsys.readouterr().out
    assert "\u202e" not in out
    assert json.loads(out)["files"][0]["title"] == "\u202eesoht \u2066x"


def test_a_file_name_cannot_steer_the_terminal(tmp_path, capsys):
    name = str(tmp_path / "a\x1b[2J\u2028\u200eb.yaml")
    assert main(["validate", name]) == 2
    said = capsys.readouterr().err
    assert "a\\u001b[2J\\u2028\\u200eb.yaml" in said


@pytest.mark.parametrize("letter", "\x07\x7f\x9b\u200b\u2028\u2029\udc80\U000e0001")
def test_every_kind_of_hidden_letter_is_shown(letter):
    told = visible(f"a{letter}b")
    assert told.isascii()
    assert json.loads(f'"{told}"') == f"a{letter}b"


def test_joiners_of_words_stay_where_spelling_needs_them():
    assert visible("می\u200cخواهم") == "می\u200cخواهم"
    assert visible("a\u200cb") == "a\\u200cb"


def test_charts_show_it_too(tmp_path):
    from escalation.charts.style import head, new_figure

    figure = new_figure()
    head(figure, "\u202eesoht")
    figure.savefig(tmp_path / "a.png")
    assert [text.get_text() for text in figure.texts] == ["\\u202eesoht"]
