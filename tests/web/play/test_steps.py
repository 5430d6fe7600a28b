"""What can be said to a room, by whom, and when; and what is refused, with what words."""

import pytest
from pydantic import ValidationError

from escalation.errors import InputError
from escalation.web.play import Room, leaderboard, open_room, play, view
from escalation.web.play.decisions import decisions_of
from tests.web.play.game import (
    TIMELY,
    begun,
    computed,
    decided,
    resolved,
    say,
    scenario,
    seated,
)


@pytest.fixture(scope="module")
def room():
    return begun()


def refused(room, words, **more):
    with pytest.raises(InputError) as error:
        say(room, words, **more)
    return str(error.value)


RESOLVE = {"say": "resolve"}


@pytest.mark.parametrize(
    ("words", "more", "why"),
    [
        ("resolve", {"by": "seat-1"}, "by: only the facilitator may do that"),
        ("undo", {"by": "seat-2"}, "only the facilitator"),
        ("put_in", {"by": "seat-3", "inject": {"kind": "silence"}}, "only the facilitator"),
        ("start", {"by": "facilitator"}, "can't be done now: the room is deciding"),
        ("close", {"by": "facilitator"}, "can't be done now"),
        ("undo", {"by": "facilitator"}, "no round has been played"),
        ("decide", {"by": "seat-99", "move": {"kind": "state"}}, "there is no seat 'seat-99'"),
        ("decide", {"by": "seat-4", "move": {"kind": "state"}}, "makes moves of the kind 'press'"),
        ("decide", {"by": "seat-5", "move": {"kind": "state"}}, "forecasts, and decides nothing"),
        ("decide", {"by": "facilitator", "move": {"kind": "state"}}, "there is no seat"),
        (
            "decide",
            {"by": "seat-1", "move": {"kind": "state", "operation": {"rung": 4, "days": 4}}},
            "4 days are more than the round's 3",
        ),
        (
            "decide",
            {"by": "seat-1", "move": {"kind": "state", "answers": [
                {"offer": "r1-mediators-0", "accept": True}]}},
            "no offer 'r1-mediators-0' is open to kabul",
        ),
        (
            "decide",
            {"by": "seat-3", "move": {"kind": "mediators", "proposals": [
                {"kind": "mediation", "mediators": ["qater"]}]}},
            "there is no mediator 'qater' here; did you mean 'qatar'?",
        ),
        (
            "decide",
            {"by": "seat-1", "move": {"kind": "state", "offers": [{"kind": "monitoring"}]}},
            "there is no ceasefire in force",
        ),
        ("forecast", {"by": "seat-5", "chances": {"durable": 0.5}}, "nobody asks for 'durable'"),
        (
            "put_in",
            {"by": "facilitator", "inject": {
                "kind": "attack", "actor": "ttp", "killed": 5, "on_day": 4}},
            "day 4 is beyond the round's 3",
        ),
        ("join", {"name": "amina", "team": "press", "key": "another-key"}, "is taken"),
        ("join", {"name": "Zoe", "team": "press", "key": "key-of-Dev"}, "come back to it"),
        ("come_back", {"key": "of-nobody"}, "is that of no seat"),
    ],
)  # fmt: skip
def test_what_is_refused(room, words, more, why):
    before = room.model_dump_json()
    assert why in refused(room, words, **more)
    assert room.model_dump_json() == before


