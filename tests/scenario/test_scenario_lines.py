"""YAML is read with its lines, within bounds, and without its surprises."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from escalation.scenario import lines
from escalation.scenario.lines import parse, plain

READERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
)


@pytest.fixture(params=READERS, ids=lambda reader: reader.__name__)
def reader(request, monkeypatch):
    monkeypatch.setattr(lines, "LOADER", request.param)


def read(text: str) -> object:
    tree, findings = parse(text, "f.yaml")
    assert findings == []
    assert tree is not None
    return plain(tree)


def complaints(text: str) -> list[str]:
    tree, findings = parse(text, "f.yaml")
    assert tree is None or findings
    return [str(finding.problem()) for finding in findings]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("y", "y"), ("true", True), ("~", None), ("'~'", "~"),
        ("12", 12), ("-3", -3), ("+4", 4), ("1e-3", 0.001), ("1e3", 1000.0), (".5", 0.5),
        ("1_000", "1_000"), ("0x1F", "0x1F"), ("1:30", "1:30"), ("'7'", "7"),
        ("2025-10-12", "2025-10-12"), ("inf", "inf"), ("a b", "a b"), ("[1, x]", [1, "x"]),
        ("{}", {}), ("'it''s'", "it's"), ("|\n  two\n  lines", "two\nlines"),
    ],
)  # fmt: skip
def test_scalars_are_what_they_look_like(text, value):
    got = read(f"key: {text}")
    assert got == {"key": value}
    assert type(got["key"]) is type(value)


@pytest.mark.usefixtures("reader")
def test_every_value_knows_the_line_of_its_key():
    tree, _ = parse("a: 1\nb:\n  c:\n    - x\n    - d: |\n        t\n", "f.yaml")
    assert tree.value["a"].place.line == 1
    assert tree.value["b"].value["c"].place.line == 3
    assert tree.value["b"].value["c"].value[1].value["d"].place.line == 5
    assert str(lines.find(tree, ("b", "nothing", "here")).place) == "f.yaml:2"


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: b: c", 1, "put text that holds ': ' in quotes"),
        ("a:\n\tb: 1", 2, "a tab"),
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "a comma or ] is missing"),
        ("a: {b: 1\n", 1, "a comma or } is missing"),
        ("a: 'x\nb: 1\n", 1, "a quote opens here"),
        ("a: 1\nb:2\n", 2, "a space is missing after the colon: write 'b: 2'"),
        ("a: 1\nb\n", 2, "colon and space"),
        ("a: 1\n  b: 2\n", 2, "check the indentation"),
        ("- a\nb: 1\n", 2, "indentation of the lines above"),
        ("a: @x", 1, "can't begin with '@'"),
        ("a: `x`", 1, "can't begin with '`'"),
        ('a: "\\q"', 1, "use single quotes"),
        ("a: 1\nb: *x\n", 2, "no &x above it"),
        ("a: &x [*x]", 1, "stands inside what it repeats"),
        (LAUGHS, 5, "more than 50000 values"),
        ("[" * 100_000, 1, "nested more than 32 deep"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("a: 1\nb: \x00\n", 2, "no text file should hold"),
        ("{a: 1}}", 1, "a bracket too many"),
        ("!!python/object:os.system x", 1, "tags (!) are not taken"),
        ("a: !!int 3", 1, "tags (!) are not taken"),
        ("? [a]\n: 1\n", 1, "a key must be a word"),
        ("a: 1\na: 2\n", 2, "is on line 1 already"),
        ("<<: {a: 1}", 1, "merge keys"),
        ("'': 1", 1, "a key is empty"),
        ("a: 007", 1, "leading zero"),
        ("a: .inf", 1, "finite"),
        ("a: -.Inf", 1, "finite"),
        ("a: .nan", 1, "finite"),
        ("a: 1e999", 1, "finite"),
        ("a: " + "9" * 5000, 1, "larger than any"),
        ("a:\nb: 1\n", 1, "is empty: give it a value"),
        ('a: "\\x1b[31m"', 1, "control character"),
        ("a: '" + "x" * 20_000 + "'", 1, "longer than"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, said):
    (first, *_) = complaints(text)
    assert first.startswith(f"f.yaml:{line}: ")
    assert said in first


@pytest.mark.usefixtures("reader")
def test_everything_refused_is_reported_at_once():
    text = "a: 07\nb: .inf\na: 1\nc: !x 2\nd:\n  - 1\n  - \n"
    assert [c.split(": ")[0] for c in complaints(text)] == [f"f.yaml:{i}" for i in (1, 2, 3, 4, 7)]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\ufeff"])
def test_nothing_is_not_a_scenario(text):
    assert "is empty" in complaints(text)[0]


def test_a_byte_order_mark_and_strange_line_ends_are_taken():
    assert read("\ufeffa: 1\r\nb: 2\r\n") == {"a": 1, "b": 2}


@pytest.mark.usefixtures("reader")
def test_anchors_repeat_values_within_bounds():
    assert read("a: &x {b: [1]}\nc: *x\n") == {"a": {"b": [1]}, "c": {"b": [1]}}


@given(st.text(st.sampled_from(" \n\t-:?[]{}#&*!|>'\"%@`,~abc019.\\\x00\u2028"), max_size=60))
def test_no_text_breaks_either_reader(text):
    for loader in READERS:
        kept, lines.LOADER = lines.LOADER, loader
        try:
            tree, findings = parse(text, "f.yaml")
        finally:
            lines.LOADER = kept
        assert tree is not None or findings
