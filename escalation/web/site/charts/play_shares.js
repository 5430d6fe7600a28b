// How the odds moved in a round: before, with what was decided, after; and each decision's share.

import { coloured, h, s, share } from "../drawing/dom.js";
import { tableOf } from "../drawing/figure.js";

export function drawMoved(odds) {
  const rows = odds.rows.map((row) => coloured(h("tr", {},
    h("th", { scope: "row" }, h("i", { class: "swatch" }), " ", row.label),
    row.told.map((told, i) => h("td", { class: i === 2 ? "now" : "" }, told, bar(row.p[i])))), row.colour));
  return h("div", {}, h("h3", {}, odds.title),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": odds.title },
      h("table", { class: "moved-odds" }, h("caption", {}, odds.caption),
        h("thead", {}, h("tr", {}, odds.columns.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rows),
        h("tfoot", { "aria-hidden": "true" }, h("tr", {}, h("th", {}), odds.columns.slice(1).map(() =>
          h("td", {}, scale(odds.scale))))))));
}

/** The scale that a bar above it is read by, its ends and what is between evenly spread. */
function scale(told) {
  return h("div", { class: "bar-scale", "aria-hidden": "true" }, told.map((one) => h("span", {}, one)));
}

function bar(p) {
  return s("svg", { class: "bar", height: 8, "aria-hidden": "true" },
    s("rect", { class: "track", x: 0, y: 3, width: "100%", height: 2 }),
    s("rect", { class: "fill", x: 0, y: 1, height: 6, rx: 2, width: share(p) }));
}

export function drawShares(odds, words) {
  if (odds.shares.length === 0) return null;
  const most = odds.shares_most;
  const at = (value) => share(0.5 + (0.5 * value) / most);
  const rows = odds.shares.map((one) => coloured(h("li", { class: "decision" },
    h("p", { class: "line" }, h("i", { class: "swatch" }), h("span", {}, one.told)),
    h("div", { class: "effects" }, one.effects.map((effect) => coloured(h("div", { class: `effect ${effect.apart ? "apart" : ""}` },
      h("span", { class: "minor" }, effect.label),
      s("svg", { class: "bar", height: 18, role: "img", "aria-label": `${effect.label}: ${effect.told} (${effect.between})` },
        s("rect", { class: "tick", x: "50%", y: 0, width: 1, height: 18 }),
        s("rect", { class: "whisker", x: at(effect.low), y: 8, height: 2,
          width: share((0.5 * (effect.high - effect.low)) / most) }),
        s("circle", { class: "point", cx: at(effect.change), cy: 9, r: 5 })),
      h("span", { class: "told small" }, effect.told)), effect.colour)))), one.colour));
  const table = { caption: odds.shares_title, columns: odds.shares_columns,
    rows: odds.shares.map((one) => [one.told, ...one.effects.map((effect) => `${effect.told} (${effect.between})`)]) };
  return h("div", {}, h("h3", {}, odds.shares_title), h("p", { class: "minor" }, odds.shares_meaning),
    h("ul", { class: "shares plain" }, rows),
    h("div", { class: "effects axis", "aria-hidden": "true" }, odds.shares[0].effects.map(() =>
      h("div", { class: "effect" }, scale(odds.shares_scale)))),
    h("details", { class: "behind" }, h("summary", {}, words.table), tableOf(table)));
}
