"""Each number stands for the word at its place, and has not moved: files hold the numbers."""

from escalation import vocabulary as words


def test_numbers_and_words_go_together():
    assert words.ACTORS[words.TTP] == "ttp"
    assert words.GROUPS == ("ttp", "isis_k")
    assert words.STATES[words.PAKISTANI] == "pakistan_military"
    assert words.SIDES[words.AFGHAN] == "afg"
    assert words.RUNGS[words.OPEN_WAR] == "open war"
    assert len(words.RUNGS) == words.OPEN_WAR + 1
    assert words.LINES[words.VOW] == "vow"
    assert words.CEASEFIRES[words.AGREEMENT] == "agreement"
    assert words.EVENT_KINDS[words.CAPITAL_STRIKE] == "strike on a capital"
    assert words.EVENT_KINDS[words.STRIKE_DECIDED] == "strike decided"
    assert words.EVENT_KINDS[words.QUIET_AFTER_WAR] == "quiet after a war"
    assert words.EVENT_KINDS[words.ARMY_OPERATION] == words.EVENT_KINDS[-1] == "army operation"
    assert words.CAUSES[words.ANSWERED_DEED] == words.CAUSES[-1] == "answer to a deed"
    assert words.END_STATES[words.END_WAR] == "war"
    assert words.END_STATES[words.END_DURABLE] == "durable"
    assert words.STATUS_REASONS[words.CAME_THROUGH] == ""
    assert "raised" in words.STATUS_REASONS[words.RAISED]
    assert words.SEGMENT_COLUMNS[words.TTP_COLUMN] == "ttp_attacks"
    assert words.CHAIN_STATES[words.CHAIN_WAR] == "war"


def test_a_timetable_has_a_number_for_each_kind_of_event():
    kinds = (
        words.SET_LINE, words.ACT, words.RESTRAIN, words.MEDIATE, words.SET_CHANNEL,
        words.SET_CEASEFIRE, words.SET_CROSSINGS, words.SET_TEMPO, words.ATTACK,
        words.REFUSE,
    )  # fmt: skip
    assert kinds == tuple(range(1, 11))
