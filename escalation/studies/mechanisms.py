"""The model's mechanisms, how each is switched off, and why it is there.

A switch is a change of parameters or of the scenario, as an analyst could write it. What a switch
can't reach is said in its ``leaves``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Mechanism:
    """One mechanism of the model.

    Attributes
    ----------
    name
        What it is called.
    stands_for
        What it represents.
    overrides
        What switches it off, ``path=value``, in any scenario.
    stays
        Why it is kept even where switching it off changes nothing that is measured.
    leaves
        What the switch can't reach, or takes along; empty if it is clean.
    """

    name: str
    stands_for: str
    overrides: tuple[str, ...]
    stays: str
    leaves: str = ""


def _off(**values: float) -> tuple[str, ...]:
    return tuple(f"parameters.{name}={value:g}" for name, value in values.items())


MECHANISMS: Final[tuple[Mechanism, ...]] = (
    Mechanism(
        "audience costs",
        "acting or talking below one's public word costs a government something at home",
        _off(audience_cost=0, stance_commitment=0),
        "C24 rests on it, and scenarios on the public line act through it",
        "commitment still feeds a state's own initiative",
    ),
    Mechanism(
        "vows and accusations",
        "public words alarm the other side and bind the speaker",
        _off(vow_alarm=0, vow_step=0, accusation_pressure=0),
        "the scenarios in which Pakistan confirms or denies are about public words",
    ),
    Mechanism(
        "misperception",
        "a deed is read as worse or milder than it was",
        _off(misperception=0),
        "channels and monitors work by lowering it",
    ),
    Mechanism(
        "fear of the other",
        "the belief that the other stands high on the ladder pulls towards answering",
        _off(threat_weight=0),
        "without it a perceived posture would have no effect beyond the deed",
    ),
    Mechanism(
        "ties with India",
        "Pakistan's further pull to answer because of Afghan ties with India",
        _off(encirclement_threat=0),
        "C16 and C17 say that it matters; an analyst must be able to move it",
    ),
    Mechanism(
        "grievance",
        "remembered losses pull towards answering, and towards answering higher",
        _off(grievance_weight=0, grievance_overshoot=0),
        "without memory a chain of answers has no reason to go on",
        "grievance still feeds initiative, vows and readiness to talk",
    ),
    Mechanism(
        "long memory",
        "what a state holds against the other for months makes it answer, and sees it through",
        _off(rancour_weight=0, rancour_resolve=0),
        "in the record the chance of war grows with the episodes of the year before (P28)",
    ),
    Mechanism(
        "loss aversion",
        "a loss weighs more than an equal gain",
        _off(loss_aversion=1),
        "well established; without it grievance would depend on who counts",
    ),
    Mechanism(
        "cost of a rung",
        "higher rungs cost more, and disproportionately so",
        _off(rung_cost=0),
        "nothing else keeps answers low",
    ),
    Mechanism(
        "hawkish factions",
        "a faction that gains from escalation weighs in each state's choice",
        _off(pakistan_hawkish_weight=0, taliban_hawkish_weight=0),
        "C08 and C09 are claims about it",
    ),
    Mechanism(
        "weariness",
        "fighting and closed crossings tire a state",
        _off(weariness_per_fighting=0, crossing_weariness=0, weariness_day0=0),
        "long fighting must be able to end by itself",
    ),
    Mechanism(
        "own initiative",
        "an aggrieved state at rest starts something by itself",
        _off(initiative=0),
        "not every episode begins with an incident by others",
    ),
    Mechanism(
        "operations that last",
        "an operation once begun goes on for days",
        _off(operation_growth=0),
        "without it no run came near the recorded wars",
    ),
    Mechanism(
        "recapture",
        "a state wants its lost posts back",
        _off(recapture_drive=0),
        "posts held at dawn are the seed's most particular feature (C01, K04)",
    ),
    Mechanism(
        "mediation",
        "third parties press both states to hold back and to talk",
        ("actors.mediators=null", *_off(third_party_pressure=0)),
        "it is what outsiders can do",
    ),
    Mechanism(
        "back channel",
        "a line on which both can talk unseen",
        _off(channel_opening=0, back_channel_open_day0=0),
        "C21 is about it, and it is what the two can do by themselves",
    ),
    Mechanism(
        "monitoring",
        "monitors of an agreement make violations and false blame rarer",
        _off(monitoring_chance=0),
        "a lever of de-escalation; scenarios can set it",
    ),
    Mechanism(
        "ceasefires that bind",
        "trust and the obligation of a ceasefire hold a state back",
        _off(
            obligation_weight=0, truce_obligation=0, agreement_obligation=0,
            monitoring_obligation=0, trust_day0=0, trust_gain=0,
        ),
        "without it an agreement would be a word without effect",
    ),
    Mechanism(
        "crossings",
        "states close crossings in answer to deeds, and both pay for it",
        _off(crossing_closing=0),
        "the mildest answer on record, and the one traders press against",
        "crossings that the scenario closes stay closed until they reopen",
    ),
    Mechanism(
        "unauthorised fire",
        "local commanders fire without orders",
        _off(local_fire=0),
        "C23 is about it; it breaks the calm",
    ),
    Mechanism(
        "space",
        "fighting makes its sector tenser and its neighbours too",
        _off(
            tension_per_incident=0, tension_diffusion=0, night_tension=0, tension_fire_gain=0,
            sector_boost=1,
        ),
        "the map of incidents, C06 and pattern P19 are about places",
        "contact and background along the line stay uneven, and bands stay where violence was "
        "recorded: a scenario can't even them out",
    ),
    Mechanism(
        "militant triggers",
        "a mass-casualty attack may be answered by force on the other state",
        _off(trigger_base=-6, trigger_blame=0, trigger_severity=0, isis_k_trigger=-8),
        "P11 is about it",
    ),
    Mechanism(
        "series of attacks",
        "the dead of several days' attacks may call for force together",
        _off(unweighed_half_life=0.05),
        "a strike on record followed no single large attack",
        "the attacks of one day still add up",
    ),
    Mechanism(
        "blame for militants",
        "those whom armed groups kill embitter a state against the other one",
        _off(militant_grievance=0),
        "C10 to C12 and C19 are about it; without it a campaign of attacks would leave no mark",
        "a mass-casualty attack may still be answered by force",
    ),
    Mechanism(
        "army operations",
        "the army goes after bands that attacked",
        _off(army_operations=0),
        "most of the TTP's recorded dead died so, and a run told otherwise would not be believed",
    ),
    Mechanism(
        "spoilers",
        "the TTP attacks more while a ceasefire between the states holds",
        _off(spoiler_drive=0),
        "the literature on spoilers; the surge scenario supposes more of it",
        "the scenario's own changes of tempo stay",
    ),
    Mechanism(
        "self-excitation",
        "one militant attack makes others nearby likelier",
        _off(ttp_self_excitation=0, isis_k_self_excitation=0),
        "recorded attacks bunch (P18)",
    ),
    Mechanism(
        "swings of tempo",
        "campaigns and seasons of the armed groups",
        _off(ttp_tempo_spread=0, isis_k_tempo_spread=0),
        "P15 asks for swings between months, and seasons are real",
    ),
    Mechanism(
        "sanctuary",
        "how freely the TTP rests on Afghan soil moves its tempo",
        _off(sanctuary_tempo=0),
        "C19 is about it, and the states quarrel over little else as much",
        "recruitment in sanctuaries stays",
    ),
    Mechanism(
        "blowback",
        "strikes on havens raise or lower the TTP's tempo",
        _off(strike_blowback=0),
        "its sign is unknown, so on average it can't move anything; a user who knows can set it",
    ),
    Mechanism(
        "ISIS-K",
        "a second group whose attacks are blamed on the other state",
        ("actors.isis_k.cells=0",),
        "C10 to C13 are about it; whoever believes them must see what they amount to",
    ),
    Mechanism(
        "reporting bias",
        "each side inflates the other's dead and hides its own",
        _off(
            taliban_inflation=1, pakistan_inflation=1, taliban_admission=1, pakistan_admission=1,
            report_noise=0.01,
        ),
        "P20 and P21 are about it, and day 0 is inferred through it",
        "day 0 changes too: the seed's claims are then taken at their word",
    ),
    Mechanism(
        "strength in losses",
        "the mixed Lanchester law: who is stronger loses less",
        _off(lanchester_own=0, lanchester_enemy=0),
        "which side pays is a result that users ask for",
        "strength still decides whether a raid takes its post",
    ),
)  # fmt: skip
