// The odds of a run's end from morning to morning, and where they would be without a moment.

import { coloured, h, put, s } from "./dom.js";
import { line, overDays } from "./days.js";
import { QUARTERS } from "./rows.js";

export function draw(element, data) {
  const plot = overDays(data.axis, 190, `${data.label}: ${data.title}`,
    coloured(s("path", { class: "line", d: line(data.shares) }), data.end), { ticks: QUARTERS,
      tell: (day) => [{ colour: data.end, label: data.label, told: data.told[day] }] });
  // Marks keep their shape although the drawing is stretched, so they lie above it as elements.
  const last = Math.max(data.axis.last, 1);
  const across = (day) => `${(100 * day) / last}%`;
  const marks = data.marks.map((mark) => {
    const [low, high] = [Math.min(mark.with, mark.without), Math.max(mark.with, mark.without)];
    return [
      s("rect", { class: `step ${mark.apart ? "apart" : ""}`, x: across(mark.day), width: 1.5,
        y: `${100 * (1 - high)}%`, height: `${100 * (high - low)}%` }),
      s("circle", { class: `without ${mark.apart ? "apart" : ""}`, cx: across(mark.day),
        cy: `${100 * (1 - mark.without)}%`, r: 5 })];
  });
  plot.querySelector(".field").prepend(s("svg", { class: "above", height: 190, "aria-hidden": "true" }, marks));
  put(element, plot, h("ul", { class: "key plain" },
    coloured(h("li", {}, h("i", { class: "swatch" }), "as the run went"), data.end),
    h("li", {}, h("i", { class: "key-turn apart" }), "without a moment"),
    h("li", {}, h("i", { class: "key-turn" }), "without it, not told apart")));
}
