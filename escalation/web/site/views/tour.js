// A tour of the page for those who see it first: what to look at, and something to try.

import { h } from "../dom.js";

const STOPS = [
  ["odds", "The odds", "Each row is an outcome. The pale band comes first: 95% of draws of what nobody "
    + "knows have their odds within it. The dark band is only the simulation's own error, and narrows "
    + "while you watch. Neither says whether the rules are right."],
  ["odds", "Three yardsticks", "The marks below each band are the record's voice: like cases between "
    + "two states, a Markov chain fitted to many, and a blend with the model. Where they disagree with "
    + "the model, trust no figure blindly."],
  ["suppose", "What you suppose", "On this side stands everything that can be moved. Search for "
    + "“provocation” and pull the slider up: the odds answer while you move it."],
  ["changes", "What differs", "Your change is listed here, with its way back. The same list is a "
    + "scenario file that the command line runs."],
  ["odds", "The ghost", "The hollow marks and grey lines are the scenario as it was, under the same "
    + "luck. A bold difference is told apart from none; one that isn't may be chance."],
  ["charts", "What the runs do", "Behind the odds are thousands of runs. Look at them over time, by "
    + "rung, by deaths; under Runs, pick one and read its chronicle."],
  ["border", "Where it happens", "The map plays the border day by day, for all runs together or for the "
    + "one you picked."],
  ["pins", "Side by side", "Pin a setting, move on, and pin another, to see them beside each other."],
];

export function startTour() {
  document.querySelector("dialog.tour")?.remove();
  let place = 0;
  const title = h("h2", { id: "tour-title" });
  const text = h("p", {});
  const count = h("p", { class: "minor" });
  const back = h("button", { type: "button", click: () => go(place - 1) }, "Back");
  const next = h("button", { type: "button", click: () => go(place + 1) });
  const dialog = h("dialog", { class: "tour", "aria-labelledby": "tour-title", close: () => leave() },
    count, title, text,
    h("div", { class: "line" }, back, next,
      h("button", { type: "button", class: "quiet", click: () => dialog.close() }, "End the tour")));

  function go(to) {
    if (to >= STOPS.length) return dialog.close();
    document.querySelector(".toured")?.classList.remove("toured");
    place = to;
    const [id, name, said] = STOPS[place];
    title.textContent = name;
    text.textContent = said;
    count.textContent = `${place + 1} of ${STOPS.length}`;
    back.disabled = place === 0;
    next.textContent = place + 1 === STOPS.length ? "Done" : "Next";
    const shown = document.getElementById(id);
    shown.classList.add("toured");
    shown.scrollIntoView({ block: "start" });
  }

  function leave() {
    document.querySelector(".toured")?.classList.remove("toured");
    dialog.remove();
  }

  document.body.append(dialog);
  dialog.show(); // not modal: the page can be used meanwhile
  go(0);
  next.focus();
}
