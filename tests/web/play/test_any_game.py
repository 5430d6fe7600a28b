"""Any game at all, by hypothesis: seals, turns, undo, coming back and scores hold in each.

The model is asked once, for day 0; its answer stands for every round's, with marks of the round in
it, so that what leaks or stays behind is found.
"""

import json

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from escalation.analysis.odds.outcomes import OUTCOMES
from escalation.errors import InputError
from escalation.web.play import Room, leaderboard, play, view
from escalation.web.play.room import Ending
from tests.web.play.game import PEOPLE, say, seated

TEAM_SEATS = {team: seat for seat, (_, team) in PEOPLE.items()}
chances = st.integers(0, 100).map(lambda whole: whole / 100)


@pytest.fixture(scope="module", autouse=True)
def eve():
    room, _ = say(seated(rounds=4), "start", by="facilitator")
    Games.eve = room, play(room, futures=20)


# Named, since Hypothesis reads the source of a lambda each time that it asks one.
def may_decide(game):
    return game.room.phase == "deciding" and not game.room.paused


def is_shown(game):
    return game.room.phase == "shown"


def may_be_undone(game):
    return is_shown(game) and game.room.now.number > 0


def has_two_rounds(game):
    return is_shown(game) and game.room.now.number >= 2


def is_under_way(game):
    return game.room.phase in ("deciding", "shown")


