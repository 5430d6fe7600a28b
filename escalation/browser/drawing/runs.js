// The runs as points: where one can be picked, a click does it, and typical ones have a button.

import { coloured, h, put, s } from "./dom.js";
import { spaced } from "./days.js";

const [HEIGHT, FOOT] = [400, 362]; // points end at the foot, above the axis's words
const [WIDE, NARROW] = [1000, 480]; // on a narrow screen the drawing is narrower, not smaller
const NEEDED = 640; // pixels, from which it is drawn wide
/** Shapes within a circle of radius 1, of about one area, so that no colour alone tells ends apart. */
const SHAPES = {
  circle: "M-0.95 0 A0.95 0.95 0 1 0 0.95 0 A0.95 0.95 0 1 0 -0.95 0 Z",
  square: "M-0.85 -0.85 H0.85 V0.85 H-0.85 Z",
  diamond: "M0 -1.2 L1.2 0 L0 1.2 L-1.2 0 Z",
  triangle: "M0 -1.25 L1.25 0.95 H-1.25 Z",
};

/** Draw the runs; `pick(run)` shows one, and null where none can be shown. */
export function draw(element, data, pick = null) {
  const isWide = element.clientWidth >= NEEDED;
  const width = isWide ? WIDE : NARROW;
  // Where runs that never were quiet stand, and the last day; room for words is left to the right.
  const [never, end] = isWide ? [0.87 * width, 0.79 * width] : [0.74 * width, 0.64 * width];
  const last = Math.max(data.axis.last, 1);
  const x = (day) => (day < 0 ? never : (day / last) * end + 8);
  const y = (dead) => FOOT - (Math.log10(1 + dead) / Math.log10(1 + data.most)) * (FOOT - 26);
  const shapes = new Map(data.ends.map(({ end, shape }) => [end, shape]));
  const points = data.points.map((one) => {
    const jitter = one.day < 0 ? ((one.run * 37) % 40) - 20 : 0; // so that they don't lie in a pile
    const point = coloured(s("path", { class: "run", d: SHAPES[shapes.get(one.end)],
      transform: `translate(${x(one.day) + jitter} ${y(one.dead)}) scale(${isWide ? 6 : 8})` },
      s("title", {}, `Run ${one.run}: ${one.dead} dead`)), one.end);
    if (pick !== null) point.addEventListener("click", () => pick(one.run));
    return point;
  });
  const steps = [0, 10, 100, 1000, 10_000, 100_000].filter((value) => value <= data.most);
  put(element,
    pick === null ? "" : picksOf(data, shapes, pick),
    s("svg", { class: "scatter", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": data.title },
      steps.map((value) => [
        s("rect", { class: "tick", x: 0, y: y(value), width, height: 1 }),
        s("text", { class: "axis", x: width - 2, y: y(value) - 3, "text-anchor": "end" },
          `${value.toLocaleString("en")} dead`)]),
      spaced(data.axis.ticks, last).filter((tick) => (isWide ? tick.room !== "tight" : tick.room === null && tick.day < last)).map(({ day }) =>
        s("text", { class: "axis", x: x(day), y: HEIGHT - 4, "text-anchor": day === 0 ? "start" : "middle" }, `day ${day}`)),
      s("text", { class: "axis", x: never, y: HEIGHT - 4, "text-anchor": "middle" }, data.never),
      points),
    h("ul", { class: "key plain" }, data.ends.map((end) =>
      coloured(h("li", {}, shapeOf(end.shape), end.label), end.end))));
}

function shapeOf(shape) {
  return s("svg", { class: "shape", width: 16, height: 16, viewBox: "-1.3 -1.3 2.6 2.6", "aria-hidden": "true" },
    s("path", { class: "fill", d: SHAPES[shape] }));
}

function picksOf(data, shapes, pick) {
  const number = h("input", { type: "number", id: "run-number", min: 0, step: 1, value: 0 });
  return h("div", { class: "picks" },
    data.typical.map((one) => coloured(h("button", { type: "button", click: () => pick(one.run) },
      shapeOf(shapes.get(one.end)), one.label), one.end)),
    h("form", { class: "line", submit: (event) => {
      event.preventDefault();
      if (number.value !== "") pick(Math.max(0, Math.round(number.valueAsNumber)));
    } }, h("label", { for: "run-number" }, "Run"), number, h("button", {}, "Watch")));
}
