// The path of one run: the rung of each state by day; dashed where it was otherwise.

import { coloured, h, put, s } from "./dom.js";
import { overDays } from "./days.js";

const APART = 0.008; // so that two states on one rung are both seen

/** Draw a run's path; `choose(day)` is called when a day is clicked. */
export function draw(element, data, choose = () => {}) {
  const rungs = data.rungs.length;
  const y = (rung, i) => (1 - (rung + 0.5) / rungs + (i - 0.5) * APART * 2).toFixed(4);
  const stairs = (row, i) => {
    let path = `M0 ${y(row[0], i)}`;
    row.forEach((rung, day) => { path += `H${day}V${y(rung, i)}`; });
    return row.length === 1 ? `${path}H1` : path; // one day is drawn as wide as the field
  };
  const lines = (run, kind) => run.paths.map((path, i) =>
    coloured(s("path", { class: `stairs ${kind}`, d: stairs(path.rungs, i) }), path.colour));
  const ticks = data.rungs.map((_, rung) => ({ at: (rung + 0.5) / rungs, text: `rung ${rung}` }));
  const on = (run, day, otherwise = "") => run.paths.map((path) => ({ colour: path.colour,
    label: `${path.label}${otherwise}`, told: `${path.rungs[day]} ${data.rungs[path.rungs[day]]}` }));
  const told = (day) => [...on(data, day), ...(data.other ? on(data.other, day, ", as it was") : [])];
  const plot = overDays(data.axis, 230, `Rungs of both states by day. ${data.lines[0]}`,
    [data.other ? lines(data.other, "before") : [], lines(data, "")], { ticks, tell: told });
  const picture = plot.querySelector("svg");
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    choose(Math.round(((event.clientX - box.left) / box.width) * data.axis.last));
  });
  put(element, plot,
    h("ul", { class: "key plain" },
      data.paths.map((path) => coloured(h("li", {}, h("i", { class: "swatch" }), path.label), path.colour)),
      data.other ? h("li", {}, "dashed: as it was") : null));
}
