// The odds over the game: a line an outcome, a point for the morning after each round.

import { coloured, h, put, s } from "../drawing/dom.js";
import { tableOf } from "../drawing/figure.js";
import { overDays } from "../drawing/days.js";
import { QUARTERS } from "../drawing/rows.js";

export function drawTrack(element, odds, words) {
  const days = odds.ticks.map((tick) => tick.day);
  const shapes = odds.rows.map((row) => coloured(s("path", { class: `line ${row.stroke}`,
    d: `M${row.points.map((p, i) => `${days[i]} ${(1 - p).toFixed(4)}`).join(" L")}` }), row.colour));
  const axis = { last: odds.last, label: "", ticks: odds.ticks };
  put(element, h("h2", {}, odds.title), h("p", { class: "minor" }, odds.subtitle),
    h("ul", { class: "key plain now" }, odds.rows.map((row) => coloured(h("li", { class: row.stroke }, h("i", { class: "swatch" }),
      h("span", {}, row.label), h("b", {}, row.told)), row.colour))),
    h("div", { class: "picture" }, overDays(axis, 220, odds.title, shapes, { ticks: QUARTERS })),
    h("details", { class: "behind" }, h("summary", {}, words.table), tableOf(odds.table)));
}
