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

TEAMS = sorted(team for _, team in PEOPLE.values())
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


def may_free(game):
    return len(game.there) > 1


def has_room(game):
    return len(game.there) < 8


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
        self.there = {seat: (*who, f"key-of-{who[0]}") for seat, who in PEOPLE.items()}
        self.freed = {}  # like those who are there: name, team and key
        self.freed_since = []  # seats freed since the last round was played

    def team_of(self, seat):
        return self.there[seat][1]

    def any_seat(self, data, *teams):
        """Return somebody who is there, of these teams; None if nobody is."""
        found = [one for one in sorted(self.there) if not teams or self.team_of(one) in teams]
        return data.draw(st.sampled_from(found)) if found else None

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
    @rule(data=st.data())
    def speak(self, data):
        seat = self.any_seat(data, "mediators", "press")
        if seat is None:
            return
        team = self.team_of(seat)
        self.count += 1
        mark = f"sealed-{team}-{self.count}"
        move = {"kind": "press", "article": mark}
        if team == "mediators":
            move = {"kind": "mediators", "statement": mark}
        self.room, _ = say(self.room, "decide", by=seat, move=move)
        self.marks[team] = mark

    @precondition(may_decide)
    @rule(data=st.data(), days=st.integers(1, 30))
    def offer(self, data, days):
        move = {"kind": "state", "offers": [{"kind": "truce", "days": days}], "line": "vow"}
        if seat := self.any_seat(data, "kabul", "islamabad"):
            self.room, _ = say(self.room, "decide", by=seat, move=move)

    @precondition(may_decide)
    @rule(data=st.data(), chance=chances)
    def forecast(self, data, chance):
        seat = self.any_seat(data)
        self.room, _ = say(self.room, "forecast", by=seat, chances={"war": chance})
        self.expected.setdefault(self.room.now.number, {}).setdefault(seat, {})["war"] = chance

    @precondition(may_decide)
    @rule(data=st.data(), ready=st.booleans())
    def be_ready(self, data, ready):
        seat = self.any_seat(data)
        self.room, _ = say(self.room, "ready", by=seat, ready=ready)
        assert (self.team_of(seat) in self.room.now.ready) == ready

    @rule(data=st.data())
    def drop_out_and_come_back(self, data):
        seat = self.any_seat(data)
        _, team, key = self.there[seat]
        seats = len(self.room.seats)
        self.room, _ = say(self.room, "drop_out", by=seat)
        before = view(self.room, seat)
        self.room, (told,) = say(self.room, "come_back", key=key)
        after = view(self.room, seat)
        assert (told.seat, after["you"]["team"], len(self.room.seats)) == (seat, team, seats)
        assert {**after, "seats": None} == {**before, "seats": None}

    # --- who comes, and who is sent away

    @precondition(has_room)
    @rule(team=st.sampled_from(TEAMS))
    def join(self, team):
        self.count += 1
        who = (f"Guest {self.count}", team, f"key-of-guest-{self.count}")
        self.room, (told,) = say(self.room, "join", name=who[0], team=team, key=who[2])
        assert told.seat not in self.there | self.freed  # a number is nobody else's, ever
        self.there[told.seat] = who

    @precondition(may_free)
    @rule(data=st.data(), count=st.integers(1, 3))
    def free(self, data, count):
        going = data.draw(st.permutations(sorted(self.there)))[: min(count, len(self.there) - 1)]
        before = self.room
        self.room, effects = say(before, "free", by="facilitator", seats=going)
        assert effects == ()
        self.refuses("free", by="facilitator", seats=going)
        for seat in going:
            self.freed[seat] = self.there.pop(seat)
        self.freed_since += going
        left = {team for _, team, _ in self.there.values()}
        gone = {self.freed[seat][1] for seat in going}
        if self.room.phase == "deciding":
            moves = {team: move for team, move in before.now.moves.items()
                     if team in left or team not in gone}  # fmt: skip
            assert self.room.now.moves == moves
            assert set(self.room.now.ready) == set(before.now.ready) - gone
            self.marks = {team: mark for team, mark in self.marks.items() if team in moves}
            for seat in going:
                self.expected.get(self.room.now.number, {}).pop(seat, None)
            assert not set(self.room.now.forecasts) & set(self.freed)
        else:
            assert self.room.rounds == before.rounds  # what was played stays
        if may_be_undone(self):
            there, _ = say(before, "undo", by="facilitator")
            there, _ = say(there, "free", by="facilitator", seats=going)
            back, _ = say(self.room, "undo", by="facilitator")
            assert there == back  # in whatever order

    # --- what is not theirs to do

    @rule(
        data=st.data(),
        words=st.sampled_from(["resolve", "next", "undo", "close", "reveal", "pause", "start"]),
        kind=st.sampled_from(["state", "mediators", "press"]),
    )
    def try_what_is_not_theirs(self, data, words, kind):
        seat = self.any_seat(data)
        self.refuses(words, by=seat)
        self.refuses("free", by=seat, seats=[seat])
        team = self.team_of(seat)
        mine = {"kabul": "state", "islamabad": "state"}.get(team, team)
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
        self.freed_since = []

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
        left = {team for _, team, _ in self.there.values()}
        empty = {self.freed[seat][1] for seat in self.freed_since} - left
        was = self.undone.now
        kept = {
            "ready": (), "result": None,
            "moves": {team: move for team, move in was.moves.items() if team not in empty},
            "forecasts": {seat: said for seat, said in was.forecasts.items()
                          if seat not in self.freed_since},
        }  # fmt: skip
        assert self.room.now == was.model_copy(update=kept)
        for seat in self.freed_since:
            self.expected.get(was.number, {}).pop(seat, None)
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
        ending = Ending(end="war" if war else "durable", came_about=came, killed=0,
                        killed_by_groups=(0, 0), killed_of_groups=0)  # fmt: skip
        closed, _ = say(closed, "finished", ending=ending)
        self.check_scores(closed, war)

    def check_scores(self, closed, war):
        rows = {row["seat"]: row for row in leaderboard(closed)}
        for seat in self.there | self.freed:
            misses = [
                (mine[seat]["war"] - war) ** 2
                for number, mine in self.expected.items()
                if seat in mine and closed.rounds[number : number + 1]
                and closed.rounds[number].result is not None
            ]  # fmt: skip
            if misses:
                assert (rows[seat]["name"] == f"Seat {seat[5:]}, freed") == (seat in self.freed)
                assert rows[seat]["score"] == pytest.approx(sum(misses) / len(misses))
                # The model is asked the same, and no more: its odds of war before those rounds.
                yard = [
                    (closed.rounds[number - 1].result.odds_after["war"] - war) ** 2
                    for number, mine in self.expected.items()
                    if seat in mine and closed.rounds[number : number + 1]
                    and closed.rounds[number].result is not None
                ]  # fmt: skip
                assert rows[seat]["model_score"] == pytest.approx(sum(yard) / len(yard))
            else:
                assert seat not in rows
        board = leaderboard(closed)
        ranks = [row["rank"] for row in board]
        assert ranks == sorted(ranks)
        against = [row["against_model"] for row in board]
        assert against == sorted(against)
        assert against == [row["score"] - row["model_score"] for row in board]

    # --- what always holds

    @invariant()
    def nobody_sees_what_is_sealed_or_not_theirs(self):
        if self.room is None or not self.room.rounds:
            return
        for seat, (_, team, _) in self.there.items():
            text = json.dumps(view(self.room, seat))
            for name, _, _ in self.freed.values():
                assert f'"{name}"' not in text
            for other, mark in self.marks.items():
                assert (f'"{mark}"' in text) == (other == team)
            for other in ("kabul", "islamabad", "mediators"):
                assert (f"report-of-{other}-" in text) <= (other == team)
            assert "truth-" not in text
            assert "key-of-" not in text

    @invariant()
    def who_was_sent_away_does_nothing(self):
        for seat, (name, team, key) in self.freed.items():
            self.refuses("come_back", key=key)
            self.refuses("join", name=f"{name} again", team=team, key=key)
            self.refuses("forecast", by=seat, chances={"war": 0.5})
            self.refuses("ready", by=seat)
            with pytest.raises(InputError):
                view(self.room, seat)

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
