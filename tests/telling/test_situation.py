"""Where a scenario stands, in sentences: both sides in like words, every event told."""

import pytest

from escalation.scenario.library import shipped
from escalation.scenario.load import load_scenario, override
from escalation.telling.situation import event_in_words, fixed_events, situation

BASE = load_scenario("baseline")


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_is_told_in_whole_sentences(name):
    scenario = load_scenario(name)
    told = [*situation(scenario), *fixed_events(scenario)]
    assert all(one[0] == one[0].upper() and one.endswith(".") and "_" not in one for one in told)
    assert len(fixed_events(scenario)) == len(scenario.events)


def test_both_states_are_told_in_like_words():
    alike = override(
        BASE,
        {
            f"actors.{state}.{key}": value
            for state in ("afghan_taliban", "pakistan_military")
            for key, value in (("rung", 3), ("deed", 2), ("line", "deny"))
        },
    )
    afghan, pakistani = situation(alike)[1:3]
    assert afghan == (
        "The Afghan Taliban stand at rung 3, artillery (its last deed: rung 2), and deny in public "
        "what was done."
    )
    assert pakistani == (
        "Pakistan's military stands at rung 3, artillery (its last deed: rung 2), and denies in "
        "public what was done."
    )


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"kind": "crossings", "actor": "afghan_taliban", "closed": True, "day": 1},
         "Day 1 (13 Oct): the Afghan Taliban close the crossings."),
        ({"kind": "crossings", "actor": "afghan_taliban", "closed": True, "day": 1, "days": 3},
         "Day 1 (13 Oct): the Afghan Taliban close the crossings, for 3 days."),
        ({"kind": "refuse", "actor": "pakistan_military", "what": "talks", "until_day": 4},
         "Day 0 (12 Oct): Pakistan's military refuses talks, until day 4."),
        ({"kind": "crossings", "actor": "pakistan_military", "closed": False},
         "Day 0 (12 Oct): Pakistan's military opens the crossings."),
        ({"kind": "tempo", "actor": "ttp", "factor": 1.3, "until_day": 9},
         "Day 0 (12 Oct): attacks by the TTP are multiplied by 1.3, until day 9."),
        ({"kind": "attack", "actor": "isis_k", "killed": 16, "segment": 12},
         "Day 0 (12 Oct): an attack by ISIS-K on segment 12 kills 16."),
        ({"kind": "ceasefire", "type": "agreement", "days": 30, "monitored": True},
         "Day 0 (12 Oct): an agreement begins for 30 days, monitored."),
        ({"kind": "ceasefire", "type": "none"}, "Day 0 (12 Oct): any ceasefire ends."),
        ({"kind": "restrain", "actor": "pakistan_military", "max_rung": 1, "days": 7, "once": False,
          "when": {"attack_killed_at_least": 7, "actor": "pakistan_military"}},
         "From day 0 (12 Oct), whenever armed groups' attacks have killed 7 or more people of "
         "Pakistan's military: Pakistan's military stays at or below rung 1, for 7 days."),
    ],
)  # fmt: skip
def test_an_event_is_told_with_its_day_or_condition(event, said):
    (made,) = override(BASE, {"events": [{"day": 0, **event}]}).events
    assert event_in_words(made, BASE) == said