class Games(RuleBasedStateMachine):
    eve = None

    @initialize()
    def begin(self):
        room, result = self.eve
        self.template = result
        self.room = say(room, "played", round=0, result=result)[0]
        self.room = say(self.room, "next", by="facilitator")[0]
        self.marks = {}  # what each team has sealed in the round, by a mark that is nowhere else
        self.count = 0
        self.expected = {}  # round -> seat -> question -> chance
        self.undone = None

    def result_of(self, number):
        reports = {
            who: (f"report-of-{who}-{number}",)
            for who in ("public", "kabul", "islamabad", "mediators")
        }
        return self.template.model_copy(
            update={"reports": reports, "truth": (f"truth-{number}",), "parts": ()}
        )

    def refuses(self, words, **more):
        before = self.room
        with pytest.raises(InputError):
            say(self.room, words, **more)
        assert self.room is before

    # --- what teams do

    @precondition(may_decide)
    @rule(team=st.sampled_from(["mediators", "press"]))
    def speak(self, team):
        self.count += 1
        mark = f"sealed-{team}-{self.count}"
        move = {"kind": "press", "article": mark}
        if team == "mediators":
            move = {"kind": "mediators", "statement": mark}
        self.room, _ = say(self.room, "decide", by=TEAM_SEATS[team], move=move)
        self.marks[team] = mark

    @precondition(may_decide)
    @rule(team=st.sampled_from(["kabul", "islamabad"]), days=st.integers(1, 30))
    def offer(self, team, days):
        move = {"kind": "state", "offers": [{"kind": "truce", "days": days}], "line": "vow"}
        self.room, _ = say(self.room, "decide", by=TEAM_SEATS[team], move=move)

    @precondition(may_decide)
    @rule(seat=st.sampled_from(sorted(PEOPLE)), chance=chances)
    def forecast(self, seat, chance):
        self.room, _ = say(self.room, "forecast", by=seat, chances={"war": chance})
        self.expected.setdefault(self.room.now.number, {}).setdefault(seat, {})["war"] = chance

    @precondition(may_decide)
    @rule(seat=st.sampled_from(sorted(PEOPLE)), ready=st.booleans())
    def be_ready(self, seat, ready):
        self.room, _ = say(self.room, "ready", by=seat, ready=ready)
        assert (PEOPLE[seat][1] in self.room.now.ready) == ready

    @rule(seat=st.sampled_from(sorted(PEOPLE)))
    def drop_out_and_come_back(self, seat):
        name, team = PEOPLE[seat]
        seats = len(self.room.seats)
        self.room, _ = say(self.room, "drop_out", by=seat)
        before = view(self.room, seat)
        self.room, (told,) = say(self.room, "come_back", key=f"key-of-{name}")
        after = view(self.room, seat)
        assert (told.seat, after["you"]["team"], len(self.room.seats)) == (seat, team, seats)
        assert {**after, "seats": None} == {**before, "seats": None}

    # --- what is not theirs to do

    @rule(
        seat=st.sampled_from(sorted(PEOPLE)),
        words=st.sampled_from(["resolve", "next", "undo", "close", "reveal", "pause", "start"]),
        kind=st.sampled_from(["state", "mediators", "press"]),
    )
    def try_what_is_not_theirs(self, seat, words, kind):
        self.refuses(words, by=seat)
        mine = {"kabul": "state", "islamabad": "state"}.get(PEOPLE[seat][1], PEOPLE[seat][1])
        if mine != kind:
            move = {"kind": kind, **({"article": "x"} if kind == "press" else {})}
            self.refuses("decide", by=seat, move=move)
        if self.room.phase != "deciding":
            self.refuses("forecast", by=seat, chances={"war": 0.5})
            self.refuses("ready", by=seat)

    # --- what the facilitator does

    @precondition(is_under_way)
    @rule(paused=st.booleans())
    def pause(self, paused):
        self.room, _ = say(self.room, "pause", by="facilitator", paused=paused)

    @precondition(may_decide)
    @rule()
    def resolve(self):
        decided = self.room
        self.room, (job,) = say(self.room, "resolve", by="facilitator")
        assert (job.what, job.round) == ("play", decided.now.number)
        self.refuses("resolve", by="facilitator")
        self.refuses("played", round=job.round + 1, result=self.result_of(9))
        self.room, _ = say(self.room, "played", round=job.round, result=self.result_of(job.round))
        self.undone = decided
        self.marks = {}

    @precondition(is_shown)
    @rule()
    def go_on(self):
        if self.room.now.number >= self.room.planned_rounds:
            self.refuses("next", by="facilitator")
            return
        number, day = self.room.now.number, self.room.now.next_day
        self.room, _ = say(self.room, "next", by="facilitator")
        assert (self.room.now.number, self.room.now.first_day) == (number + 1, day)
        assert not self.room.now.moves
        assert not self.room.now.forecasts

    @precondition(may_be_undone)
    @rule()
    def undo(self):
        self.room, _ = say(self.room, "undo", by="facilitator")
        kept = {"ready": (), "result": None}
        assert self.room.now == self.undone.now.model_copy(update=kept)
        assert self.room.rounds[:-1] == self.undone.rounds[:-1]
        for team, move in self.room.now.moves.items():
            said = getattr(move, "article", None) or getattr(move, "statement", None)
            if said:
                self.marks[team] = said  # sealed again

    @precondition(has_two_rounds)
    @rule(war=st.booleans())
    def close_and_score(self, war):
        closed, (job,) = say(self.room, "close", by="facilitator")
        assert job.what == "finish"
        came = {**dict.fromkeys(OUTCOMES, False), "war": war}
        ending = Ending(end="war" if war else "durable", came_about=came, killed=0)
        closed, _ = say(closed, "finished", ending=ending)
        self.check_scores(closed, war)

    def check_scores(self, closed, war):
        rows = {row["seat"]: row for row in leaderboard(closed)}
        for seat in PEOPLE:
            misses = [
                (mine[seat]["war"] - war) ** 2
                for number, mine in self.expected.items()
                if seat in mine and closed.rounds[number : number + 1]
                and closed.rounds[number].result is not None
            ]  # fmt: skip
            if misses:
                assert rows[seat]["score"] == pytest.approx(sum(misses) / len(misses))
            else:
                assert seat not in rows
        ranks = [row["rank"] for row in leaderboard(closed)]
        assert ranks == sorted(ranks)

    # --- what always holds

    @invariant()
    def nobody_sees_what_is_sealed_or_not_theirs(self):
        if self.room is None or not self.room.rounds:
            return
        for seat, (_, team) in PEOPLE.items():
            text = json.dumps(view(self.room, seat))
            for other, mark in self.marks.items():
                assert (f'"{mark}"' in text) == (other == team)
            for other in ("kabul", "islamabad", "mediators"):
                assert (f"report-of-{other}-" in text) <= (other == team)
            assert "truth-" not in text
            assert "key-of-" not in text

    @invariant()
    def a_room_is_its_json(self):
        assert Room.model_validate_json(self.room.model_dump_json()) == self.room

    @invariant()
    def rounds_follow_one_another(self):
        for one, two in zip(self.room.rounds, self.room.rounds[1:], strict=False):
            assert one.result is not None
            assert (two.number, two.first_day) == (one.number + 1, one.next_day)


TestAnyGame = Games.TestCase
TestAnyGame.settings = settings(
    max_examples=40, stateful_step_count=40, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
