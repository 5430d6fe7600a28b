"""What stands beside a run's odds, in sentences, for the terminal and the report alike.

``summary`` is a mapping throughout: what a run's ``summary.json`` holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from escalation.naming import OUTCOME_NAMES, OUTCOME_NOUNS
from escalation.numbers import counted, in_runs, is_known, odds_of, percent, percents
from escalation.telling.estimative_words import judged, too_few, word_of_runs

LADDER: Final = ("de_escalated_14d", "de_escalated_30d", "de_escalated_90d")
ENDS: Final = ("durable", "relapsed", "never_quiet", "war")
LABELS: Final = {name: OUTCOME_NAMES[name].label for name in (*LADDER, *ENDS)}
#: Told below the ends: a part of the last of them.
AFTER_WAR: Final = "quiet_after_war"

#: The columns beside the model's, by their key in the summary, and what they are called.
BESIDE: Final = (("reference_class", "reference class"), ("markov_chain", "Markov chain"))

#: Where nothing can be told.
SILENT: Final = "–"

#: What odds are, below all that are told.
CAVEAT: Final = (
    "These are odds of a model under the scenario's stated assumptions, not a forecast of fact."
)

#: The dead that are told by side, in the order of tables.
DEAD: Final = (
    "afg_state", "pak_state", "afg_civilians", "pak_civilians", "afg_by_groups", "pak_by_groups",
    "ttp", "isis_k",
)  # fmt: skip


def of_what(summary: Mapping[str, Any]) -> str:
    """Return what was run, in one line."""
    runs, draws = summary["runs"], summary["draws"]
    return (
        f"{counted(runs, 'run')} of {counted(draws, 'draw')}, "
        f"{counted(summary['horizon_days'], 'day')} from {summary['as_of']}, "
        f"seed {summary['seed']}; scenario {summary['scenario']}, run {summary['run_id']}"
    )


def judgement(summary: Mapping[str, Any]) -> Iterator[str]:
    """Return what the odds come to, a sentence on quiet and one on war, in estimative words.

    What the horizon is too short to show is left out.
    """
    told = [clause for name in _OF_QUIET if (clause := _judged(summary["odds"], name))]
    if told:
        yield f"Under what is assumed, {'; '.join(told)}."
    if war := _judged(summary["odds"], "war"):
        yield f"Within {counted(summary['horizon_days'], 'day')}, {war}."
    elif not told:
        yield "No run came through, so there are no odds."
    if few := too_few(summary["odds"]["war"]["n"]):
        yield f"{few}."


_OF_QUIET: Final = ("de_escalated_30d", "durable")


def judgement_under(name: str, odds: Mapping[str, Any]) -> str:
    """Return what odds come to under a scenario of several, in a sentence.

    Parameters
    ----------
    name
        Of the scenario, in words.
    odds
        Its ``odds`` in a summary.
    """
    told = [clause for one in ("durable", "war") if (clause := _judged(odds, one))]
    return f"Under {name}, {'; '.join(told)}." if told else f"Under {name} no odds can be told."


def judgement_over(outcomes: Mapping[str, Any], n_runs: int) -> Iterator[str]:
    """Return between what the odds of quiet and of war lie over a sweep's points, a sentence each.

    Parameters
    ----------
    outcomes
        As the sweep's ``summary.json`` has them.
    n_runs
        Of each point.
    """
    few = too_few(n_runs)
    for name in ("durable", "war"):
        if name not in outcomes:
            continue
        ends = [outcomes[name][end] for end in ("lowest", "highest")]
        if few:
            low, high = (in_runs(row["p"], n_runs) for row in ends)
            said = f"{low} of a point at the least, and in {high} at the most"
            said = f"{low} of any point" if low == high else said
            yield f"Over the points, {OUTCOME_NOUNS[name]} came about in {said}."
            continue
        low, high = (
            f"{word_of_runs(row['p'], n_runs)}, {odds_of(row, 'p', prefix='')} of runs"
            for row in ends
        )
        yield f"Over the points, the odds of {OUTCOME_NOUNS[name]} go from {low}, to {high}."
    if few:
        yield f"{few}."


def _judged(odds: Mapping[str, Any], name: str) -> str:
    row = odds[name]
    if not is_known(row["p"]):
        return ""
    said = judged(OUTCOME_NOUNS[name], row["p"], row["n"])
    return said if too_few(row["n"]) else f"{said}, {odds_of(row, 'p', prefix='')} of runs"


def told_draws(summary: Mapping[str, Any]) -> bool:
    """Return whether the odds' interval over draws can be told from these runs."""
    return any(row["between_draws_low"] is not None for row in summary["odds"].values())


def below_odds(summary: Mapping[str, Any]) -> Iterator[str]:
    """Return what stands below the table: what the figures mean, and why some are not there."""
    if told_draws(summary):
        yield (
            "Beside each chance stands what isn't known of it: the model's odds lie between these "
            "in 95% of draws of what is unknown, luck taken off; the others' 95% intervals say how "
            "little record there is. Monte Carlo, 95%: how far the simulation has converged."
        )
    else:
        yield (
            "How far the model's odds go over what is unknown can't be told from these runs: run "
            "with two or more replicates a draw. Monte Carlo, 95%: how far the simulation has "
            "converged, and no more. The yardsticks' 95% intervals say how little record there is."
        )
    yield meanings(summary["outcomes"])
    yield from _after_war(summary)
    missing: dict[str, list[str]] = {}
    for name, label in LABELS.items():
        row = summary["odds"][name]
        if row["p"] is None:
            missing.setdefault(row.get("note", "no run came through"), []).append(label)
    for why, labels in missing.items():
        yield f"{', '.join(labels)}: {why}."


