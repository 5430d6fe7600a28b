"""The order of a day, as data: both drivers keep it, the documentation prints it."""

from __future__ import annotations

SCHEDULE: tuple[tuple[str, str], ...] = (
    ("happen", "the scenario's events and fixed decisions take hold"),
    ("perceive", "each state reads yesterday's deeds and lines, sometimes wrongly"),
    ("decide", "each state answers what was done to it, starts something, or lets it pass"),
    ("speak", "each state takes a public line on its losses and is bound by it"),
    ("negotiate", "back channel, mediators, talks, ceasefire, trust and crossings move"),
    ("remember", "grievance, commitment and weariness fade"),
    ("carry_out", "states act on what they resolved, go on with an operation, or stand down"),
    ("give_up_posts", "captured posts are given up without a fight"),
    ("fire", "posts exchange fire, the first side drawn anew each day"),
    ("raid", "mobile units march and raid posts, the first side drawn anew each day"),
    ("strike", "aircraft and drones strike havens, posts or a capital"),
    ("set_tempo", "the TTP's and ISIS-K's tempo swings"),
    ("ttp", "TTP bands attack, rest and move"),
    ("isis_k", "ISIS-K cells attack"),
    ("deeds", "what each state did gets a rung; tomorrow the other answers it"),
    ("report", "each side claims the other's dead and admits its own"),
    ("feel", "losses become grievance, fighting weariness"),
    ("cool", "tension fades and levels out along the line"),
    ("judge", "quiet, de-escalation, relapse and war are noted"),
)
