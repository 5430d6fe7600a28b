// How the runs end: a bar a state, a line over where draws lie.

import { coloured, h, put, s, share } from "./dom.js";
import { HALVES, lines, QUARTERS, underScale } from "./rows.js";

export function draw(element, data) {
  put(element, underScale({ marks: QUARTERS, few: HALVES }, data.bars.map((bar) => (below) =>
    coloured(h("li", {},
      h("div", { class: "name" }, h("span", { class: "label" }, bar.label),
        bar.meaning ? h("span", { class: "minor" }, bar.meaning) : null),
      h("div", { class: "picture" },
        s("svg", { class: "odds-row", height: 40, role: "img", "aria-label": `${bar.label}: ${bar.told}` },
          lines(QUARTERS),
          s("rect", { class: "fill", x: 0, y: 8, height: 24, rx: 3, width: share(bar.p) }),
          s("rect", { class: "whisker", x: share(bar.low), y: 19, height: 2,
            width: share(Math.max(bar.high - bar.low, 0.002)) })), below),
      h("div", { class: "figures" }, h("span", { class: "told small" }, bar.told),
        h("span", { class: "minor" }, bar.word))), bar.colour))));
}
