"""The parts of the model's description that the code writes: the generated blocks of the ODD."""

from __future__ import annotations

import inspect
import re
import textwrap
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from escalation.studies.mechanisms import MECHANISMS
from escalation.upkeep.page_blocks import table

if TYPE_CHECKING:
    from escalation.scenario.declaration import Parameter

LINE: Final = 100  # letters a line of code
#: Types of a rule's arguments: it knows no agent and no array.
_PLAIN: Final = {"int", "float", "bool"}
_PARAMETER_MODULES: Final = (
    "decisions", "diplomacy", "border_fire", "losses", "groups", "reporting", "outset",
)  # fmt: skip


def odd_blocks() -> dict[str, str]:
    """Return the generated blocks of ``docs/odd.md``."""
    from escalation.day.schedule import SCHEDULE

    return {
        "agents": _agents(),
        "schedule": table(
            ("phase", "what happens"), ((f"`{one.name}`", one.sentence) for one in SCHEDULE)
        ),
        "processes": _processes(),
        "rules": _rules(),
        "equations": _equations(),
        "parameters": _parameters(),
        "mechanisms": table(
            ("mechanism", "what it stands for", "why it is kept"),
            ((one.name, one.stands_for, one.stays) for one in MECHANISMS),
        ),
    }


def _agents() -> str:
    """Return how many of each kind the baseline has, counted in the world that is built."""
    import numpy as np

    from escalation.scenario.load import load_scenario
    from escalation.scenario.world import build_world
    from escalation.vocabulary import AFGHAN, PAKISTANI

    scenario = load_scenario("baseline")
    world = build_world(scenario)

    def sides(side: Any) -> tuple[str, str]:
        return str(int((side == AFGHAN).sum())), str(int((side == PAKISTANI).sum()))

    inside = int(np.sum(world.band_inside))
    rows = (
        ("states", "1", "1"),
        ("posts", *sides(world.post_side)),
        ("mobile units", *sides(world.unit_side)),
        ("TTP bands, by where they start", str(len(world.band_inside) - inside), str(inside)),
        ("ISIS-K cells, by where they live", *sides(world.cell_side)),
    )
    rest = (
        ("mediators", ", ".join(scenario.actors.mediators)),
        ("segments", str(len(world.contact))),
        ("segments with posts of both states", str(int(np.sum(world.contact > 0)))),
        ("days of a run", str(scenario.horizon_days)),
    )
    return (
        table(("agents in the baseline", "Afghan side", "Pakistani side"), rows)
        + "\n\n"
        + table(("other entities and scales", "baseline"), rest)
    )


@cache
def processes() -> tuple[str, ...]:
    """Return the processes of the day in its order, a module each, and what they share."""
    from escalation.day.schedule import SCHEDULE

    scheduled = (phase.work.__module__.rpartition(".")[2] for phase in SCHEDULE)
    return tuple(
        dict.fromkeys(("outset", *scheduled, "blame", "rancour", "losses", "ladder", "places"))
    )


def _module(process: str) -> ModuleType:
    return import_module(f"escalation.day.{process}")


def _head(process: str) -> tuple[str, str]:
    """Return a process's title, and what its module's head says of it."""
    first, _, rest = (inspect.getdoc(_module(process)) or "").partition("\n\n")
    title, _, said = " ".join(first.split()).partition(": ")
    said = said or title
    paragraph = " ".join(f"{said[:1].upper()}{said[1:]} {rest}".split())
    return title, paragraph.replace("``", "`")


def _processes() -> str:
    """Return each process in a paragraph: what happens, its equation, its source."""
    said = ((*_head(process), process) for process in processes())
    return "\n\n".join(
        textwrap.fill(f"**{title}** (`{process}`). {words}", LINE, break_on_hyphens=False)
        for title, words, process in said
    )


