"""The debrief: decisions and odds, claims and truth, what each team believed, and who knew."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from escalation.browser.markup import Child, as_html, h, table
from escalation.browser.palette import COLOURS, style_sheet
from escalation.charts.words import CAVEAT, upper_first
from escalation.naming import in_plain_words
from escalation.numbers import counted, percent
from escalation.web.debrief.claimed import claims_of
from escalation.web.debrief.pictures import odds_over_the_game, where_it_was
from escalation.web.play import Room
from escalation.web.play.debrief import final_of, game_name
from escalation.web.play.playing import check_room_scenario
from escalation.web.play.reports import CLASHES, PUBLIC
from escalation.web.play.room import FACILITATOR
from escalation.web.play.scores import MODEL, rounds_with_odds
from escalation.web.play.screen import ToldRounds, screen
from escalation.web.play.screen.past import by_day
from escalation.web.play.screen.words import WHO, outcome
from escalation.web.play.views import view_now

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

    from escalation.web.play.room import Ending

#: Its style sheets under ``/site/``, in order; the first is made by `style_sheet`.
STYLES: Final = ("colours.css", "debrief.css")
#: A class for each colour of the charts, which sets the variables that rules of others use.
COLOUR_CLASSES: Final = "".join(
    f".of-{name} {{ --c: var(--{name}); --c-ink: var(--{name}-ink, var(--{name})); }}\n"
    for name in COLOURS
)
_SHARES_CAPTION: Final = "Points of odds of each outcome, with it less without it"
#: Whose reports stand beside each other.
_BELIEVED: Final = ("kabul", "islamabad", PUBLIC)


def debrief_page(room: Room, pivots: Sequence[str] | None, *, alone: bool) -> str:
    """Return the debrief as HTML.

    Parameters
    ----------
    pivots
        Which moments the game hung on, in sentences; None while that is not known.
    alone
        Whether it is a file of its own: its styles are then in it, and its own policy lets nothing
        else in. Else the styles are the server's.

    Raises
    ------
    InputError
        If the game is not over.
    """
    final = final_of(room)
    played, odds = ToldRounds().of(room, FACILITATOR)
    seen, past = view_now(room, FACILITATOR), [one.seen for one in played]
    shown = screen(room, FACILITATOR, seen, past[-1], odds, pivots=pivots)
    rounds = [one.told for one in played]
    head = h(
        "head", {}, h("meta", {"charset": "utf-8"}), *_policy_and_styles(alone=alone),
        h("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        h("title", {}, f"{room.title}: debrief"),
    )  # fmt: skip
    sections = [
        _odds(shown["odds"], rounds),
        _hinges(pivots),
        *(_round(room, one) for one in rounds),
        _claims(room),
        _where(past),
        _scores(shown["ending"], _forecasts(room, final)),
        _replay(room),
    ]
    body = h(
        "body", {},
        h("header", {"id": "top"}, h("p", {"class": "minor"}, f"Debrief of the game {room.code}"),
          h("h1", {}, room.title), h("p", {"class": "lead"}, shown["ending"]["told"]),
          _people(room), _contents(sections)),
        h("main", {}, sections),
        h("footer", {}, h("p", {"class": "minor"}, CAVEAT)),
    )  # fmt: skip
    return as_html(h("html", {"lang": "en"}, head, body))


def _policy_and_styles(*, alone: bool) -> list[ET.Element]:
    if not alone:
        return [h("link", {"rel": "stylesheet", "href": f"/site/{name}"}) for name in STYLES]
    style = "\n".join([style_sheet(), own_styles()])
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return [
        h("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        h("style", {}, style),
    ]


def own_styles() -> str:
    """Return the debrief's own style sheet, with a class for each colour of the charts."""
    text = (files("escalation.web") / "site" / "debrief.css").read_text(encoding="utf-8")
    return COLOUR_CLASSES + text


def _section(title: str, *children: Child, note: str = "") -> ET.Element:
    return h("section", {}, h("h2", {}, title), h("p", {"class": "minor"}, note) if note else None,
             *children)  # fmt: skip