@pytest.mark.parametrize(
    "message",
    [
        {"say": "decide", "by": "seat-1", "move": {"kind": "state", "max_rung": 9}},
        {"say": "decide", "by": "seat-1", "move": {"kind": "state", "operation": {"rung": 1}}},
        {"say": "decide", "by": "seat-1",
         "move": {"kind": "state", "max_rung": 3, "operation": {"rung": 5}}},
        {"say": "decide", "by": "seat-1", "move": {"kind": "state", "line": "shout"}},
        {"say": "decide", "by": "seat-1", "move": {"kind": "state", "nukes": True}},
        {"say": "decide", "by": "seat-1", "move": {"kind": "state", "offers": [
            {"kind": "channel"}] * 4}},
        {"say": "decide", "by": "seat-4", "move": {"kind": "press", "article": "x" * 601}},
        {"say": "forecast", "by": "seat-1", "chances": {"war": 1.5}},
        {"say": "forecast", "by": "seat-1", "chances": {"war": float("nan")}},
        {"say": "join", "name": "", "team": "kabul", "key": "12345678"},
        {"say": "join", "name": "x" * 41, "team": "kabul", "key": "12345678"},
        {"say": "join", "name": "Zoe", "team": "ttp", "key": "12345678"},
        {"say": "resolve", "by": "seat-1; drop table"},
        {"say": "shout", "by": "facilitator"},
    ],
)  # fmt: skip
def test_what_is_no_message(room, message):
    from escalation.web.play import MESSAGES

    dated = {"at": room.at.model_dump(), **message} if message["say"] in TIMELY else message
    with pytest.raises(ValidationError):
        MESSAGES.validate_python(dated)
    with pytest.raises(ValidationError, match=r"\bat\n"):
        MESSAGES.validate_python({"say": "resolve", "by": "facilitator"})


@pytest.mark.parametrize(
    "late",
    [
        ("decide", {"by": "seat-1", "move": {"kind": "state", "max_rung": 1}}),
        ("ready", {"by": "seat-1"}),
        ("forecast", {"by": "seat-1", "chances": {"war": 0.5}}),
        ("put_in", {"by": "facilitator", "inject": {"kind": "silence"}}),
        ("resolve", {"by": "facilitator"}),
        ("undo", {"by": "facilitator"}),
        ("close", {"by": "facilitator"}),
    ],
)
def test_what_was_said_of_a_moment_that_is_past_is_refused(room, late):
    words, more = late
    then = room.at.model_dump()
    shown = resolved(room)
    assert "too late" in refused(shown, words, **more, at=then)
    later, _ = say(shown, "next", by="facilitator")
    why = refused(later, words, **more, at=then)
    assert "when the room was deciding (round 1), and now it is deciding (round 2)" in why
    # A button that is pressed twice takes back one round.
    once, _ = say(later, "undo", by="facilitator")
    assert once.at.round == 1
    assert "too late" in refused(once, "undo", by="facilitator", at=later.at.model_dump())


def test_more_rounds_than_the_scenario_has_days_for_are_refused(room):
    more, _ = say(room, "extend", by="facilitator", rounds=10)
    assert more.planned_rounds == 13  # 39 of 40 days
    assert "14 in all, with 3 days each, would go beyond the scenario's 40 days" in refused(
        more, "extend", by="facilitator", rounds=1
    )
    lobby = seated()
    assert "would go beyond" in refused(lobby, "extend", by="facilitator", rounds=11)
    shorter = computed(say(room, "resolve", by="facilitator")[0])
    shorter, _ = say(shorter, "next", by="facilitator", days=1)
    assert say(shorter, "extend", by="facilitator", rounds=10)[0].planned_rounds == 13
    longer, _ = say(resolved(room), "next", by="facilitator", days=9)
    assert "would go beyond" in refused(longer, "extend", by="facilitator", rounds=9)


def test_a_room_that_cannot_be():
    good = {"seed": 1, "run": 0, "round_days": 3, "rounds": 3}
    for change, why in (
        ({"rounds": 20}, "20 rounds of 3 days each would go beyond the scenario's 40 days"),
        ({"run": -1}, "is not between 0 and 9,999,999"),
        ({"questions": ("wart",)}, "no outcome 'wart'; did you mean 'war'?"),
        ({"seed": -5}, "seed"),
    ):
        with pytest.raises(InputError) as error:
            open_room("PEACE7", "x", scenario(), **{**good, **change})
        assert why in str(error.value)
    with pytest.raises(InputError):
        open_room("PEACE7", "x", "horizon_days: no", **good)


def test_a_phone_that_comes_back_keeps_its_seat(room):
    gone, _ = say(room, "drop_out", by="seat-2")
    assert not gone.seat("seat-2").connected
    gone = decided(gone, "seat-1", kind="state", line="vow")
    back, (told,) = say(gone, "come_back", key="key-of-Bilal")
    assert told.seat == "seat-2"
    assert back.seat("seat-2").connected
    assert len(back.seats) == len(room.seats)
    late, (told,) = say(back, "join", name="Late", team="islamabad", key="key-of-Late")
    assert told.seat == "seat-6"
    assert view(late, "seat-6")["now"]["your_move"] is None


