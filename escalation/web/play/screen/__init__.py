"""What a seat's screen shows, in words: forms, sentences and colours made from what it may see.

`escalation.web.play.view` says what a seat may see; here it becomes what a page draws. The page
itself has no words, so that whatever is called something is called it once.
"""

from escalation.web.play.screen.refusals import problems_told, refusal_told
from escalation.web.play.screen.seat_screen import listed_room, screen
from escalation.web.play.screen.told_rounds import ToldRound, ToldRounds
from escalation.web.play.screen.words import page_words

__all__ = [
    "ToldRound",
    "ToldRounds",
    "listed_room",
    "page_words",
    "problems_told",
    "refusal_told",
    "screen",
]
