"""The model's odds beside two yardsticks that know nothing of it, and their blend.

* The **reference class**: how often it came about in recorded episodes between two states with a
  like start (`escalation.analysis.record.base_rates`).
* The **Markov chain**: four states without memory, fitted to all of those episodes
  (`escalation.analysis.record.markov`).
* The **blend** of the model's voice and the record's (`escalation.analysis.record.blend`).

Further yardsticks, from other records or chosen by what came later, stand beside them without a
part in any column.

An outcome that the horizon is too short to show is left out of every column; so is what a column
can't speak about. Intervals say what isn't known: the model's is that within which the odds of 95%
of its draws lie, those of the yardsticks say how little record there is. Where draws can't be told
from luck, the model has its Monte Carlo interval, and is held against no yardstick.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from escalation.analysis.odds.outcomes import OUTCOMES, QUIET_RUN_DAYS, TOLD, WORDS, too_short
from escalation.analysis.record.base_rates import BaseRate, forecasts, further_rates, like_rates
from escalation.analysis.record.blend import (
    BLEND,
    CHAIN,
    MODEL,
    REFERENCE,
    RULE,
    Column,
    apart,
    as_column,
    blend,
    column_table,
    disagreements,
)
from escalation.analysis.record.dyads import (
    HERE,
    LIKE,
    WAR_KNOWN_DAYS,
    class_for_start,
    like,
    load_dyad_episodes,
    war_days,
)
from escalation.analysis.record.episodes import load_episodes
from escalation.analysis.record.markov import (
    Chain,
    ChainOdds,
    Transitions,
    fit,
    recorded_transitions,
    start_state,
)
from escalation.analysis.record.stacking import Stack, stack
from escalation.notebooks import ShowsItself
from escalation.numbers import counted, percent_with
from escalation.vocabulary import OFFENSIVE

if TYPE_CHECKING:
    import pandas as pd

    from escalation.scenario.start import Start

_BETWEEN: Final = "between draws"

#: Said where draws can't be told from luck, as with one replicate a draw.
UNJUDGED: Final = (
    "How far the model's odds go from draw to draw can't be told from these runs, so that they "
    "aren't held against the yardsticks."
)

#: Where the record counts otherwise than the model, whatever the start.
COUNTED_OTHERWISE: Final = (
    "The record counts a relapse as serious if anyone was killed, and a war by its battles; the "
    "model asks for a raid, an air strike or ten dead, and for 1,000 dead or a week's offensive."
)

#: Names of the columns in tables and files, by their names in sentences, in the order shown.
KEYS: Final[Mapping[str, str]] = {
    MODEL: "model",
    REFERENCE: "reference_class",
    CHAIN: "markov_chain",
    BLEND: "blend",
}

#: What the chain's first day is called.
STARTS: Final[Mapping[str, str]] = {
    "heavy": "a day of fighting with dead",
    "clash": "a day of clashes without dead",
}


@dataclass(frozen=True, repr=False)
class Yardsticks(ShowsItself):
    """The columns side by side, what they rest on, and where they disagree.

    Attributes
    ----------
    name, title, definition
        The class of episodes that the start belongs to.
    episodes, pairs, episodes_here
        How many episodes are in it, of how many pairs of states, and how many of the pair here.
    rates
        Every rate of the reference class, with its counts and source.
    further
        Rates of other classes, which have no part in any column; each says what it selects on.
    war_days
        On which day a war began in the episodes of the class in which one did, in order.
    chain_start
        The chain's state on day 0, ``heavy`` or ``clash``.
    transitions
        The days counted for the chain.
    stack
        How much class and chain count in the record's voice.
    columns
        Model, reference class and Markov chain: a chance for each outcome they speak about. The
        model's intervals are over draws, or by Monte Carlo where `between_draws` has none.
    between_draws
        The model's odds with the intervals within which those of 95% of draws lie, by which it is
        judged; an outcome is left out where they can't be told.
    blended
        Their blend.
    remarks
        What a reader must know before holding these columns against each other.
    """

    name: str
    title: str
    definition: str
    episodes: int
    pairs: int
    episodes_here: int
    rates: tuple[BaseRate, ...]
    further: tuple[BaseRate, ...]
    war_days: tuple[int, ...]
    chain_start: str
    transitions: Transitions
    stack: Stack
    columns: Mapping[str, Column]
    between_draws: Column
    blended: Column
    remarks: tuple[str, ...]

    def notebook_title(self) -> str:
        """Return which cases the odds stand beside."""
        return f"odds beside the record: {self.title}"

    def notebook_body(self) -> tuple[Sequence[str], pd.DataFrame | None]:
        """Return each column's odds with their intervals, and where columns disagree."""
        import pandas as pd

        columns = self.shown()
        rows = [
            {"outcome": WORDS[name]}
            | {
                told: percent_with(one.p, one.low, one.high) if one is not None else ""
                for told, column in columns.items()
                for one in (column.get(name),)
            }
            for name in OUTCOMES
        ]
        return [self.definition, *self.disagreements], pd.DataFrame(rows)

    @property
    def rule(self) -> str:
        """Return the blend's rule, and how much class and chain count in it."""
        return f"{RULE} {self.stack.told}"

    @property
    def basis(self) -> tuple[str, ...]:
        """Return what the reference class, the chain and what stands beside them rest on."""
        chain = self.transitions
        return (
            f"Reference class: {self.definition}; {counted(self.episodes, 'episode')} of "
            f"{counted(self.pairs, 'pair')} of states, {self.episodes_here} of them here. The "
            "chance is that of the pair here, drawn towards the others as far as they are alike. "
            f"{'. '.join(_cases(self.rates, self.war_days, self.war_day_quartiles))}.",
            f"Markov chain: four states, no memory, fitted to {chain.used:,} episodes of "
            f"{counted(len(chain.dyads), 'pair')} of states; it starts on "
            f"{STARTS[self.chain_start]}.",
            f"Beside them, with no part in any column: {'; '.join(_beside(self.further))}.",
        )

    @property
    def war_day_quartiles(self) -> tuple[float, float, float] | None:
        """Return by which day a quarter, half and three quarters of its wars had begun."""
        if not self.war_days:
            return None
        first, second, third = np.quantile(self.war_days, [0.25, 0.5, 0.75])
        return float(first), float(second), float(third)

    def shown(self) -> dict[str, Column]:
        """Return every column and the blend, by the names of sentences."""
        return {**self.columns, BLEND: self.blended}

    @property
    def judged(self) -> dict[str, Column]:
        """Return the columns with the intervals by which they are held to disagree."""
        return {**self.columns, MODEL: self.between_draws}

    def apart(self) -> list[tuple[str, str, str]]:
        """Return each outcome with two columns that disagree about it; every face counts these."""
        return list(apart(self.judged))

    @property
    def disputed(self) -> list[str]:
        """Return the outcomes on which two columns disagree."""
        return list(dict.fromkeys(outcome for outcome, _, _ in self.apart()))

    @property
    def disagreements(self) -> list[str]:
        """Return a sentence for each outcome on which two columns' intervals don't overlap."""
        return disagreements(self.judged)

    def beside(self, outcomes: Iterable[str]) -> str:
        """Return what both yardsticks say of outcomes, for results that show other columns.

        An outcome of which neither speaks is left out; empty if they speak of none.
        """
        parts = []
        for outcome in outcomes:
            said = [
                f"{name} {percent_with(*column[outcome])}"
                for name, column in self.columns.items()
                if name != MODEL and outcome in column
            ]
            if said:
                parts.append(f"{WORDS[outcome].split(':')[0]}: {', '.join(said)}")
        if not parts:
            return ""
        return (
            f"Beside the record, {parts[0]}; {'; '.join(parts[1:])}".removesuffix("; ")
            + f". The class is {self.title} ({counted(self.episodes, 'episode')}), the chain is "
            f"fitted to {self.transitions.used:,} episodes."
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON; an outcome on which a column is silent is left out."""
        return {
            "class": {
                "name": self.name,
                "title": self.title,
                "definition": self.definition,
                "episodes": self.episodes,
                "pairs": self.pairs,
                "episodes_here": self.episodes_here,
            },
            "base_rates": [_plain(rate) for rate in self.rates],
            "war_day": {"wars": len(self.war_days), "quartiles": self.war_day_quartiles},
            "further": [_plain(rate) for rate in self.further],
            "chain": {
                "start": self.chain_start,
                "episodes": self.transitions.used,
                "left_out": self.transitions.left_out,
                "pairs": len(self.transitions.dyads),
            },
            "stack": asdict(self.stack),
            "columns": {
                KEYS[name]: {outcome: chance._asdict() for outcome, chance in column.items()}
                for name, column in self.shown().items()
            },
            "basis": list(self.basis),
            "rule": self.rule,
            "between_draws": {
                outcome: chance._asdict() for outcome, chance in self.between_draws.items()
            },
            "disagreements": self.disagreements,
            "remarks": list(self.remarks),
        }

    def frame(self) -> pd.DataFrame:
        """Return the columns as a table, a row an outcome, NaN where a column is silent.

        Returns
        -------
        DataFrame
            ``outcome``, ``meaning``, then ``<column>``, ``<column>_low``, ``<column>_high`` for
            each of `KEYS`, and ``agree``: false where two columns disagree.
        """
        named = {KEYS[name]: column for name, column in self.columns.items()}
        return column_table(named, self.blended, self.disputed)


def compare(
    odds: Mapping[str, object],
    between_draws: Mapping[str, object],
    start: Start,
    horizon_days: int,
    quiet_days: int = QUIET_RUN_DAYS,
) -> Yardsticks:
    """Set the model's odds beside the reference class and the chain that fit a start.

    Parameters
    ----------
    odds : mapping
        From `escalation.analysis.odds.headline.headline`; empty for the yardsticks alone.
    between_draws : mapping
        From `escalation.analysis.odds.headline.OddsTable`; empty where it can't be told,
        and the model is then held against no yardstick.
    start : Start
        How the scenario starts.
    horizon_days, quiet_days : int
        How many days a run lasts, and how many quiet days make a de-escalation.
    """
    name = class_for_start(start.dead_day0)
    kind, members = LIKE[name], like(load_dyad_episodes(), name)
    rates = like_rates(name, horizon_days, quiet_days)
    state, chain, shares = start_state(start.dead_day0), _chain(), stack(name)
    chain_says = _chain_odds(state, horizon_days, quiet_days)
    seen = [outcome for outcome in OUTCOMES if not too_short(outcome, horizon_days, quiet_days)]
    columns = {
        column: {outcome: said[outcome] for outcome in seen if outcome in said}
        for column, said in (
            (MODEL, as_column(odds)),
            (_BETWEEN, as_column(between_draws)),
            (REFERENCE, as_column(forecasts(rates))),
            (CHAIN, as_column(chain_says)),
        )
    }
    between = columns.pop(_BETWEEN)
    columns[MODEL] |= between
    return Yardsticks(
        name=name,
        title=kind.title,
        definition=kind.definition,
        episodes=len(members),
        pairs=int(members["dyad"].nunique()),
        episodes_here=int((members["dyad"] == HERE).sum()),
        rates=rates,
        further=_further(name, horizon_days),
        war_days=tuple(war_days(members)),
        chain_start=state,
        transitions=chain.transitions,
        stack=shares,
        columns=columns,
        between_draws=between,
        blended=blend(columns, shares.share),
        remarks=(
            COUNTED_OTHERWISE,
            *_remarks(name, start, horizon_days, quiet_days),
            *([UNJUDGED] if columns[MODEL] and not between else []),
        ),
    )


def beside_record(start: Start, horizon_days: int, quiet_days: int) -> str:
    """Return what the record says of the outcomes that findings speak of, in a sentence."""
    return compare({}, {}, start, horizon_days, quiet_days).beside(TOLD)


@functools.cache
def _chain() -> Chain:
    """Return the chain fitted to the record; read and fitted once."""
    return fit(recorded_transitions())


@functools.lru_cache(maxsize=64)
def _chain_odds(state: str, horizon_days: int, quiet_days: int) -> Mapping[str, ChainOdds]:
    """Return what the chain says; a scenario whose sliders move asks the same again and again."""
    return MappingProxyType(_chain().odds(state, horizon_days, quiet_days))


@functools.lru_cache(maxsize=64)
def _further(name: str, horizon_days: int) -> tuple[BaseRate, ...]:
    """Return the further yardsticks of a class, counted once."""
    return further_rates(load_episodes(), name, horizon_days)


def _remarks(name: str, start: Start, horizon_days: int, quiet_days: int) -> Iterator[str]:
    """Say what limits the comparison."""
    if start.dead_day0 > LIKE[name].most_dead:
        yield (
            f"The start has about {start.dead_day0:,.0f} dead on the first day, more than the "
            f"class, which holds up to {LIKE[name].most_dead}; few episodes had as many."
        )
    if start.highest_rung >= OFFENSIVE:
        yield (
            f"The start stands at rung {start.highest_rung}; the reference class holds only "
            "episodes that had not begun with a battle of a war."
        )
    if horizon_days > WAR_KNOWN_DAYS:
        yield (
            f"The reference class knows of wars within {WAR_KNOWN_DAYS} days only, not within "
            f"{counted(horizon_days, 'day')}."
        )
    if quiet_days != QUIET_RUN_DAYS:
        yield (
            f"The record of episodes counts {QUIET_RUN_DAYS} quiet days as quiet, this scenario "
            f"{quiet_days}."
        )
    if start.later_events:
        yield (
            f"The scenario fixes {counted(start.later_events, 'event')} after day 0, of which the "
            "reference class and the Markov chain know nothing."
        )


def _cases(
    rates: tuple[BaseRate, ...],
    wars: tuple[int, ...],
    quartiles: tuple[float, float, float] | None,
) -> Iterator[str]:
    """Tell how many cases stand behind each outcome, and on which day wars began."""
    told = (f"{_short(rate.outcome)} {rate.hits:,} of {rate.known:,}" for rate in rates)
    yield f"Counted: {', '.join(told)}"
    if quartiles is not None:
        early, half, late = quartiles
        yield (
            f"Of {counted(len(wars), 'war')} within {WAR_KNOWN_DAYS} days a quarter had begun by "
            f"day {early:.0f}, half by day {half:.0f}, three quarters by day {late:.0f}"
        )


def _beside(further: tuple[BaseRate, ...]) -> Iterator[str]:
    """Tell of each further yardstick how many cases it has, and what it selects on."""
    classes: dict[tuple[str, str], list[str]] = {}
    for rate in further:
        if rate.known:
            said = f"{_short(rate.outcome)} {rate.hits} of {rate.known:,}"
            classes.setdefault((rate.title, rate.selects_on), []).append(said)
    for (title, selects_on), said_of in classes.items():
        yield f"{title}: {', '.join(said_of)} (selects on {selects_on})"


def _short(outcome: str) -> str:
    """Return an outcome's name without what explains it."""
    return WORDS.get(outcome, "escalated further").split(":")[0]


def _plain(rate: BaseRate) -> dict[str, Any]:
    """Return a rate for JSON; a share of no known case is None."""
    row = asdict(rate)
    if not rate.known:
        row["p"] = None
    return row
