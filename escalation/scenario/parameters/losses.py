"""Parameters of attrition and of the deaths in one event."""

from __future__ import annotations

from escalation.scenario.declaration import Multiplier, Parameter
from escalation.scenario.distributions import Beta, Fixed, LogNormal

PARAMETERS = (
    Parameter(
        "death_sigma", "log", 0.1, 3.0, Fixed(1.10),
        "Spread of the deaths in one event (sigma of the lognormal).",
        "data", "fit to 2,966 recorded events, Pakistan and TTP within 75 km (P16)",
    ),
    Parameter(
        "death_cap", "persons", 10.0, 2000.0, Fixed(150),
        "Largest number of deaths that one event can have.",
        "data", "near the largest recorded event of its kind; the lognormal is truncated there",
    ),
    Parameter(
        "exchange_deaths", "persons", 0.0, 50.0, LogNormal(0.55, 0.3),
        "Median of the deaths, both sides together, in an exchange of small arms.",
        "data", "tolls of ordinary episodes: often 0 or 1, sometimes 5-10",
    ),
    Parameter(
        "artillery_deaths", "persons", 0.0, 50.0, LogNormal(0.9, 0.3),
        "Median of the deaths in an exchange of artillery.",
        "data", "shelling episodes of 2011-2024",
    ),
    Parameter(
        "raid_deaths", "persons", 0.0, 100.0, LogNormal(2.5, 0.3),
        "Median of the deaths in a raid on a post.",
        "claim", "C01, C02 and C04: some three deaths to a claimed post",
    ),
    Parameter(
        "lanchester_own", "exponent", 0.0, 1.0, Beta(0.4, 8),
        "Exponent of a side's own strength in its losses (1: unaimed fire, 0: aimed fire).",
        "literature", "mixed Lanchester laws: Bracken 1995, Lucas and Turkes 2004",
    ),
    Parameter(
        "lanchester_enemy", "exponent", 0.0, 1.5, Beta(0.7, 8),
        "Exponent of the enemy's strength in a side's losses.",
        "literature", "mixed Lanchester laws: Bracken 1995, Lucas and Turkes 2004",
    ),
    Parameter(
        "attacker_burden", "ratio", 0.1, 5.0, LogNormal(1.0, 0.3),
        "Attacker's losses against the defender's at equal strength.",
        "judgement", "surprise and fortification pull in opposite directions",
        reads=Multiplier(1, "is alike", "the attacker loses more than the defender", "less"),
    ),
    Parameter(
        "shelling_civilian_share", "share", 0.0, 1.0, Beta(0.3, 10),
        "Share of the deaths in an artillery exchange that are civilians.",
        "data", "civilians are about a third of the recorded dead of shelling episodes",
    ),
    Parameter(
        "strike_deaths", "persons", 0.0, 200.0, LogNormal(6.0, 0.3),
        "Median of the deaths in an air or drone strike.",
        "data", "strike episodes killed 3, 8, 46 and 47 in one to four places",
    ),
    Parameter(
        "strike_civilian_share", "share", 0.0, 1.0, Beta(0.55, 10),
        "Share of the deaths in a strike near the border that are civilians.",
        "data", "reported civilian dead of 2022-2025; Pakistan counts most as militants",
    ),
    Parameter(
        "wounded_ratio", "wounded per killed", 0.5, 8.0, LogNormal(2.6, 0.3),
        "Wounded for each soldier killed.",
        "data", "about 3 in historic land war, 1.3-5 (P22); the seed's claims give 0.5",
    ),
    Parameter(
        "replacement", "share per day", 0.0, 1.0, Beta(0.08, 12),
        "Share of a unit's or garrison's missing strength that is replaced in a day.",
        "judgement", "a unit is whole again after some weeks",
    ),
)
