// The odds of the setting: how far they are known first, the simulation's own error second.

import { drawOddsRows } from "../drawing/odds_rows.js";
import { h, kept, put } from "../drawing/dom.js";
import { glossed } from "../drawing/glossary.js";

const QUICK_MS = 100; // an answer that comes sooner marks nothing as old: it would only flicker

export function drawOdds(element, said) {
  const { odds, stage, stages } = said;
  const parts = frame(element);
  parts.waiting.hidden = true;
  drawOddsRows(parts.rows, odds);
  const told = new Set();
  put(parts.chance, ...odds.chance.map((one) => h("li", {}, ...glossed(one, told))));
  const record = odds.yardsticks;
  put(parts.record,
    h("p", {}, `Reference class: ${record.title}.`),
    h("ul", {}, [...record.disagreements, ...record.basis, record.rule, ...record.remarks]
      .map((one) => h("li", {}, ...glossed(one, told)))));
  parts.caveat.textContent = odds.caveat;
  const more = stage + 1 < stages;
  drawStatus(element, { text: more ? `${odds.runs_told}; more are on their way…` : `${odds.runs_told}.`, busy: more });
}

/** Marks figures that are of another setting than the one asked about, unless its answer is quick. */
export class Age {
  /** `elements` hold figures of the setting; `words.before` says of which they are. */
  constructor(elements, words) {
    this.elements = elements;
    this.words = words;
    this.shown = null; // the setting whose figures stand on the page
    this.wanted = null;
    this.timer = null;
  }

  /** The figures of a setting, written as text, are wanted. */
  asked(setting) {
    this.wanted = setting;
    if (this.shown === null) return;
    if (this.wanted === this.shown) this.mark(false);
    else this.timer ??= setTimeout(() => this.mark(true), QUICK_MS);
  }

  /** They are there. */
  answered() {
    this.shown = this.wanted;
    this.mark(false);
  }

  mark(old) {
    if (!old) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    for (const one of this.elements) {
      one.classList.toggle("old", old);
      one.style.setProperty("--before", JSON.stringify(this.words.before));
    }
  }
}

export function drawStatus(element, { text, busy }) {
  const { status } = frame(element);
  status.textContent = text;
  status.classList.toggle("busy", busy);
  element.setAttribute("aria-busy", String(busy));
}

/** Where no odds stand yet, say large what they wait for, and for how long they have. */
export function drawWaiting(element, why) {
  const { waiting, rows } = frame(element);
  drawStatus(element, { text: why, busy: true });
  if (rows.hasChildNodes()) return;
  if (!waiting.hidden) { // the clock goes on when what is waited for is another
    waiting.querySelector("p").textContent = why;
    return;
  }
  const since = performance.now();
  const clock = h("span", { class: "minor" });
  put(waiting, h("progress", { "aria-label": "Waiting" }), h("p", {}, why), clock);
  waiting.hidden = false;
  const tell = () => {
    if (!clock.isConnected || waiting.hidden) return;
    clock.textContent = `${Math.round((performance.now() - since) / 1000)} seconds so far`;
    setTimeout(tell, 1000);
  };
  tell();
}

function frame(element) {
  return kept(element, "frame", () => {
    const parts = {
      status: h("p", { class: "status" }),
      tools: h("div", { class: "tools-of" }),
      rows: h("div", { class: "odds-rows" }),
      chance: h("ul", {}),
      record: h("div", {}),
      caveat: h("p", { class: "minor" }),
      waiting: h("div", { class: "waiting", hidden: true }),
    };
    put(element,
      h("div", { class: "headline" }, h("h2", { id: "odds-title" }, "The odds"), parts.status, parts.tools),
      parts.waiting, parts.rows,
      h("details", {}, h("summary", {}, "How much is chance, and how much is not known"), parts.chance),
      h("details", {}, h("summary", {}, "The three yardsticks"), parts.record),
      parts.caveat);
    return parts;
  });
}

/** Put a button at the head of the odds that hides all odds of the page; return what shows them. */
export function offerHiding(element, words) {
  const button = h("button", { type: "button", class: "quiet", click: () => hide(!hidden()) });
  const hidden = () => document.body.classList.contains("unguessed");
  const hide = (yes) => {
    document.body.classList.toggle("unguessed", yes);
    button.textContent = yes ? words.show : words.hide;
    button.setAttribute("aria-expanded", String(!yes));
  };
  hide(false);
  put(frame(element).tools, button);
  return () => hide(false);
}

/** The few odds that stand for all, for a narrow screen on which the sliders hide the chart. */
export function drawGlance(element, odds) {
  put(element, ...odds.rows
    .filter((row) => odds.headlines.includes(row.outcome))
    .map((row) => h("div", {},
      h("strong", {}, row.told),
      h("span", {}, row.label),
      h("span", { class: "minor" }, row.difference?.told ?? row.between_told))));
}