NAMES = [
    "Ali", "علی‌رضا", "می‌خواهم", "ګل‌مکۍ", "زرغونه", "مُحَمَّد", "حسین‌زاده", "Nguyễn Văn", "O'Brien",
    "李小龙", "नरेन्द्र", "7", "Sara B.",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_scripts_are_kept_as_they_are_spelt(name):
    room, _ = say(seated(), "join", name=f"  {name} ", team="press", key="key-of-guest")
    assert room.seats[-1].name == name


@pytest.mark.parametrize(
    "name",
    [
        "\u200b", "A\u200bB", "\0", "A\0", "A\x1b[2J", "A\tB", "a\u202eb", "\u2066x", "\ufeffA",
        "\u00adA", "a\u200cb", "\u200c", "\u0301", "\u0301\u0302\u0303", "a" + "\u0301" * 9,
        "\u3164", "\u2800", "\u115f", "\uffa0", "A\u3164", "\ue000", "\U000e0041", "!!!", "\u034f",
    ],
)  # fmt: skip
def test_names_that_nobody_can_read_are_refused_in_one_message(name):
    with pytest.raises(ValidationError, match="letters and figures that can be seen"):
        say(seated(), "join", name=name, team="press", key="key-of-guest")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ali", "ali "), ("Ali", "ＡＬＩ"), ("Ali", "𝐀𝐥𝐢"),
        ("Anna B", "anna \u00a0b"), ("José", "Jose\u0301"), ("Straße", "STRASSE"), ("fin", "ﬁn"),
        ("علی‌رضا", "علیرضا"), ("x", "facilitator"), ("x", "The model's odds"),
    ],
)  # fmt: skip
def test_a_name_is_taken_in_whatever_case_or_width_it_is_written(one, other):
    room, _ = say(seated(), "join", name=one, team="press", key="key-of-one")
    assert "is taken in this room" in refused(
        room, "join", name=other, team="kabul", key="key-of-other"
    )
    assert say(room, "join", name=f"{one} 2", team="kabul", key="key-of-other")


def test_what_is_written_shows_what_is_hidden_in_it_and_comes_back_from_disk(room):
    text = "می‌خواهم\r\nمرز\u202eevil\0"
    room = decided(room, "seat-4", kind="press", article=text)
    shown = "می‌خواهم\nمرز\\u202eevil\\u0000"
    assert room.now.moves["press"].article == shown
    assert decided(room, "seat-4", kind="press", article=shown).now == room.now
    for inject in ({"kind": "leak", "text": "\u200b"},):
        room, _ = say(room, "put_in", by="facilitator", inject=inject)
        assert room.now.injects[-1].text == "\\u200b"
    long = decided(room, "seat-4", kind="press", article="\u200b" * 100)
    assert Room.model_validate_json(long.model_dump_json()) == long
    with pytest.raises(ValidationError, match="more than 600 letters"):
        decided(room, "seat-4", kind="press", article="\u200b" * 101)


def test_a_freed_seat_is_gone_with_what_it_said_of_the_round_and_what_was_played_stays(room):
    room = decided(room, "seat-4", kind="press", article="by an intruder")
    room, _ = say(room, "join", name="Late", team="kabul", key="key-of-Late")
    room = decided(room, "seat-1", kind="state", max_rung=1)
    for seat in ("seat-1", "seat-4", "seat-6"):
        room, _ = say(room, "forecast", by=seat, chances={"war": 0.5})
        room, _ = say(room, "ready", by=seat)
    went = resolved(room)
    for free_first in (True, False):
        one, _ = say(went, *(("free",) if free_first else ("undo",)), by="facilitator",
                     **({"seats": ["seat-1", "seat-4"]} if free_first else {}))  # fmt: skip
        if free_first:
            assert one.rounds == went.rounds
            one, _ = say(one, "undo", by="facilitator")
        else:
            one, _ = say(one, "free", by="facilitator", seats=["seat-1", "seat-4"])
        # Another sits in Kabul, so its move stays, to be sealed again; nobody does in the press.
        assert set(one.now.moves) == {"kabul"}
        assert one.now.ready == ()
        assert set(one.now.forecasts) == {"seat-6"}
    again, (told,) = say(one, "join", name="Dev", team="press", key="key-of-Dev-2")
    assert told.seat == "seat-7"
    assert view(again, "seat-7")["now"]["your_forecast"] == {}