def meanings(limits: Mapping[str, Any]) -> str:
    """Return what the outcomes mean under a scenario's thresholds, its ``outcomes``."""
    return (
        f"De-escalated: the first of {limits['quiet_days']} quiet days in a row, without lethal "
        f"incident between the states and both at rung {limits['quiet_max_rung']} or below. "
        "Durable: no serious fighting since; relapsed: some. "
        f"Serious: rung {limits['serious_rung']} or above, or {limits['serious_dead']} dead within "
        f"{limits['serious_window_days']} days. War: {limits['war_dead']:,} dead, or an "
        f"operation at rung {limits['war_rung']} or above on {limits['war_days']} days in a row."
    )


def _after_war(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say in how many of the runs that became war quiet came afterwards."""
    war, quiet = (summary["odds"][name] for name in ("war", AFTER_WAR))
    if not war["p"] or quiet["p"] is None:
        return
    wars, quiets = (round(odds["p"] * odds["n"]) for odds in (war, quiet))
    days = counted(summary["outcomes"]["quiet_days"], "quiet day")
    yield (
        f"War ends the count: of {counted(wars, 'run')} that became war, {quiets:,} later had "
        f"{days} in a row. They count as war, not as de-escalated."
    )


def yardstick_lines(yardsticks: Mapping[str, Any]) -> Iterator[str]:
    """Return what the yardsticks rest on, and a sentence on each disagreement.

    An empty line stands between what they are and how they differ.
    """
    yield from yardsticks["basis"]
    yield yardsticks["rule"]
    yield from yardsticks["remarks"]
    yield ""
    quarrels = yardsticks["disagreements"]
    if not quarrels:
        yield (
            "No two columns disagree: wherever two speak, their intervals overlap, the model's "
            "being that within which 95% of draws lie."
        )
        return
    yield (
        "The columns disagree where their intervals don't overlap, the model's being that within "
        "which 95% of draws lie:"
    )
    yield from quarrels


def deaths(summary: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Return whose dead, their median over the runs, and between which nine runs of ten lie."""
    for name in DEAD:
        row = summary["killed"][name]
        if is_known(row["q50"]):
            yield row["whose"], f"{row['q50']:,.0f}", f"{row['q05']:,.0f} and {row['q95']:,.0f}"


def deaths_heads(summary: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what stands over the columns of `deaths`."""
    return (
        f"deaths in {counted(summary['horizon_days'], 'day')}",
        "median",
        "9 runs of 10 lie between",
    )


def shortfalls(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say what the figures lack, where they lack something."""
    if summary["interrupted"]:
        asked = summary["requested_runs"]
        of = f" of the {asked:,} asked for" if asked else ""
        yield f"Stopped early: these are {counted(summary['runs'], 'run')}{of}."
    precision = summary.get("precision")
    if precision and not precision["reached"] and not summary["interrupted"]:
        yield (
            f"The precision of ±{100 * precision['asked']:g} points was not reached: the widest "
            f"interval is ±{100 * precision['half_width']:.2g} points."
        )
    for why, count in summary.get("failures", {}).items():
        verb = "is" if count == 1 else "are"
        yield f"{counted(count, 'run')} broke and {verb} left out: {why}."


def shares(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say how much of what runs differ by is chance, and how much ignorance."""
    share = summary["variance_share"]
    if share["ignorance"] is None:
        yield f"How much is chance and how much ignorance can't be told: {share['note']}."
        return
    what = share["outcome"].removeprefix("de_escalated_").removesuffix("d")
    yield (
        f"Of what makes runs differ on de-escalation by day {what}, {percent(share['chance'])} "
        f"is chance and {percent(share['ignorance'])} "
        f"({percents(share['low'], share['high'])}) ignorance of the parameters "
        "and of what happened before day 0, which better knowledge could narrow."
    )
    if said := between_draws(share):
        yield said


def between_draws(share: Mapping[str, Any]) -> str:
    """Say how far the odds go from draw to draw; nothing where that can't be told.

    Parameters
    ----------
    share : mapping
        What `escalation.analysis.odds.variance.VarianceShare.as_dict` gives.
    """
    if share["odds_from"] is None:
        return ""
    if not share["ignorance"]:
        return "Between draws of what is unknown these runs see no difference in the odds."
    said = (
        "These are shares of what single runs, which end in yes or no, differ by, and no measure "
        f"of how sure the odds are: those lie between {percent(share['odds_from'])} and "
        f"{percent(share['odds_to'])} in 95% of draws of what is unknown, luck taken off"
    )
    if not share["low"]:
        said += ", though these runs can't rule out that draws hardly differ"
    return f"{said}. Whether the rules are right is in neither."
