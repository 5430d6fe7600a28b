"""Parameters of what posts, mobile units and aircraft do on and across the line."""

from __future__ import annotations

from escalation.scenario.declaration import Multiplier, Parameter
from escalation.scenario.distributions import Beta, Fixed, LogNormal, Normal

PARAMETERS = (
    Parameter(
        "local_fire", "exchanges per month", 0.0, 20.0, LogNormal(0.55, 0.45),
        "Exchanges that local commanders start without authority in calm times, border-wide.",
        "data", "set by hand to meet P26: 0.3 [0.17-0.49] episodes a month, of which 11 in 15 "
        "began on the ground; about half of all exchanges have a death",
    ),
    Parameter(
        "local_fire_posture", "ratio per rung", 0.0, 5.0, LogNormal(0.3, 0.75),
        "How much each rung of the higher posture adds to unauthorised fire.",
        "claim", "C23: the risk of unintended confrontation rises with tension; size set by hand",
        if_claimed=LogNormal(0.4, 0.75), claims=("C23",),
        reads=Multiplier(0, "adds nothing", "each rung adds this share, so 0.3 is 30% more"),
    ),
    Parameter(
        "ordered_fire", "exchanges per day", 0.0, 50.0, LogNormal(1.6, 0.45),
        "Exchanges that a state at rung 2 starts on a day it acts.",
        "data", "set by hand: ordinary episodes have one to three active days with a few exchanges",
    ),
    Parameter(
        "ordered_fire_growth", "exchanges per day per rung", 0.0, 20.0, LogNormal(0.8, 0.6),
        "Exchanges added by each rung above 2.",
        "judgement", "fighting at rung 7 runs along several sectors at once",
    ),
    Parameter(
        "artillery_share", "share", 0.0, 1.0, Beta(0.5, 8),
        "Share of ordered exchanges from rung 3 up that use artillery.",
        "data", "artillery or mortars in 20 of 28 recorded episodes",
    ),
    Parameter(
        "raid_rate", "raids per day", 0.0, 50.0, LogNormal(1.5, 0.6),
        "Raids on posts by a state's mobile units on a day it acts at rung 4, 5 or 6.",
        "judgement", "posts were taken in five recorded episodes, a handful at a time",
    ),
    Parameter(
        "offensive_raid_rate", "raids per day", 0.0, 100.0, LogNormal(6.0, 0.4),
        "Raids on a day at rung 7; twice as many at rung 8.",
        "claim", "C01 claims 25 posts in one night along several sectors",
    ),
    Parameter(
        "raid_success", "logit", -6.0, 6.0, Normal(-0.4, 0.4),
        "Log-odds that a raid takes a post of ordinary garrison and fortification.",
        "judgement", "claimed captures (C01, K04) are many, admitted ones few",
    ),
    Parameter(
        "fortification_weight", "logit", 0.0, 6.0, Normal(0.8, 0.3),
        "How much a strong fortification lowers a raid's log-odds.",
        "judgement", "stronger works are harder to take; the size is a guess",
    ),
    Parameter(
        "withdrawal", "per day", 0.01, 1.0, Beta(0.5, 6),
        "Chance each day that a captured post is given up without a fight.",
        "claim", "K04: posts were held briefly; in the episodes all changed back within days",
    ),
    Parameter(
        "strike_rate", "strikes per day", 0.0, 20.0, LogNormal(1.2, 0.3),
        "Air or drone strikes on a day Pakistan acts at rung 5 or above.",
        "data", "five strike episodes since August 2021, of one to four places each (actors.csv)",
    ),
    Parameter(
        "taliban_air_capability", "ratio", 0.0, 1.0, Beta(0.08, 12),
        "Strikes that the Afghan Taliban can fly for each one of Pakistan's.",
        "judgement", "a few small drones and no air force",
        reads=Multiplier(1, "flies as many as Pakistan does", "", "fewer, at 0 none"),
    ),
    Parameter(
        "tension_half_life", "days", 1.0, 120.0, LogNormal(14.0, 0.4),
        "Half-life of a cell's tension above its background.",
        "data", "incidents cluster within weeks and 25 km in the recorded events",
    ),
    Parameter(
        "tension_per_incident", "ratio to background", 0.0, 50.0, LogNormal(3.0, 0.4),
        "Tension that an incident adds to its segment.",
        "judgement", "makes a sector that was fought over a few times likelier than its neighbours",
        reads=Multiplier(0, "adds nothing", "more, and 1 as much as the background has"),
    ),
    Parameter(
        "tension_diffusion", "share per day", 0.0, 0.45, Beta(0.05, 20),
        "Share of a segment's excess tension that moves to each neighbour in a day.",
        "judgement", "neighbouring sectors warm up within weeks",
    ),
    Parameter(
        "background_tension", "ratio", 0.1, 10.0, LogNormal(1.0, 0.2),
        "Background tension of the line against the average of recent years.",
        "claim", "C25: the border has been a flashpoint for months",
        if_claimed=LogNormal(1.3, 0.2), claims=("C25",),
        reads=Multiplier(1, "is as in those years", "more local fire, in proportion", "less"),
    ),
    Parameter(
        "tension_fire_gain", "ratio", 0.0, 5.0, LogNormal(0.15, 0.75),
        "How much an average excess tension of one adds to unauthorised fire.",
        "judgement", "keeps calm-time incidents mildly self-exciting",
        reads=Multiplier(0, "adds nothing", "more, so 0.15 is 15% more"),
    ),
    Parameter(
        "unit_march", "per day", 0.0, 1.0, Beta(0.35, 8),
        "Chance each day that a mobile unit moves to its state's tensest sector when rung is 4+.",
        "judgement", "reserves reached contested sectors within days",
    ),
    Parameter(
        "post_garrison", "soldiers", 5.0, 200.0, Fixed(30),
        "Soldiers in an ordinary post.",
        "data", "about 75,000 Frontier Corps over 843 forts, a third of them forward (actors.csv)",
    ),
    Parameter(
        "taliban_mobile_force", "soldiers", 10.0, 100000.0, Fixed(1000),
        "Soldiers of the Afghan Taliban's mobile units together, into however many they are cut.",
        "judgement", "20 units of about 50, the model's grain",
    ),
    Parameter(
        "pakistan_mobile_force", "soldiers", 10.0, 100000.0, Fixed(2000),
        "Soldiers of Pakistan's mobile units together, into however many they are cut.",
        "judgement", "40 units of about 50, the model's grain",
    ),
    Parameter(
        "raid_party", "soldiers", 5.0, 1000.0, Fixed(50),
        "Soldiers of a raid while the mobile force is whole; fewer in proportion when it isn't.",
        "judgement", "somewhat more than a post's garrison, as raids on posts were",
    ),
    Parameter(
        "unit_strength", "fighters", 1.0, 10000.0, Fixed(50),
        "Fighters in a TTP band when full.",
        "judgement", "the model's grain: some 6,000 fighters in 120 bands (actors.csv)",
    ),
)
