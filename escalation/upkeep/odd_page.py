"""The parts of the model's description that the code writes: the generated blocks of the ODD."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from escalation.studies.mechanisms import MECHANISMS
from escalation.upkeep.page_blocks import table

if TYPE_CHECKING:
    from escalation.scenario.declaration import Parameter

LINE: Final = 100  # letters a line of code
#: Which rules and parameters make up a submodel: its title, module of rules, of parameters.
SUBMODELS: Final = (
    ("Perception", "perception", "decisions"),
    ("Answers and postures", "decision", "decisions"),
    ("The public line", "public_line", "decisions"),
    ("Diplomacy", "diplomacy", "diplomacy"),
    ("Fire, raids, strikes, tension", "border_fire", "border_fire"),
    ("Losses and grievance", "losses", "losses"),
    ("The TTP and ISIS-K", "groups", "groups"),
    ("Clocks, strengths and moves", "agents", ""),
    ("Reports", "reporting", "reporting"),
    ("Outcomes", "outcome", ""),
    ("A scenario's rules", "conditions", ""),
)
_PARAMETER_MODULES: Final = (
    "decisions", "diplomacy", "border_fire", "losses", "groups", "reporting", "outset",
)  # fmt: skip


def odd_blocks() -> dict[str, str]:
    """Return the generated blocks of ``docs/odd.md``."""
    from escalation.day.schedule import SCHEDULE

    return {
        "agents": _agents(),
        "schedule": table(
            ("phase", "what happens"), ((f"`{name}`", said) for name, said in SCHEDULE)
        ),
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


def _functions(module: str) -> list[tuple[str, Any]]:
    found = import_module(f"escalation.day.{module}")
    named = [(name, getattr(one, "py_func", one)) for name, one in vars(found).items()]
    return [
        (name, one)
        for name, one in named
        if inspect.isfunction(one) and one.__module__ == found.__name__
    ]


def _rules() -> str:
    """Return every rule with the first sentence of its docstring, module by module."""
    rows = [
        (title, f"`{module}.{name}`", _sentence(one))
        for title, module, _ in SUBMODELS
        for name, one in _functions(module)
    ]
    return table(("submodel", "rule", "what it returns"), rows)


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
    ("decision", "operation_length"),
    ("public_line", "choose_line"),
    ("public_line", "committed"),
    ("diplomacy", "stance"),
    ("diplomacy", "agreement_rate"),
    ("diplomacy", "obligation"),
    ("border_fire", "unauthorised_rate"),
    ("border_fire", "ordered_rate"),
    ("border_fire", "raid_log_odds"),
    ("border_fire", "tension_after"),
    ("losses", "event_deaths"),
    ("losses", "share_of_losses"),
    ("losses", "grief"),
    ("groups", "tempo_factor"),
    ("groups", "base_hazard"),
    ("groups", "excitation_step"),
    ("reporting", "claimed"),
    ("reporting", "publicly_believed"),
)


def _equations() -> str:
    """Return the bodies of the core rules, as code."""
    parts = []
    for module in dict.fromkeys(module for module, _ in EQUATIONS):
        bodies = [
            _body(dict(_functions(module))[name]) for where, name in EQUATIONS if where == module
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
