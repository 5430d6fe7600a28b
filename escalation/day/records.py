"""What a day, an event and a run leave behind: the records that the day fills, field by field."""

from __future__ import annotations

import numpy as np

DAY_FIELDS = (
    "day",
    "rung_afg", "rung_pak", "acting_afg", "acting_pak",
    "deed_afg", "deed_pak", "line_afg", "line_pak",
    "belief_afg", "belief_pak", "grievance_afg", "grievance_pak",
    "rancour_afg", "rancour_pak",
    "commitment_afg", "commitment_pak", "weariness_afg", "weariness_pak",
    "closed_afg", "closed_pak", "mediation_afg", "mediation_pak",
    "trust", "channel", "talks", "ceasefire", "monitored",
    "incidents", "lethal_incidents", "strikes", "captures_afg", "captures_pak",
    "held_by_afg", "held_by_pak",
    "killed_afg_state", "killed_pak_state", "killed_afg_civilians", "killed_pak_civilians",
    "wounded_afg_state", "wounded_pak_state",
    "killed_ttp", "killed_isis_k", "killed_afg_by_groups", "killed_pak_by_groups",
    "claimed_afg_by_pak", "claimed_pak_by_afg", "admitted_afg", "admitted_pak",
    "ttp_attacks", "ttp_mass_attacks", "isis_attacks", "ttp_tempo", "ttp_strength",
    "tension", "quiet",
)  # fmt: skip
DAY_DTYPE = np.dtype((np.record, [(name, np.float64) for name in DAY_FIELDS]))

EVENT_DTYPE = np.dtype(
    (
        np.record,
        [
            ("day", np.int64),
            ("kind", np.int64),
            ("actor", np.int64),
            ("segment", np.int64),
            ("agent", np.int64),
            ("value", np.float64),
            ("dead_afg", np.int64),
            ("dead_pak", np.int64),
            ("dead_civilians", np.int64),
            ("dead_militants", np.int64),
        ],
    )
)

#: Column of the table of draws: the member of the posterior that a draw takes, -1 for none.
MEMBER = "posterior_member"

RUN_FIELDS = (
    "status", "end_state", "deescalated_day", "war_day", "quiet_after_war_day",
    "minor_relapse_day", "serious_relapse_day", "relapse_cause",
    "killed_afg_state", "killed_pak_state", "killed_afg_civilians", "killed_pak_civilians",
    "killed_ttp", "killed_isis_k", "killed_afg_by_groups", "killed_pak_by_groups",
    "max_rung_afg", "max_rung_pak", "posts_taken_by_afg", "posts_taken_by_pak",
    "incidents", "lethal_incidents", "air_strikes", "ttp_attacks", "ttp_mass_attacks",
    "isis_attacks", "truces", "agreements", "ceasefires_failed", "mediation_days",
    "active_days", "quiet_days",
)  # fmt: skip
RUN_DTYPE = np.dtype((np.record, [(name, np.int64) for name in ("run", *RUN_FIELDS)]))