def _contents(sections: Sequence[ET.Element]) -> ET.Element:
    """Return links to the sections, each of which gets one back to the top."""
    links = []
    for number, section in enumerate(sections, start=1):
        section.set("id", f"part-{number}")
        section.append(h("a", {"class": "up", "href": "#top"}, "To the top"))
        name = (section[0].text or "").partition(":")[0]
        links.append(h("li", {}, h("a", {"href": f"#part-{number}"}, name)))
    return h("nav", {"aria-label": "On this page"}, h("ul", {"class": "plain"}, links))


def _who(name: str) -> ET.Element:
    one = WHO[name]
    return h("span", {"class": f"who of-{one.colour}"}, h("i", {}), one.label)


def _people(room: Room) -> ET.Element:
    there: dict[str, list[str]] = {}
    for seat in room.seats:
        there.setdefault(seat.team, []).append(seat.name)
    rows = [h("li", {}, _who(team), ": ", ", ".join(names)) for team, names in there.items()]
    return h("ul", {"class": "plain people"}, rows)


def _odds(track: dict[str, Any], rounds: list[dict[str, Any]]) -> ET.Element:
    key = h("ul", {"class": "plain key"}, [
        h("li", {"class": f"who of-{row['colour']} {row['stroke']}"}, h("i", {}), row["label"], " ",
          h("b", {}, row["told"]))
        for row in track["rows"]
    ])  # fmt: skip
    note = (
        f"{track['subtitle']} An upright step is what was decided that morning; the slope after it "
        "is what these days made of it."
    )
    kept = track["table"]
    return _section(
        track["title"], key,
        h("div", {"class": "scroll chart", "tabindex": "0", "role": "group",
                  "aria-label": track["title"]}, odds_over_the_game(track, rounds)),
        h("details", {}, h("summary", {}, "As a table"),
          table(kept["caption"], kept["columns"], kept["rows"])),
        note=note,
    )  # fmt: skip


def _hinges(pivots: Sequence[str] | None) -> ET.Element:
    if pivots is None:
        return _section("What it hung on", h("p", {}, "Still being computed: look again soon."))
    return _section("What it hung on", h("ul", {}, [h("li", {}, one) for one in pivots]))


def _round(room: Room, one: dict[str, Any]) -> ET.Element:
    result = room.rounds[one["number"]].result
    assert result is not None
    if one["number"] == 0:
        return _section(one["title"], _by_day(one["reports"]["days"]))
    odds = one["odds"]
    moved = table(
        odds["caption"], odds["columns"],
        [[_outcome(row), *row["told"]] for row in odds["rows"]],
    )  # fmt: skip
    if odds["shares"]:
        decided: Child = [
            table(
                _SHARES_CAPTION, odds["shares_columns"],
                [[[_who(share["who"]), ": ", share["told"]],
                  *([h("b" if effect["apart"] else "span", {}, effect["told"]),
                     h("span", {"class": "minor"}, f" ({effect['between']})")]
                    for effect in share["effects"])]
                 for share in odds["shares"]],
            ),
            h("p", {"class": "minor"}, odds["shares_meaning"]),
        ]  # fmt: skip
    else:
        decided = h("p", {}, one["decided_nothing"])
    believed = {
        f"What reached {WHO[who].label}" if who != PUBLIC else "What everybody heard":
        result.reports[who]
        for who in _BELIEVED
    }  # fmt: skip
    said = [
        h("blockquote", {"class": f"of-{words['colour']}"}, h("b", {}, words["label"]),
          h("p", {}, words["text"]))
        for words in one["said"]
    ]  # fmt: skip
    return _section(
        one["title"], h("ul", {"class": "plain"}, [h("li", {}, line) for line in one["standing"]]),
        h("h3", {}, odds["title"]), moved, h("h3", {}, odds["shares_title"]), decided,
        [h("h3", {}, one["said_title"]), said] if said else None,
        h("div", {"class": "told-and-true"}, h("h3", {}, "Told and true"),
          _beside({**believed, "What happened": result.truth})),
    )  # fmt: skip


