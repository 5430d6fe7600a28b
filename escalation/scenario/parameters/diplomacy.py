"""Parameters of diplomacy: back channel, mediators, talks, ceasefires, crossings."""

from __future__ import annotations

from escalation.scenario.declaration import Multiplier, Parameter
from escalation.scenario.distributions import Beta, LogNormal, Normal

PARAMETERS = (
    Parameter(
        "channel_opening", "per day", 0.0, 1.0, LogNormal(0.2, 0.5),
        "Chance each day that a closed back channel opens, in calm and without mediation.",
        "data", "13 flag meetings, hot-line and other contacts in some 60 days of 24 episodes",
    ),
    Parameter(
        "channel_break", "probability per deed", 0.0, 1.0, Beta(0.25, 8),
        "Chance that a deed at rung 4 or above closes an open back channel.",
        "claim", "C21 reports a complete break after raids and strikes",
    ),
    Parameter(
        "mediator_readiness", "ratio", 0.0, 5.0, LogNormal(1.0, 0.45),
        "Multiplies every mediator's daily chance of engaging from rung 4 up.",
        "judgement", "the mediators' own rates are in the scenario",
        reads=Multiplier(1, "changes nothing", "they engage more often", "less, at 0 never"),
    ),
    Parameter(
        "mediation_half_life", "days", 3.0, 180.0, LogNormal(25.0, 0.35),
        "Half-life of a mediator's leverage after it engages.",
        "literature", "mediation's effect decays (Beardsley 2008); first trial: 25 days",
    ),
    Parameter(
        "third_party_pressure", "share", 0.0, 1.0, Beta(0.05, 10),
        "Standing pressure of regional governments on Pakistan to hold back.",
        "claim", "C12: what neighbours are said to know of ISIS-K havens",
        if_claimed=Beta(0.12, 10), claims=("C12",),
    ),
    Parameter(
        "stance_base", "logit", -5.0, 5.0, Normal(-0.6, 0.6),
        "Readiness to talk of a state with no grievance, commitment, weariness or pressure.",
        "judgement", "both answered contacts in most episodes, neither at once in a crisis",
    ),
    Parameter(
        "stance_pressure", "logit", 0.0, 8.0, Normal(1.8, 0.6),
        "How much full mediation pressure raises the readiness to talk.",
        "data", "set by hand to meet P23: mediated crises end in agreement three times as often",
    ),
    Parameter(
        "stance_grievance", "logit", 0.0, 5.0, Normal(1.0, 0.45),
        "How much full grievance lowers the readiness to talk.",
        "judgement", "mirror of its pull towards answering",
    ),
    Parameter(
        "stance_weariness", "logit", 0.0, 5.0, LogNormal(0.5, 0.6),
        "How much one unit of war-weariness raises the readiness to talk.",
        "judgement", "hurting stalemates open doors (Zartman 2000); the size is a guess",
    ),
    Parameter(
        "stance_commitment", "logit per rung", 0.0, 3.0, LogNormal(0.15, 0.6),
        "How much each publicly committed rung above 1 lowers the readiness to talk.",
        "judgement", "talking below one's public word costs an audience; a small cost",
    ),
    Parameter(
        "talks_rate", "per day", 0.0, 1.0, Beta(0.3, 4),
        "Chance each day that talks start when both are ready and somebody carries messages.",
        "data", "set by hand: talks followed within one to five days in the mediated episodes",
    ),
    Parameter(
        "talks_collapse", "per day", 0.0, 1.0, Beta(0.06, 12),
        "Chance each day that talks break down by themselves; the more, the fewer agreements.",
        "judgement", "a round of talks lasts about two weeks",
    ),
    Parameter(
        "collapse_grievance", "grievance", 0.0, 2.0, LogNormal(0.12, 0.75),
        "Grievance on both sides when talks or a ceasefire collapse.",
        "judgement", "failing talks hold a posture up; the first trial lacked it",
    ),
    Parameter(
        "truce_rate", "per day", 0.0, 1.0, Beta(0.3, 8),
        "Chance each day of talks or contact, at full readiness, of a truce while they fight.",
        "data", "same-day and next-day truces in 2016, 2017 and 2018",
    ),
    Parameter(
        "truce_days", "days", 1.0, 14.0, LogNormal(2.0, 0.3),
        "Length of a truce.", "data", "48 hours is typical",
    ),
    Parameter(
        "agreement_mediated", "share", 0.0, 1.0, Beta(0.62, 60),
        "Share of mediated talks that end in an agreement, if 6% break down each day.",
        "data", "International Crisis Behavior 1946-2017: 0.62 [0.54-0.70] (P23)",
    ),
    Parameter(
        "agreement_unmediated", "share", 0.0, 1.0, Beta(0.18, 60),
        "Share of unmediated talks that end in an agreement, if 6% break down each day.",
        "data", "International Crisis Behavior 1946-2017: 0.18 [0.14-0.24] (P23)",
    ),
    Parameter(
        "monitoring_chance", "share", 0.0, 1.0, Beta(0.3, 8),
        "Chance that an agreement provides for monitoring.",
        "judgement", "joint committees and survey teams in three of about ten settlements",
    ),
    Parameter(
        "monitoring_clarity", "share", 0.0, 1.0, Beta(0.5, 8),
        "Share of misperception, false attribution and unauthorised fire that monitoring removes.",
        "literature", "monitoring lengthens peace (Fortna 2004); the share is a judgement",
    ),
    Parameter(
        "ceasefire_decay", "per day", 0.0, 0.2, LogNormal(0.006, 0.75),
        "Chance each day that an agreement lapses by itself (halved by monitoring).",
        "data", "set by hand to meet P24: 0.8 [0.7-0.9] of ceasefires fail in the end",
    ),
    Parameter(
        "violation_break", "probability per deed", 0.0, 1.0, Beta(0.5, 4),
        "Chance that a deed at rung 3 or above ends the ceasefire (halved by monitoring).",
        "judgement", "some violations are overlooked, grave ones rarely",
    ),
    Parameter(
        "truce_obligation", "share", 0.0, 1.0, Beta(0.4, 5),
        "How strongly a truce binds by itself, without trust or monitors.",
        "judgement", "two days' silence is easily broken",
    ),
    Parameter(
        "agreement_obligation", "share", 0.0, 1.0, Beta(0.6, 5),
        "How strongly an agreement binds by itself, without trust or monitors.",
        "judgement", "more than a truce: names were put under it",
    ),
    Parameter(
        "monitoring_obligation", "share", 0.0, 1.0, Beta(0.2, 10),
        "What monitors add to how strongly a ceasefire binds.",
        "literature", "monitoring lengthens peace (Fortna 2004); the share is a judgement",
    ),
    Parameter(
        "trust_gain", "per day", 0.0, 0.2, LogNormal(0.01, 0.6),
        "Trust gained each day on which nothing happened.",
        "judgement", "trust comes slowly: months of quiet rebuild it",
    ),
    Parameter(
        "trust_loss", "share per deed", 0.0, 1.0, Beta(0.25, 4),
        "Share of trust lost by a deed at rung 4 or above.",
        "judgement", "and goes quickly",
    ),
    Parameter(
        "crossing_closing", "probability per deed", 0.0, 1.0, Beta(0.4, 8),
        "Chance that a state closes its crossings after a deed of the other.",
        "data", "closure recorded in about a third of the episodes",
    ),
    Parameter(
        "crossing_reopening", "per day", 0.0, 1.0, LogNormal(0.1, 0.4),
        "Chance each day that closed crossings reopen once both stand at rung 1 or below.",
        "data", "recorded closures: 3, 5, 5, 6, 9, 27 and 32 days",
    ),
)
