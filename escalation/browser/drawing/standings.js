// Where the runs stand by day, one state upon the other.

import { coloured, h, put, s } from "./dom.js";
import { area, overDays, stacked } from "./days.js";
import { QUARTERS } from "./rows.js";

export function draw(element, data) {
  const bands = stacked(data.states.map((state) => state.shares));
  const shapes = bands.map(({ foot, top }, i) =>
    coloured(s("path", { class: "fill", d: area(foot, top) }), data.states[i].colour));
  const fromTheTop = [...data.states].reverse();
  const tell = (day) => fromTheTop.map(({ colour, label, told }) => ({ colour, label, told: told[day] }));
  put(element,
    overDays(data.axis, 280, data.title, shapes, { ticks: QUARTERS, tell }),
    h("ul", { class: "key plain" }, fromTheTop.map((state) =>
      coloured(h("li", {}, h("i", { class: "swatch" }), state.label), state.colour))));
}
