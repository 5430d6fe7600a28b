// Figures claimed against what runs take for true, and how often a statement holds.

import { coloured, h, put, s, share } from "./dom.js";

export function draw(element, data) {
  const most = Math.max(1, ...data.facts.flatMap((fact) => [
    ...fact.prior, ...(fact.drawn ?? []), ...fact.claimed.map((one) => one.value)]));
  const scale = (value) => share(Math.log10(1 + value) / Math.log10(1 + most));
  const across = (low, high, attributes) => s("rect", { ...attributes, x: scale(low),
    width: `${Math.max(parseFloat(scale(high)) - parseFloat(scale(low)), 0.3)}%` });
  const facts = data.facts.map((fact) => h("li", {},
    h("div", { class: "name" }, h("span", { class: "label" }, fact.label)),
    h("div", { class: "picture" }, s("svg", { class: "odds-row", height: 34, role: "img",
      "aria-label": saidOf(fact) },
      across(fact.prior[0], fact.prior[4], { class: "track", y: 16, height: 1.5 }),
      fact.drawn ? across(fact.drawn[0], fact.drawn[4], { class: "band neutral", y: 11, height: 12, rx: 3 }) : null,
      fact.drawn ? s("circle", { class: "point neutral", cx: scale(fact.drawn[2]), cy: 17, r: 5 }) : null,
      fact.claimed.map((one) => s("svg", { x: scale(one.value), y: 17, overflow: "visible" },
        coloured(s("path", { class: "mark", d: "M-6 -11 L6 -11 L0 -1 Z" }), one.colour))))),
    h("div", { class: "figures" }, h("span", { class: "minor" }, saidOf(fact, false)))));
  const held = data.held.map((one) => coloured(h("li", {},
    h("div", { class: "name" }, h("span", {}, h("b", {}, one.ids), " ", one.label)),
    h("div", { class: "picture" }, s("svg", { class: "odds-row", height: 26, role: "img",
      "aria-label": `holds in ${share(one.share)} of draws` },
      s("rect", { class: "track", x: 0, y: 13, width: "100%", height: 1 }),
      s("rect", { class: "fill", x: 0, y: 8, height: 10, rx: 2, width: share(one.share) }))),
    h("div", { class: "figures" }, h("span", { class: "minor" },
      `${Math.round(100 * one.share)}% of draws`))), one.colour));
  put(element, h("ul", { class: "rows bars plain" }, facts),
    h("ul", { class: "rows bars plain" }, held));
}

function saidOf(fact, whole = true) {
  const claims = fact.claimed.map((one) => `${one.id}: ${one.value} claimed`).join(", ") || "no claim";
  const drawn = fact.drawn ? `taken for ${fact.drawn[2]} (${fact.drawn[0]} to ${fact.drawn[4]})` : "";
  return [whole ? fact.label : null, claims, drawn].filter(Boolean).join("; ");
}
