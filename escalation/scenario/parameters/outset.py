"""Parameters and facts of day 0: what the seed report says stood on the morning of day 0."""

from __future__ import annotations

from escalation.scenario.declaration import Fact, Multiplier, Parameter
from escalation.scenario.distributions import Beta, Fixed, LogNormal, Normal

PARAMETERS = (
    Parameter(
        "taliban_grievance_day0", "grievance", 0.0, 5.0, LogNormal(0.35, 0.4),
        "Taliban grievance from before the night itself.",
        "claim", "C20: months of artillery and air strikes",
        if_claimed=LogNormal(0.6, 0.35), claims=("C20",),
    ),
    Parameter(
        "pakistan_grievance_day0", "grievance", 0.0, 5.0, LogNormal(0.35, 0.4),
        "Pakistani grievance from before the night itself.",
        "data", "a TTP attack that killed 11 four days earlier, in the deadliest year in a decade",
    ),
    Parameter(
        "taliban_rancour_day0", "grievance", 0.0, 10.0, LogNormal(1.42, 0.4),
        "What the Taliban hold against Pakistan for the year before the night.",
        "data", "the three episodes of that year, the strikes of December 2024 and August 2025 "
        "above all, faded (`escalation.analysis.record.memory`)",
    ),
    Parameter(
        "pakistan_rancour_day0", "grievance", 0.0, 10.0, LogNormal(0.37, 0.4),
        "What Pakistan holds against Kabul for the year before the night.",
        "data", "the same three episodes, and the TTP's tempo of that year by blame "
        "(`escalation.analysis.record.memory`)",
    ),
    Parameter(
        "taliban_commitment_day0", "rung", 0.0, 8.0, Normal(1.5, 0.4),
        "Rung to which the Taliban have publicly committed themselves.",
        "claim", "C07: violations will not be tolerated; C22: public confrontation",
        if_claimed=Normal(2.5, 0.5), claims=("C07", "C22"),
    ),
    Parameter(
        "pakistan_commitment_day0", "rung", 0.0, 8.0, Normal(1.0, 0.4),
        "Rung to which Pakistan has publicly committed itself.",
        "claim", "C18: silent so far; C22: willing all the same",
        if_claimed=Normal(1.5, 0.5), claims=("C22",),
    ),
    Parameter(
        "trust_day0", "share", 0.0, 1.0, Beta(0.2, 10),
        "Trust between the states.", "judgement", "low after a year of mutual accusations",
    ),
    Parameter(
        "back_channel_open_day0", "probability", 0.0, 1.0, Fixed(0.35),
        "Chance that the back channel works on day 0.",
        "claim", "C21: an analyst says that it has completely broken down",
        if_claimed=Fixed(0.0), claims=("C21",),
    ),
    Parameter(
        "weariness_day0", "weariness", 0.0, 5.0, LogNormal(0.1, 0.5),
        "War-weariness of both states.", "judgement", "no sustained fighting between them before",
    ),
    Parameter(
        "held_at_dawn", "share", 0.0, 1.0, Beta(0.3, 6),
        "Share of the posts taken overnight that are still held on the morning of day 0.",
        "claim", "K04 says briefly held; C01 says captured",
    ),
    Parameter(
        "seized_sectors", "sectors", 1.0, 90.0, Fixed(8),
        "Number of segments over which the night's fighting is spread.",
        "judgement", "reports name seven or eight provinces along the line; only two are in C06",
    ),
    Parameter(
        "sector_boost", "ratio", 1.0, 1000.0, LogNormal(10.0, 0.5),
        "How much likelier a reported sector is to have seen the night's fighting than another.",
        "judgement", "reports name where they have witnesses; some fighting goes unreported",
        reads=Multiplier(1, "makes all sectors alike", "reported ones are likelier, 10 ten times"),
    ),
    Parameter(
        "night_tension", "ratio to background", 0.0, 100.0, LogNormal(8.0, 0.4),
        "Tension in the sectors of the night's fighting.",
        "judgement", "about three incidents in each",
        reads=Multiplier(0, "is the background alone", "more, and 8 adds eight times as much"),
    ),
)

FACTS = (
    Fact(
        "pakistan_killed_day0", "soldiers", 0.0, 1000.0, "killed", "pakistan_military",
        LogNormal(15.0, 1.1),
        "Pakistani soldiers killed in the night before day 0.",
        "spread of recorded events (P16) around the toll of a large clash",
    ),
    Fact(
        "taliban_killed_day0", "fighters", 0.0, 1000.0, "killed", "afghan_taliban",
        LogNormal(15.0, 1.1),
        "Afghan Taliban killed in the night before day 0.",
        "the same prior as for the other side",
    ),
    Fact(
        "pakistan_wounded_day0", "soldiers", 0.0, 5000.0, "wounded", "pakistan_military",
        LogNormal(40.0, 1.1),
        "Pakistani soldiers wounded in the night before day 0.",
        "the prior of the dead times 2.6 (P22)",
    ),
    Fact(
        "taliban_wounded_day0", "fighters", 0.0, 5000.0, "wounded", "afghan_taliban",
        LogNormal(40.0, 1.1),
        "Afghan Taliban wounded in the night before day 0.",
        "the prior of the dead times 2.6 (P22)",
    ),
    Fact(
        "pakistan_posts_lost_day0", "posts", 0.0, 300.0, "posts_captured", "pakistan_military",
        LogNormal(5.0, 1.0),
        "Pakistani posts taken in the night before day 0.",
        "one to five posts in the recorded episodes with captures",
    ),
    Fact(
        "taliban_posts_lost_day0", "posts", 0.0, 300.0, "posts_captured", "afghan_taliban",
        LogNormal(2.0, 1.0),
        "Afghan Taliban posts taken in the night before day 0.",
        "fewer, for Pakistan answered that night; no claim in the seed",
    ),
    Fact(
        "kabul_struck", "yes or no", 0.0, 1.0, "air_strikes", "pakistan_military",
        Fixed(0.5),
        "Whether Pakistani aircraft struck Kabul.",
        "even odds before the two claims that contradict each other (C14, C15)",
    ),
    Fact(
        "reported_sectors_hold", "yes or no", 0.0, 1.0, "sectors", "dyad",
        Fixed(0.5),
        "Whether the fighting was where it is reported (C06), or anywhere along the line.",
        "the credence of the claims that name the sectors",
    ),
)
