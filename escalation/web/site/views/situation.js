// Where the scenario stands on the morning of day 0, in sentences.

import { h, put } from "../drawing/dom.js";

export function drawSituation(element, inputs) {
  const open = element.querySelector("details")?.open ?? false;
  put(element,
    h("p", { class: "title" }, inputs.title),
    inputs.summary ? h("p", { class: "minor" }, inputs.summary) : null,
    h("details", { open },
      h("summary", {}, "The situation on the morning of day 0"),
      h("ul", { class: "plain" }, inputs.situation.map((one) => h("li", {}, one))),
      inputs.fixed_events.length
        ? [h("p", { class: "minor" }, "Fixed, whatever the model would decide:"),
           h("ul", {}, inputs.fixed_events.map((one) => h("li", {}, one)))]
        : null),
  );
}
