// Controls as Python declares them: each is drawn as it says and gives a value for a message.

import { h } from "../drawing/dom.js";

let count = 0;

/** Return the elements of fields, and what they say together as a message's keys. */
export function fieldsOf(declared) {
  const made = declared.map((field) => ({ field, ...MAKERS[field.kind](field) }));
  return {
    elements: made.map((one) => one.element),
    value() {
      const said = {};
      for (const { field, value } of made) {
        const one = value();
        if (one === null) continue;
        if (field.adds) (said[field.into] ??= []).push(one);
        else said[field.into] = one;
      }
      return said;
    },
  };
}

const MAKERS = { choice, flag, whole, many, text };

function choice(field) {
  const { id, meaning, described } = named(field);
  const select = h("select", { id, ...described, change: () => show() },
    field.options.map((option, place) =>
      h("option", { value: place, selected: place === field.chosen }, option.label)));
  const parts = partsOf(field);
  const chosen = () => field.options[select.value].value;
  function show() {
    parts.element.hidden = chosen() === null;
    select.classList.toggle("chosen", field.options[0].value === null && chosen() !== null);
  }
  show();
  return {
    element: h("div", { class: "field" }, h("label", { for: id }, field.label), select, meaning,
      parts.element),
    value: () => (chosen() === null ? null : parts.into(chosen())),
  };
}

function flag(field) {
  const { id, meaning, described } = named(field);
  const box = h("input", { type: "checkbox", id, ...described, checked: field.on, change: () => show() });
  const parts = partsOf(field);
  const show = () => { parts.element.hidden = !box.checked; };
  show();
  return {
    element: h("div", { class: "field ticked" }, h("div", { class: "line" }, box,
      h("label", { for: id }, field.label)), meaning, parts.element),
    value: () => (box.checked ? parts.into(field.value) : null),
  };
}

function whole(field) {
  const { id, meaning, described } = named(field);
  const input = h("input", { type: "number", id, ...described, min: field.low, max: field.high, step: 1,
    value: field.value, inputmode: "numeric" });
  return {
    element: h("div", { class: "field number" }, h("label", { for: id }, field.label), input, meaning),
    value: () => {
      const value = Math.round(input.valueAsNumber);
      return Number.isFinite(value) ? Math.min(Math.max(value, field.low), field.high) : field.value;
    },
  };
}

function many(field) {
  const boxes = field.options.map((option) => {
    const id = `play-field-${(count += 1)}`;
    const box = h("input", { type: "checkbox", id, checked: option.on });
    return { box, option, element: h("div", { class: "line" }, box, h("label", { for: id }, option.label)) };
  });
  return {
    element: h("fieldset", { class: "field many" }, h("legend", {}, field.label),
      boxes.map((one) => one.element)),
    value: () => boxes.filter((one) => one.box.checked).map((one) => one.option.value),
  };
}

function text(field) {
  const { id, meaning, described } = named(field);
  const area = h("textarea", { id, ...described, maxlength: field.most, rows: 4 });
  area.value = field.value;
  return {
    element: h("div", { class: "field" }, h("label", { for: id }, field.label), area, meaning),
    value: () => area.value.trim() || null,
  };
}

function named(field) {
  const id = `play-field-${(count += 1)}`;
  if (!field.meaning) return { id, meaning: null, described: {} };
  return { id, meaning: h("p", { class: "minor", id: `${id}-means` }, field.meaning),
    described: { "aria-describedby": `${id}-means` } };
}

function partsOf(field) {
  const inner = fieldsOf(field.parts);
  return {
    element: h("div", { class: "parts" }, inner.elements),
    into: (value) => (field.parts.length === 0 ? value : { ...value, ...inner.value() }),
  };
}
