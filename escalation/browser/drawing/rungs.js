// The fan of the rungs: a panel a state, calm at the foot.

import { coloured, h, put, s } from "./dom.js";
import { area, overDays, stacked } from "./days.js";
import { QUARTERS } from "./rows.js";

export function draw(element, data) {
  const panels = data.panels.map((panel) => {
    const byRung = data.rungs.map((_, rung) => panel.shares.map((day) => day[rung]));
    const shapes = stacked(byRung).map(({ foot, top }, rung) =>
      coloured(s("path", { class: "fill", d: area(foot, top) }), `rung-${rung}`));
    const tell = (day) => data.rungs
      .map((label, rung) => ({ colour: `rung-${rung}`, label, told: panel.told[day][rung] }))
      .filter((one) => one.told !== "0%");
    return h("div", {}, h("p", { class: "panel" }, panel.label),
      overDays(data.axis, 170, `${panel.label}: ${data.title}`, shapes, { ticks: QUARTERS, tell }));
  });
  put(element,
    h("div", { class: "panels" }, panels),
    h("ul", { class: "key plain" }, data.rungs.map((name, rung) =>
      coloured(h("li", {}, h("i", { class: "swatch" }), name), `rung-${rung}`))));
}
