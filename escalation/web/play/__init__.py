"""The game: teams decide for a few days, the model plays them; no web, no clock, no files.

A game is a `Room`, a value. `step` takes a room and a message to the next room, or refuses with an
error that says what is wrong. What takes long is done beside it: `step` asks for it by the effect
`Compute`, `play` and `finish` do it, and their result comes back as a message. All that a room
holds is JSON (``room.model_dump_json()``), and the model's part of it follows from the rest.
"""

from escalation.web.play.debrief import debrief, game_name, replayable
from escalation.web.play.machine import Compute, Effect, open_room, step
from escalation.web.play.messages import MESSAGES, Message
from escalation.web.play.playing import finish, play
from escalation.web.play.room import Room
from escalation.web.play.scores import leaderboard
from escalation.web.play.seats import Seated
from escalation.web.play.views import view

__all__ = [
    "MESSAGES",
    "Compute",
    "Effect",
    "Message",
    "Room",
    "Seated",
    "debrief",
    "finish",
    "game_name",
    "leaderboard",
    "open_room",
    "play",
    "replayable",
    "step",
    "view",
]
