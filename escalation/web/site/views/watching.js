// One run watched: its path, its chronicle, which moments it hung on, and a day from which it may go
// on otherwise.

import { tableOf } from "../drawing/figure.js";
import { draw } from "../drawing/path.js";
import { coloured, h, put } from "../drawing/dom.js";
import { EventForm } from "./event_form.js";
import { Pivots } from "./pivots.js";

const WIDE = "(min-width: 60rem)";

export class Watching {
  /** `watch(run, { branch, without })`, `find(run)` and `stop()` ask the server. */
  constructor(element, { words, watch, find, stop, shown }) {
    this.element = element;
    this.watch = watch;
    this.shown = shown;
    this.kinds = [];
    this.militant = false;
    this.pivots = new Pivots({ words, find, stop, without: (event) => this.watch(this.data.run, { without: event }),
      found: () => this.tell() });
  }

  pick(run) {
    this.element.hidden = false;
    this.status = h("p", { class: "minor", role: "status" }, "Computing…");
    put(this.element, h("h2", { id: "run-title", tabindex: "-1" }, `Run ${run}`), this.status);
    this.element.scrollIntoView({ block: "start" });
    this.watch(run);
  }

  /** Say what a run waits for. */
  waiting(said) {
    if (!this.status) return;
    this.status.hidden = false;
    this.status.textContent = said.why;
  }

  clear() {
    this.status = null;
    this.pivots.clear();
    this.element.hidden = true;
    put(this.element, h("h2", { id: "run-title" }, "One run"));
  }

  show(data) {
    this.data = data;
    this.pivots.of(data.run);
    const title = h("h2", { id: "run-title", tabindex: "-1" }, titleOf(data));
    const picture = h("div", { class: "picture" });
    this.chronicle = h("div", { class: "chronicle scroll", tabindex: "0", role: "group",
      "aria-label": "Chronicle" });
    this.branch = h("div", {});
    const militant = h("input", { type: "checkbox", checked: this.militant, change: () => {
      this.militant = militant.checked;
      this.tell();
    } });
    this.status = h("p", { class: "minor", role: "status", hidden: true });
    put(this.element,
      h("div", { class: "headline" }, title,
        data.other ? h("button", { type: "button", click: () => this.watch(data.run) }, "As it was") : null),
      this.status,
      data.undone ? h("p", {}, `Taken back, that one alone: ${data.undone}`) : null,
      data.parts ? h("p", {}, h("strong", {}, data.parts)) : null,
      coloured(h("p", { class: "ended" }, data.lines.join(" ")), data.end),
      data.other ? h("p", { class: "minor" }, `As it was: ${data.other.lines[0]}`) : null,
      picture,
      h("details", { class: "behind" }, h("summary", {}, "As a table"), tableOf(data.table)),
      this.branch,
      h("div", { class: "beside" },
        h("div", {}, h("h3", {}, "But for that"), this.pivots.element),
        h("div", {},
          h("h3", {}, "What happened"),
          h("ul", { class: "short" }, data.short.map((one) => h("li", {}, one))),
          data.left_out ? h("p", { class: "minor" }, data.left_out) : null,
          h("details", { open: matchMedia(WIDE).matches },
            h("summary", {}, "The whole chronicle; press a day to decide otherwise from there"),
            h("label", { class: "lever" }, militant, h("span", {}, "with attacks by the TTP and ISIS-K")),
            this.chronicle))));
    draw(picture, data, (day) => this.choose(day));
    this.tell();
    this.shown(data);
    title.focus({ preventScroll: true });
  }

  tell() {
    // Of a run that went on otherwise the events have other numbers.
    const turnOf = (event) => (this.data.other ? null : this.pivots.ofEvent(event.event));
    const days = this.data.days
      .map((one) => ({ ...one,
        events: one.events.filter((event) => this.militant || !event.militant || turnOf(event)) }))
      .filter((one) => one.events.length > 0);
    put(this.chronicle, ...days.map((one) => h("div", { class: "day" },
      one.day >= 0
        ? h("button", { type: "button", class: "quiet", "aria-label": `Decide otherwise from day ${one.day}`,
          click: () => this.choose(one.day) }, `${one.date}, day ${one.day}`)
        : h("span", { class: "minor" }, "The night before"),
      h("ul", {}, one.events.map((event) => {
        const turn = turnOf(event);
        return turn === null ? h("li", {}, event.text)
          : coloured(h("li", { class: "turn" }, event.text, " ", h("span", { class: "but" }, turn.without)), turn.end);
      })))));
  }

  /** Offer to decide otherwise from a day on. */
  choose(day) {
    const events = [];
    const form = new EventForm(this.kinds, { change: (alter) => {
      alter({ events });
      this.watch(this.data.run, { branch: { day, events } });
    } }, { day, label: "Go on from there", open: true });
    put(this.branch, h("h3", { tabindex: "-1" }, `Otherwise from day ${day} on`), form.element);
    this.branch.querySelector("h3").focus();
  }
}

function titleOf(data) {
  if (!data.other) return `Run ${data.run}`;
  return data.undone
    ? `Run ${data.run}, but for one moment on day ${data.day}`
    : `Run ${data.run}, otherwise from day ${data.day}`;
}
