"""Parameters of the reporting model: how each side counts the other's dead and its own.

How wide the habits are. Of claimed over admitted there are three cases for Kabul's claims (9 over
2, 6 over 5, 19 over 1: P20) and two for Islamabad's (50 over 2, 10 over 2: P21). Their logarithms
have the means 1.54 and 2.41 (ratios of 4.7 and 11) and, pooled over both, a standard deviation of
1.30. A mean over n cases is then known within 1.30 / sqrt(n): 0.75 and 0.92. That is the width of
inflation and admission together; what the admission's own prior leaves (0.25 and 0.35) is the
inflation's: sqrt(0.75**2 - 0.25**2) = 0.7 and sqrt(0.92**2 - 0.35**2) = 0.85. From case to case
the ratio varies by 1.30 too, of which small counts (1 to 5 admitted) explain a variance of 0.54 by
themselves; half of what is left is the claim's noise, sqrt((1.30**2 - 0.54) / 2) = 0.75. The
seed's own figures are data of the start and enter none of this.
"""

from __future__ import annotations

from escalation.scenario.declaration import Multiplier, Parameter
from escalation.scenario.distributions import Beta, LogNormal

PARAMETERS = (
    Parameter(
        "taliban_inflation", "ratio", 0.5, 50.0, LogNormal(3.0, 0.7),
        "What the Taliban claim of Pakistani losses, over the truth.",
        "data", "three cases of claimed over admitted, 1.2-19 (P20): geometric mean 4.7, times the "
        "admitted share; how the width follows is at the head of the module",
        reads=Multiplier(1, "claims the truth", "more than it", "less"),
    ),
    Parameter(
        "pakistan_inflation", "ratio", 0.5, 50.0, LogNormal(3.9, 0.85),
        "What Pakistan claims of Afghan losses, over the truth.",
        "data", "two cases of claimed over admitted, 5 and 25 (P21): geometric mean 11, times the "
        "admitted share; how the width follows is at the head of the module",
        reads=Multiplier(1, "claims the truth", "more than it", "less"),
    ),
    Parameter(
        "taliban_admission", "ratio", 0.02, 1.2, LogNormal(0.35, 0.35),
        "What the Taliban admit of their own losses, over the truth.",
        "data", "completes P21: 3.9 / 0.35 = 11; that a third is admitted is a guess",
        reads=Multiplier(1, "admits the truth", "more than it", "less, so 0.35 is 35% of it"),
    ),
    Parameter(
        "pakistan_admission", "ratio", 0.05, 1.2, LogNormal(0.65, 0.25),
        "What Pakistan admits of its own losses, over the truth.",
        "data", "completes P20: 3.0 / 0.65 = 4.6; that two thirds are admitted is a guess",
        reads=Multiplier(1, "admits the truth", "more than it", "less, so 0.65 is 65% of it"),
    ),
    Parameter(
        "report_noise", "log", 0.01, 2.0, LogNormal(0.75, 0.3),
        "Spread of a single claim around its speaker's habit.",
        "data", "spread of the claimed-to-admitted ratios between episodes, 1.3 in logarithms: how "
        "it is shared out is at the head of the module",
    ),
    Parameter(
        "speaker_correlation", "correlation", 0.0, 1.0, Beta(0.6, 6),
        "How far one speaker's claims on one thing hold or fail together: 0 as separate voices, 1 "
        "as one.",
        "judgement", "one spokesman, one briefing, one policy (C10-C12, C14-C15): unmeasured",
    ),
    Parameter(
        "report_trust", "share", 0.0, 1.0, Beta(0.25, 8),
        "Weight of the enemy's claim, against the own admission, in what a public thinks it lost.",
        "judgement", "enemy claims spread on social media, but are enemy claims",
    ),
)
