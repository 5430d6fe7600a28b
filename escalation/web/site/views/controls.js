// Everything that can be moved, by search and by process: decisions, claims, assumptions.

import { h, put } from "../drawing/dom.js";
import { EventForm } from "./event_form.js";
import { Slider } from "./slider.js";

const MOST_FOUND = 60;

export class Controls {
  constructor(element, state) {
    this.element = element;
    this.state = state;
    this.sliders = new Map();
  }

  show(inputs) {
    this.inputs = inputs;
    this.sliders.clear();
    this.opened = new Set();
    this.build();
  }

  /** Make the groups, of which those stand open that were. */
  build() {
    const { inputs } = this;
    this.levers = inputs.levers.map((lever) => this.lever(lever));
    this.search = h("input", { type: "search", id: "search", autocomplete: "off",
      placeholder: "audience cost, mediation, C21 …", input: () => this.find() });
    this.found = h("div", { hidden: true });
    this.groups = h("div", {},
      this.group("Decisions", "who does what, whatever the model would decide", () => this.decisions()),
      this.group("Claims", "what was said of the night, and how far it is believed", () =>
        inputs.claims.map((claim) => this.slider("claims", claim))),
      h("h3", {}, "Assumptions"),
      inputs.processes.map((process) =>
        this.group(process.label, counted(process.inputs.length), () =>
          process.inputs.map((input) => this.slider("parameters", input)))));
    put(this.element,
      h("div", { class: "search" }, h("label", { for: "search" }, "Find anything that can be moved"),
        this.search),
      this.found, this.groups);
    this.refresh();
  }

  /** A group that makes its controls when it is first opened. */
  group(label, minor, make) {
    const body = h("div", { class: "inputs" });
    const fill = () => {
      if (!body.hasChildNodes()) body.append(...make());
    };
    const open = this.opened.has(label);
    if (open) fill();
    const group = h("details", { class: "group", open, toggle: () => {
      if (group.open) fill();
      this.opened[group.open ? "add" : "delete"](label);
    } }, h("summary", {}, h("span", {}, label), h("span", { class: "minor" }, minor)), body);
    return group;
  }

  slider(section, input) {
    const key = `${section}.${input.name}`;
    if (!this.sliders.has(key)) this.sliders.set(key, new Slider(section, input, this.state));
    return this.sliders.get(key).element;
  }

  decisions() {
    const families = new Map();
    for (const lever of this.levers) {
      families.set(lever.family, [...(families.get(lever.family) ?? []), lever.element]);
    }
    const form = new EventForm(this.inputs.event_kinds, this.state);
    return [
      ...[...families].map(([family, elements]) =>
        h("fieldset", {}, h("legend", {}, family), elements)),
      form.element,
    ];
  }

  lever(lever) {
    const box = h("input", { type: "checkbox", change: () => this.state.change((state) => {
      state.levers = state.levers.filter((name) => name !== lever.name);
      if (box.checked) state.levers.push(lever.name);
    }) });
    const element = h("label", { class: "lever" }, box,
      h("span", {}, h("b", {}, lever.label), h("span", { class: "minor" }, lever.meaning)));
    return { name: lever.name, family: lever.family, box, element,
      words: `${lever.label} ${lever.meaning} ${lever.family}`.toLowerCase() };
  }

  /** Put every control where the state has it. */
  refresh() {
    for (const slider of this.sliders.values()) slider.refresh();
    for (const lever of this.levers) lever.box.checked = this.state.levers.includes(lever.name);
  }

  groupsAgain() {
    this.build();
    this.search.focus();
  }

  find() {
    const wanted = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const searching = wanted.length > 0;
    this.found.hidden = !searching;
    this.groups.hidden = searching;
    if (!searching) {
      // What was shown among the finds goes back to its group.
      this.groupsAgain();
      return;
    }
    const fits = (words) => wanted.every((word) => words.toLowerCase().includes(word));
    const { claims, processes } = this.inputs;
    const kinds = this.inputs.event_kinds.map((kind) => `${kind.label} ${kind.meaning}`).join(" ");
    const found = [
      ...this.levers.filter((lever) => fits(lever.words)).map((lever) => lever.element),
      ...claims.filter((one) => fits(`${one.name} ${one.label} ${one.said_by} ${one.informs.join(" ")}`))
        .map((one) => this.slider("claims", one)),
      ...processes.flatMap((process) => process.inputs
        .filter((one) => fits(`${one.name} ${one.label} ${one.meaning} ${process.label}`))
        .map((one) => this.slider("parameters", one))),
      ...(fits(`event of your own ${kinds}`) ? [new EventForm(this.inputs.event_kinds, this.state).element] : []),
    ];
    const told = found.length === 0 ? "Nothing is called that." : `${counted(found.length)} found.`;
    put(this.found, h("p", { class: "minor", role: "status" }, told),
      h("div", { class: "inputs" }, found.slice(0, MOST_FOUND)));
  }
}

const counted = (number) => `${number} ${number === 1 ? "thing" : "things"}`;

