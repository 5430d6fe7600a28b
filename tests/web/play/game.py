"""A room with four teams, and words to play it with."""

from functools import lru_cache

from escalation.scenario.load import load_scenario, resolved_yaml
from escalation.web.play import MESSAGES, finish, open_room, play, step
from escalation.web.play import messages as m

FUTURES = 20
#: Words that name the moment that they are said of.
TIMELY = {kind.model_fields["say"].default for kind in m.Timely.__subclasses__()}
PEOPLE = {
    "seat-1": ("Amina", "kabul"),
    "seat-2": ("Bilal", "islamabad"),
    "seat-3": ("Carla", "mediators"),
    "seat-4": ("Dev", "press"),
    "seat-5": ("Ebba", "forecasters"),
}


@lru_cache
def scenario(horizon=40):
    return resolved_yaml(load_scenario("baseline", {"horizon_days": horizon}))


def said(at, words, /, **more):
    """Return a message; what is said of a moment is said of this one, unless it names another."""
    dated = {"at": at.model_dump()} if words in TIMELY else {}
    return {"say": words, **dated, **more}


def say(room, words, **more):
    """Return the room after a message, and what is to be done."""
    return step(room, MESSAGES.validate_python(said(room.at, words, **more)))


def seated(**given):
    """Return a room in its lobby with somebody in each team."""
    room = open_room(
        "PEACE7", "A game in class", scenario(),
        **{"seed": 20251012, "run": 15, "round_days": 3, "rounds": 3, **given},
    )  # fmt: skip
    for seat, (name, team) in PEOPLE.items():
        room, (told,) = say(room, "join", name=name, team=team, key=f"key-of-{name}")
        assert told.seat == seat
    return room


def computed(room, **given):
    """Return the room once what it waits for is computed."""
    if room.phase == "closing":
        return say(room, "finished", ending=finish(room))[0]
    result = play(room, **{"futures": FUTURES, **given})
    return say(room, "played", round=room.now.number, result=result)[0]


def begun(**given):
    """Return a room in which the first round is decided."""
    room, _ = say(seated(**given), "start", by="facilitator")
    return say(computed(room), "next", by="facilitator")[0]


def decided(room, seat, **move):
    return say(room, "decide", by=seat, move=move)[0]


def resolved(room):
    room, _ = say(room, "resolve", by="facilitator")
    return computed(room)
