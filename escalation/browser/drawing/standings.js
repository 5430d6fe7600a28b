// Where the runs stand by day, one state upon the other.

import { coloured, h, s } from "./dom.js";
import { area, overDays, QUARTERS, stacked } from "./days.js";

export function draw(element, data) {
  const bands = stacked(data.states.map((state) => state.shares));
  const shapes = bands.map(({ foot, top }, i) =>
    coloured(s("path", { class: "fill", d: area(foot, top) }), data.states[i].colour));
  element.replaceChildren(
    overDays(data.axis, 280, data.title, shapes, { ticks: QUARTERS }),
    h("ul", { class: "key plain" }, [...data.states].reverse().map((state) =>
      coloured(h("li", {}, h("i", { class: "swatch" }), state.label), state.colour))));
}
