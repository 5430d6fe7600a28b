// How it ended, who forecast how well, and what can be taken home.

import { tableOf } from "../drawing/figure.js";
import { h, put } from "../drawing/dom.js";

export function drawEnding(element, ending) {
  put(element, h("h2", {}, ending.title), h("p", { class: "lead" }, ending.told),
    ending.links_told ? h("p", { class: "minor" }, ending.links_told) : null,
    ending.links.length ? h("p", { class: "links" }, ending.links.map((link) => h("a", {
      class: "button", href: link.href, download: link.saves, target: link.saves ? null : "_blank" }, link.label))) : null,
    ending.pivots.length ? [h("h3", {}, ending.pivots_title),
      h("ul", {}, ending.pivots.map((one) => h("li", {}, one)))] : null,
    ending.board.rows.length ? [tableOf(ending.board), h("p", { class: "minor" }, ending.board_told)] : null);
}
