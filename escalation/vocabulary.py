"""Every number that stands for a word, and the words: what arrays, tables and files hold.

Numbers are stored in files: append, never renumber. A tuple of words is in the order of its
numbers. Sentences about outcomes are in `escalation.analysis.odds.outcomes`; what random numbers
are drawn for is numbered in `escalation.luck.purposes`.
"""

from __future__ import annotations

AFGHAN = 0
PAKISTANI = 1
TTP = 2
ISIS_K = 3
ACTORS = ("afghan_taliban", "pakistan_military", "ttp", "isis_k")
STATES = ACTORS[:TTP]
GROUPS = ACTORS[TTP:]  # numbered from 0 among themselves
#: The two sides in names of columns.
SIDES = ("afg", "pak")

# Days.
EVE = -1  # the night before day 0, on which the outset is drawn
NEVER = -1
FAR = 1_000_000  # later than any horizon
NEVER_DUE = 1e300  # a time that no clock reaches

# How a run ended for the program: ``status`` of its row.
CAME_THROUGH = 0
NOT_FINITE = 1
RAISED = 2
STATUS_REASONS = ("", "a state variable left the finite numbers", "the engine raised an error")

# An answer that is no rung: to let a deed pass.
PASS = 0

PROTEST = 1
SMALL_ARMS = 2
ARTILLERY = 3
RAIDS = 4
STRIKES = 5
CAPITAL_STRIKES = 6
OFFENSIVE = 7
OPEN_WAR = 8
RUNGS = (
    "routine",
    "protest, closed crossing",
    "small arms",
    "artillery",
    "raids and seizure of posts",
    "strikes near the border",
    "strikes on a capital",
    "sustained offensive",
    "open war",
)

NO_CAP = OPEN_WAR  # what caps the rung of an actor that nothing restrains

SILENT = 0
CONFIRM = 1
DENY = 2
VOW = 3
LINES = ("silent", "confirm", "deny", "vow")

NO_CEASEFIRE = 0
TRUCE = 1
AGREEMENT = 2
CEASEFIRES = ("none", "truce", "agreement")

INSIDE = 1  # where a TTP band is: in Pakistan, not in its haven

# Depth rows of a segment's cells, from deep Afghan (0) over the line (4 | 5) to deep Pakistani (9).
ROWS = 10
AFGHAN_FRONT = 4
PAKISTANI_FRONT = 5

# Kinds of event in a scenario's timetable.
SET_LINE = 1
ACT = 2
RESTRAIN = 3
MEDIATE = 4
SET_CHANNEL = 5
SET_CEASEFIRE = 6
SET_CROSSINGS = 7
SET_TEMPO = 8
ATTACK = 9
REFUSE = 10

# What a state may refuse for a while.
REFUSE_TALKS = 0
REFUSE_MEDIATION = 1
REFUSALS = ("talks", "mediation")

# Kinds of event in the log.
EXCHANGE = 1
SHELLING = 2
RAID_REPELLED = 3
CAPTURE = 4
RECAPTURE = 5
WITHDRAWAL = 6
STRIKE = 7
CAPITAL_STRIKE = 8
TTP_ATTACK = 9
ISIS_K_ATTACK = 10
ORDER = 11
PUBLIC_LINE = 12
CLAIM_ENEMY_DEAD = 13
CLAIM_OWN_DEAD = 14
MEDIATOR_ENGAGED = 15
TALKS_STARTED = 16
TALKS_COLLAPSED = 17
TRUCE_AGREED = 18
AGREEMENT_REACHED = 19
CEASEFIRE_ENDED = 20
CHANNEL_OPENED = 21
CHANNEL_CLOSED = 22
CROSSINGS_CLOSED = 23
CROSSINGS_REOPENED = 24
DE_ESCALATED = 25
MINOR_RELAPSE = 26
SERIOUS_RELAPSE = 27
WAR = 28
STRIKE_DECIDED = 29
QUIET_AFTER_WAR = 30
ARMY_OPERATION = 31
EVENT_KINDS = (
    "",
    "exchange",
    "shelling",
    "raid repelled",
    "post captured",
    "post retaken",
    "post given up",
    "strike",
    "strike on a capital",
    "TTP attack",
    "ISIS-K attack",
    "answer ordered",
    "public line",
    "claim of enemy dead",
    "claim of own dead",
    "mediator engaged",
    "talks started",
    "talks collapsed",
    "truce",
    "agreement",
    "ceasefire ended",
    "back channel opened",
    "back channel closed",
    "crossings closed",
    "crossings reopened",
    "de-escalated",
    "minor relapse",
    "serious relapse",
    "war",
    "strike decided",
    "quiet after a war",
    "army operation",
)

# What came before a relapse.
CAUSES = (
    "none",
    "local fire",
    "militant attack",
    "own initiative",
    "posts held",
    "scenario event",
    "answer to a deed",
)
LOCAL_FIRE = 1
MILITANT_ATTACK = 2
INITIATIVE = 3
POSTS_HELD = 4
SCENARIO_EVENT = 5
ANSWERED_DEED = 6

END_STATES = ("war", "never_quiet", "relapsed", "durable")
END_WAR = 0
END_NEVER_QUIET = 1
END_RELAPSED = 2
END_DURABLE = 3

# What is counted by segment: columns of the count.
INCIDENTS = 0
LETHAL = 1
DEATHS = 2
CAPTURES = 3
STRIKE_COLUMN = 4
TTP_COLUMN = 5
SEGMENT_COLUMNS = ("incidents", "lethal_incidents", "deaths", "captures", "strikes", "ttp_attacks")

# States of the Markov chain that is fitted to the record.
CALM = 0
CLASH = 1
HEAVY = 2
CHAIN_WAR = 3
CHAIN_STATES = ("calm", "clash", "heavy", "war")