def rules_of(process: str) -> list[tuple[str, Any]]:
    """Return the rules of a process: its functions of plain figures alone, by name."""
    found = _module(process)
    named = [(name, getattr(one, "py_func", one)) for name, one in vars(found).items()]
    return [
        (name, one)
        for name, one in named
        if inspect.isfunction(one)
        and one.__module__ == found.__name__
        and {str(a.annotation) for a in inspect.signature(one).parameters.values()} <= _PLAIN
    ]


def _rules() -> str:
    """Return every rule with the first sentence of its docstring, process by process."""
    rows = [
        (_head(process)[0], f"`{process}.{name}`", _sentence(one))
        for process in processes()
        for name, one in rules_of(process)
    ]
    return table(("process", "rule", "what it returns"), rows)


def _sentence(function: Any) -> str:
    text = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
    return text.removeprefix("Return ").rstrip(".").replace("``", "`")


#: The rules whose code is the model's core; their bodies are shown as they run.
EQUATIONS: Final = (
    ("perception", "perceived_deed"),
    ("perception", "belief_after"),
    ("decision", "pull"),
    ("decision", "restraint"),
    ("decision", "answer_utility"),
    ("decision", "choose_answer"),
    ("decision", "strike_chance"),
    ("decision", "initiative_chance"),
    ("posture", "operation_length"),
    ("public_line", "choose_line"),
    ("public_line", "committed"),
    ("diplomacy", "stance"),
    ("diplomacy", "agreement_rate"),
    ("diplomacy", "obligation"),
    ("fire", "unauthorised_rate"),
    ("fire", "ordered_rate"),
    ("raids", "raid_log_odds"),
    ("tension", "tension_after"),
    ("losses", "event_deaths"),
    ("losses", "share_of_losses"),
    ("feelings", "grief"),
    ("blame", "bitterness"),
    ("blame", "carried_over"),
    ("rancour", "felt"),
    ("rancour", "resolved_growth"),
    ("militants", "tempo_factor"),
    ("militants", "base_hazard"),
    ("militants", "excitation_step"),
    ("reports", "claimed"),
    ("reports", "publicly_believed"),
)


def _equations() -> str:
    """Return the bodies of the core rules, as code."""
    parts = []
    for module in dict.fromkeys(module for module, _ in EQUATIONS):
        bodies = [
            _body(dict(rules_of(module))[name]) for where, name in EQUATIONS if where == module
        ]
        parts.append(f"**`{module}`**\n\n```python\n" + "\n\n\n".join(bodies) + "\n```")
    return "\n\n".join(parts)


def _body(function: Any) -> str:
    """Return a rule's name, arguments and body, without decorator, types and docstring."""
    source = inspect.cleandoc(inspect.getsource(function))
    code = re.sub(r'\n    """(?:.|\n)*?"""', "", source, count=1)
    code = code[code.index("def ") :]
    head, _, body = code.partition(") -> ")
    arguments = ", ".join(inspect.signature(function).parameters)
    name = head[4 : head.index("(")]
    first = f"def {name}({arguments}):"
    if len(first) > LINE:
        first = f"def {name}(\n    {arguments}\n):"
    if len(arguments) + 4 > LINE:  # as the formatter has it, which reads this page too
        listed = arguments.replace(", ", ",\n    ")
        first = f"def {name}(\n    {listed},\n):"
    lines = [line for line in body.split("\n")[1:] if line.strip()]
    return "\n".join([first, *lines])


def _parameters() -> str:
    """Return the parameters of each process by name, with how many rest on what."""
    rows = []
    for module in _PARAMETER_MODULES:
        declared: tuple[Parameter, ...] = import_module(
            f"escalation.scenario.parameters.{module}"
        ).PARAMETERS
        basis = [str(one.basis) for one in declared]
        counts = ", ".join(f"{basis.count(word)} {word}" for word in dict.fromkeys(sorted(basis)))
        names = ", ".join(f"`{one.name}` ({one.unit})" for one in declared)
        rows.append((f"`{module}`", str(len(declared)), counts, names))
    return table(("process", "parameters", "basis", "names and units"), rows)
