"""What random numbers are drawn for: the one list of the keyed streams' purposes.

A purpose is part of the address of a random number (`escalation.luck.streams`), so no two may
share a number: whatever they drew under one key would be the same. Numbers are part of a seed's
meaning: append, never renumber.
"""

from __future__ import annotations

# A run's days and its eve: under the key of the run or of one of its days.
MISREAD = 1
ANSWER = 2
ANSWER_LAG = 3
OPERATION = 4
STAND_DOWN = 5
INITIATIVE = 6
RECAPTURE = 7
TRIGGER = 8
TRIGGER_LAG = 9
PUBLIC_LINE = 10
CHANNEL = 11
MEDIATOR = 12
TALKS = 13
TRUCE = 14
AGREEMENT = 15
CEASEFIRE = 16
CROSSING = 17
FIRST_SIDE = 18
POST_CLOCK = 19
EXCHANGE = 20
UNIT_CLOCK = 21
UNIT_MARCH = 22
RAID = 23
STRIKE_COUNT = 24
STRIKE = 25
BAND_CLOCK = 26
BAND_MARCH = 27
BAND_ATTACK = 28
CELL_CLOCK = 29
CELL_ATTACK = 30
TEMPO = 31
BLAME = 32
CLAIM = 33
WITHDRAWAL = 34
OUTSET = 35
NIGHT_SECTOR = 36
NIGHT_POST = 37
ARMY_OPERATION = 41
FUTURE = 42

# Where draws and the points of a sweep lie.
DESIGN = 38

# The calibration: under the key of a step, see below.
CALIBRATION = 39

# Which start of a past episode a run has.
WHICH_START = 901

# Resamples of what came out: under the key of the resample's number.
SCORE_CASES = 900
BOOTSTRAP = 901
ORDER = 902
SIGN = 903

# What the record doesn't say of the episodes before a past one.
PRIOR_EPISODE = 904

#: Purposes that share a number, by mistake. It does no harm: starts are drawn for runs that only
#: `escalation score` looks at, which resamples cases under `SCORE_CASES`; nothing that takes a
#: `BOOTSTRAP` reads them. Renumbering either would move results that are out, so both stay.
SHARED = frozenset({"WHICH_START", "BOOTSTRAP"})

# Steps of the calibration: what stands for the run in its keys. A sample of the posterior takes a
# million steps, those that begin with its number; the numbers below a million are single blocks.
STEPS_A_SAMPLE = 1_000_000
CONFIRMED_STEP = 9
OBSERVED_STEP = 100
JOINT_STEP = 10_000
ODDS_STEP = 11_000
FELT_STEP = 12_000
POSTERIOR_SAMPLE = 1
WITHOUT_SAMPLE = 15
WAVE_SAMPLES = 1  # the sample for wave w, from the second on, is w after this
SCENARIO_SAMPLES = 20
LEFT_OUT_SAMPLES = 40
TRUTH_SAMPLES = 100
