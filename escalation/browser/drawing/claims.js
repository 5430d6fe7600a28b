// Figures claimed against what runs take for true, and how often a statement holds.

import { coloured, h, put, s, share } from "./dom.js";
import { HALVES, lines, QUARTERS, underScale } from "./rows.js";

/** The mark of a claim, by the name that the drawing of the command line has for it. */
const MARKS = { v: "M-6 -5 L6 -5 L0 5 Z", "^": "M-6 5 L6 5 L0 -5 Z", s: "M-4.5 -4.5 H4.5 V4.5 H-4.5 Z" };
const [HEIGHT, CLAIMED_AT, PRIOR_AT, DRAWN_AT] = [50, 9, 25, 40];

export function draw(element, data) {
  put(element, keyOf(data), figuresOf(data), wordsOf(data));
}

function figuresOf(data) {
  const at = (value) => Math.log10(1 + value) / Math.log10(1 + data.end);
  const marks = data.ticks.map((value) => ({ at: at(value), text: value.toLocaleString("en") }));
  const few = marks.filter((_, i) => Number.isInteger(Math.log10(data.ticks[i] || 1)) && data.ticks[i] !== 1);
  return underScale({ marks, few, axis: data.axes[0] }, data.facts.map((fact) => (below) => h("li", {},
    h("div", { class: "name" }, h("span", { class: "label" }, fact.label)),
    h("div", { class: "picture" }, s("svg", { class: "odds-row", height: HEIGHT, role: "img",
      "aria-label": `${fact.label}: ${fact.told.join("; ")}` },
      lines(marks), rangeOf("prior", fact.prior, at, PRIOR_AT),
      fact.drawn ? rangeOf("taken", fact.drawn, at, DRAWN_AT) : null,
      fact.claimed.map((one) => s("svg", { x: share(at(one.value)), y: CLAIMED_AT, overflow: "visible" },
        coloured(s("path", { class: "mark", d: MARKS[one.mark] }, s("title", {}, one.told)), one.colour)))), below),
    h("div", { class: "figures" }, fact.told.map((text) => h("span", { class: "minor" }, text))))));
}

/** Nine tenths of draws thin, the middle half thick, and the middle one. */
function rangeOf(kind, [low, lower, middle, upper, high], at, y) {
  const bar = (from, to, height) => s("rect", { class: kind, x: share(at(from)), y: y - height / 2, height,
    width: share(Math.max(at(to) - at(from), 0.003)) });
  return [bar(low, high, 2), bar(lower, upper, 8),
    s("circle", { class: `middle ${kind}`, cx: share(at(middle)), cy: y, r: 4.5 })];
}

function wordsOf(data) {
  if (data.held.length === 0) return null;
  return underScale({ marks: QUARTERS, few: HALVES, axis: data.axes[1], kind: "worded" },
    data.held.map((one) => (below) => coloured(h("li", {},
      h("div", { class: "name" }, h("span", {}, h("b", {}, one.ids), " ", one.label)),
      h("div", { class: "picture" }, s("svg", { class: "odds-row", height: 26, role: "img",
        "aria-label": `${one.ids}: ${one.told.join("; ")}` },
        lines(QUARTERS),
        s("rect", { class: "fill", x: 0, y: 7, height: 12, rx: 2, width: share(one.share) })), below),
      h("div", { class: "figures" }, one.told.map((text, i) => h("span", { class: i ? "minor" : "between" }, text)))), one.colour)));
}

function keyOf(data) {
  const sign = (shape, colour = null) => {
    const picture = s("svg", { width: 26, height: 14, viewBox: "-13 -7 26 14", "aria-hidden": "true" }, shape);
    return colour === null ? picture : coloured(picture, colour);
  };
  return h("ul", { class: "key plain" },
    data.speakers.map((one) => h("li", {}, sign(s("path", { class: "mark", d: MARKS[one.mark] }), one.colour), one.label)),
    data.ranges.map((one) => h("li", {}, sign([
      s("rect", { class: one.kind, x: -13, y: -1, width: 26, height: 2 }),
      s("rect", { class: one.kind, x: -7, y: -4, width: 14, height: 8 }),
      s("circle", { class: `middle ${one.kind}`, r: 4 })]), one.label)));
}
