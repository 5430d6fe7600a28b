// A tour of the page, offered on the first visit: what to look at, and something to try. Its words
// come from the server; where it was left is kept in this browser.

import { h, put } from "../drawing/dom.js";
import { glossed } from "../drawing/glossary.js";

const KEPT = "tour";

/** Offer the tour to those who have not seen it; `open` opens a chart's tab by its name. */
export class Tour {
  constructor({ offer, stops }, offered, open) {
    this.stops = stops;
    this.offered = offered;
    this.open = open;
    this.dialog = null;
    if (kept() === null) this.offer(offer);
  }

  offer({ title, text }) {
    this.offered.hidden = false;
    put(this.offered,
      h("div", {}, h("h2", {}, title), h("p", {}, text)),
      h("div", { class: "line" },
        h("button", { type: "button", class: "leads", click: () => this.begin() }, "Begin the tour"),
        h("button", { type: "button", click: () => { keep("over"); this.unoffer(); } }, "Not now")));
  }

  unoffer() {
    this.offered.hidden = true;
    put(this.offered);
  }

  /** Begin where it was left, or anew. */
  begin() {
    this.unoffer();
    this.dialog?.remove();
    const left = Number(kept());
    this.title = h("h2", { id: "tour-title", tabindex: "-1" });
    this.text = h("p", {});
    this.attempt = h("p", { class: "attempt" });
    this.count = h("p", { class: "minor" });
    this.back = h("button", { type: "button", click: () => this.go(this.place - 1) }, "Back");
    this.next = h("button", { type: "button", class: "leads", click: () => this.go(this.place + 1) });
    this.dialog = h("dialog", { class: "tour", "aria-labelledby": "tour-title",
      keydown: (event) => { if (event.key === "Escape") this.leave(String(this.place)); } },
    this.count, this.title, this.text, this.attempt,
    h("div", { class: "line" }, this.back, this.next,
      h("button", { type: "button", class: "quiet", click: () => this.leave(String(this.place)) }, "Leave")));
    document.body.append(this.dialog);
    this.dialog.show(); // not modal: the page can be used meanwhile
    this.go(Number.isInteger(left) && left > 0 && left < this.stops.length ? left : 0);
  }

  go(to) {
    if (to >= this.stops.length) return this.leave("over");
    this.place = to;
    keep(String(to));
    const stop = this.stops[to];
    if (stop.opens) this.open(stop.opens);
    this.title.textContent = stop.title;
    put(this.text, ...glossed(stop.text));
    put(this.attempt, h("b", {}, "Try: "), stop.attempt);
    this.attempt.hidden = stop.attempt === "";
    this.count.textContent = `${to + 1} of ${this.stops.length}`;
    this.back.disabled = to === 0;
    this.next.textContent = to + 1 === this.stops.length ? "Done" : "Next";
    unmark();
    // What is not on the page yet is spoken of where the stop before was.
    const shown = [stop, ...this.stops.slice(0, to).reverse()]
      .map((one) => document.getElementById(one.at)).find((one) => one && !one.hidden);
    shown.classList.add("toured");
    shown.scrollIntoView({ block: "start" });
    this.title.focus({ preventScroll: true });
  }

  leave(where) {
    keep(where);
    unmark();
    this.dialog.remove();
    this.dialog = null;
    document.getElementById("tour-button").focus({ preventScroll: true });
  }
}

function unmark() {
  document.querySelector(".toured")?.classList.remove("toured");
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(where) {
  try {
    localStorage.setItem(KEPT, where);
  } catch {
    // Kept for this visit only.
  }
}