def test_what_a_freed_seat_forecast_of_a_played_round_is_scored_and_of_an_undone_one_is_not(room):
    for seat, chance in (("seat-4", 0.9), ("seat-5", 0.2)):
        room, _ = say(room, "forecast", by=seat, chances={"war": chance})
    freed, _ = say(resolved(room), "free", by="facilitator", seats=["seat-4"])

    def scores(room):
        closed = computed(say(room, "close", by="facilitator")[0])
        came = closed.final.came_about["war"]
        rows = {row["name"]: row["score"] for row in leaderboard(closed) if row["seat"]}
        return rows, came

    rows, came = scores(freed)
    assert rows == {
        "Seat 4, freed": pytest.approx((0.9 - came) ** 2), "Ebba": pytest.approx((0.2 - came) ** 2)
    }  # fmt: skip
    undone, _ = say(freed, "undo", by="facilitator")
    assert set(scores(resolved(undone))[0]) == {"Ebba"}


def test_a_seat_freed_while_the_model_plays_changes_nothing_of_what_it_plays(room):
    waiting, _ = say(
        decided(room, "seat-4", kind="press", article="x"), "resolve", by="facilitator"
    )
    freed, _ = say(waiting, "free", by="facilitator", seats=["seat-4"])
    assert freed.rounds == waiting.rounds
    assert say(freed, "undo", by="facilitator")[0].now.moves == {}


def test_a_pause_holds_all_but_the_facilitator(room):
    still, _ = say(room, "pause", by="facilitator")
    assert "paused" in refused(still, "decide", by="seat-1", move={"kind": "state"})
    assert "paused" in refused(still, "resolve", by="facilitator")
    again, _ = say(still, "pause", by="facilitator", paused=False)
    assert decided(again, "seat-1", kind="state", line="vow").now.moves["kabul"].line == "vow"


def test_a_move_takes_the_place_of_the_last_and_is_no_longer_ready(room):
    one = decided(room, "seat-1", kind="state", line="vow")
    one, _ = say(one, "ready", by="seat-1")
    assert one.now.ready == ("kabul",)
    two = decided(one, "seat-1", kind="state", line="deny")
    assert (two.now.moves["kabul"].line, two.now.ready) == ("deny", ())


def test_undo_gives_the_round_back_as_it_was_decided_and_a_late_result_is_refused(room):
    one = decided(room, "seat-1", kind="state", max_rung=1)
    shown = resolved(one)
    assert shown.phase == "shown"
    back, _ = say(shown, "undo", by="facilitator")
    assert (back.phase, back.now.result) == ("deciding", None)
    assert back.now.moves == one.now.moves
    assert resolved(back) == shown
    further, _ = say(shown, "next", by="facilitator")
    back, _ = say(further, "undo", by="facilitator")
    assert back.now.number == 1
    assert back.now.result is None
    late = play(shown, futures=20)
    assert "can't be done now" in refused(back, "played", round=1, result=late)
    waiting, _ = say(back, "resolve", by="facilitator")
    assert "not the round that is played" in refused(waiting, "played", round=2, result=late)


def test_a_round_that_is_being_played_is_stopped_by_undo(room):
    one = decided(room, "seat-1", kind="state", max_rung=1)
    waiting, _ = say(one, "resolve", by="facilitator")
    back, effects = say(waiting, "undo", by="facilitator")
    assert back == one
    assert effects == ()
    first, _ = say(seated(), "start", by="facilitator")
    assert say(first, "undo", by="facilitator")[0] == seated()


