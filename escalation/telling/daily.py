"""A run told day by day in a line and a strip, its quiet stretches in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escalation import vocabulary as words
from escalation.naming import OUTCOME_NAMES, SIDE_NAMES
from escalation.telling.chronicle import counted, date_of

if TYPE_CHECKING:
    from escalation.mesa.border_model import BorderModel
    from escalation.scenario.sections import Scenario

AFG, PAK = (name.people for name in SIDE_NAMES.values())
BLOCKS = " ▁▂▃▄▅▆▇█"
FULL_TENSION = 8.0  # excess tension at which a block is full
MARKS = {
    words.EXCHANGE: "·",
    words.SHELLING: "·",
    words.RAID_REPELLED: "r",
    words.CAPTURE: "C",
    words.RECAPTURE: "c",
    words.STRIKE: "*",
    words.CAPITAL_STRIKE: "#",
}
LETHAL_FIRE = "x"
ORDER_OF_MARKS = f" ·{LETHAL_FIRE}rcC*#"
LEGEND = (
    "The strip runs from the Wakhan (left) to Iran, one character for each of its segments: blocks "
    "show tension, · fire, x fire with dead, r a raid repelled, C a post captured, c one retaken, "
    "* a strike, # a strike on a capital. Posts held: by the Afghan side / by the Pakistani side."
)
#: How the rung of a day's line goes with what a state resolved to do, as the chronicle tells it.
RUNGS_TOLD = (
    "A rung is the one at which a state acts that day. What it resolved is acted on days later, "
    "unless something harder is under way, lasts as long as its operation, and is stood down from "
    "by chance: a rung may stay above 1 on days on which nothing is done."
)
MILITANT = (words.TTP_ATTACK, words.ISIS_K_ATTACK, words.ARMY_OPERATION)
#: What may happen on a day that is told as quiet.
IN_PASSING = (*MILITANT, words.PUBLIC_LINE, words.WITHDRAWAL)
#: What a day's line names beside its figures.
NAMED = (
    words.MEDIATOR_ENGAGED, words.TALKS_STARTED, words.TALKS_COLLAPSED, words.TRUCE_AGREED,
    words.AGREEMENT_REACHED, words.CEASEFIRE_ENDED, words.CHANNEL_OPENED, words.CHANNEL_CLOSED,
    words.CROSSINGS_CLOSED, words.CROSSINGS_REOPENED, words.DE_ESCALATED, words.MINOR_RELAPSE,
    words.SERIOUS_RELAPSE, words.WAR, words.QUIET_AFTER_WAR,
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """A finished day: its record by field, its events, and the strip that evening."""

    number: int
    record: Mapping[str, float]
    events: Sequence[tuple[Any, ...]]
    strip: str

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing happened that a line of its own should tell."""
        return self.record["quiet"] == 1.0 and all(event[1] in IN_PASSING for event in self.events)


def days_of(model: BorderModel) -> Iterator[Day]:
    """Step a model to its horizon and yield each day as it ends."""
    while model.running:
        before = len(model.record.event_rows)
        model.step()
        events = model.record.event_rows[before:]
        tension = [segment.tension for segment in model.segments]
        yield Day(model.day, model.record.day_rows[-1], events, strip_of(tension, events))


def strip_of(tension: Sequence[float], events: Sequence[tuple[Any, ...]]) -> str:
    """Return the border as one character a segment: tension, or the hardest mark of the day."""
    top = len(BLOCKS) - 1
    strip = [BLOCKS[min(top, round(top * value / FULL_TENSION))] for value in tension]
    hardest = [" "] * len(strip)
    for event in events:
        mark, segment = _mark(event), event[3]
        if mark and segment >= 0 and _rank(mark) > _rank(hardest[segment]):
            hardest[segment] = mark
    marked = zip(strip, hardest, strict=True)
    return "".join(block if mark == " " else mark for block, mark in marked)


def _mark(event: tuple[Any, ...]) -> str:
    lethal = sum(event[6:9]) > 0
    if event[1] in (words.EXCHANGE, words.SHELLING) and lethal:
        return LETHAL_FIRE
    return MARKS.get(event[1], "")


def _rank(mark: str) -> int:
    return ORDER_OF_MARKS.index(mark)


