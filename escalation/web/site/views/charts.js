// The charts of the setting, one open at a time; only what is looked at is asked for.

import { draw as claims } from "../drawing/claims.js";
import { draw as deaths } from "../drawing/deaths.js";
import { draw as endStates } from "../drawing/end_states.js";
import { drawFigure } from "../drawing/figure.js";
import { draw as rungs } from "../drawing/rungs.js";
import { draw as runs } from "../drawing/runs.js";
import { draw as standings } from "../drawing/standings.js";
import { h, put } from "../drawing/dom.js";

// What draws each figure of the server.
const DRAW = { standings, end_states: endStates, rungs, deaths, claims, runs };

export class Charts {
  /** `words.figures` are the tabs, `words.tables` the files of tables; `below` stands under runs. */
  constructor(element, { words, ask, link, pick, below }) {
    this.below = below;
    this.figures = words.figures;
    this.tables = words.tables;
    this.names = words.figures.map((one) => one.name);
    this.ask = ask;
    this.link = link;
    this.pick = pick;
    this.open = this.names[0];
    this.data = {};
    this.body = h("div", { id: "chart-panel", role: "tabpanel", tabindex: "0" });
    this.files = h("p", { class: "files minor" });
    this.tabs = this.figures.map(({ name, label }) =>
      h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "chart-panel",
        click: () => this.choose(name), keydown: (event) => this.step(event) }, label));
    put(element,
      h("h2", { id: "charts-title" }, "What the runs do"),
      h("div", { class: "tabs", role: "tablist", "aria-labelledby": "charts-title" }, this.tabs),
      this.body, this.below, this.files);
    this.mark();
  }

  /** The figures that the next answer should bring. */
  wanted() {
    return [this.open];
  }

  draw(figures) {
    this.data = { ...this.data, ...figures };
    if (figures[this.open]) this.show();
  }

  choose(name) {
    this.open = name;
    this.mark();
    this.body.figureShown = null;
    put(this.body, h("p", { class: "minor" }, "Computing…"));
    this.ask();
  }

  step(event) {
    const names = this.names;
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = (names.indexOf(this.open) + move + names.length) % names.length;
    this.choose(names[next]);
    this.tabs[next].focus();
  }

  mark() {
    this.below.hidden = this.open !== "runs";
    this.names.forEach((name, i) => {
      const chosen = name === this.open;
      this.tabs[i].setAttribute("aria-selected", String(chosen));
      this.tabs[i].tabIndex = chosen ? 0 : -1;
      if (chosen) this.body.setAttribute("aria-labelledby", this.tabs[i].id);
    });
  }

  show() {
    drawFigure(this.body, this.open, this.data[this.open], DRAW[this.open], this.pick);
    const { files } = this.figures.find((one) => one.name === this.open);
    put(this.files, "Download: ",
      ...[...files, ...this.tables].flatMap((name) => [this.link(name), " "]));
  }
}
