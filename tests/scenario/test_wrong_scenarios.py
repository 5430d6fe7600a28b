"""A hundred kinds of wrong scenario: each is refused with its file and line, and in plain words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.errors import InputError
from escalation.scenario.library import shipped_folder
from escalation.scenario.load import load_scenario

BASELINE = (shipped_folder() / "baseline.yaml").read_text(encoding="utf-8")
JARGON = re.compile(
    r"Traceback|pydantic|type=|validation error|Input should|NoneType|<class|dict_type", re.I
)

# Each is: what stands in the baseline, what stands there instead, and a word of the complaint.
EDITS = [
    # keys
    ("horizon_days:", "horizon_dys:", "did you mean 'horizon_days'"),
    ("claims:\n", "claim:\n", "did you mean 'claims'"),
    ("  afghan_taliban:\n    posts", "  taliban:\n    posts", "did you mean 'afghan_taliban'"),
    ("    mobile_units: 20", "    mobil_units: 20", "did you mean 'mobile_units'"),
    ("    bands: 120", "    band: 120", "did you mean 'bands'"),
    ("    cells: 40", "    cell: 40", "did you mean 'cells'"),
    ("    inside_share", "    insideshare", "did you mean 'inside_share'"),
    ("    sectors:", "    sector:", "did you mean 'sectors'"),
    ("    ceasefire:", "    cease_fire:", "did you mean 'ceasefire'"),
    ("engages_per_day: 0.08", "engage_per_day: 0.08", "did you mean 'engages_per_day'"),
    ("  mediators:", "  mediator:", "did you mean 'mediators'"),
    ("    speaker: analyst", "    speeker: analyst", "did you mean 'speaker'"),
    ("  runs: 10000", "  run: 10000", "did you mean 'runs'"),
    ("  seed:", "  sed:", "did you mean 'seed'"),
    ("ensemble:\n", "ensembles:\n", "did you mean 'ensemble'"),
    ("  C01:\n", "  c01:\n", "capital letter"),
    ("  C01:\n", "  'C 01':\n", "capital letter"),
    ("    qatar:", "    Qatar:", "small letter"),
    ("  C02:\n", "  C01:\n", "stands here again"),
    ("name: baseline", "name: baseline\nname: other", "stands here again"),
    ("name: baseline\n", "", "lacks name"),
    ("    credence: 0.98\n", "", "lacks credence"),
    ("    status: observed\n    kind: silence", "    kind: silence", "lacks status"),
    ("leverage_taliban: 0.45, ", "", "lacks leverage_taliban"),
    # values of the wrong kind
    ("name: baseline", "name: Base line", "small letter"),
    ("name: baseline", "name: 5", "small letter"),
    ("name: baseline", "name: [a]", "small letter"),
    ("name: baseline", "name: ''", "small letter"),
    ("as_of: 2025-10-12", "as_of: 2025-02-30", "must be a date"),
    ("as_of: 2025-10-12", "as_of: 12 October", "must be a date"),
    ("as_of: 2025-10-12", "as_of: 20251012", "must be a date"),
    ("as_of: 2025-10-12", "as_of: 2025-10-12T00:00", "must be a date"),
    ("horizon_days: 180", "horizon_days: 0", "at least 1"),
    ("horizon_days: 180", "horizon_days: 731", "at most 730"),
    ("horizon_days: 180", "horizon_days: -5", "at least 1"),
    ("horizon_days: 180", "horizon_days: 180.5", "whole number"),
    ("horizon_days: 180", "horizon_days: 180.0", "write 180"),
    ("horizon_days: 180", "horizon_days: six months", "whole number"),
    ("horizon_days: 180", "horizon_days: '180'", "write 180"),
    ("horizon_days: 180", "horizon_days: true", "whole number"),
    ("horizon_days: 180", "horizon_days: 0180", "leading zero"),
    ("horizon_days: 180", "horizon_days: 0xB4", "write 180"),
    ("horizon_days: 180", "horizon_days: .inf", "finite"),
    ("horizon_days: 180", "horizon_days: 99999999999999999999999",
     "larger than any number here may be; the largest, a seed, is 9223372036854775807"),
    ("horizon_days: 180", "horizon_days:", "is empty"),
    ("horizon_days: 180", "horizon_days: {days: 180}", "not a mapping"),
    ("    posts: 250", "    posts: 5001", "at most 5000"),
    ("    posts: 840", "    posts: many", "whole number"),
    ("    rung: 4", "    rung: 9", "at most 8"),
    ("    rung: 4", "    rung: raids", "whole number"),
    ("    deed: 4", "    deed: -1", "at least 0"),
    ("    line: vow", "    line: vows", "did you mean 'vow'"),
    ("    line: silent # C18", "    line: no", "must be silent, confirm, deny or vow"),
    ("    crossings_closed: true\n  pak", "    crossings_closed: yes\n  pak", "write true"),
    ("    crossings_closed: true\n  pak", "    crossings_closed: 1\n  pak", "true or false"),
    ("    inside_share: 0.6", "    inside_share: 60%", "write 0.6"),
    ("    inside_share: 0.6", "    inside_share: 1.01", "at most 1"),
    ("    pakistan_share: 0.2", "    pakistan_share: nan", "must be a number"),
    ("[Helmand, Paktika]", "[Helmnd]", "did you mean 'Helmand'"),
    ("[Helmand, Paktika]", "[0]", "between 1 and 90"),
    ("[Helmand, Paktika]", "[91]", "between 1 and 90"),
    ("[Helmand, Paktika]", "[3.5]", "segment number"),
    ("[Helmand, Paktika]", "Helmand", "must be a list"),
    ("    ceasefire: none", "    ceasefire: peace", "none, truce or agreement"),
    ("engages_per_day: 0.08, leverage_taliban: 0.45", "engages_per_day: 8, leverage_taliban: 0.45",
     "at most 1"),
    ("  runs: 10000", "  runs: 1_000", "write 1000"),
    ("  runs: 10000", "  runs: 0", "at least 1"),
    ("  seed: 20251012", "  seed: -1", "at least 0"),
    ("  seed: 20251012", "  seed: lucky", "whole number"),
    ("  replicates: 4", "  precision: 0.5", "at most 0.2"),
    ("ensemble:\n  runs: 10000", "ensemble:\n  - runs: 10000", None),
    # claims
    ("    credence: 0.98", "    credence: 1.2", "at most 1"),
    ("    credence: 0.98", "    credence: likely", "must be a number"),
    ("    speaker: analyst", "    speaker: analys", "did you mean 'analyst'"),
    ("    status: observed", "    status: seen", "must be unverified"),
    ("    kind: motive", "    kind: motif", "did you mean 'motive'"),
    ("    quantity: posts_captured", "    quantity: posts", "must be killed"),
    ("    quantity: posts_captured\n", "", "is numeric and lacks quantity"),
    ("    value: 25\n", "", "is numeric and lacks value"),
    ("    value: 25", "    value: -25", "at least 0"),
    ("    value: 25", "    value: twenty-five", "must be a number"),
    ("    side: isis_k", "    side: isis", "did you mean 'isis_k'"),
    ("[audience_cost]", "[audience_costs]", "did you mean 'audience_cost'"),
    ("[audience_cost]", "[channel_opening]", "no claim can move"),
    ("[audience_cost]", "audience_cost", "must be a list"),
    ("[audience_cost]", "[]", "why_not"),
    ("[actors.dyad.sectors]", "[actors.dyad.sector]", "did you mean 'actors.dyad.sectors'"),
    ("[pakistan_killed_day0]", "[taliban_killed_day0]", "is about killed of afghan_taliban"),
    ("contradicts: [C15]", "contradicts: [C16]", "must name C14"),
    ("contradicts: [C15]", "contradicts: [C14]", "can't contradict itself"),
    ("contradicts: [C15]", "contradicts: [C99]", "there is no claim 'C99'"),
    ("    contradicts: [C15]\n", "", "must name C15"),
    ("    date: 2025-10-12\n    source: a senior", "    date: yesterday\n    source: a senior",
     "must be a date"),
    # parameters
    ("parameters: {}", "parameters: []", "must be a mapping"),
    ("parameters: {}", "parameters: {audience_cots: 1}", "did you mean 'audience_cost'"),
    ("parameters: {}", "parameters: {audience_cost: 4}", "outside 0 to 3"),
    ("parameters: {}", "parameters: {audience_cost: high}", "must be a number or a distribution"),
    ("parameters: {}", "parameters: {audience_cost: true}", "must be a number or a distribution"),
    ("parameters: {}", "parameters: {audience_cost: [1, 2]}", "must be a number or a"),
    ("parameters: {}", "parameters: {audience_cost: {}}", "exactly one distribution"),
    ("parameters: {}", "parameters: {audience_cost: {normel: {mean: 1, sd: 1}}}", "mean 'normal'"),
    ("parameters: {}", "parameters: {audience_cost: {normal: 1}}", "must give mean and sd"),
    ("parameters: {}", "parameters: {audience_cost: {normal: {mean: 1}}}", "lacks sd"),
    ("parameters: {}", "parameters: {audience_cost: {normal: {mean: 1, std: 1}}}", "not known to"),
    ("parameters: {}", "parameters: {audience_cost: {normal: {mean: 1, sd: 0}}}", "above 0"),
    ("parameters: {}", "parameters: {audience_cost: {uniform: {low: 2, high: 1}}}", "below high"),
    ("parameters: {}", "parameters: {audience_cost: {lognormal: {median: 9, sigma: 1}}}",
     "has its centre at 9"),
    ("parameters: {}", "parameters: {trust_day0: {beta: {mean: 1, weight: 2}}}", "between 0 and 1"),
    ("parameters: {}", "parameters: {kabul_struck: 2}", "outside 0 to 1"),
    # events
    ("events: []", "events: {day: 1}", "must be a list"),
    ("events: []", "events: [1]", "must be a mapping"),
    ("events: []", "events: [{day: 1}]", "lacks kind"),
    ("events: []", "events: [{day: 1, kind: strike}]", "is no kind of event"),
    ("events: []", "events: [{day: 1, kind: medation, mediators: [qatar]}]", "'mediation'"),
    ("events: []", "events: [{kind: back_channel, open: true}]", "lacks day"),
    ("events: []", "events: [{day: 180, kind: back_channel, open: true}]", "never comes"),
    ("events: []", "events: [{day: -1, kind: back_channel, open: true}]", "at least 0"),
    ("events: []", "events: [{day: 1, kind: back_channel, open: maybe}]", "true or false"),
    ("events: []", "events: [{day: 1, kind: back_channel, open: true, shut: 1}]", "not known here"),
    ("events: []", "events: [{day: 1, kind: mediation, mediators: [katar]}]", "did you mean 'qa"),
    ("events: []", "events: [{day: 1, kind: mediation, mediators: []}]", "must not be empty"),
    ("events: []", "events: [{day: 1, kind: act, actor: ttp, rung: 3, days: 1}]", "must be afghan"),
    ("events: []", "events: [{day: 1, kind: act, actor: pakistan, rung: 1, days: 1}]",
     "at least 2"),
    ("events: []", "events: [{day: 1, kind: attack, actor: ttp, killed: 0}]", "at least 1"),
    ("events: []", "events: [{day: 1, kind: attack, actor: ttp, killed: 9, segment: 91}]",
     "most 90"),
    ("events: []", "events: [{day: 9, kind: tempo, actor: ttp, factor: 2, until_day: 8}]",
     "before"),
    ("events: []", "events: [{day: 9, kind: tempo, actor: ttp, factor: 11, until_day: 9}]",
     "most 10"),
    ("events: []", "events: [{day: 1, kind: ceasefire, type: truce, days: 0}]", "at least 1"),
    # YAML itself
    ("title: The", "title: The: ", "in quotes"),
    ("horizon_days: 180", "\thorizon_days: 180", None),
    ("summary: >-", "summary: 'x", None),
    ("actors:\n", "actors\n", None),
    ("name: baseline", "name: &n baseline\ntitle: *m", "no &m above it"),
    ("name: baseline", "name: !!str baseline", "tags"),
    ("name: baseline", "<<: {a: 1}\nname: baseline", "merge keys"),
    ("name: baseline", "--- \nname: baseline\n---\n", "second document"),
    ("name: baseline", "extends: baselin\nname: baseline", "did you mean 'baseline'"),
    ("name: baseline", "extends: nowhere/x.yaml\nname: baseline", "there is no such file"),
    ("name: baseline", "extends: [a, b]\nname: baseline", "must be the name of a shipped"),
]  # fmt: skip


def refused(path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    return [str(problem) for problem in caught.value.problems]


def test_there_are_a_hundred():
    assert len(EDITS) >= 100


@pytest.mark.parametrize(("old", "new", "said"), EDITS, ids=lambda text: str(text)[:40])
def test_a_wrong_baseline_is_refused_at_its_line(tmp_path, old, new, said):
    before, found, after = BASELINE.partition(old)
    assert found
    path = tmp_path / "wrong.yaml"
    path.write_text(before + new + after, encoding="utf-8")
    problems = refused(path)
    assert not JARGON.search("\n".join(problems))
    assert all(problem.startswith(f"{path}:") for problem in problems)
    assert all(re.match(r"\d+: ", problem[len(str(path)) + 1 :]) for problem in problems)
    if said is None:
        return
    (right,) = [problem for problem in problems if said in problem][:1] or [None]
    assert right, problems
    if "lacks" in said or "must name" in said or "why_not" in said:
        return
    line = int(right[len(str(path)) + 1 :].partition(":")[0])
    touched = range(before.count("\n") + 1, before.count("\n") + new.count("\n") + 2)
    assert line in touched, right


def test_all_errors_are_reported_at_once_in_the_order_of_lines(tmp_path):
    text = BASELINE
    for old, new in [
        ("horizon_days: 180", "horizon_days: 0"),
        ("credence: 0.5", "credence: 5"),
        ("[audience_cost]", "[audience_cots]"),
        ("    rung: 4", "    rung: 44"),
        ("parameters: {}", "parameters: {trust: 1}"),
        ("events: []", "events: [{day: 999, kind: act}]"),
        ("  seed:", "  sed:"),
    ]:
        text = text.replace(old, new, 1)
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    problems = refused(path)
    lines = [int(problem[len(str(path)) + 1 :].partition(":")[0]) for problem in problems]
    assert len(problems) >= 7
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02", "no text file should hold"),
        (b"name: \xe9t\xe9\n", ":1: is not UTF-8"),
        (b"a: 1\nb: \xff\n", ":2: is not UTF-8"),
        ("name: x".encode("utf-16"), "UTF-16"),
        ("name: x".encode("utf-32"), "UTF-32"),
        (b"[a, b]", "must be a mapping"),
        (b"just text", "must be a mapping"),
        (b"42", "must be a mapping"),
        (b"# " + b"x" * (1 << 20), "larger than 1 MiB"),
        (b"a: " * 50_000, "a colon"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_files_that_are_no_scenarios(tmp_path, content, said):
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    assert said in refused(path)[0]


def test_what_is_no_file(tmp_path):
    (tmp_path / "here.yaml").write_text("name: here\n")
    assert "is a folder" in refused(tmp_path)[0]
    assert "did you mean 'here.yaml'" in refused(tmp_path / "hre.yaml")[0]
    assert "did you mean 'baseline'" in refused("baselin")[0]
    assert "the path or name of a scenario is due" in refused("")[0]
    assert "null character" in refused("a\0b.yaml")[0]
    assert "can't be read" in refused(tmp_path / ("x" * 400 + ".yaml"))[0]
    assert "not a regular file" in refused("/dev/null")[0]


def load_bytes(folder, content: bytes) -> None:
    path = folder / "fuzz.yaml"
    path.write_bytes(content)
    said = ""
    try:
        load_scenario(path)
    except InputError as error:
        said = str(error)
    assert not JARGON.search(said)
    # What is wrong may lie in a parent too, where a child takes away what the parent needs.
    assert all(re.match(r"\S+\.yaml(:\d+)?: ", line) for line in said.splitlines())


@given(content=st.binary(max_size=200))
def test_no_bytes_break_it(tmp_path_factory, content):
    load_bytes(tmp_path_factory.getbasetemp(), content)


SNIPPETS = [
    "name: x\n", "title: y\n", "extends: baseline\n", "claims:\n", "  C01: ", "{credence: 0.2}\n",
    "null\n", "parameters: ", "{audience_cost: ", "events:\n", "  - ", "{day: 1, kind: act, ",
    "actor: ttp}\n", "actors: ", "[", "]", "{", "}", ": ", "\n", "  ", "&a ", "*a", "'", '"', "1e9",
    "-1", ".nan", "C14", "|\n", "true", "mediators: ", "qatar: ", "0.5",
]  # fmt: skip


@given(parts=st.lists(st.sampled_from(SNIPPETS), max_size=14))
def test_no_patchwork_breaks_it(tmp_path_factory, parts):
    load_bytes(tmp_path_factory.getbasetemp(), "".join(parts).encode())


@given(
    place=st.integers(0, len(BASELINE) - 1),
    length=st.integers(0, 40),
    put=st.sampled_from(["", "\t", "- ", "x", ": ", "\n", "[", "{", "'", "99999", "null", "&a "]),
)
def test_no_damage_to_the_baseline_breaks_it(tmp_path_factory, place, length, put):
    damaged = BASELINE[:place] + put + BASELINE[place + length :]
    load_bytes(tmp_path_factory.getbasetemp(), damaged.encode())


def test_more_claims_than_can_be_drawn_are_refused_at_their_section(tmp_path):
    claims = "".join(
        f"  X{i}: {{speaker: analyst, status: unverified, kind: binary, credence: 0.5, "
        "claim: many, source: none}\n"
        for i in range(1_001)
    )
    file = tmp_path / "many.yaml"
    file.write_text(f"extends: baseline\nname: many\nclaims:\n{claims}", encoding="utf-8")
    with pytest.raises(InputError, match=r"holds 1,0\d\d claims; at most 1,000 can be drawn"):
        load_scenario(file)