def day_line(day: Day, scenario: Scenario) -> str:
    """Return a day in a line: rungs, incidents, the dead, posts held, and what stands between."""
    r = {name: int(value) for name, value in day.record.items()}
    soldiers = (r["killed_afg_state"], r["killed_pak_state"])
    civilians = r["killed_afg_civilians"] + r["killed_pak_civilians"]
    parts = [
        f"{date_of(scenario, day.number)} (day {day.number})",
        f"rungs {AFG} {r['rung_afg']}, {PAK} {r['rung_pak']}",
        counted(r["incidents"], "incident"),
        f"dead {AFG} {soldiers[0]:,}, {PAK} {soldiers[1]:,}, civilians {civilians:,}",
        f"posts held {r['held_by_afg']}/{r['held_by_pak']}",
    ]
    named = dict.fromkeys(words.EVENT_KINDS[event[1]] for event in day.events if event[1] in NAMED)
    return "  ".join([*parts, *_standing(r), *([", ".join(named)] if named else [])])


def _standing(r: Mapping[str, int]) -> list[str]:
    """Return what stands between the states, in brackets."""
    marks = []
    if r["ceasefire"]:
        watched = ", monitored" if r["monitored"] else ""
        marks.append(f"[{words.CEASEFIRES[r['ceasefire']]}{watched}]")
    if r["talks"]:
        marks.append("[talks]")
    if r["channel"]:
        marks.append("[back channel]")
    return marks


def quiet_line(days: Sequence[Day], scenario: Scenario) -> str:
    """Return a stretch of quiet days in a line."""
    first, last = days[0].number, days[-1].number
    attacks = sum(int(day.record["ttp_attacks"]) for day in days)
    dates, numbers = date_of(scenario, first), f"day {first}"
    if last > first:
        dates, numbers = f"{dates} to {date_of(scenario, last)}", f"days {first}-{last}"
    inside = f"; {counted(attacks, 'TTP attack')} inside Pakistan" if attacks else ""
    return f"{dates} ({numbers}): quiet between the states{inside}"


def told(days: Iterator[Day], scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield (line, strip) as days end; quiet stretches as one line without a strip."""
    stretch: list[Day] = []
    for day in days:
        if day.is_quiet:
            stretch.append(day)
            continue
        if stretch:
            yield quiet_line(stretch, scenario), ""
            stretch = []
        yield day_line(day, scenario), day.strip
    if stretch:
        yield quiet_line(stretch, scenario), ""


def end_and_toll(run: Mapping[str, int], scenario: Scenario, days: int) -> list[str]:
    """Return how a run ended, on which days it turned, and how many were killed, in sentences.

    Parameters
    ----------
    run
        The fields of its row that say so.
    scenario
        Whose run it is.
    days
        How many days it lasted.
    """

    def when(field: str, what: str) -> list[str]:
        day = run[field]
        return [f"{what} on {date_of(scenario, day)} (day {day})"] if day >= 0 else []

    dates = [
        *when("deescalated_day", "the quiet that counts began"),
        *when("minor_relapse_day", "first lethal incident after it"),
        *when("serious_relapse_day", "serious relapse"),
        *when("war_day", "war"),
        *when("quiet_after_war_day", "quiet after the war began"),
    ]
    end = OUTCOME_NAMES[words.END_STATES[run["end_state"]]].told
    lines = [f"End after {counted(days, 'day')}: {end}."]
    if dates:
        told = "; ".join(dates)
        lines.append(f"{told[:1].upper()}{told[1:]}.")
    lines.append(
        f"Killed between the states: {run['killed_afg_state']:,} Afghan and "
        f"{run['killed_pak_state']:,} Pakistani soldiers, {run['killed_afg_civilians']:,} Afghan "
        f"and {run['killed_pak_civilians']:,} Pakistani civilians."
    )
    return lines


def ending(model: BorderModel) -> list[str]:
    """Return how the run ended, in a few lines."""
    run = {name: int(model.outcome[name][0]) for name in model.outcome.dtype.names or ()}
    held = model.record.day_rows[-1]
    lines = end_and_toll(run, model.source, model.day + 1)
    lines.append(
        f"{counted(run['incidents'], 'incident')} ({run['lethal_incidents']} lethal), "
        f"{counted(run['air_strikes'], 'strike')}; posts taken by the "
        f"Afghan side {run['posts_taken_by_afg']}, by the Pakistani side "
        f"{run['posts_taken_by_pak']}; held at the end {held['held_by_afg']:.0f} and "
        f"{held['held_by_pak']:.0f}."
    )
    lines.append(
        f"{counted(run['ttp_attacks'], 'TTP attack')} and "
        f"{counted(run['isis_attacks'], 'ISIS-K attack')}; "
        f"{counted(run['truces'], 'truce')}, {counted(run['agreements'], 'agreement')}, "
        f"{run['ceasefires_failed']} broken."
    )
    return lines
