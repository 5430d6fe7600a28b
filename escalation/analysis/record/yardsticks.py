"""The model's odds beside two yardsticks that know nothing of it, and their blend.

* The **reference class**: how often it came about in recorded cases with a like start
  (`escalation.analysis.record.base_rates`).
* The **Markov chain**: four states without memory, fitted to the same episodes
  (`escalation.analysis.record.markov`).
* The **blend** of the three (`escalation.analysis.record.blend`), by a rule without weights.

An outcome that the horizon is too short to show is left out of every column; so is what a column
can't speak about. Intervals say what isn't known: the model's is that within which the odds of 95%
of its draws lie, those of the yardsticks say how little record there is. Where draws can't be told
from luck, the model has its Monte Carlo interval, and is held against no yardstick.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from escalation.analysis.odds.outcomes import OUTCOMES, QUIET_RUN_DAYS, TOLD, WORDS, too_short
from escalation.analysis.record.base_rates import (
    EPISODE_CLASSES,
    BaseRate,
    class_for_start,
    members,
    pooled_by_outcome,
    reference,
)
from escalation.analysis.record.blend import (
    BLEND,
    RULE,
    Column,
    apart,
    as_column,
    blend,
    column_table,
    disagreements,
)
from escalation.analysis.record.episodes import load_episodes
from escalation.analysis.record.markov import (
    Chain,
    Transitions,
    count_transitions,
    fit,
    start_state,
)
from escalation.notebooks import ShowsItself
from escalation.numbers import counted, percent_with, percents

if TYPE_CHECKING:
    import pandas as pd

    from escalation.scenario.start import Start

MODEL: Final = "model"
REFERENCE: Final = "reference class"
CHAIN: Final = "Markov chain"

_BETWEEN: Final = "between draws"

#: Said where draws can't be told from luck, as with one replicate a draw.
UNJUDGED: Final = (
    "How far the model's odds go from draw to draw can't be told from these runs, so that they "
    "aren't held against the yardsticks."
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
    "heavy": "a day of heavy fighting",
    "clash": "a day of minor clashes",
}

#: Below so many episodes an interval leaves room for nearly everything.
FEW_EPISODES: Final = 5

#: For horizons about half a year, to which the rates of war are nearest.
_WAR_HORIZON_DAYS: Final = (120, 270)


@dataclass(frozen=True, repr=False)
class Yardsticks(ShowsItself):
    """The columns side by side, what they rest on, and where they disagree.

    Attributes
    ----------
    name, title, definition
        The class of episodes that the start belongs to.
    episodes
        How many episodes are in it.
    rates
        Every rate behind the reference class, with its counts and source.
    chain_start
        The chain's state on day 0, ``heavy`` or ``clash``.
    transitions
        The days counted for the chain.
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
    rates: tuple[BaseRate, ...]
    chain_start: str
    transitions: Transitions
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
        """Return the blend's rule in a sentence."""
        return RULE

    @property
    def basis(self) -> tuple[str, str]:
        """Return what the reference class and the chain rest on, a sentence each."""
        cases = "; ".join(_cases(self.rates))
        return (
            f"Reference class: {self.title} ({self.definition}), "
            f"{counted(self.episodes, 'episode')}. {cases}.",
            f"Markov chain: four states, no memory, fitted to {self.transitions.used} episodes of "
            f"2007-2025; it starts on {STARTS[self.chain_start]}.",
        )

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
            f"fitted to {self.transitions.used} episodes."
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain figures for JSON; an outcome on which a column is silent is left out."""
        return {
            "class": {
                "name": self.name,
                "title": self.title,
                "definition": self.definition,
                "episodes": self.episodes,
            },
            "base_rates": [_plain(rate) for rate in self.rates],
            "chain": {
                "start": self.chain_start,
                "episodes": self.transitions.used,
                "left_out": self.transitions.left_out,
            },
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
        return column_table(named, self.disputed)


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
    episodes, chain = _record()
    name = class_for_start(
        start.highest_rung, air_strikes=start.air_strikes, ground_reply=start.ground_fighting
    )
    title, definition = EPISODE_CLASSES[name]
    count = len(members(episodes, name))
    rates = tuple(reference(episodes, name, horizon_days))
    state = start_state(name)
    seen = [outcome for outcome in OUTCOMES if not too_short(outcome, horizon_days, quiet_days)]
    columns = {
        column: {outcome: said[outcome] for outcome in seen if outcome in said}
        for column, said in (
            (MODEL, as_column(odds)),
            (_BETWEEN, as_column(between_draws)),
            (REFERENCE, as_column(pooled_by_outcome(rates))),
            (CHAIN, as_column(chain.odds(state, horizon_days, quiet_days))),
        )
    }
    between = columns.pop(_BETWEEN)
    columns[MODEL] |= between
    return Yardsticks(
        name=name,
        title=title,
        definition=definition,
        episodes=count,
        rates=rates,
        chain_start=state,
        transitions=chain.transitions,
        columns=columns,
        between_draws=between,
        blended=blend(columns),
        remarks=(
            *_remarks(count, columns[REFERENCE], start, horizon_days, quiet_days),
            *([UNJUDGED] if columns[MODEL] and not between else []),
        ),
    )


def beside_record(start: Start, horizon_days: int, quiet_days: int) -> str:
    """Return what the record says of the outcomes that findings speak of, in a sentence."""
    return compare({}, {}, start, horizon_days, quiet_days).beside(TOLD)


@functools.cache
def _record() -> tuple[pd.DataFrame, Chain]:
    """Return the shipped episodes and the chain fitted to them; read and fitted once."""
    episodes = load_episodes()
    return episodes, fit(count_transitions(episodes))


def _remarks(
    episodes: int, said: Column, start: Start, horizon_days: int, quiet_days: int
) -> Iterator[str]:
    """Say what limits the comparison."""
    if episodes < FEW_EPISODES and "de_escalated_14d" in said:
        chance = said["de_escalated_14d"]
        yield (
            f"{counted(episodes, 'episode')} can contradict little: the class leaves "
            f"{percents(chance.low, chance.high)} for de-escalated by day 14."
        )
    low, high = _WAR_HORIZON_DAYS
    if not low <= horizon_days <= high:
        yield (
            "The record of disputes counts a war whenever it came, not only within "
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


def _cases(rates: tuple[BaseRate, ...]) -> Iterator[str]:
    """Tell how many cases stand behind relapse and war."""
    again = next((rate for rate in rates if rate.outcome == "relapsed"), None)
    if again is not None and again.known:
        yield f"Relapse: {again.hits} of {again.known} episodes since 2021"
    wars = [rate for rate in rates if rate.outcome == "war"]
    if wars:
        told = (f"{rate.hits} of {rate.known:,} ({rate.title})" for rate in wars)
        yield f"war: {', '.join(told)}"


def _plain(rate: BaseRate) -> dict[str, Any]:
    """Return a rate for JSON; a share of no known case is None."""
    row = asdict(rate)
    if not rate.known:
        row["p"] = None
    return row
