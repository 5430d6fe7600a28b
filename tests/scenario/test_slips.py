"""Slips that a reader can't see, or makes out of habit: the message names the cause."""

import pytest

from escalation.errors import InputError
from escalation.scenario.load import load_scenario
from escalation.scenario.register import parameters
from escalation.scenario.schema import json_schema

HEAD = "name: slip\ntitle: A slip\nextends: baseline\n"
MEDIATION = "events:\n  - day: 2\n    kind: mediation\n    mediators:\n      "


def said(tmp_path, text):
    file = tmp_path / "slip.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(file)
    return str(caught.value).replace(str(file), "")


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        # spaces that are none to YAML
        ("horizon_days:\u00a0 90\n", 4, "no-break space (U+00A0)"),
        ("horizon_days: \u00a090\n", 4, "no-break space (U+00A0)"),
        ("horizon_days: 90\u3000\n", 4, "ideographic space (U+3000)"),
        ("parameters:\n\u00a0 audience_cost: 0.1\n", 5, "no-break space (U+00A0)"),
        ("parameters:\n  \u00a0audience_cost: 0.1\n", 5, "no-break space (U+00A0)"),
        ("parameters:\n\u2003audience_cost: 0.1\n", 5, "em space (U+2003)"),
        ("parameters:\n  audience_cost:\u202f0.1\n", 5, "narrow no-break space (U+202F)"),
        ("parameters:\n\taudience_cost: 0.1\n", 5, "a tab"),
        ("parameters:\n  audience_cost:\t0.1\n\tspoiler_drive: 0.2\n", 6, "a tab"),
        # signs that look like YAML's
        ("horizon_days\uff1a 90\n", 4, "fullwidth colon (U+FF1A)"),
        ("claims: {C02: {credence: 0.2\uff0c note: x}}\n", 4, "(U+FF0C)"),
        # numbers as elsewhere
        ("claims: {C02: {credence: 0,2}}\n", 4, "write 0.2"),
        ("claims: {C02: {credence: -3,25}}\n", 4, "write -3.25"),
        ("parameters: {trust_day0: {beta: {mean: 0,4, weight: 10}}}\n", 4, "write 0.4"),
        ("claims:\n  C02:\n    credence: 0,2\n", 6, "write 0.2"),
        ("claims:\n  C02:\n    credence: \uff10.\uff12\n", 6, "write 0.2"),
        ("horizon_days: \u06f9\u06f0\n", 4, "write 90"),
        ("horizon_days: 1,000\n", 4, "write 1000, or 1.000"),
        ("horizon_days: 1 000 000\n", 4, "write 1000000"),
        ("horizon_days: 1\u20190\n", 4, "quotes are not YAML's"),
        ("ensemble: {runs: 10\u2019000}\n", 4, "write 10000"),
        ("ensemble: {runs: 10\u2009000}\n", 4, "write 10000"),
        ("ensemble: {runs: 10.000,0}\n", 4, "with one point at most"),
        ("parameters:\n  misperception: 0\u066b4\n", 5, "write 0.4"),
        ("parameters:\n  misperception: 0.4\u200b\n", 5, "write 0.4"),
        ("parameters:\n  misperception: 30\u2030\n", 5, "write 0.03"),
        ("horizon_days: \u202e90\u202c\n", 4, "write 90"),
        ("events: [{day: 3, kind: mediation, mediators: [qatar, qatar]}]\n", 4, "qatar twice"),
        ("horizon_days: \u201c90\u201d\n", 4, "quotes are not YAML's"),
        ("claims:\n  C02:\n    credence: 20%\n", 6, "write 0.2"),
        ("parameters:\n  audience_cost: 0,2\n", 5, "write 0.2"),
        ("parameters:\n  misperception: 20%\n", 5, "write 0.2"),
        ("parameters:\n  misperception: {uniform: {low: 10%, high: 20%}}\n", 5, "write 0.1"),
        ("parameters:\n  audience_cost: 20%\n", 5, "in utility per rung, not in per cent"),
        ("parameters:\n  sector_boost: 30%\n", 5, "write 1.3 for 30% more, 0.3 for 30% of"),
    ],
)
def test_the_cause_is_named_at_its_line(tmp_path, text, line, cause):
    told = said(tmp_path, text)
    (one,) = [one for one in told.splitlines() if cause in one][:1] or [told]
    assert cause in one, told
    assert one.startswith(f":{line}"), told


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("parameters:\n\u00a0 audience_cost: 0.1\n", 5, "a no-break space (U+00A0)"),
        ("parameters:\n\u3000audience_cost: 0.1\n", 5, "an ideographic space (U+3000)"),
        ("parameters:\n\u00a0 no_such: 0.1\nhorizon_days: 7000\n", 5, "a no-break space (U+00A0)"),
        ("claims:\n  C02:\n  \u00a0 credence: 0.2\n", 6, "a no-break space (U+00A0)"),
        ("claims:\n  C02:\n\tcredence: 0.2\n", 6, "a tab"),
        ("parameters:\n  audience_\u200bcost: 0.1\n", 5,
         "a zero width space (U+200B) stands in it unseen: write 'audience_cost'"),
        ("para\u200bmeters: {audience_cost: 0.1}\n", 4, "(U+200B) stands in it unseen"),
        (MEDIATION + "- saudi_\u200barabia\n", 8, "(U+200B) stands in it unseen"),
        ("horizon_days: 90\n\ufeffensemble: {runs: 9}\n", 5, "(U+FEFF) stands here unseen"),
        ("claims:\n  C03:\u00a0{credence: 0.5}\n", 5, "a no-break space (U+00A0)"),
        ("claims:\n  C03\uff1a {credence: 0.5}\n", 5, "a fullwidth colon (U+FF1A)"),
        ("claims:\n  C03:{credence: 0.5}\n", 5, "write 'C03: ...'"),
        ("parameters: {spoiler_drive: {uniform: {low:\u00a00.1, high: 0.2}}}\n", 4, "no-break"),
        ("parameters: {spoiler_drive: {uniform: {low:0.1, high: 0.2}}}\n", 4, "write 'low: 0.1'"),
        ("parameters: {spoiler_drive: {uniform: {low\uff1a 0.1, high: 0.2}}}\n", 4, "U+FF1A"),
        ("parameters:\n  audience_cost:0.1\n  trust_day0: 0.3\n", 5, "write 'audience_cost: 0.1'"),
        ("claims:\n  C02:\n    credence:0.2\n", 5, "write 'credence: 0.2'"),
        ("claims:\n  C02:\n    credence\uff1a 0.2\n", 5, "a fullwidth colon (U+FF1A)"),
        (MEDIATION + "-qatar\n", 7, "'- qatar'"),
        (MEDIATION + "\u2013 qatar\n", 7, "'- qatar'"),
        (MEDIATION + "-\u00a0qatar\n", 8, "a no-break space"),
    ],
)  # fmt: skip
def test_only_the_cause_is_said(tmp_path, text, line, cause):
    (one,) = said(tmp_path, text).splitlines()
    assert one.startswith(f":{line}:"), one
    assert cause in one


