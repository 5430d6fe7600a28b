from escalation.charts.told import Column, Table
from escalation.report.laying_out import column_widths, headings, parted


def table(*rows, heads=("name", "meaning", "set by")):
    return Table("t", "A table", [Column(head) for head in heads], rows)


def test_each_column_has_room_for_its_longest_word_and_the_fullest_has_the_rest():
    long = "what this number does in the model, told in a sentence of some length " * 2
    widths = column_widths(table(("misperception_upward", long, "register")), 900)
    assert sum(widths) <= 900
    assert widths[0] >= 150
    assert widths[2] >= 70
    assert widths[1] == max(widths)


def test_columns_that_hold_alike_are_alike():
    assert column_widths(table(("a", "a", "a"), heads=("b", "b", "b")), 900) == [300] * 3


def test_words_that_no_line_holds_leave_every_column_some_room():
    widths = column_widths(table(("x" * 300, "y" * 300, "z")), 900)
    assert min(widths) >= 20


def test_units_stand_in_the_heads():
    odds = Table("t", "A table", [Column("Odds", "of runs"), Column("Runs")], [])
    assert headings(odds) == ["Odds (of runs)", "Runs"]


def test_no_interval_is_broken_where_a_line_has_room():
    heads = [Column("outcome"), *(Column(name, figures=True) for name in ("base", "here", "class"))]
    row = ("De-escalated by day 14", "68% (<1–>99%) ±20.5", "62% (<1–>99%) ±20.7", "87% (64–>99%)")
    widths = column_widths(Table("t", "A table", heads, [row]), 1200)
    assert sum(widths) <= 1200
    assert all(width >= 13 * len(cell) for width, cell in zip(widths[1:], row[1:], strict=True))


def test_a_column_of_short_words_leaves_room_for_the_heads_of_figures():
    heads = [Column("outcome"), Column("points", figures=True), Column("Monte Carlo", figures=True)]
    widths = column_widths(Table("t", "A table", heads, [("Durable quiet", "+2.8", "±4.7")]), 1200)
    assert min(widths) >= 200


def test_long_names_may_end_a_line_after_their_underscores():
    assert parted("taliban_commitment_day0") == "taliban_\u200bcommitment_\u200bday0"
    assert parted("of a_b and so_on") == "of a_b and so_on"
