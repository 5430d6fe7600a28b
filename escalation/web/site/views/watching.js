// One run watched: its path, its chronicle, and a day from which it may go on otherwise.

import { draw } from "../charts/path.js";
import { h, put } from "../dom.js";
import { EventForm } from "./event_form.js";

export class Watching {
  constructor(element, { watch, shown }) {
    this.element = element;
    this.watch = watch;
    this.shown = shown;
    this.kinds = [];
    this.militant = false;
  }

  pick(run) {
    this.element.hidden = false;
    this.element.replaceChildren(h("h2", { id: "run-title", tabindex: "-1" }, `Run ${run}`),
      h("p", { class: "minor" }, "Computing…"));
    this.element.scrollIntoView({ block: "start" });
    this.watch(run, null);
  }

  clear() {
    this.element.hidden = true;
    this.element.replaceChildren(h("h2", { id: "run-title" }, "One run"));
  }

  show(data) {
    this.data = data;
    const title = h("h2", { id: "run-title", tabindex: "-1" },
      data.other ? `Run ${data.run}, otherwise from day ${data.day}` : `Run ${data.run}`);
    const picture = h("div", { class: "picture" });
    this.chronicle = h("div", { class: "chronicle scroll", tabindex: "0", role: "region",
      "aria-label": "Chronicle" });
    this.branch = h("div", {});
    const militant = h("input", { type: "checkbox", checked: this.militant, change: () => {
      this.militant = militant.checked;
      this.tell();
    } });
    put(this.element,
      h("div", { class: "headline" }, title,
        data.other ? h("button", { type: "button", click: () => this.watch(data.run, null) }, "As it was") : null),
      data.parts ? h("p", {}, h("strong", {}, data.parts)) : null,
      h("p", {}, data.lines.join(" ")),
      data.other ? h("p", { class: "minor" }, `As it was: ${data.other.lines[0]}`) : null,
      picture,
      h("h3", {}, "What turned it"),
      h("ul", {}, data.short.map((one) => h("li", {}, one))),
      h("details", {}, h("summary", {}, "The whole chronicle; click a day to decide otherwise from there"),
        h("label", { class: "lever" }, militant, h("span", {}, "with attacks by the TTP and ISIS-K")),
        this.chronicle),
      this.branch);
    draw(picture, data, (day) => this.choose(day));
    this.tell();
    this.shown(data);
    title.focus({ preventScroll: true });
  }

  tell() {
    const days = this.data.days
      .map((one) => ({ ...one, events: one.events.filter((event) => this.militant || !event.militant) }))
      .filter((one) => one.events.length > 0);
    this.chronicle.replaceChildren(...days.map((one) => h("div", { class: "day" },
      one.day >= 0
        ? h("button", { type: "button", class: "quiet", "aria-label": `Decide otherwise from day ${one.day}`,
          click: () => this.choose(one.day) }, `${one.date}, day ${one.day}`)
        : h("span", { class: "minor" }, "The night before"),
      h("ul", {}, one.events.map((event) => h("li", {}, event.text))))));
  }

  /** Offer to decide otherwise from a day on. */
  choose(day) {
    const events = [];
    const form = new EventForm(this.kinds, { change: (alter) => {
      alter({ events });
      this.watch(this.data.run, { day, events });
    } }, { day, label: "Go on from there", open: true });
    this.branch.replaceChildren(h("h3", { tabindex: "-1" }, `Otherwise from day ${day} on`), form.element);
    this.branch.querySelector("h3").focus();
  }
}
