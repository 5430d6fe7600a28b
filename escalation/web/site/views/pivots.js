// But for that: which moments of a run its fate hung on. While they are sought the page says how
// far the search is; what turns the run is shown before it is known how far that moved the odds.

import { draw } from "../drawing/mornings.js";
import { drawFigure } from "../drawing/figure.js";
import { coloured, h, put } from "../drawing/dom.js";
import { glossed } from "../drawing/glossary.js";

export class Pivots {
  /**
   * `find` and `stop` ask the server; `without(event)` shows the run without one event; `found` is
   * called when it is known what turns the run; `words` are the question and its button's.
   */
  constructor({ find, stop, without, found, words }) {
    this.words = words;
    this.find = find;
    this.stopSearch = stop;
    this.without = without;
    this.found = found;
    this.element = h("div", { class: "pivots" });
    this.run = null;
  }

  /** Begin with a run of which nothing is known yet. */
  of(run) {
    if (this.run === run) return;
    this.clear();
    this.run = run;
    this.offer();
  }

  clear() {
    if (this.searching) this.stopSearch();
    this.searching = false;
    this.run = null;
    this.turning = [];
    put(this.element);
  }

  offer(said = "") {
    put(this.element,
      said ? h("p", { class: "minor", role: "status" }, said) : null,
      h("p", {}, ...glossed(this.words.ask)),
      h("button", { type: "button", class: "leads", click: () => this.begin() }, this.words.button));
  }

  begin() {
    this.searching = true;
    this.bar = h("progress", { max: 1, value: 0, "aria-label": "How far the search is" });
    this.said = h("p", { class: "minor", role: "status" }, "Waiting for its turn…");
    this.list = h("div", {});
    this.cancel = h("button", { type: "button", click: () => {
      this.searching = false;
      this.stopSearch();
      this.turning = [];
      this.found();
      this.offer("Stopped.");
    } }, "Stop");
    put(this.element, h("div", { class: "line searching" }, this.bar, this.cancel), this.said, this.list);
    this.cancel.focus({ preventScroll: true });
    this.find(this.run);
  }

  waiting(said) {
    if (this.searching) this.said.textContent = said.why;
  }

  refused(why) {
    if (!this.searching) return;
    this.searching = false;
    this.offer(why);
  }

  trying(said) {
    if (!this.searching || said.run !== this.run) return;
    this.bar.max = said.total;
    this.bar.value = said.done;
    this.said.textContent = `${said.told} Step ${said.done} of ${said.total}.`;
    if (said.turning.length === this.turning.length) return;
    this.turning = said.turning;
    put(this.list, this.listed());
    this.found();
  }

  show(said) {
    if (said.run !== this.run) return;
    this.searching = false;
    this.turning = said.turning;
    const figure = h("div", {});
    const told = new Set();
    const findings = h("ul", { class: "findings plain", tabindex: "-1" },
      said.findings.map((one) => h("li", {}, ...glossed(one, told))));
    put(this.element,
      findings, figure,
      this.turning.length ? h("h4", {}, "The moments that turn it") : null,
      this.listed(),
      h("p", { class: "minor" }, said.caveat));
    drawFigure(figure, "mornings", { ...said.figure, end: said.end }, draw);
    this.found();
    findings.focus({ preventScroll: true });
  }

  listed() {
    return h("ol", { class: "turning plain", tabindex: "0", "aria-label": "The moments that turn it" }, this.turning.map((one) => coloured(h("li", {},
      h("p", {}, one.told),
      h("p", { class: "but" }, one.without),
      one.odds ? h("p", { class: one.apart ? "" : "minor" }, one.odds) : null,
      h("button", { type: "button", class: "quiet", "aria-label": `Watch the run without this: ${one.told}`,
        click: () => this.without(one.event) }, "Watch it without this")), one.end)));
  }

  /** What would have been without an event of the run, where that turns it. */
  ofEvent(event) {
    return this.turning?.find((one) => one.event === event) ?? null;
  }
}
