// How the toll of both forces grows: bands of runs by day, on one scale for both.

import { coloured, h, put, s } from "./dom.js";
import { area, line, overDays } from "./days.js";

export function draw(element, data) {
  const most = Math.max(...data.panels.flatMap((panel) => panel.quantiles.at(-1)), data.even_until);
  const top = 10 ** Math.ceil(Math.log10(most * 1.25));
  const scale = scaleOf(data.even_until, top);
  const steps = [0, 5, data.even_until];
  for (let at = data.even_until * 10; at <= top; at *= 10) steps.push(at);
  const ticks = steps.map((value) => ({ at: scale(value), text: value.toLocaleString("en") }));
  put(element, h("div", { class: "panels" }, data.panels.map((panel) => {
    const [low, lower, middle, upper, high] = panel.quantiles.map((row) => row.map(scale));
    const shapes = [
      coloured(s("path", { class: "fan", d: area(low, high) }), panel.colour),
      coloured(s("path", { class: "fan", d: area(lower, upper) }), panel.colour),
      coloured(s("path", { class: "line", d: line(middle) }), panel.colour),
    ];
    const tell = (day) => [{ colour: panel.colour, label: "dead so far:", told: panel.told[day] }];
    return h("div", {}, h("p", { class: "panel" }, panel.label),
      overDays(data.axis, 200, `${panel.label}: ${data.title}`, shapes, { ticks, tell }));
  })));
}

/** A scale that is even up to a value, and goes by powers of ten from there. */
function scaleOf(even, top) {
  const foot = 0.3;
  return (value) => value <= even
    ? (foot * value) / even
    : foot + ((1 - foot) * Math.log10(value / even)) / Math.log10(top / even);
}
