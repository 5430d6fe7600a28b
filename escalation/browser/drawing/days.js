// The axis of days: ticks with their dates below a drawing that fills the width.

import { h, s, share, styled } from "./dom.js";
import { readable } from "./reading.js";

/**
 * Return a drawing of so many pixels' height with an axis of days below it; `tell` says a day's
 * figures, see `readable`.
 */
export function overDays(axis, height, label, shapes, { ticks = [], tell = null } = {}) {
  const last = Math.max(axis.last, 1);
  const picture = s("svg", { class: "area", viewBox: `0 0 ${last} 1`, preserveAspectRatio: "none",
    role: "img", "aria-label": label }, shapes);
  const plot = framed(axis, height, picture, { ticks });
  if (tell !== null) readable(plot, axis, label, tell);
  return plot;
}

/**
 * Return a picture of so many pixels' height with an axis of days below it, which takes `part` of
 * the width; what lies `beyond` is named in the rest. Letters are no part of the picture, so that
 * they are as large as the page's.
 */
export function framed(axis, height, picture,
  { ticks = [], label = axis.label, part = 1, beyond = null } = {}) {
  const last = Math.max(axis.last, 1);
  styled(picture, { height: `${height}px` });
  const end = (day) => (day === 0 ? "first" : day === last && part === 1 ? "final" : "");
  const marks = spaced(axis.ticks, last).map(({ day, date, room }) =>
    styled(h("span", { class: `${room ?? ""} ${end(day)}` }, h("b", {}, String(day)), h("br"), date),
      { left: share((part * day) / last) }));
  if (beyond !== null) marks.push(styled(h("span", { class: "beyond" }, beyond), { left: share((1 + part) / 2) }));
  const levels = ticks.map(({ at, text }) => styled(h("span", {}, text), { bottom: share(at) }));
  return styled(h("div", { class: "plot" },
    h("div", { class: "levels", "aria-hidden": "true" }, levels),
    h("div", { class: "field" }, picture,
      h("div", { class: "days", "aria-hidden": "true" }, marks),
      h("p", { class: "minor across" }, label))), { "--height": `${height}px` });
}

/** Return ticks with what room each has: one that another would run into is hidden. */
function spaced(ticks, last) {
  const shown = { tight: -Infinity, close: -Infinity };
  const least = { tight: 0.1, close: 0.24 };
  // The last has a year beside it, as the one before may have: on a phone they touch at a third.
  const leastToLast = { tight: 0.1, close: 0.34 };
  return ticks.map((tick, i) => {
    const final = i === ticks.length - 1;
    const clash = (name) => tick.day - shown[name] < least[name] * last
      || (!final && last - tick.day < leastToLast[name] * last);
    const room = clash("tight") ? "tight" : clash("close") ? "close" : null;
    if (room !== "tight") shown.tight = tick.day;
    if (room === null) shown.close = tick.day;
    return { ...tick, room };
  });
}

/** Return the path of an area between two rows of heights, 0 at the foot and 1 at the top. */
export function area(low, high) {
  const point = (value, day) => `${day} ${(1 - value).toFixed(4)}`;
  // One day is drawn as wide as the field.
  const [foot, top] = low.length === 1 ? [[low[0], low[0]], [high[0], high[0]]] : [low, high];
  const there = top.map(point).join(" L");
  const back = foot.map(point).reverse().join(" L");
  return `M${there} L${back} Z`;
}

export function line(values) {
  const row = values.length === 1 ? [values[0], values[0]] : values;
  return `M${row.map((value, day) => `${day} ${(1 - value).toFixed(4)}`).join(" L")}`;
}

/** Return stacked rows: each with its foot and its top. */
export function stacked(rows) {
  let foot = rows[0].map(() => 0);
  return rows.map((row) => {
    const top = row.map((value, i) => Math.min(foot[i] + value, 1));
    const band = { foot, top };
    foot = top;
    return band;
  });
}