@pytest.mark.parametrize(
    ("written", "more"), [("30%", "1.3 for 30% more"), ("-30%", "0.7 for 30% less")]
)
def test_a_multiplier_says_which_way_it_goes(tmp_path, written, more):
    tempo = f"{{day: 1, kind: tempo, actor: ttp, factor: {written}, until_day: 9}}"
    told = said(tmp_path, f"events:\n  - {tempo}\n")
    assert "1 changes nothing" in told
    assert f"write {more}" in told
    assert "0.3 for 30% of what there would be" in told


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("sector_boost: 0.5", "1 makes all sectors alike; above 1 reported ones are likelier"),
        ("mediator_readiness: 7", "above 1 they engage more often, below 1 less, at 0 never"),
        ("tension_fire_gain: {uniform: {low: 10, high: 30}}", "0 adds nothing; above 0 more"),
        ("taliban_air_capability: 30%", "as many as Pakistan does: write 0.3 for 30% of it"),
        ("local_fire_posture: 30%", "0 adds nothing: write 0.3 for 30% more"),
        ("spoiler_drive: 30%", "a logarithm, so 0 changes nothing: write 0.26 for 30% more"),
        ("sanctuary_tempo: 30%", "write 0.52 for 30% more"),
        ("talks_rate: 20%", "write 0.2"),
        ("ttp_self_excitation: 20%", "write 0.2"),
    ],
)  # fmt: skip
def test_a_parameter_that_multiplies_says_what_changes_nothing_and_which_way_it_goes(
    tmp_path, written, cause
):
    assert cause in said(tmp_path, f"parameters:\n  {written}\n")


