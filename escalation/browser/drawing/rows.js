// What drawings in rows share: an axis once above wide rows and below each narrow one, with lines.

import { h, s, share, styled } from "./dom.js";

/** Marks of an axis of shares, and those of them for which a narrow row has room. */
export const QUARTERS = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${100 * at}%` }));
export const HALVES = QUARTERS.filter(({ at }) => at * 2 === Math.round(at * 2));

/** Return the marks of an axis in their places: `scale` above wide rows, `scale-below` a narrow one. */
export function scaled(marks, name) {
  return h("div", { class: `${name} minor`, "aria-hidden": "true" },
    h("div", {}, marks.map(({ at, text }) => styled(h("span", {}, text), { left: share(at) }))));
}

/** Return the marks' lines, within a row's drawing. */
export function lines(marks) {
  return marks.map(({ at }) => s("rect", { class: "tick", x: share(at), y: 0, width: 1, height: "100%" }));
}

/** Return rows under their axis: each of `rows` is made with `below`, which its picture ends with. */
export function underScale({ marks, few = marks, axis = "", kind = "" }, rows) {
  return h("div", { class: `odds-rows ${kind}` },
    axis ? h("p", { class: "panel" }, axis) : null,
    scaled(marks, "scale"),
    h("ul", { class: "rows plain" }, rows.map((row) => row(scaled(few, "scale-below")))));
}
