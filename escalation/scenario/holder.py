"""What a result tells of its scenario, whether it lies in memory or in a run folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from escalation.scenario.sections import Scenario
    from escalation.scenario.start import Start


class HoldsScenario:
    """Mixin of everything that has a ``scenario``: the facts that charts and tables ask for."""

    if TYPE_CHECKING:

        @property
        def scenario(self) -> Scenario: ...  # noqa: D102

    @property
    def scenario_name(self) -> str:
        """Return the scenario's name."""
        return self.scenario.name

    @property
    def horizon_days(self) -> int:
        """Return how many days a run lasts."""
        return self.scenario.horizon_days

    @property
    def quiet_days(self) -> int:
        """Return how many quiet days in a row make a de-escalation."""
        return self.scenario.outcomes.quiet_days

    @property
    def as_of(self) -> dt.date:
        """Return day 0."""
        return self.scenario.as_of

    @property
    def start(self) -> Start:
        """Return how the scenario starts, by which like cases are found."""
        from escalation.scenario.start import start_of

        return start_of(self.scenario)

    @property
    def claims(self) -> list[dict[str, Any]]:
        """Return the scenario's claims, each with its ``id``."""
        return [
            {"id": name, **claim.model_dump(mode="json")}
            for name, claim in self.scenario.claims.items()
        ]
