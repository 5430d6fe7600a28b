// Kinds of future, each with the run that stands for it, sought only when somebody asks.

import { coloured, h, put } from "../drawing/dom.js";
import { glossed } from "../drawing/glossary.js";

export class Storylines {
  /** `words` are the question and its button's; `ask` and `stop` tell the server; `pick` a run. */
  constructor({ words, ask, stop, pick }) {
    this.words = words;
    this.ask = ask;
    this.stop = stop;
    this.pick = pick;
    this.element = h("div", { class: "storylines" });
    this.clear();
  }

  clear() {
    if (this.searching) this.stop();
    this.searching = false;
    this.offer();
  }

  offer(said = "") {
    put(this.element,
      h("p", { class: "minor", role: said ? "status" : null }, ...glossed(said || this.words.ask)),
      h("button", { type: "button", click: () => this.begin() }, this.words.button));
  }

  begin() {
    this.searching = true;
    this.bar = h("progress", { max: 1, "aria-label": this.words.button });
    put(this.element, h("div", { class: "line searching" }, this.bar,
      h("button", { type: "button", click: () => this.clear() }, "Stop")));
    this.ask();
  }

  watching({ done, total }) {
    if (!this.searching) return;
    this.bar.max = total;
    this.bar.value = done;
  }

  refused(why) {
    this.searching = false;
    this.offer(why);
  }

  show(said) {
    this.searching = false;
    put(this.element,
      h("p", { class: "minor", role: "status" }, said.told),
      h("ol", { class: "stories plain" }, said.stories.map((one) => coloured(h("li", {},
        h("div", { class: "headline" }, h("h4", {}, one.name),
          h("button", { type: "button", "aria-label": `Watch run ${one.run}: ${one.name}`,
            click: () => this.pick(one.run) }, `Watch run ${one.run}`)),
        h("p", { class: "minor" }, `${one.share}; they end: ${one.ends}`),
        h("details", {}, h("summary", {}, "Its chronicle"),
          h("ul", {}, one.chronicle.map((line) => h("li", {}, line))))), one.end))));
  }
}
