// The runs as points: a click picks one, and typical ones have a button.

import { coloured, h, put, s, share } from "./dom.js";
import { framed } from "./days.js";

const HEIGHT = 340;
const SIZE = 5.5; // of a point, in pixels
const PART = 0.86; // of the width has days; in the rest stand runs that never were quiet
/** Shapes within a circle of radius 1, of about one area, so that no colour alone tells ends apart. */
const SHAPES = {
  circle: "M-0.95 0 A0.95 0.95 0 1 0 0.95 0 A0.95 0.95 0 1 0 -0.95 0 Z",
  square: "M-0.85 -0.85 H0.85 V0.85 H-0.85 Z",
  diamond: "M0 -1.2 L1.2 0 L0 1.2 L-1.2 0 Z",
  triangle: "M0 -1.25 L1.25 0.95 H-1.25 Z",
};

/** Draw the runs; `pick(run)` shows one. */
export function draw(element, data, pick) {
  const last = Math.max(data.axis.last, 1);
  // Runs that never were quiet are spread, so that they don't lie in a pile.
  const across = ({ day, run }) =>
    (day < 0 ? (1 + PART) / 2 + (((run * 37) % 40) - 20) / 500 : (PART * day) / last);
  const up = (dead) => 0.04 + (0.9 * Math.log10(1 + dead)) / Math.log10(1 + data.most);
  const shapes = new Map(data.ends.map(({ end, shape }) => [end, shape]));
  const points = data.points.map((one) => {
    const point = coloured(s("path", { class: "run", d: SHAPES[shapes.get(one.end)], transform: `scale(${SIZE})`,
      click: () => pick(one.run) }, s("title", {}, one.told)), one.end);
    return s("svg", { x: share(across(one)), y: share(1 - up(one.dead)), overflow: "visible" }, point);
  });
  const ticks = [0, 10, 100, 1000, 10_000, 100_000].filter((value) => value <= data.most)
    .map((value) => ({ at: up(value), text: value.toLocaleString("en") }));
  const picture = s("svg", { class: "scatter", role: "img", "aria-label": data.title },
    ticks.map(({ at }) => s("rect", { class: "tick", x: 0, y: share(1 - at), width: "100%", height: 1 })),
    s("rect", { class: "tick", x: share(PART + 0.02), y: 0, width: 1, height: "100%" }), points);
  put(element,
    picksOf(data, shapes, pick),
    h("p", { class: "panel" }, data.up),
    framed(data.axis, HEIGHT, picture, { ticks, label: data.across, part: PART, beyond: data.never }),
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
