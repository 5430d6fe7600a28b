"""A tour of the page in ten minutes: what to look at, what to try, and what the page then opens."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

MINUTES: Final = 10

OFFER: Final = {
    "title": "First time here?",
    "text": f"A tour of {MINUTES} minutes goes through the page: you move what moves the odds, "
    "watch one run, and ask what its fate hung on. You can leave it at any time and take it up "
    "again by the button Tour.",
}


@dataclass(frozen=True)
class Stop:
    """A stop of the tour.

    Attributes
    ----------
    at
        The part of the page that it speaks of, by its id.
    title, text
        What it says.
    attempt
        Something to do there, or nothing.
    opens
        What the page opens for it: the name of a chart's tab, or nothing.
    """

    at: str
    title: str
    text: str
    attempt: str = ""
    opens: str = ""


STOPS: Final = (
    Stop(
        "odds", "The odds",
        "Each row is an outcome, and the large figure its share of runs. The pale band is what is "
        "not known: 95% of draws have their odds within it. The dark band inside it is only the "
        "simulation's own error. Neither says whether the rules are right.",
        "Watch the dark band narrow while the runs go from 500 to 10,000. The pale one stays.",
    ),
    Stop(
        "odds", "Three yardsticks",
        "The marks below a band are the record's voice: like cases between two states, a Markov "
        "chain fitted to many, and a blend of both with the model. Where they disagree with the "
        "model, trust no figure blindly.",
        "Find an outcome where the marks lie outside the pale band, and open “The three "
        "yardsticks” for the reason.",
    ),
    Stop(
        "suppose", "What you suppose",
        "All that can be moved stands here: decisions, claims, and every assumption of the model, "
        "each with its unit, its range, and where its default comes from.",
        "Search for “provocation” and pull the slider to the right, slowly. The odds answer while "
        "you move it.",
    ),
    Stop(
        "odds", "The ghost",
        "The hollow marks and grey lines are the scenario as it is, under the same luck. So the "
        "difference beside a figure is a paired one: it is what you changed, and nothing else. In "
        "bold it is told apart from none; else it may be luck.",
        "Push the slider back towards its mark, and see which differences fade first.",
    ),
    Stop(
        "changes", "What differs",
        "What you moved is listed here, each line with its way back. The same list is a scenario "
        "file, which the command line runs. Share, above, copies it as a link.",
        "Open “As a scenario file” and read what it says.",
    ),
    Stop(
        "suppose", "A claim, and a decision",
        "A claim is something that somebody said of the night. Its slider says how far it is "
        "believed, from 0 to 100%. A decision is something that a party could do; a tick is "
        "enough.",
        "Open Claims and move one. Then open Decisions and tick the restraint of both states.",
    ),
    Stop(
        "charts", "What the runs do",
        "Behind the odds are thousands of runs. The tabs show where they stand by day, how they "
        "end, on which rungs, whom it costs, and what the claims were taken to mean. Behind each "
        "chart is its table.",
        "Go through the tabs by the arrow keys.", opens="standings",
    ),
    Stop(
        "charts", "One run of many",
        "Each point is a run. The buttons pick a typical one of each way to end, or one that "
        "stands for a kind of future.",
        "Pick a typical run that ended in war.", opens="runs",
    ),
    Stop(
        "run", "But for that",
        "The run is told day by day. Which moments did its fate hang on? Each of its events can be "
        "taken back alone, with all luck the same. Some turn the run; of those, some moved the "
        "odds and some were luck.",
        "Press “What did it hang on?”, and then watch the run without one of the moments. A click "
        "on a day of the path lets you decide otherwise from there.",
    ),
    Stop(
        "border", "Where it happens",
        "The map plays the border by day: for one run the places of its incidents, for all runs "
        "the share of them in which something happened there.",
        "Press Play, then drag the day.",
    ),
    Stop(
        "pins", "Side by side",
        "Up to four settings stand beside each other, each paired with the scenario as it is.",
        "Pin this setting, change one thing, and pin again. Which outcome differs most?",
    ),
    Stop(
        "tools", "On your own",
        "Words with dots under them are explained where they stand, and all of them under Words. "
        "What you see are odds under assumptions, of a model: a way to think, not a forecast.",
    ),
)  # fmt: skip


def tour_told() -> dict[str, Any]:
    """Return the tour as plain data: what is offered at first, and its stops."""
    return {"offer": OFFER, "stops": [asdict(stop) for stop in STOPS]}
