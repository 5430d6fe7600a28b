"""From claims to draws: what each draw takes to be true of the parameters and of day 0.

Every uncertain thing of a scenario is one dimension of a unit cube: a parameter, whether a claim
holds, a fact of the night before day 0. A design of points in that cube (``escalation.ensemble``)
becomes draws here.

Claims are treated as claims. A *qualitative* claim holds in a draw with its credence; in draws
where it holds, the parameters that rest on it switch from ``default`` to ``if_claimed``. A
*numeric* claim is informative with its credence; where it is, the reporting model reads it:
``log(value) = log(truth) + log(habit) + noise``, with the speaker's habit (inflation of enemy
losses, admission of own) and the noise drawn as parameters, and the lognormal prior of the fact
gives a lognormal posterior. Where it is not, it says nothing and the prior stands. Claims that
contradict each other (``kabul_struck``) are one uncertain fact with several speakers: each moves
its odds by those of its credence, for or against.

Voices of one speaker on one thing are not independent (``speaker_correlation``, rho). Whether its
claims hold is drawn by a Gaussian copula in which any two are correlated by rho: each holds with
its credence as before, but more often together. On a yes-or-no fact a speaker's n claims together
move the log-odds by their sum over ``1 + (n - 1) * rho``, the design effect of n observations that
are correlated so: n voices at 0, one at 1.

Parameters that were calibrated are drawn together: one dimension, ``posterior``, selects a row of
the posterior sample, which holds unit coordinates for all of them. A parameter to which the
scenario gives a value or distribution of its own leaves the sample.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from escalation.errors import InputError
from escalation.luck.arithmetic import log
from escalation.luck.quantiles import exps, logs, normal_probabilities, normal_quantiles
from escalation.scenario.claims import bearing_on
from escalation.scenario.declaration import Fact, Parameter
from escalation.scenario.distributions import Distribution, Fixed, LogNormal
from escalation.scenario.posterior import Posterior, load_posterior, shipped
from escalation.scenario.register import draw_dtype, facts, parameters
from escalation.sources import model_fingerprint

if TYPE_CHECKING:
    from escalation.scenario.sections import Claim, Scenario

Floats = NDArray[np.float64]

HABITS = {
    ("afghan_taliban", "afghan_taliban"): "taliban_admission",
    ("afghan_taliban", "pakistan_military"): "taliban_inflation",
    ("pakistan_military", "pakistan_military"): "pakistan_admission",
    ("pakistan_military", "afghan_taliban"): "pakistan_inflation",
}
SECTORS_FACT = "reported_sectors_hold"
POSTERIOR = "posterior"
CORRELATION = "speaker_correlation"
#: The parameters by which claims become facts.
FACTS_REST_ON = (*HABITS.values(), "report_noise", CORRELATION)
YES_NO = "yes or no"


class DrawSpace:
    """The unit cube of everything uncertain in a scenario.

    Parameters
    ----------
    scenario
        The scenario; ``ensemble.drawn_from`` says whether calibrated parameters are drawn from the
        posterior.
    posterior
        A sample to use instead of the shipped one, if it says so.

    Attributes
    ----------
    names
        Label of each dimension: a parameter's name, ``claim:C08``, ``fact:...``, or ``posterior``
        for all calibrated parameters together.
    size
        Number of dimensions.
    claim_ids
        Claims that are dimensions, in order.
    joint
        Calibrated parameters that are drawn together, in order.

    Raises
    ------
    InputError
        If draws shall come from the posterior, and there is none or it doesn't fit the register.
    """

    def __init__(self, scenario: Scenario, posterior: Posterior | None = None) -> None:
        self.scenario = scenario
        self._given = scenario.parameters
        self._parameters = parameters()
        self._facts = facts()
        self.claim_ids = tuple(
            name for name, claim in scenario.claims.items() if self._is_latent(claim)
        )
        self._sample: Posterior | None = None
        if scenario.ensemble.drawn_from == POSTERIOR:
            self._sample = load_posterior() if posterior is None else posterior
        drawn = self._sample.names if self._sample is not None else ()
        self.joint = tuple(name for name in drawn if name not in self._given)
        alone = [name for name in self._parameters if name not in self.joint]
        labels = [name for name in alone if self._uncertain(self._parameters[name])]
        labels += [POSTERIOR] if self.joint else []
        labels += [f"claim:{name}" for name in self.claim_ids]
        labels += [f"fact:{name}" for name in self._facts if self._open(self._facts[name])]
        self.names = tuple(labels)
        self.size = len(labels)
        self._place = {label: i for i, label in enumerate(labels)}
        self._voices = voices_of({name: scenario.claims[name] for name in self.claim_ids})

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how a copy is made: anew from the scenario, where the model is the same."""
        own = self._sample
        if own is not None and shipped() and own is load_posterior():
            own = None
        return _made_again, (self.scenario, own, model_fingerprint())

    def _is_latent(self, claim: Claim) -> bool:
        """Return whether a claim is true or not by itself; those on a yes-or-no fact are not."""
        return bool(claim.informs) and not any(
            name in self._facts and self._facts[name].unit == YES_NO and name != SECTORS_FACT
            for name in claim.informs
        )

    def _uncertain(self, parameter: Parameter) -> bool:
        given = self._given.get(parameter.name)
        if given is not None:
            return not isinstance(given, Fixed)
        claimed = parameter.if_claimed
        return not isinstance(parameter.default, Fixed) or not (
            claimed is None or isinstance(claimed, Fixed)
        )

    def _open(self, fact: Fact) -> bool:
        return fact.name != SECTORS_FACT and not isinstance(self._given.get(fact.name), Fixed)

    def claims_held(self, unit: Floats) -> NDArray[np.bool_]:
        """Return (n, claims) whether each latent claim holds in each point of ``unit``."""
        level = {name: unit[:, self._place[f"claim:{name}"]] for name in self.claim_ids}
        correlation = self._correlation(unit)
        for voices in self._voices:
            together = correlated(np.stack([level[name] for name in voices]), correlation)
            level |= dict(zip(voices, together, strict=True))
        held = np.zeros((len(unit), len(self.claim_ids)), dtype=bool)
        for i, name in enumerate(self.claim_ids):
            held[:, i] = level[name] < self.scenario.claims[name].credence
        return held

    def _correlation(self, unit: Floats) -> Floats:
        """Return (n,) how far one speaker's claims on one thing hold together in each point."""
        place = self._place.get(CORRELATION)
        u = np.full(len(unit), 0.5) if place is None else unit[:, place]
        return self._parameter_values(self._parameters[CORRELATION], u, {})

    def members_of(self, unit: Floats) -> NDArray[np.int64]:
        """Return (n,) which member of the posterior each point takes, -1 if it takes none.

        Draws of one member have all calibrated parameters in common, so they tell of these as one.
        """
        if self._sample is None or not self.joint:
            return np.full(len(unit), -1, dtype=np.int64)
        return self._sample.members[self._sample.rows_at(unit[:, self._place[POSTERIOR]])]

    def transform(self, unit: Floats) -> NDArray[np.void]:
        """Turn points (n, size) of the open unit cube into draws (n,) of ``draw_dtype``."""
        return self._drawn(unit, self._parameters)

    def facts_at(self, unit: Floats) -> NDArray[np.void]:
        """Return the same draws with their facts alone, and what these rest on; the rest is 0.

        Facts rest on few parameters, so this takes a tenth of the time.
        """
        return self._drawn(unit, FACTS_REST_ON)

    def _drawn(self, unit: Floats, names: Iterable[str]) -> NDArray[np.void]:
        """Return draws in which these parameters and every fact have their values."""
        unit = np.asarray(unit, dtype=np.float64)
        draws = np.zeros(len(unit), dtype=draw_dtype())
        held = dict(zip(self.claim_ids, self.claims_held(unit).T, strict=True))
        middle = np.full(len(unit), 0.5)
        together = self._together(unit)
        for name in names:
            place = self._place.get(name)
            u = middle if place is None else unit[:, place]
            u = together.get(name, u)
            draws[name] = self._parameter_values(self._parameters[name], u, held)
        for name, fact in self._facts.items():
            place = self._place.get(f"fact:{name}")
            u = middle if place is None else unit[:, place]
            draws[name] = np.clip(self._fact_values(fact, u, held, draws), fact.low, fact.high)
        return draws

    def _together(self, unit: Floats) -> dict[str, Floats]:
        """Return the unit coordinates of the parameters that are drawn together, by name."""
        if self._sample is None or not self.joint:
            return {}
        rows = self._sample.unit[self._sample.rows_at(unit[:, self._place[POSTERIOR]])]
        place = {name: i for i, name in enumerate(self._sample.names)}
        return {name: rows[:, place[name]] for name in self.joint}

    def _parameter_values(
        self, parameter: Parameter, u: Floats, held: dict[str, NDArray[np.bool_]]
    ) -> Floats:
        given = self._given.get(parameter.name)
        source: Distribution = parameter.default if given is None else given
        values = np.asarray(source.quantile(u), dtype=np.float64)
        if given is None:
            bearing = [name for name in bearing_on(self.scenario, parameter.name) if name in held]
            for_it = _any_held(held, (x for x in bearing if x not in parameter.opposing), len(u))
            against = _any_held(held, (x for x in bearing if x in parameter.opposing), len(u))
            for one, where in (
                (parameter.if_claimed, for_it & ~against),
                (parameter.if_opposed, against & ~for_it),
            ):
                if one is not None and where.any():
                    values = np.where(where, np.asarray(one.quantile(u), dtype=np.float64), values)
        return np.clip(values, parameter.low, parameter.high)

    def _fact_values(
        self,
        fact: Fact,
        u: Floats,
        held: dict[str, NDArray[np.bool_]],
        draws: NDArray[np.void],
    ) -> Floats:
        given = self._given.get(fact.name)
        if given is not None:
            return np.asarray(given.quantile(u), dtype=np.float64)
        if fact.name == SECTORS_FACT:
            return self._sectors_hold(len(u), held)
        claims = self.claims_about(fact)
        if fact.unit == YES_NO:
            chance = yes_probability(fact, list(claims.values()), draws[CORRELATION])
            return (u < chance).astype(np.float64)
        return self._posterior(fact, u, claims, held, draws)

    def _sectors_hold(self, n: int, held: dict[str, NDArray[np.bool_]]) -> Floats:
        naming = [
            held[name]
            for name, claim in self.scenario.claims.items()
            if name in held and "actors.dyad.sectors" in claim.informs
        ]
        if naming:
            return np.asarray(np.any(naming, axis=0), dtype=np.float64)
        return np.full(n, 1.0 if self.scenario.actors.dyad.sectors else 0.0)

    def claims_about(self, fact: Fact) -> dict[str, Claim]:
        """Return the scenario's claims that inform a fact, by id."""
        return {
            name: claim
            for name, claim in self.scenario.claims.items()
            if fact.name in claim.informs
        }

    def _posterior(
        self,
        fact: Fact,
        u: Floats,
        claims: dict[str, Claim],
        held: dict[str, NDArray[np.bool_]],
        draws: NDArray[np.void],
    ) -> Floats:
        """Return draws of a fact given the claims that are informative in each draw.

        The habits and the noise are drawn from their priors and not updated by the claims (a "cut"
        in the sense of modular Bayesian inference): the ratio data behind them are far larger than
        one night's figures.
        """
        prior = fact.prior
        if not isinstance(prior, LogNormal):
            raise TypeError(f"fact {fact.name} needs a lognormal prior")
        weight = np.full(len(u), 1.0 / (prior.sigma * prior.sigma))
        mean = logs(prior.median) * weight
        for name, claim in claims.items():
            habit_name = HABITS.get((claim.speaker, fact.side))
            if claim.value is None or name not in held:
                continue
            habit = logs(draws[habit_name]) if habit_name else np.zeros(len(u))
            seen = logs(max(claim.value, 0.5)) - habit
            precision = held[name] / draws["report_noise"] ** 2
            weight = weight + precision
            mean = mean + precision * seen
        return exps(mean / weight + normal_quantiles(u) / np.sqrt(weight))


