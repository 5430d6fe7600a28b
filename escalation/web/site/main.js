// The page begins here: it loads what may be moved, asks for the odds, and hands on what comes.

import { h } from "./drawing/dom.js";
import { Live } from "./live.js";
import { State } from "./state.js";
import { BorderPlay } from "./views/border_play.js";
import { drawChanges } from "./views/changes.js";
import { Charts } from "./views/charts.js";
import { Controls } from "./views/controls.js";
import { Age, drawGlance, drawOdds, drawStatus, drawWaiting, offerHiding } from "./views/odds.js";
import { Pins } from "./views/pins.js";
import { drawSituation } from "./views/situation.js";
import { begin as beginGlossary } from "./drawing/glossary.js";
import { Storylines } from "./views/storylines.js";
import { drawTools } from "./views/tools.js";
import { Tour } from "./views/tour.js";
import { Watching } from "./views/watching.js";

const at = (id) => document.getElementById(id);
const state = new State();
const controls = new Controls(at("controls"), state);
let inputs = null;
let live = null;
let charts = null;
let play = null;
let watching = null;
let storylines = null;
let pins = null;
let age = null;
/** What the notice is about: an answer about something else leaves it. */
let noticed = "ask";

/** Make the parts of the page, which say what the server's words say. */
function build(words) {
  beginGlossary(words.glossary);
  age = new Age([at("odds"), at("glance")], words.odds);
  const showOdds = offerHiding(at("odds"), words.odds);
  live = new Live({ heard, lost: notice });
  const pick = (run) => watching.pick(run);
  storylines = new Storylines({ words: words.storylines, pick, stop: () => live.stop("storylines"),
    ask: () => live.ask("storylines", { setting: state.setting() }) });
  charts = new Charts(at("charts"), { words, ask, link, pick, below: storylines.element });
  play = new BorderPlay(at("border"), {
    ask: () => live.ask("map", { setting: state.setting() }), fetched, files: () => words.map.map(link) });
  watching = new Watching(at("run"), {
    words: words.pivots,
    watch: (run, other = {}) => live.ask("watch", { setting: state.setting(), run, ...other }),
    find: (run) => live.ask("pivots", { setting: state.setting(), run }),
    stop: () => live.stop("pivots"),
    shown: (run) => play.showRun(run),
  });
  pins = new Pins(at("pins"), state, words.most_pins, (settings) => live.ask("compare", { settings }));
  const tour = new Tour(words.tour, at("offer"), (name) => charts.choose(name));
  drawTools(at("tools"), state, () => {
    showOdds();
    tour.begin();
  });
}

/** Return a link to a file of the setting as it is now. */
function link(name) {
  const setting = encodeURIComponent(JSON.stringify(state.setting()));
  return h("a", { href: `/download/${name}?setting=${setting}`, download: name }, name);
}

function ask() {
  live.ask("ask", { setting: state.setting(), figures: charts.wanted() });
  age.asked(JSON.stringify(state.setting()));
  drawStatus(at("odds"), { text: "Computing…", busy: true });
}

function heard(said) {
  if (said.kind === "refused") {
    notice(said.why);
    noticed = said.about ?? "ask";
    if (said.about === "ask") drawStatus(at("odds"), { text: "", busy: false });
    if (said.about === "storylines") storylines.refused(said.why);
    if (said.about === "pivots") watching.pivots.refused(said.why);
    if (said.about === "compare") pins.refused(said.why);
    if (said.about === "map") play.clear();
    return;
  }
  if (said.about === noticed) notice("");
  if (said.kind === "run") watching.show(said);
  if (said.kind === "map") play.showRuns(said);
  if (said.kind === "compared") pins.show(said);
  if (said.kind === "watching") storylines.watching(said);
  if (said.kind === "storylines") storylines.show(said);
  if (said.kind === "trying") watching.pivots.trying(said);
  if (said.kind === "pivots") watching.pivots.show(said);
  if (said.kind === "queued" && said.about === "pivots") watching.pivots.waiting(said);
  if (said.kind === "queued" && said.about === "watch") watching.waiting(said);
  if (said.kind === "queued" && said.about !== "ask") return;
  if (said.kind === "setting") drawChanges(at("changes"), said, state);
  if (said.kind === "queued") drawWaiting(at("odds"), said.why);
  if (said.kind === "odds") {
    age.answered();
    drawOdds(at("odds"), said);
    drawGlance(at("glance"), said.odds);
    charts.draw(said.figures);
    if (said.stage + 1 === said.stages) speak(said.odds);
  }
}

/** Tell a screen reader of an answer once it stands, not of every step to it. */
function speak(odds) {
  const told = odds.rows.filter((row) => odds.headlines.includes(row.outcome));
  at("spoken").textContent = told.map((row) => `${row.label}: ${row.told}`).join(". ");
}

function notice(text) {
  at("notice").textContent = text;
  at("notice").hidden = text === "";
}

async function fetched(path) {
  const response = await fetch(path);
  const body = await response.json();
  if (!response.ok) throw new Error(body.why?.join(" ") ?? "The server refused that.");
  return body;
}

async function showScenario(what = { scenario: true }) {
  at("scenario").value = state.scenario;
  inputs = await fetched(`/api/scenarios/${encodeURIComponent(state.scenario)}`);
  document.title = `${inputs.label}: explore the odds`;
  drawSituation(at("situation"), inputs);
  controls.show(inputs);
  watching.kinds = inputs.event_kinds;
  fresh();
  if (what.scenario) pins.clear();
  ask();
}

/** What was computed for another setting is no longer shown. */
function fresh() {
  watching.clear();
  storylines.clear();
  play.clear();
}

async function start() {
  const [words, list] = await Promise.all([fetched("/api/words"), fetched("/api/scenarios")]);
  build(words);
  for (const one of list.scenarios) {
    const broken = one.problems.length > 0;
    const option = h("option", { value: one.id, disabled: broken }, one.label + (broken ? " (has mistakes)" : ""));
    at("scenario").append(option);
  }
  const broken = list.scenarios.filter((one) => one.problems.length > 0);
  if (broken.length > 0) notice(broken.flatMap((one) => one.problems).join(" "));
  state.read(location.hash);
  if (!list.scenarios.some((one) => one.id === state.scenario && one.problems.length === 0)) {
    state.scenario = list.first;
  }
  at("scenario").addEventListener("change", () => state.choose(at("scenario").value));
  await showScenario();
}

state.listen((_, what) => {
  if (what.scenario) showScenario().catch((error) => notice(error.message));
  else {
    if (what.all) controls.refresh();
    fresh();
    ask();
  }
});
// The address holds the settings, so a link within the page must leave it as it is.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  at("odds").focus();
});
window.addEventListener("hashchange", () => {
  state.read(location.hash);
  showScenario().catch((error) => notice(error.message));
});
start().catch((error) => notice(error.message));