def _beside(told: dict[str, Sequence[str]]) -> ET.Element:
    """Return reports beside each other, a row a day, under heads that a page of paper repeats.

    On a phone the cells of a day stand below each other, each with its column's head in it.
    """
    columns = [{day["day"]: day["lines"] for day in by_day(each)} for each in told.values()]
    days = sorted({day for each in columns for day in each}, key=_number_of)
    rows = [
        (
            h("tr", {"class": "day"}, h("th", {"scope": "rowgroup", "colspan": len(told)}, day)),
            h("tr", {}, [
                h("td", {}, h("b", {"class": "whose"}, title),
                  h("ul", {}, [h("li", {}, line) for line in each[day]]) if day in each
                  else h("p", {"class": "minor"}, "Nothing was reported."))
                for title, each in zip(told, columns, strict=True)
            ]),
        )
        for day in days
    ]  # fmt: skip
    heads = h("tr", {}, [h("th", {"scope": "col"}, title) for title in told])
    return h("table", {"class": "beside"}, h("thead", {}, heads),
             [h("tbody", {}, row) for row in rows])  # fmt: skip


def _number_of(day: str) -> int:
    """Return the number in a day's name: ``12 Oct (day 0)``."""
    return int(day.rpartition(" ")[2].rstrip(")"))


def _by_day(days: Sequence[dict[str, Any]], heading: str = "h3") -> list[Child]:
    """Return lines under their headings; the first may have none."""
    return [
        [h(heading, {}, day["day"]) if day["day"] else None,
         h("ul", {}, [h("li", {}, line) for line in day["lines"]])]
        for day in days
    ]  # fmt: skip


def _outcome(row: dict[str, Any]) -> ET.Element:
    return h("span", {"class": f"who of-{row['colour']} {row['stroke']}"}, h("i", {}), row["label"])


def _claims(room: Room) -> ET.Element:
    rows = [
        [one.day, one.who, one.what, f"{one.claimed:,}", f"{one.true:,}"] for one in claims_of(room)
    ]
    if not rows:
        return _section("Claims and truth", h("p", {}, "Nobody gave a figure."))
    columns = ["Day", "Who", "Figure", "claimed", "in this world"]
    return _section("Claims and truth", table("Figures of the dead", columns, rows))


def _where(past: list[dict[str, Any]]) -> ET.Element:
    incidents = [incident for one in past for incident in one["incidents"]]
    count = sum(one["kind"] in CLASHES for one in incidents)
    note = f"{counted(count, 'incident')} between the states together."
    return _section("Where it was", *where_it_was(incidents, CLASHES), note=note)


def _scores(ending: dict[str, Any], every: ET.Element | None) -> ET.Element:
    board = ending["board"]
    if not board["rows"]:
        return _section("Forecasts", h("p", {}, "Nobody gave a forecast."))
    return _section(
        "Forecasts",
        table(board["caption"], board["columns"],
              [[rank, _name(name), *others] for rank, name, *others in board["rows"]]),
        every,
        note=ending["board_told"],
    )  # fmt: skip


def _name(name: str) -> ET.Element:
    """Return a person's name as a table has it, which a long one does not widen."""
    return h("span", {"class": "name"}, name)


def _forecasts(room: Room, final: Ending) -> ET.Element | None:
    """Return what each seat said before each round, and what came."""
    rows = [
        [seat.name, f"{one.number}",
         *(percent(said[name]) if name in said else "" for name in room.questions)]
        for seat in room.all_seats
        for one in room.rounds
        if one.result is not None and (said := one.forecasts.get(seat.id))
    ]  # fmt: skip
    if not rows:
        return None
    for one, odds in rounds_with_odds(room):
        told = (percent(odds[name]) for name in room.questions)
        rows.append([upper_first(MODEL), f"{one.number}", *told])
    came = ["came about" if final.came_about[name] else "did not" for name in room.questions]
    rows.append(["In this world", "", *came])
    columns = ["Name", "before round", *(outcome(name)["label"] for name in room.questions)]
    return h(
        "details", {}, h("summary", {}, "Every forecast"),
        table("What each said before each round", columns, rows),
    )  # fmt: skip


def _replay(room: Room) -> ET.Element:
    scenario = check_room_scenario(room.scenario)
    file = f"{game_name(room)}.yaml"
    return _section(
        "Play it again",
        h("p", {}, "The game is a scenario file, saved from the same place as this page. Its run ",
          f"{room.run} is the room's world, to the bit:"),
        h("pre", {"tabindex": "0", "role": "group", "aria-label": "Commands"},
          f"escalation watch {file} --run {room.run}\n"
          f"escalation pivots {file} --run {room.run}\n"
          f"escalation compare {scenario.name} {file}"),
        h("p", {"class": "minor"}, f"Scenario {in_plain_words(scenario.name)}, seed {room.seed}."),
    )  # fmt: skip
