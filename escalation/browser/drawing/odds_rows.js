// Odds as rows: a wide band for what is not known, a dark one for the simulation's own error, the
// scenario's default as a ghost, yardsticks below, and twenty dots for twenty draws.

import { coloured, h, kept, put, s, share, styled } from "./dom.js";
import { glossed } from "./glossary.js";
import { HALVES, QUARTERS, scaled } from "./rows.js";

const MARKS = {
  "reference class": "M0 -5 L5 0 L0 5 L-5 0 Z",
  "Markov chain": "M-4 -4 H4 V4 H-4 Z",
  blend: "M-1.5 -6 H1.5 V6 H-1.5 Z",
};
const HEIGHT = 74;
const [DOTS_AT, GHOST_AT, BAND_AT, MARKS_AT] = [9, 26, 38, 56];

/** Draw a result's odds, with the table behind them. */
export function drawOddsRows(element, data) {
  draw(element, data);
  const holder = kept(element, "table", () => {
    const made = h("div", {});
    element.append(h("details", { class: "behind" }, h("summary", {}, "As a table"), made));
    return made;
  });
  put(holder, tableOf(data));
}

/** Draw the rows alone, or bring them to other odds. */
export function draw(element, data) {
  kept(element, "key", () => {
    const key = h("p", { class: "key minor" },
      keyed("band", "where 95% of draws of what is not known lie"),
      keyed("carlo", "Monte Carlo error of so many runs"),
      keyed("dot", "one draw of twenty"),
      data.alone ? null : keyed("ghost", "the scenario as it is"),
      data.yardsticks.columns.map((name) => markKey(name)));
    element.append(key);
  });
  const list = kept(element, "list", () => {
    const made = h("ul", { class: "rows plain" });
    element.append(scaled(QUARTERS, "scale"), made);
    return made;
  });
  for (const row of data.rows) drawRow(list, row);
}

function drawRow(list, row) {
  const parts = kept(list, row.outcome, () => makeRow(list, row));
  const known = row.p !== null;
  parts.told.textContent = row.told;
  parts.between.textContent = known ? (row.between_told ? `(${row.between_told})` : "") : row.note;
  parts.between.classList.toggle("whole", known);
  parts.carlo.textContent = known ? `Monte Carlo ${row.carlo_told}` : "";
  parts.word.textContent = known ? row.word : "";
  const moved = row.difference;
  parts.moved.textContent = moved ? moved.told : "";
  parts.moved.className = `moved ${moved?.apart ? "apart" : ""}`;
  parts.detail.textContent = moved ? moved.said || `over draws ${moved.over_draws}` : "";
  parts.exact.textContent = moved && !moved.said ? `Monte Carlo ${moved.carlo}` : "";
  place(parts.band, row.between);
  place(parts.monte, row.carlo);
  place(parts.ghostBand, row.ghost?.between ?? null);
  shown(parts.point, known);
  if (known) styled(parts.point, { cx: share(row.p) });
  const ghost = row.ghost?.p ?? null;
  shown(parts.ghost, ghost !== null);
  if (ghost !== null) styled(parts.ghost, { cx: share(ghost) });
  parts.dots.forEach((dot, i) => {
    shown(dot, i < row.spread.length);
    if (i < row.spread.length) styled(dot, { cx: share(row.spread[i]) });
  });
  put(parts.marks, ...row.marks.flatMap((mark, i) => markOf(mark, i)));
  parts.svg.setAttribute("aria-label", described(row));
}

