// A chart over days, read day by day: under a pointer, or by the arrow keys.

import { coloured, h, put, styled } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 7, PageDown: -7 };

/**
 * Make a plot of `overDays` tell a day's figures; return the plot. `tell(day)` returns what is said
 * of a day: colours by name, labels, and figures as they are written.
 */
export function readable(plot, axis, label, tell) {
  const field = plot.querySelector(".field");
  const rule = h("div", { class: "rule away" });
  const said = h("p", { class: "reading minor" }, axis.hint);
  const reader = h("div", { class: "reader", role: "slider", tabindex: 0, "aria-label": label,
    "aria-valuemin": 0, "aria-valuemax": axis.last, "aria-valuenow": 0, "aria-valuetext": axis.hint,
    focus: () => { if (reader.day === null) reader.read(0); },
    keydown: (event) => {
      const now = reader.day ?? 0;
      const to = { Home: 0, End: axis.last }[event.key] ?? (event.key in STEPS ? now + STEPS[event.key] : null);
      if (to === null) return;
      event.preventDefault();
      reader.read(to);
    } }, rule);
  reader.day = null;
  reader.read = (wanted) => {
    reader.day = Math.min(Math.max(wanted, 0), axis.last);
    const parts = tell(reader.day);
    const name = `Day ${reader.day}, ${axis.dates[reader.day]}`;
    reader.setAttribute("aria-valuenow", reader.day);
    reader.setAttribute("aria-valuetext",
      `${name}: ${parts.map((one) => `${one.label} ${one.told}`).join(", ")}`);
    styled(rule, { left: `${(100 * reader.day) / Math.max(axis.last, 1)}%` });
    rule.classList.remove("away");
    put(said, h("b", {}, name), ...parts.map((one) => coloured(
      h("span", {}, h("i", { class: "swatch" }), `${one.label} `, h("b", {}, one.told)), one.colour)));
  };
  const pointed = (event) => {
    const box = reader.getBoundingClientRect();
    if (event.clientY > box.bottom || box.width === 0) return;
    reader.read(Math.round(((event.clientX - box.left) / box.width) * axis.last));
  };
  field.addEventListener("pointermove", pointed);
  field.addEventListener("pointerdown", pointed);
  field.prepend(reader);
  field.append(said);
  return plot;
}

/** Draw anew what may be read, and leave each reader where it stood, the one in use in use. */
export function keepingReaders(element, draw) {
  const before = [...element.querySelectorAll(".reader")];
  const inUse = before.indexOf(document.activeElement);
  draw();
  const after = [...element.querySelectorAll(".reader")];
  before.forEach((one, i) => { if (one.day !== null) after[i]?.read(one.day); });
  after[inUse]?.focus();
}
