"""What a reader has moved, as a scenario, as a list of changes and as a file to keep.

A setting is what differs from a scenario that is there: credences of claims, values of parameters
and facts, levers, and events of one's own. It becomes a scenario by the loader's own road, so that
the page refuses what ``--set`` would refuse, and names the field instead of the option.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

from pydantic import BaseModel, ConfigDict, Field

from escalation.errors import InputError, suggest
from escalation.naming import in_plain_words
from escalation.numbers import percent
from escalation.scenario.diff import diff
from escalation.scenario.distributions import Distribution
from escalation.scenario.fields import Real
from escalation.scenario.given import settings_of
from escalation.scenario.levers import AS_IT_IS, Lever, levers
from escalation.scenario.load import as_yaml, override, with_events
from escalation.scenario.register import facts, parameters
from escalation.telling.situation import event_in_words
from escalation.web.explore.refused import in_page_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from escalation.scenario.sections import Scenario

#: More than a reader can mean to change, and little enough to read at once.
MOST_CLAIMS: Final = 200
MOST_PARAMETERS: Final = 300
MOST_EVENTS: Final = 40

Name = Annotated[str, Field(min_length=1, max_length=80)]
#: A shipped name, or a file's, of as many letters as file systems allow.
ScenarioId = Annotated[str, Field(min_length=1, max_length=255)]


class Setting(BaseModel):
    """What differs from a scenario; a setting without any difference is the scenario itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: ScenarioId
    claims: dict[Name, Real] = Field(default_factory=dict, max_length=MOST_CLAIMS)
    parameters: dict[Name, Real] = Field(default_factory=dict, max_length=MOST_PARAMETERS)
    levers: tuple[Name, ...] = Field((), max_length=MOST_EVENTS)
    events: tuple[dict[Name, Any], ...] = Field((), max_length=MOST_EVENTS)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is changed."""
        return not (self.claims or self.parameters or self.levers or self.events)


def applied(base: Scenario, setting: Setting) -> Scenario:
    """Return the scenario with a setting laid over it; the scenario itself if nothing differs.

    Raises
    ------
    InputError
        If a name, a number, a lever or an event is wrong.
    """
    changes = _changes(base, setting)
    try:
        return override(base, changes) if changes else base
    except InputError as error:
        by_levers = sum(len(lever.events) for lever in _pulled(base, setting))
        raise in_page_words(error, len(base.events) + by_levers) from None


def _changes(base: Scenario, setting: Setting) -> list[str]:
    """Return what a setting changes, as ``path=value`` each; of two for a path the later holds."""
    pulled = _pulled(base, setting)
    changes: dict[str, Any] = {}
    for lever in pulled:
        for one in lever.settings:
            path, _, text = one.partition("=")
            changes[path] = json.loads(text)
    named = [*parameters(), *facts()]
    for name, value in setting.parameters.items():
        if name not in named:
            _refuse(name, "is no parameter or fact of the model", named)
        changes[f"parameters.{name}"] = value
    for name, credence in setting.claims.items():
        if name not in base.claims:
            raise InputError.single(name, f"is no claim of {base.name}")
        changes[f"claims.{name}.credence"] = credence
    added = [dict(event) for lever in pulled for event in lever.events] + list(setting.events)
    return [*settings_of(changes), *([with_events(base, added)] if added else [])]


def _pulled(base: Scenario, setting: Setting) -> list[Lever]:
    known = {lever.name: lever for lever in levers(base) if lever.name != AS_IT_IS}
    if wrong := [name for name in setting.levers if name not in known]:
        _refuse(wrong[0], f"is no lever of {base.name}", known)
    return [lever for name, lever in known.items() if name in setting.levers]


def _refuse(name: str, why: str, known: Iterable[str]) -> NoReturn:
    raise InputError.single(name, why + suggest(name, known))


def changes_told(base: Scenario, setting: Setting) -> list[dict[str, Any]]:
    """Return what differs from the scenario, each with its words and the place to reset it.

    Returns
    -------
    list of dict
        ``section`` and ``key`` name what to reset; ``what``, ``was`` and ``now`` are words.
    """
    told = [_row("levers", one.name, one.label, "", one.title) for one in _pulled(base, setting)]
    for place, event in enumerate(setting.events):
        changed = override(base, {"events": [event]}).events[0]
        told.append(_row("events", str(place), in_plain_words(changed.kind), "",
                         event_in_words(changed, base)))  # fmt: skip
    for name, credence in setting.claims.items():
        claim = base.claims[name]
        was = percent(claim.credence)
        told.append(_row("claims", name, f"{name}: {claim.claim}", f"credence {was}",
                         f"credence {percent(credence)}"))  # fmt: skip
    for name, value in setting.parameters.items():
        told.append(
            _row("parameters", name, in_plain_words(name), was_told(base, name), f"{value:.4g}")
        )
    return told


def was_told(base: Scenario, name: str) -> str:
    """Return what a parameter or fact is in a scenario, in words."""
    given: Distribution | None = base.parameters.get(name)
    if given is not None:
        return str(given)
    return str(parameters()[name].default) if name in parameters() else "inferred from the claims"


def _row(section: str, key: str, what: str, was: str, now: str) -> dict[str, Any]:
    return {"section": section, "key": key, "what": what, "was": was, "now": now}


def own_file(base: Scenario, extends: str, setting: Setting) -> str:
    """Return the setting as a scenario file that extends the one it was made from.

    Parameters
    ----------
    base
        The scenario.
    extends
        What the file extends: a shipped name, or the name of a file beside it.
    setting
        What differs.

    Raises
    ------
    InputError
        If the setting is wrong.
    """
    changed = applied(base, setting)
    written = changed.model_dump(mode="json", exclude_none=True)
    paths = {change.path.split(".")[1] for change in diff(base, changed) if "." in change.path}
    data: dict[str, Any] = {
        "name": f"{base.name[:55]}_explored",
        "title": f"{base.title[:180]}, as explored",
        "summary": _summary(base, setting),
        "extends": extends,
    }
    if claims := {
        name: {"credence": written["claims"][name]["credence"]}
        for name in base.claims
        if name in paths
    }:
        data["claims"] = claims
    if own := {
        name: written["parameters"][name]
        for name in written["parameters"]
        if base.parameters.get(name) != changed.parameters[name]
    }:
        data["parameters"] = own
    if changed.events != base.events:
        data["events"] = written["events"]
    return as_yaml(data)


def _summary(base: Scenario, setting: Setting) -> str:
    changes = changes_told(base, setting)
    if not changes:
        return f"As {in_plain_words(base.name)}, unchanged."
    said = "; ".join(f"{row['what']}: {row['now']}".rstrip(".") for row in changes)
    return f"As {in_plain_words(base.name)}, but for: {said}."[:1900]
