"""Parameters of perception, of the states' answers to deeds, of postures and the public line."""

from __future__ import annotations

from escalation.scenario.declaration import Multiplier, Parameter
from escalation.scenario.distributions import Beta, Fixed, LogNormal, Normal

TRIAL = "first trial of answers to deeds (MODEL notes): untuned values that met most patterns"

PARAMETERS = (
    # --- perception ---
    Parameter(
        "misperception", "probability per deed", 0.0, 0.8, Beta(0.2, 6),
        "Chance that a deed is read one rung higher or lower than it was.",
        "judgement", "misperception is common in crises (Jervis 1976); its size is a guess",
    ),
    Parameter(
        "misperception_upward", "share", 0.0, 1.0, Beta(0.65, 12),
        "Of the misread deeds, the share read as worse than they were.",
        "literature", "hostile attribution between rivals: Jervis 1976; the share is a judgement",
    ),
    Parameter(
        "channel_clarity", "share", 0.0, 1.0, Beta(0.4, 8),
        "Share of misperception that an open back channel removes.",
        "judgement", "hot-line contacts ended several recorded episodes within a day or two",
    ),
    Parameter(
        "belief_weight", "per day", 0.05, 1.0, Beta(0.4, 10),
        "Weight of the latest report in a state's belief about the other's rung.",
        "judgement", "a few days of deeds change a mind; weeks are not needed",
    ),
    Parameter(
        "vow_alarm", "rungs", 0.0, 3.0, LogNormal(0.6, 0.6),
        "How much higher the other side believes a state's rung to be after it vows revenge.",
        "judgement", "public threats are taken as signals (Fearon 1994)",
    ),
    # --- the answer to a deed ---
    Parameter(
        "choice_precision", "1/utility", 0.1, 5.0, LogNormal(1.0, 0.3),
        "Precision of the quantal response: 0 is a coin, large is always the best answer.",
        "literature", "McKelvey and Palfrey 1995; set by hand: from the " + TRIAL,
    ),
    Parameter(
        "answer_base", "utility", -8.0, 4.0, Normal(-2.0, 0.675),
        "Utility of answering a deed in kind, over letting it pass, before anything else counts.",
        "judgement", TRIAL + "; spread so that draws reach the critical point of the chain",
    ),
    Parameter(
        "provocation", "utility per rung", 0.0, 2.0, LogNormal(0.2, 0.525),
        "How much harder each rung of the deed makes it to let it pass.",
        "judgement", TRIAL,
    ),
    Parameter(
        "grievance_weight", "utility", 0.0, 5.0, Normal(1.1, 0.45),
        "Pull of grievance towards answering (grievance saturates as tanh).",
        "judgement", TRIAL,
    ),
    Parameter(
        "rung_cost", "utility", 0.0, 50.0, LogNormal(1.2, 0.525),
        "Cost of acting at rung 8; it rises with the square of the rung, and with weariness.",
        "judgement", "convex costs keep most answers low; size from the " + TRIAL,
    ),
    Parameter(
        "weariness_weight", "utility", 0.0, 3.0, LogNormal(0.25, 0.6),
        "How much one unit of war-weariness pulls towards letting a deed pass.",
        "judgement", TRIAL,
    ),
    Parameter(
        "audience_cost", "utility per rung", 0.0, 3.0, LogNormal(0.2, 0.525),
        "Cost of acting one rung below what was publicly committed.",
        "literature", "Fearon 1994; Tomz 2007 for its existence; size set by hand: " + TRIAL,
        if_claimed=LogNormal(0.28, 0.525), claims=("C24",),
    ),
    Parameter(
        "overshoot_penalty", "utility", 0.0, 5.0, Normal(1.15, 0.375),
        "Reluctance to answer one rung higher than the deed.",
        "data", "set by hand to meet P05: 0.18 [0.08-0.36] of ordinary episodes went beyond their "
        "first level",
    ),
    Parameter(
        "undershoot_penalty", "utility", 0.0, 5.0, Normal(0.4, 0.225),
        "Reluctance to answer one rung lower than the deed.",
        "judgement", TRIAL,
    ),
    Parameter(
        "grievance_overshoot", "utility", 0.0, 3.0, Normal(0.7, 0.3),
        "Further pull of grievance towards the higher answer.",
        "judgement", TRIAL,
    ),
    Parameter(
        "threat_weight", "utility", 0.0, 3.0, LogNormal(0.3, 0.75),
        "Pull towards answering of a belief that the other stands at rung 8 (less in proportion).",
        "literature", "spiral model, Jervis 1976; size set by hand",
    ),
    Parameter(
        "mediation_weight", "utility", 0.0, 8.0, Normal(1.6, 0.6),
        "Pull of full mediation pressure towards letting a deed pass.",
        "data", "set by hand to meet P23: mediated crises end in agreement in 0.62 of cases, "
        "others in 0.18",
    ),
    Parameter(
        "obligation_weight", "utility", 0.0, 8.0, LogNormal(1.2, 0.6),
        "Pull of a ceasefire in force towards letting a deed pass.",
        "judgement", "four in five ceasefires fail in the end (P24), so it binds, not for ever",
    ),
    Parameter(
        "hawk_taste", "utility per rung", 0.0, 3.0, LogNormal(0.25, 0.75),
        "What a hawkish faction gains from each rung of its own state's answer above pass.",
        "judgement", "no measurement exists; C08 and C09 bear on the faction's weight, not on this",
    ),
    Parameter(
        "pakistan_hawkish_weight", "share", 0.0, 1.0, Beta(0.3, 10),
        "Weight of the hawkish faction in Pakistan's decisions.",
        "claim", "C08 names a clique that plots; C09 says that most officials are against it",
        if_claimed=Beta(0.4, 10), claims=("C08", "C09"),
        if_opposed=Beta(0.2, 10), opposing=("C09",),
    ),
    Parameter(
        "taliban_hawkish_weight", "share", 0.0, 1.0, Beta(0.3, 5),
        "Weight of the hawkish faction in the Afghan Taliban's decisions.",
        "judgement", "the same as Pakistan's before any claim: no reason to treat them unlike",
    ),
    Parameter(
        "encirclement_threat", "utility", 0.0, 2.0, LogNormal(0.08, 0.6),
        "Pakistan's further pull to answer because of Afghan ties with India.",
        "claim", "C16 states the ties, C17 how they are seen",
        if_claimed=LogNormal(0.15, 0.6), claims=("C16", "C17"),
    ),
    # --- execution and posture ---
    Parameter(
        "answer_lag", "days", 0.0, 3.0, LogNormal(0.5, 0.4),
        "Mean delay of an answer beyond the next day; cut at four days.",
        "data", "replies to strikes came after 0-4 days (P13, trigger table)",
    ),
    Parameter(
        "operation_growth", "days", 0.0, 6.0, LogNormal(0.45, 0.75),
        "Mean days of an operation beyond its first, without rancour: a quarter of this times "
        "(rung - 3) squared.",
        "judgement", "set by hand to meet P09: without it one run in a hundred from the seed "
        "becomes war; the 0.8 of the first trial is what a state with rancour has now",
    ),
    Parameter(
        "stand_down", "per day", 0.02, 1.0, Beta(0.5, 4),
        "Chance each day that a state whose operation is over returns to rest from rung 4 or more.",
        "data", "set by hand: two episodes of strikes and reply were quiet within five days",
    ),
    Parameter(
        "initiative", "per day", 0.0, 0.3, LogNormal(0.004, 1.05),
        "Chance each day that an aggrieved state at rest starts something, at full grievance.",
        "judgement", "half of the fatal disputes of rivals are followed by another in a year (P08)",
    ),
    Parameter(
        "recapture_drive", "per day", 0.0, 1.0, Beta(0.15, 8),
        "Chance each day that a state with posts in the other's hands orders them retaken.",
        "data", "of four recorded episodes with posts taken, one saw them retaken by force (2013): "
        "against being given up (see withdrawal), a chance of one in four",
    ),
    # --- memory ---
    Parameter(
        "grievance_half_life", "days", 2.0, 120.0, LogNormal(6.0, 0.525),
        "Half-life of grievance, the heat of some days; what lasts for months is rancour.",
        "data", "half of the recorded episodes like the seed last two days at most, three quarters "
        "eleven (MIE 1.0, n 140, P06); the first trial, without rancour, had 12",
    ),
    Parameter(
        "rancour_half_life", "days", 30.0, 1500.0, LogNormal(180.0, 0.4),
        "Half-life of rancour, a state's long memory of what the other did to it.",
        "judgement", "set by hand: fatal episodes of a whole year tell in the chance of war (P28)",
    ),
    Parameter(
        "rancour_weight", "ratio", 0.0, 5.0, LogNormal(0.7, 0.5),
        "How much of the logarithm of 1 + rancour a state feels as grievance when it decides.",
        "judgement", "set by hand: a loss of months ago counts for less than one of days ago",
        reads=Multiplier(0, "leaves no long memory", "more, and 1 feels it all"),
    ),
    Parameter(
        "rancour_resolve", "ratio", 0.0, 10.0, LogNormal(1.0, 0.5),
        "By how much of their length operations get longer, times the logarithm of 1 + rancour.",
        "judgement", "set by hand: twice as long, so that half of the wars come late (P27)",
        reads=Multiplier(0, "changes nothing", "longer, and 1 twice as long at 1.7"),
    ),
    Parameter(
        "rancour_relief", "share", 0.0, 1.0, Beta(0.35, 8),
        "Share of both states' rancour that an agreement takes away.",
        "judgement", "most ceasefires fail in the end (P24), so it can't be most of it; a third",
    ),
    Parameter(
        "commitment_half_life", "days", 2.0, 180.0, LogNormal(20.0, 0.525),
        "Half-life of a public commitment.", "judgement", TRIAL,
    ),
    Parameter(
        "weariness_half_life", "days", 5.0, 365.0, LogNormal(30.0, 0.525),
        "Half-life of war-weariness.", "judgement", TRIAL,
    ),
    Parameter(
        "loss_aversion", "ratio", 1.0, 5.0, LogNormal(2.25, 0.15),
        "How much more a loss weighs than an equal gain.",
        "literature", "Tversky and Kahneman 1992: 2.25",
        reads=Multiplier(1, "weighs both alike", "losses weigh more"),
    ),
    Parameter(
        "grievance_per_soldier", "grievance per log(1+dead)", 0.0, 2.0, LogNormal(0.07, 0.6),
        "Grievance from own soldiers killed in a day, before loss aversion.",
        "judgement", "set so that a clash with ten dead leaves a grievance near one third",
    ),
    Parameter(
        "grievance_per_civilian", "grievance per log(1+dead)", 0.0, 3.0, LogNormal(0.14, 0.6),
        "Grievance from own civilians killed by the other state in a day.",
        "judgement", "dead civilians anger more than dead soldiers; twice is a guess",
    ),
    Parameter(
        "grievance_per_post", "grievance per log(1+posts)", 0.0, 3.0, LogNormal(0.12, 0.4),
        "Grievance from posts lost in a day.", "judgement", "between soldiers and civilians",
    ),
    Parameter(
        "grievance_airspace", "grievance per day with strikes", 0.0, 2.0, LogNormal(0.2, 0.4),
        "Grievance from a violated airspace, whoever died.",
        "claim", "C07 makes airspace and sovereignty the red line; C20 that strikes anger",
    ),
    Parameter(
        "weariness_per_fighting", "weariness per day", 0.0, 0.5, LogNormal(0.04, 0.6),
        "Weariness from one day at rung 4 or above (half of it at rungs 2 and 3).",
        "judgement", "a month of fighting tires a state by about one unit",
    ),
    # --- public line ---
    Parameter(
        "line_silence", "utility", -3.0, 5.0, Normal(0.8, 0.4),
        "Utility of staying silent after losses or strikes.",
        "claim", "C18: silence was the first answer; silence is common after strikes",
    ),
    Parameter(
        "line_confirm", "utility per log(1+dead)", 0.0, 2.0, LogNormal(0.35, 0.3),
        "Utility of confirming, rising with losses that cannot be hidden.",
        "judgement", "large tolls were admitted in most episodes, small ones often not",
    ),
    Parameter(
        "line_deny", "utility", -3.0, 3.0, Normal(0.0, 0.4),
        "Utility of denying.", "claim", "C14 shows a denial within a day of the opposite statement",
    ),
    Parameter(
        "line_vow", "utility", -3.0, 4.0, Normal(-0.6, 0.4),
        "Utility of vowing revenge, before grievance.",
        "claim", "C07 and C22: vows were made, by both, in public",
    ),
    Parameter(
        "vow_step", "rungs", 0.0, 4.0, LogNormal(0.7, 0.6),
        "How far above the deed suffered a vow commits.",
        "judgement", "vows promise at least an answer in kind, often more",
    ),
    Parameter(
        "deny_relief", "rungs", 0.0, 3.0, LogNormal(0.6, 0.4),
        "How far a denial lowers a state's committed rung: what did not happen needs no answer.",
        "judgement", "denials left room to stop in several episodes",
    ),
    Parameter(
        "accusation_pressure", "rungs per log(1+claimed dead)", 0.0, 1.0, LogNormal(0.06, 0.5),
        "How much the other side's public claim of one's dead raises one's own commitment.",
        "claim", "C24: the public nature of the accusations makes restraint harder",
    ),
    Parameter(
        "crossing_weariness", "weariness per day", 0.0, 0.2, LogNormal(0.008, 0.5),
        "Weariness of each side from a day with closed crossings.",
        "data", "closures of 3-32 days ended under pressure of trade in the recorded episodes",
    ),
    Parameter(
        "mass_casualty_dead", "persons", 1.0, 100.0, Fixed(7),
        "Soldiers and civilians dead in attacks of armed groups from which a state weighs force.",
        "data", "smallest toll in the trigger table (P11)",
    ),
)
