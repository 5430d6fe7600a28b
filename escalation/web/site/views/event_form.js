// An event of one's own: the fields of its kind, as Python declares them.

import { h, put } from "../drawing/dom.js";

let count = 0;

export class EventForm {
  /** `day` is the first on which the event may happen; `label` what the button says. */
  constructor(kinds, state, { day = 0, label = "Add it", open = false } = {}) {
    this.kinds = kinds;
    this.state = state;
    this.day = day;
    const id = `event-kind-${(count += 1)}`;
    this.choice = h("select", { id, change: () => this.build() },
      kinds.map((kind) => h("option", { value: kind.kind }, kind.label)));
    this.fields = h("div", { class: "fields" });
    this.element = h("details", { class: "own-event", open },
      h("summary", {}, "An event of your own"),
      h("label", { for: id }, "What happens"), this.choice, this.fields,
      h("button", { type: "button", click: () => this.add() }, label));
    this.build();
  }

  build() {
    const kind = this.kinds.find((one) => one.kind === this.choice.value);
    this.parts = [];
    const make = (field) => {
      const part = fieldOf(field.name === "day" ? { ...field, low: this.day, default: this.day } : field);
      this.parts.push(part);
      return part.element;
    };
    put(this.fields,
      h("p", { class: "minor" }, kind.meaning),
      ...kind.fields.map(make),
      h("details", {}, h("summary", {}, "Only when something has come about"),
        ...kind.conditions.map(make)));
  }

  add() {
    const event = { kind: this.choice.value };
    for (const { name, value } of this.parts) {
      const given = value();
      if (given === null) continue;
      const [first, second] = name.split(".");
      if (second) event[first] = { ...event[first], [second]: given };
      else event[first] = given;
    }
    this.state.change((state) => { state.events.push(event); });
  }
}

/** Return a field's element and what it holds, null where it is left open. */
function fieldOf(field) {
  const id = `field-${(count += 1)}`;
  const label = h("label", { for: id }, field.label);
  const minor = field.meaning ? h("p", { class: "minor", id: `${id}-means` }, field.meaning) : null;
  const described = minor ? { "aria-describedby": `${id}-means` } : {};
  const wrap = (input) => h("div", { class: "field" }, label, input, minor);
  if (field.type === "many") {
    const boxes = field.options.map(({ value, label: text }) => {
      const box = h("input", { type: "checkbox", value, checked: true });
      return { box, element: h("label", { class: "lever" }, box, h("span", {}, text)) };
    });
    return {
      name: field.name,
      element: h("fieldset", {}, h("legend", {}, field.label), boxes.map((one) => one.element)),
      value: () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value),
    };
  }
  if (field.type === "choice") {
    const options = [...(field.required ? [] : [{ value: "", label: "not set" }]), ...field.options];
    const select = h("select", { id, ...described }, options.map(({ value, label: text }) =>
      h("option", { value, selected: value === field.default }, text)));
    return { name: field.name, element: wrap(select), value: () => select.value || null };
  }
  if (field.type === "flag") {
    const box = h("input", { type: "checkbox", id, checked: field.default === true, ...described });
    return { name: field.name, element: wrap(box), value: () => box.checked };
  }
  const number = h("input", { type: "number", id, min: field.low, max: field.high,
    step: field.type === "whole" ? 1 : "any", value: field.default ?? (field.required ? field.low : ""),
    ...described });
  return {
    name: field.name,
    element: wrap(number),
    value: () => (number.value === "" ? null : Number(number.value)),
  };
}
