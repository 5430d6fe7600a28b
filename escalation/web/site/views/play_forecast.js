// Forecasts: a slider a question, said as soon as it is let go.

import { coloured, h, put } from "../drawing/dom.js";

export function drawForecast(element, forecast, words, page) {
  const rows = forecast.questions.map((question, place) => {
    const id = `forecast-${place}`;
    const output = h("output", { for: id });
    const told = () => `${range.value}%`;
    const range = h("input", { type: "range", id, min: 0, max: 100, step: 1,
      value: Math.round(100 * (question.value ?? 0.5)),
      input: () => { output.textContent = told(); range.setAttribute("aria-valuetext", told()); },
      change: () => page.say({ ...forecast.base, [forecast.into]: { [question.outcome]: range.valueAsNumber / 100 } })
        .catch((why) => { if (why !== null) page.notice(String(why)); }) });
    output.textContent = question.value === null ? words.set : told();
    range.setAttribute("aria-valuetext", output.textContent);
    return coloured(h("div", { class: "field" },
      h("div", { class: "line" }, h("label", { for: id, class: "grows" }, question.label), output), range), question.colour);
  });
  put(element, h("h2", {}, forecast.title), rows, h("p", { class: "minor" }, forecast.meaning));
}