def test_the_last_round_may_be_followed_by_more(room):
    short = room.model_copy(update={"planned_rounds": 1})
    shown = resolved(short)
    assert "extend the game, or close it" in refused(shown, "next", by="facilitator")
    longer, _ = say(shown, "extend", by="facilitator", rounds=2)
    assert say(longer, "next", by="facilitator")[0].now.number == 2
    far = shown.model_copy(update={"planned_rounds": 60, "horizon_days": 5})
    assert "more than the scenario has left, 2" in refused(far, "next", by="facilitator")


def test_no_decision_changes_nothing(room):
    shown = resolved(room)
    result = shown.now.result
    assert result.parts == ()
    assert result.odds_before == result.odds_decided
    silent = resolved(decided(room, "seat-1", kind="state"))
    assert silent.now.result.bits == result.bits


def test_one_acceptance_is_no_deal_and_two_are():
    room = begun()
    offer = {"kind": "truce", "days": 6}
    room = resolved(decided(room, "seat-3", kind="mediators", proposals=[offer]))
    room, _ = say(room, "next", by="facilitator")
    yes = [{"offer": "r1-mediators-0", "accept": True}]
    no = [{"offer": "r1-mediators-0", "accept": False}]
    one = decided(room, "seat-1", kind="state", answers=yes)
    assert resolved(one).now.result.parts == ()
    against = resolved(decided(one, "seat-2", kind="state", answers=no)).now.result
    assert [(part.id, part.told) for part in against.parts] == [
        ("r2-islamabad-talks", "Pakistan's military refused talks.")
    ]
    both = resolved(decided(one, "seat-2", kind="state", answers=yes))
    assert [part.id for part in both.now.result.parts] == ["r1-mediators-0"]
    lapsed, _ = say(resolved(room), "next", by="facilitator")
    assert "no offer" in refused(lapsed, "decide", by="seat-1", move={
        "kind": "state", "answers": yes})  # fmt: skip


def test_crossings_are_held_and_refusals_are_for_the_round_alone(room):
    both = {"kind": "state", "crossings": "closed", "refuse": ["talks", "mediation"]}
    shown = resolved(decided(room, "seat-1", **both))
    assert shown.now.result.standing.crossings_closed[0]
    parts = [part.id for part in shown.now.result.parts]
    assert parts == ["r1-kabul-crossings", "r1-kabul-mediation", "r1-kabul-talks"]
    events = [event for one in decisions_of(shown, 1) for event in one.events]
    assert all(event["days"] == shown.now.days for event in events)


def test_what_is_put_in_happens_and_an_offer_from_outside_is_open_at_once(room):
    quiet, _ = say(room, "put_in", by="facilitator", inject={"kind": "silence"})
    news = {"kind": "leak", "text": "A video of <script>"}
    quiet, _ = say(quiet, "put_in", by="facilitator", inject=news)
    offer = {"kind": "offer", "offer": {"kind": "agreement", "monitored": False}}
    quiet, _ = say(quiet, "put_in", by="facilitator", inject=offer)
    assert view(quiet, "seat-2")["now"]["open_offers"][0]["id"] == "r1-inject-2"
    assert view(quiet, "seat-4")["now"]["open_offers"] == []
    assert view(quiet, "seat-4")["now"]["leaks"] == ["A video of <script>"]
    yes = [{"offer": "r1-inject-2", "accept": True}]
    for seat in ("seat-1", "seat-2"):
        quiet = decided(quiet, seat, kind="state", answers=yes)
    shown = resolved(quiet)
    assert not shown.now.result.standing.channel_open
    told = shown.now.result.reports["public"]
    assert any("reached an agreement without monitors" in sentence for sentence in told)


def test_what_odds_are_for_the_debrief_are_not_shown_before():
    room = resolved(begun(odds_shown=False))
    assert "odds" not in view(room, "seat-5")["rounds"][0]
    assert "odds" in view(room, "facilitator")["rounds"][0]
    room, _ = say(room, "close", by="facilitator")
    assert "odds" in view(computed(room), "seat-5")["rounds"][0]


def test_a_room_that_never_began_has_no_now():
    assert view(seated(), "seat-1")["now"] is None
