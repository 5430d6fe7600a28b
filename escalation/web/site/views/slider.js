// A slider that says what it means: its words, number, unit, range, default and where that comes from.

import { h, share, styled } from "../drawing/dom.js";
import { glossed } from "../drawing/glossary.js";

const STEPS = 1000;
/** Steps a key goes, as a finger goes far at once: with Shift an arrow goes a single one. */
const KEYS = { ArrowRight: 10, ArrowUp: 10, ArrowLeft: -10, ArrowDown: -10, PageUp: 100, PageDown: -100 };
let count = 0;

export class Slider {
  constructor(section, input, state) {
    this.section = section;
    this.input = input;
    this.state = state;
    this.isClaim = section === "claims";
    this.unit = this.isClaim ? "%" : input.unit;
    const id = `slider-${(count += 1)}`;
    this.range = h("input", { type: "range", id, min: 0, max: STEPS, step: 1,
      "aria-describedby": `${id}-means`, input: () => this.moved(), keydown: (event) => this.pressed(event) });
    this.number = h("input", { type: "number", step: "any", min: this.shown(input.low), max: this.shown(input.high),
      "aria-label": `${this.isClaim ? input.name : input.label} in ${this.unit}`,
      change: () => this.written(), keydown: (event) => { if (event.key === "Enter") this.written(); } });
    this.reset = h("button", { type: "button", class: "quiet", "aria-label": `Reset ${input.label}`,
      click: () => this.state.reset(section, input.name) }, "Reset");
    this.element = h("div", { class: "input" },
      h("div", { class: "line" },
        h("label", { for: id }, this.isClaim ? h("b", {}, `${input.name} `) : null, input.label),
        this.reset),
      h("div", { class: "slide" }, this.marks(), this.range),
      h("div", { class: "ends minor" },
        h("span", {}, short(this.shown(input.low))),
        h("span", { class: "written" }, this.number, h("span", {}, this.unit)),
        h("span", {}, short(this.shown(input.high)))),
      h("p", { class: "minor", id: `${id}-means` }, ...glossed(
        this.isClaim ? `${input.said_by}, ${input.date}. Credence: how far it is believed.` : input.meaning)),
      h("details", {},
        h("summary", {}, `Default ${this.isClaim ? `${this.shown(input.default)}%` : input.told}: ${input.from}`),
        this.sources()));
    this.refresh();
  }

  /** A mark at the default and, where it is drawn anew in each draw, a band over nine tenths. */
  marks() {
    const { default: middle, default_low: low, default_high: high } = this.input;
    const band = low === undefined || low === high ? null : styled(h("span", { class: "nine" }),
      { left: share(this.at(low)), width: share(this.at(high) - this.at(low)) });
    const mark = styled(h("span", { class: "default" }), { left: share(this.at(middle)) });
    return h("div", { class: "marks", "aria-hidden": "true" }, band, mark);
  }

  sources() {
    const one = this.input;
    const rows = this.isClaim
      ? [["Status", one.status], ["Note", one.note], ["Bears on", one.informs.join(", ") || one.why_not],
         ["Against", one.against.join(", ")], ["Published", one.source]]
      : [["Drawn as", one.drawn_as], ["Range", `${short(one.low)} to ${short(one.high)} ${one.unit}`],
         ["Rests on", one.basis], ["Source", one.source], ["Claims", one.claims.join(", ")]];
    return h("dl", {}, rows.filter(([, text]) => text).map(([name, text]) =>
      [h("dt", {}, name), h("dd", {}, text)]));
  }

  /** How far along its way a value stands, 0 to 1. */
  at(value) {
    const { low, high, bend } = this.input;
    return ((value - low) / (high - low)) ** (1 / bend);
  }

  value() {
    const { low, high, bend } = this.input;
    const exact = low + (high - low) * (this.range.valueAsNumber / STEPS) ** bend;
    return this.isClaim ? Math.round(100 * exact) / 100 : Number(exact.toPrecision(3));
  }

  /** A number as it is written beside the slider: credences in percent. */
  shown(value) {
    return this.isClaim ? Math.round(100 * value) : Number(Number(value).toPrecision(3));
  }

  moved() {
    this.set(this.value());
  }

  pressed(event) {
    const steps = KEYS[event.key];
    if (steps === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.range.valueAsNumber += event.shiftKey ? Math.sign(steps) : steps;
    this.moved();
  }

  /** Take the number from its box; one beyond the range becomes the range's end. */
  written() {
    const given = this.number.valueAsNumber;
    if (!Number.isFinite(given)) return this.refresh();
    const { low, high } = this.input;
    this.set(Math.min(Math.max(this.isClaim ? given / 100 : given, low), high));
    this.refresh();
  }

  set(value) {
    if (value === this.state[this.section][this.input.name]) return;
    this.state.change((state) => { state[this.section][this.input.name] = value; });
    this.tell(value);
  }

  refresh() {
    const value = this.state[this.section][this.input.name];
    this.range.valueAsNumber = Math.round(STEPS * this.at(value ?? this.input.default));
    this.tell(value);
  }

  tell(value) {
    const moved = value !== undefined;
    const shown = this.shown(value ?? this.input.default);
    this.number.value = shown;
    this.range.setAttribute("aria-valuetext", `${moved ? "" : "default: "}${shown} ${this.unit}`);
    this.reset.hidden = !moved;
    this.element.classList.toggle("changed", moved);
  }
}

const short = (value) => String(Number(Number(value).toPrecision(3)));
