"""Parameters of the TTP and of ISIS-K: tempo, movement, attacks, sanctuary, attribution."""

from __future__ import annotations

from escalation.scenario.declaration import Multiplier, Parameter
from escalation.scenario.distributions import Beta, Fixed, LogNormal, Normal

PARAMETERS = (
    Parameter(
        "ttp_attacks", "attacks per month", 0.0, 1000.0, LogNormal(85.0, 0.15),
        "TTP attacks in an ordinary month, border-wide, self-excited ones included.",
        "data", "PICSS January-September 2025: 69-143 (P14); counters differ fivefold",
    ),
    Parameter(
        "ttp_self_excitation", "branching ratio", 0.0, 0.9, Beta(0.35, 6),
        "Share of TTP attacks set off by earlier ones nearby.",
        "data", "0.40 in the low phase of the recorded events; Iraq 0.37-0.50 (P18)",
    ),
    Parameter(
        "excitation_half_life", "days", 1.0, 60.0, LogNormal(7.0, 0.3),
        "Half-life of an attack's power to set off others.",
        "literature", "Lewis and others 2012 for Iraq: one to two weeks",
    ),
    Parameter(
        "ttp_tempo_spread", "log", 0.0, 1.0, LogNormal(0.13, 0.45),
        "Spread of the TTP's slow swings of tempo.",
        "data", "set by hand to meet P15: Fano factor of monthly counts 5.9 [0.3-9.9]",
    ),
    Parameter(
        "isis_k_tempo_spread", "log", 0.0, 1.0, LogNormal(0.13, 0.45),
        "Spread of ISIS-K's slow swings of tempo.",
        "judgement", "taken as the TTP's: its attacks are too few to tell",
    ),
    Parameter(
        "tempo_half_life", "days", 5.0, 365.0, LogNormal(40.0, 0.45),
        "Half-life of a swing of tempo.", "judgement", "seasons and campaigns last months",
    ),
    Parameter(
        "ttp_lethal_share", "share", 0.0, 1.0, Beta(0.24, 60),
        "Share of TTP attacks with a death.",
        "data", "lethal events are 60% of the counted attacks (P14), and 40% of them attacks",
    ),
    Parameter(
        "ttp_death_median", "persons", 1.0, 50.0, Fixed(2.1),
        "Median of the deaths of a lethal attack, militants included, before truncation.",
        "data", "with operations' deaths it makes the lognormal of P16",
    ),
    Parameter(
        "ttp_death_sigma", "log", 0.1, 3.0, Fixed(1.0),
        "Spread of the deaths of an attack or operation (sigma of the lognormal).",
        "data", "0.96 within recorded attacks, 0.93 within operations; 1.1 together (P16)",
    ),
    Parameter(
        "ttp_soldier_power", "exponent", 0.1, 40.0, LogNormal(1.3, 0.1),
        "The soldiers' share of an attack's dead is a uniform to this power.",
        "data", "soldiers 1.0 of an event's dead; 7 or more of a state's people 13 times a year",
    ),
    Parameter(
        "ttp_civilian_share", "share", 0.0, 1.0, Beta(0.3, 40),
        "Share of the remaining dead of an attack that are civilians; the rest are attackers.",
        "data", "recorded attacks: civilians 0.7, attackers 0.3, unknown 1.2 an event (UCDP 22.1)",
    ),
    Parameter(
        "army_operations", "probability per attack", 0.0, 1.0, Beta(0.36, 60),
        "Chance that the army goes after the band that attacked, and kills.",
        "data", "more militants than others died in 60% of recorded lethal events (UCDP GED 22.1)",
    ),
    Parameter(
        "operation_death_median", "persons", 1.0, 50.0, Fixed(5.3),
        "Median of the deaths of an army operation, soldiers included, before truncation.",
        "data", "recorded events in which more militants than others died: mu 1.8 (UCDP GED 22.1)",
    ),
    Parameter(
        "operation_soldier_share", "share", 0.0, 0.5, Beta(0.045, 60),
        "Share of the dead of an army operation that are soldiers.",
        "data", "0.42 of 9.2 dead in such events",
    ),
    Parameter(
        "operation_civilian_share", "share", 0.0, 0.5, Beta(0.01, 100),
        "Share of the dead of an army operation that are civilians.",
        "data", "0.04 of 9.2 recorded; doubled by judgement, since reports from there are few",
    ),
    Parameter(
        "ttp_sanctuary", "share", 0.0, 1.0, Beta(0.5, 8),
        "How freely the TTP rests and recruits on Afghan soil.",
        "claim", "C19 alleges it; Kabul denies it",
        if_claimed=Beta(0.7, 10), claims=("C19",),
    ),
    Parameter(
        "ttp_sanctuary_recorded", "share", 0.0, 1.0, Fixed(0.5),
        "Sanctuary of the TTP at which its recorded tempo holds.",
        "judgement", "the prior before C19: the record was made under the sanctuary that it had",
    ),
    Parameter(
        "isis_k_sanctuary_recorded", "share", 0.0, 1.0, Fixed(0.2),
        "Sanctuary of ISIS-K at which its recorded tempo holds.",
        "judgement", "the prior before C10 and C11, as for the TTP",
    ),
    Parameter(
        "sanctuary_tempo", "log", 0.0, 3.0, LogNormal(0.4, 0.4),
        "How much sanctuary raises a group's tempo: times what it has over what it had on record.",
        "literature", "external sanctuary prolongs insurgency (Salehyan 2007); size is a judgement",
        reads=Multiplier(0, "changes nothing", "more attacks, 0.52 being 30% more", logs=2),
    ),
    Parameter(
        "spoiler_drive", "log", 0.0, 3.0, LogNormal(0.12, 0.6),
        "How much the TTP raises its tempo while a ceasefire between the states holds.",
        "literature", "spoilers: Stedman 1997, Kydd and Walter 2002; P14 moves less than 20%",
        reads=Multiplier(0, "changes nothing", "more attacks, 0.26 being 30% more", logs=1),
    ),
    Parameter(
        "strike_blowback", "log per strike", -1.0, 1.0, Normal(0.0, 0.03),
        "Change of the TTP's tempo by one strike on its havens: the sign is unknown.",
        "literature", "Johnston and Sarbahi 2016 find a fall, others a rise; centred on zero",
        reads=Multiplier(0, "changes nothing", "each strike stirs more attacks", "fewer", logs=1),
    ),
    Parameter(
        "band_march", "per day", 0.0, 1.0, Beta(0.1, 10),
        "Chance each day that a band moves: over the line, or to another sector.",
        "judgement", "a band spends about ten days in a place",
    ),
    Parameter(
        "ttp_attribution", "share", 0.0, 1.0, Beta(0.5, 8),
        "Share of blame for a mass-casualty TTP attack that Pakistan puts on Kabul.",
        "claim", "C19: the Taliban are accused of harbouring the TTP",
        if_claimed=Beta(0.7, 10), claims=("C19",),
    ),
    Parameter(
        "trigger_base", "logit", -6.0, 4.0, Normal(-2.2, 0.525),
        "Log-odds that Pakistan strikes after attacks that kill 7, with no blame on Kabul.",
        "data", "set by hand to meet P11: 0.2 [0.1-0.5] of such attacks were answered by a strike",
    ),
    Parameter(
        "trigger_blame", "logit", 0.0, 6.0, Normal(1.4, 0.6),
        "How much full blame on Kabul raises these log-odds.",
        "judgement", "blame is what turns a militant attack into a deed between states",
    ),
    Parameter(
        "trigger_severity", "logit per log(dead/7)", 0.0, 4.0, Normal(0.9, 0.3),
        "How much a larger toll raises them.",
        "data", "the trigger table holds 7, 7, 16 and 11 dead",
    ),
    Parameter(
        "unweighed_half_life", "days", 0.05, 30.0, LogNormal(0.7, 0.6),
        "Half-life of armed groups' dead in what brings a state to weigh force for a series of "
        "attacks; weighing it ends the count.",
        "judgement", "set by hand: two in five weighings then come of a series without an attack "
        "that large; of the recorded strikes one in five did (95%: 4 to 62%)",
    ),
    Parameter(
        "strike_lag", "days", 0.0, 4.0, LogNormal(1.1, 0.25),
        "Mean days from attack to strike, cut at three.",
        "data", "lags 2, 2, 3 and 1 days; median 1 over all cases (P12)",
    ),
    Parameter(
        "isis_k_attacks", "attacks per month", 0.0, 100.0, LogNormal(4.0, 0.35),
        "ISIS-K attacks in Afghanistan in an ordinary month.",
        "data", "2-8 a month (actors.csv)",
    ),
    Parameter(
        "isis_k_pakistan_share", "share", 0.0, 1.0, Beta(0.2, 10),
        "Further ISIS-K attacks in Pakistan, as a share of those in Afghanistan.",
        "judgement", "fewer, and some far from the strip",
    ),
    Parameter(
        "isis_k_self_excitation", "branching ratio", 0.0, 0.9, Beta(0.25, 12),
        "Share of ISIS-K attacks set off by earlier ones.",
        "literature", "as for other militants, lower for a small group: a judgement",
    ),
    Parameter(
        "isis_k_lethal_share", "share", 0.0, 1.0, Beta(0.6, 12),
        "Share of ISIS-K attacks with a death.", "judgement", "as for the TTP",
    ),
    Parameter(
        "isis_k_death_median", "persons", 1.0, 50.0, LogNormal(3.5, 0.3),
        "Median of the deaths of a lethal ISIS-K attack.",
        "judgement", "between shootings of officials and bombs in crowds",
    ),
    Parameter(
        "isis_k_civilian_share", "share", 0.0, 1.0, Beta(0.6, 10),
        "Share of the dead of ISIS-K attacks that are civilians.",
        "claim", "C13: attacks on Shia, Sufi and Hindu minorities",
        if_claimed=Beta(0.75, 12), claims=("C13",),
    ),
    Parameter(
        "isis_k_own_share", "share", 0.0, 1.0, Beta(0.15, 20),
        "Share of the dead of ISIS-K attacks that are its own.",
        "judgement", "attackers who die in or after the attack",
    ),
    Parameter(
        "isis_k_sanctuary", "share", 0.0, 1.0, Beta(0.2, 8),
        "How freely ISIS-K lives on Pakistani soil.",
        "claim", "C10 and C11 allege it; Islamabad denies it",
        if_claimed=Beta(0.5, 8), claims=("C10", "C11"),
    ),
    Parameter(
        "isis_k_attribution", "share", 0.0, 1.0, Beta(0.35, 8),
        "Share of blame for an ISIS-K attack that the Taliban put on Pakistan.",
        "claim", "C10, C11 and C12",
        if_claimed=Beta(0.6, 10), claims=("C10", "C11", "C12"),
    ),
    Parameter(
        "isis_k_blame_on_kabul", "share", 0.0, 1.0, Beta(0.35, 8),
        "Share of blame for an ISIS-K attack in Pakistan that Pakistan puts on Kabul.",
        "judgement", "as the Taliban's on Pakistan before any claim: nothing tells them apart",
    ),
    Parameter(
        "militant_grievance", "grievance per log(1+dead)", 0.0, 1.0, LogNormal(0.03, 0.5),
        "A state's grievance from those whom armed groups killed in a day, at full blame.",
        "judgement", "small against deaths by the other's own hand; the TTP's recorded toll then "
        "keeps Pakistan near its grievance of before the seed",
    ),
    Parameter(
        "militant_rancour", "share", 0.0, 1.0, Beta(0.05, 20),
        "Share of what armed groups' attacks add to grievance that is held for months (rancour).",
        "judgement", "set by hand: more, and the daily toll of the TTP would drown all else",
    ),
    Parameter(
        "isis_k_trigger", "logit", -8.0, 2.0, Normal(-4.0, 0.5),
        "Log-odds that the Taliban answer a mass-casualty ISIS-K attack with fire on the line.",
        "judgement", "no recorded episode began that way",
    ),
    Parameter(
        "havens_hit", "share", 0.0, 1.0, Beta(0.3, 8),
        "Share of a strike's dead who are TTP fighters of a band in the cell, if one is there.",
        "data", "both sides' tolls of the strike episodes; they disagree",
    ),
    Parameter(
        "ttp_recruitment", "share per day", 0.0, 1.0, Beta(0.06, 12),
        "Share of a band's missing strength that full sanctuary restores in a day.",
        "judgement", "estimated strength stayed at 6,000 or more through years of losses",
    ),
)