def _made_again(scenario: Scenario, posterior: Posterior | None, model: str) -> DrawSpace:
    """Return the space of a pickle or a copy.

    Raises
    ------
    InputError
        If another version of the model wrote it: it would draw otherwise.
    """
    if model != model_fingerprint():
        message = "another version of the model wrote it; open the folder that save() keeps instead"
        raise InputError.single(f"pickle of a result of {scenario.name}", message)
    return DrawSpace(scenario, posterior)


def voices_of(claims: Mapping[str, Claim]) -> tuple[tuple[str, ...], ...]:
    """Return the ids of claims that one speaker makes on one thing, where there are several.

    On one thing are claims that inform the same parameter or fact, and those that another claim
    links so; a place under ``actors`` is none.
    """
    groups: list[tuple[list[str], set[tuple[str, str]]]] = []
    for name, claim in claims.items():
        ids = [name]
        about = (one for one in claim.informs if not one.startswith("actors."))
        things: set[tuple[str, str]] = {(claim.speaker, one) for one in about}
        linked = [group for group in groups if group[1] & things]
        for group in linked:
            groups.remove(group)
            ids, things = group[0] + ids, group[1] | things
        groups.append((ids, things))
    return tuple(tuple(ids) for ids, _ in groups if len(ids) > 1)


