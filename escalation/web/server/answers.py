"""What is computed for a question, in steps: each yields a message, and the queue may turn between.

Every function takes the desk, the question and what stops it; a question whose setting is wrong
raises an `InputError`, which the page is told in its words.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

from escalation.browser.figures import figure
from escalation.browser.figures.border_map import incidents_by_day
from escalation.browser.figures.odds import odds_answer
from escalation.browser.figures.one_run import branch_told, run_told, without_told
from escalation.browser.figures.pivots import pivots_told
from escalation.errors import InputError
from escalation.studies.pivots import pivots_in_steps
from escalation.studies.steps import retold
from escalation.studies.storylines import tell_in_steps
from escalation.web.explore.bench import STAGES
from escalation.web.explore.comparison import compared
from escalation.web.explore.pivots import trying_told
from escalation.web.explore.setting import applied
from escalation.web.explore.storylines import storylines_told
from escalation.web.server.desk import Desk
from escalation.web.server.messages import Ask, Compare, Map, Pivots, Question, Storylines, Watch
from escalation.web.server.turns import Said


def answered(desk: Desk, question: Question, stop: threading.Event) -> Iterator[Said]:
    """Yield the answers to any question."""
    if isinstance(question, Ask):
        return ask(desk, question, stop)
    if isinstance(question, Watch):
        return watch(desk, question)
    if isinstance(question, Pivots):
        return pivots(desk, question, stop)
    if isinstance(question, Storylines):
        return storylines(desk, question, stop)
    if isinstance(question, Map):
        return border_map(desk, question, stop)
    return compare(desk, question, stop)


def ask(desk: Desk, question: Ask, stop: threading.Event) -> Iterator[Said]:
    """Yield the odds of a setting after each of `STAGES`, paired with those of the default."""
    base = desk.catalogue.scenario(question.setting.scenario)
    changed = applied(base, question.setting)
    session = desk.session(stop)
    for stage, runs in enumerate(STAGES):
        default = None
        if not question.setting.is_empty:
            default = desk.bench.result(base, runs, session)
            if default is None:
                return
        result = desk.bench.result(changed, runs, session)
        if result is None:
            return
        yield {
            "kind": "odds",
            "stage": stage,
            "stages": len(STAGES),
            "odds": odds_answer(result, default),
            # The first answer must be quick: charts come with the second.
            "figures": {name: figure(name, result) for name in question.figures} if stage else {},
        }


def watch(desk: Desk, question: Watch) -> Iterator[Said]:
    """Yield one run, and how it goes on under other events or without one, if that is asked."""
    changed = applied(desk.catalogue.scenario(question.setting.scenario), question.setting)
    if question.without is not None:
        yield {"kind": "run", **without_told(changed, question.run, question.without)}
        return
    if question.branch is None:
        yield {"kind": "run", **run_told(changed, question.run)}
        return
    branch = question.branch
    told = branch_told(changed, question.run, branch.day, list(branch.events))
    yield {"kind": "run", **told}


def pivots(desk: Desk, question: Pivots, stop: threading.Event) -> Iterator[Said]:
    """Yield how far the search is, first what turns the run, and then what moved its odds."""
    changed = applied(desk.catalogue.scenario(question.setting.scenario), question.setting)
    steps = pivots_in_steps(changed, question.run, threads=desk.session(stop).threads)
    found = yield from retold(
        steps, lambda trying: {"kind": "trying", "run": question.run, **trying_told(trying)}
    )
    yield {"kind": "pivots", **pivots_told(found)}


def storylines(desk: Desk, question: Storylines, stop: threading.Event) -> Iterator[Said]:
    """Yield how many runs were watched, and then the kinds of future among them."""
    changed = applied(desk.catalogue.scenario(question.setting.scenario), question.setting)
    result = desk.bench.result(changed, STAGES[1], desk.session(stop))
    if result is None:
        return
    yield {"kind": "watching", "done": 0, "total": len(result.runs)}
    told = yield from retold(
        tell_in_steps(result), lambda step: {"kind": "watching", "done": step[0], "total": step[1]}
    )
    yield {"kind": "storylines", **storylines_told(told)}


def border_map(desk: Desk, question: Map, stop: threading.Event) -> Iterator[Said]:
    """Yield where and when something happened, in the first runs and then in more."""
    changed = applied(desk.catalogue.scenario(question.setting.scenario), question.setting)
    result = desk.bench.result(changed, STAGES[0], desk.session(stop))
    if result is not None:
        for said in incidents_by_day(result):
            yield {"kind": "map", **said}


def compare(desk: Desk, question: Compare, stop: threading.Event) -> Iterator[Said]:
    """Yield several settings of one scenario beside each other, each paired with the default.

    Raises
    ------
    InputError
        If they are of several scenarios.
    """
    names = {setting.scenario for setting in question.settings}
    if len(names) > 1:
        raise InputError.single("pins", "are of several scenarios; compare settings of one")
    base = desk.catalogue.scenario(names.pop())
    session = desk.session(stop)
    for runs in STAGES[1:]:
        default = desk.bench.result(base, runs, session)
        results = []
        for setting in question.settings:
            result = desk.bench.result(applied(base, setting), runs, session)
            if default is None or result is None:
                return
            results.append((setting, result))
        assert default is not None
        yield {"kind": "compared", **compared(base, default, results)}