function makeRow(list, row) {
  const line = (y) => s("rect", { class: "track", x: 0, y, width: "100%", height: 1 });
  const parts = {
    told: h("span", { class: "told" }),
    between: h("span", { class: "between" }),
    carlo: h("span", { class: "minor carlo" }),
    word: h("span", { class: "minor word" }),
    moved: h("span", {}),
    detail: h("span", { class: "minor" }),
    exact: h("span", { class: "minor" }),
    band: s("rect", { class: "band", y: BAND_AT - 7, height: 14, rx: 3 }),
    monte: s("rect", { class: "carlo", y: BAND_AT - 4, height: 8, rx: 2 }),
    point: s("circle", { class: "point", cy: BAND_AT, r: 7 }),
    ghostBand: s("rect", { class: "ghost-band", y: GHOST_AT - 2, height: 4, rx: 2 }),
    ghost: s("circle", { class: "ghost", cy: GHOST_AT, r: 4.5 }),
    dots: Array.from({ length: 20 }, () => s("circle", { class: "dot", cy: DOTS_AT, r: 3 })),
    marks: s("g", {}),
  };
  const ticks = QUARTERS.map(({ at }) =>
    s("rect", { class: "tick", x: share(at), y: DOTS_AT - 6, width: 1, height: MARKS_AT }));
  parts.svg = s("svg", { class: "odds-row", height: HEIGHT, role: "img" },
    ticks, line(BAND_AT), parts.dots, parts.ghostBand, parts.ghost, parts.band, parts.monte,
    parts.point, parts.marks);
  list.append(coloured(h("li", {},
    h("div", { class: "name" },
      h("span", { class: "label" }, ...glossed(row.label)),
      row.meaning ? h("span", { class: "minor" }, ...glossed(row.meaning)) : null,
      parts.word),
    h("div", { class: "picture" }, parts.svg, scaled(HALVES, "scale-below")),
    h("div", { class: "figures" },
      h("div", {}, h("span", {}, parts.told, " ", parts.between), parts.carlo),
      h("div", {}, parts.moved, parts.detail, parts.exact))),
  row.colour));
  return parts;
}

function place(rect, interval) {
  shown(rect, interval !== null);
  if (interval === null) return;
  const [low, high] = interval;
  styled(rect, { x: share(low), width: `max(${share(high - low)}, 2px)` });
}

function shown(element, is) {
  element.classList.toggle("away", !is);
}

function markOf(mark, i) {
  const y = MARKS_AT + 7 * i - 3;
  return [
    coloured(s("rect", { class: "mark-line", x: share(mark.low), y: y - 0.75, height: 1.5,
      width: share(Math.max(mark.high - mark.low, 0.001)) }), slug(mark.column)),
    s("svg", { x: share(mark.p), y, overflow: "visible" },
      coloured(s("path", { class: "mark", d: MARKS[mark.column] }), slug(mark.column)),
      s("title", {}, `${mark.label} ${mark.told}`)),
  ];
}

const slug = (column) => column.toLowerCase().replaceAll(" ", "-");

function keyed(kind, words) {
  return h("span", {}, h("i", { class: `key-${kind}` }), h("span", {}, ...glossed(words)));
}

function markKey(name) {
  const column = Object.keys(MARKS).find((one) => one.toLowerCase() === name.toLowerCase());
  const picture = s("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" },
    coloured(s("path", { class: "mark", d: MARKS[column] }), slug(column)));
  return h("span", {}, picture, h("span", {}, ...glossed(name)));
}

function described(row) {
  if (row.p === null) return `${row.label}: ${row.note}`;
  const known = row.between_told ? `, in 95% of draws ${row.between_told}` : "";
  const before = row.ghost ? `; as it is ${row.ghost.told}` : "";
  const beside = row.marks.map((mark) => `${mark.label} ${mark.told}`).join(", ");
  return `${row.label}: ${row.told}${known}${before}. ${beside}`;
}

function tableOf(data) {
  const compared = data.rows.some((row) => row.ghost);
  const columns = ["Outcome", "odds", "95% of draws", "Monte Carlo", "in words",
    ...(compared ? ["as it is", "difference", "difference over draws"] : []),
    ...data.yardsticks.columns];
  const body = data.rows.map((row) => h("tr", {},
    h("th", { scope: "row" }, row.label),
    ...[row.told, row.between_told, row.carlo_told, row.p === null ? row.note : row.word,
      ...(compared
        ? [row.ghost?.told ?? "", row.difference?.told ?? "", row.difference?.over_draws ?? ""]
        : []),
      ...data.yardsticks.columns.map((name) =>
        row.marks.find((mark) => mark.label === name)?.told ?? "silent"),
    ].map((text) => h("td", {}, text))));
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Odds as a table" },
    h("table", {},
      h("caption", {}, `Odds after ${data.runs_told}`),
      h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, body)));
}