def test_the_factor_of_a_tempo_says_its_direction_where_it_is_out_of_range(tmp_path):
    tempo = "{day: 1, kind: tempo, actor: ttp, factor: 30, until_day: 9}"
    told = said(tmp_path, f"events:\n  - {tempo}\n")
    assert "must be at most 10, not 30; 1 changes nothing; above 1 more attacks" in told


def test_every_multiplier_says_how_it_reads():
    described = json_schema()["properties"]["parameters"]["anyOf"][0]["properties"]
    for name, one in parameters().items():
        multiplies = one.unit.startswith("ratio") or (
            one.unit.startswith("log") and not one.unit.startswith("logit")
            and not one.meaning.startswith("Spread")
        )  # fmt: skip
        assert (one.reads is not None) is multiplies, name
        if one.reads is not None:
            assert one.low <= one.reads.neutral <= one.high, name
            assert bool(one.reads.above) is (one.high > one.reads.neutral), name
            assert bool(one.reads.below) is (one.low < one.reads.neutral), name
            assert f"{one.reads}." in described[name]["description"]


def test_what_is_right_stays_so(tmp_path):
    """Strange spaces and signs within text are the writer's own."""
    file = tmp_path / "fine.yaml"
    text = "summary: |\n  \u00a0indented by hand:\u00a0 \u201cquoted\u201d, 0,2 and 30%\uff1a\n"
    file.write_text(HEAD + text, encoding="utf-8")
    assert "\u201cquoted\u201d" in load_scenario(file).summary


CLAIM = """claims:
  X01:
    claim: Both sides lost posts.
    speaker: {speaker}
    date: 2025-10-12
    source: A report
    status: unverified
    kind: {kind}
    credence: 0.5
{more}"""


@pytest.mark.parametrize(
    ("speaker", "meant"),
    [("NGO", "write other"), ("UN", "write united_nations"), ("pakistan", "'pakistan_military'"),
     ("taliban", "'afghan_taliban'"), ("media", "write press")],
)  # fmt: skip
def test_speakers_by_their_other_names(tmp_path, speaker, meant):
    told = said(tmp_path, CLAIM.format(speaker=speaker, kind="statement", more="    why_not: x\n"))
    assert meant in told


def test_a_claim_that_informs_nothing_is_told_what_it_could(tmp_path):
    told = said(tmp_path, CLAIM.format(speaker="other", kind="statement", more=""))
    assert "informs nothing and does not say why_not; it could inform" in told
    assert "audience_cost" in told
    figure = "    quantity: killed\n    value: 58\n    side: pakistan_military\n"
    told = said(tmp_path, CLAIM.format(speaker="other", kind="numeric", more=figure))
    assert "it could inform pakistan_killed_day0" in told


def test_a_part_of_a_name_is_enough_to_be_understood(tmp_path):
    told = said(tmp_path, "events:\n  - {day: 1, kind: mediation, mediators: [saudi]}\n")
    assert "did you mean 'saudi_arabia'?" in told


def test_hidden_letters_are_told_as_escapes(tmp_path):
    text = "claims:\n  C02: {credence: 0.5, \u202eno\u202c: 1}\nparameters: {a\u2067b: 1}\n"
    told = said(tmp_path, text)
    assert "\u202e" not in told
    assert "\u2067" not in told
    assert "\\u202eno\\u202c" in told
    assert "parameters.a\\u2067b" in told