def correlated(unit: Floats, correlation: Floats) -> Floats:
    """Return uniforms (k, n) of which any two of a column are correlated: a Gaussian copula.

    Parameters
    ----------
    unit
        Independent uniforms on the open interval, (k, n).
    correlation
        Of the normal scores behind them, 0 to 1, (n,); where it is 0, ``unit`` comes back as it is.
    """
    drawn = normal_quantiles(unit)
    scores = drawn.copy()
    before = np.zeros(unit.shape[1])
    for k in range(len(unit)):
        # given the k before it, one of equally correlated normal scores is normal again
        weight = correlation / (1.0 + (k - 1) * correlation) if k else np.zeros(unit.shape[1])
        spread = np.sqrt(np.maximum(0.0, 1.0 - k * weight * correlation))
        scores[k] = weight * before + spread * drawn[k]
        before = before + scores[k]
    return np.where(correlation == 0.0, unit, normal_probabilities(scores))


def yes_probability(
    fact: Fact, claims: Sequence[Claim], correlation: Floats | float
) -> NDArray[np.float64]:
    """Return the probability of a yes-or-no fact from its prior and its speakers' credences.

    Odds multiply: a claim of credence c for the fact by c / (1 - c), a denial by the inverse; the
    n claims of one speaker count as n / (1 + (n - 1) * correlation), where n is their effective
    number, so that a claim that says nothing (a credence of 0.5) is no voice. Of the shape of
    ``correlation``.
    """
    said: dict[str, list[float]] = {}
    for claim in claims:
        sign = -1.0 if claim.kind == "denial" else 1.0
        said.setdefault(claim.speaker, []).append(sign * _logit(claim.credence))
    log_odds = np.full(np.shape(correlation), _logit(fact.prior.central))
    for moves in said.values():
        size = math.fsum(abs(move) for move in moves)
        squares = math.fsum(move * move for move in moves)
        voices = size * size / squares if size > 0.0 else 1.0
        log_odds = log_odds + math.fsum(moves) / (1.0 + (voices - 1.0) * np.asarray(correlation))
    return 1.0 / (1.0 + exps(-log_odds))


def _any_held(
    held: Mapping[str, NDArray[np.bool_]], names: Iterable[str], n: int
) -> NDArray[np.bool_]:
    """Return (n,) whether any of these claims holds."""
    found = np.zeros(n, dtype=bool)
    for name in names:
        found |= held[name]
    return found


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return log(p / (1 - p))
