"""Parameters of the reporting model: how each side counts the other's dead and its own."""

from __future__ import annotations

from escalation.scenario.declaration import Multiplier, Parameter
from escalation.scenario.distributions import Beta, LogNormal

PARAMETERS = (
    Parameter(
        "taliban_inflation", "ratio", 0.5, 20.0, LogNormal(2.2, 0.3),
        "What the Taliban claim of Pakistani losses, over the truth.",
        "data", "claimed over admitted 3.5 [2.5-4.5] (P20), times the admitted share",
        reads=Multiplier(1, "claims the truth", "more than it", "less"),
    ),
    Parameter(
        "pakistan_inflation", "ratio", 0.5, 50.0, LogNormal(7.0, 0.4),
        "What Pakistan claims of Afghan losses, over the truth.",
        "data", "claimed over admitted 22 [5-30] (P21), times the admitted share",
        reads=Multiplier(1, "claims the truth", "more than it", "less"),
    ),
    Parameter(
        "taliban_admission", "ratio", 0.02, 1.2, LogNormal(0.35, 0.35),
        "What the Taliban admit of their own losses, over the truth.",
        "data", "completes P21: 7.0 / 0.35 = 20",
        reads=Multiplier(1, "admits the truth", "more than it", "less, so 0.35 is 35% of it"),
    ),
    Parameter(
        "pakistan_admission", "ratio", 0.05, 1.2, LogNormal(0.65, 0.25),
        "What Pakistan admits of its own losses, over the truth.",
        "data", "completes P20: 2.2 / 0.65 = 3.4",
        reads=Multiplier(1, "admits the truth", "more than it", "less, so 0.65 is 65% of it"),
    ),
    Parameter(
        "report_noise", "log", 0.01, 2.0, LogNormal(0.35, 0.3),
        "Spread of a single claim around its speaker's habit.",
        "data", "spread of the claimed-to-admitted ratios between episodes",
    ),
    Parameter(
        "report_trust", "share", 0.0, 1.0, Beta(0.25, 8),
        "Weight of the enemy's claim, against the own admission, in what a public thinks it lost.",
        "judgement", "enemy claims spread on social media, but are enemy claims",
    ),
)
