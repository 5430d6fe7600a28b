// The charts of the setting, one open at a time; only what is looked at is asked for.

import { draw as claims } from "../charts/claims.js";
import { draw as deaths } from "../charts/deaths.js";
import { draw as endStates } from "../charts/end_states.js";
import { drawFigure } from "../charts/figure.js";
import { draw as rungs } from "../charts/rungs.js";
import { draw as runs } from "../charts/runs.js";
import { draw as standings } from "../charts/standings.js";
import { h } from "../dom.js";

// Each with its label, what draws it, and the chart that the command line draws of the same.
const CHARTS = {
  standings: ["Over time", standings, "odds"],
  end_states: ["End states", endStates, "end_states"],
  rungs: ["Rungs", rungs, "rungs"],
  deaths: ["Deaths", deaths, "deaths"],
  claims: ["Claims", claims, "claims"],
  runs: ["Runs", runs, null],
};
const TABLES = ["odds", "days", "runs", "segments"];

export class Charts {
  constructor(element, { ask, setting, pick }) {
    this.ask = ask;
    this.setting = setting;
    this.pick = pick;
    this.open = "standings";
    this.data = {};
    this.body = h("div", { id: "chart-panel", role: "tabpanel", tabindex: "0" });
    this.files = h("p", { class: "files minor" });
    this.tabs = Object.entries(CHARTS).map(([name, [label]]) =>
      h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "chart-panel",
        click: () => this.choose(name), keydown: (event) => this.step(event) }, label));
    element.replaceChildren(
      h("h2", { id: "charts-title" }, "What the runs do"),
      h("div", { class: "tabs", role: "tablist", "aria-labelledby": "charts-title" }, this.tabs),
      this.body, this.files);
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
    this.body.replaceChildren(h("p", { class: "minor" }, "Computing…"));
    this.ask();
  }

  step(event) {
    const names = Object.keys(CHARTS);
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = (names.indexOf(this.open) + move + names.length) % names.length;
    this.choose(names[next]);
    this.tabs[next].focus();
  }

  mark() {
    Object.keys(CHARTS).forEach((name, i) => {
      const chosen = name === this.open;
      this.tabs[i].setAttribute("aria-selected", String(chosen));
      this.tabs[i].tabIndex = chosen ? 0 : -1;
      if (chosen) this.body.setAttribute("aria-labelledby", this.tabs[i].id);
    });
  }

  show() {
    drawFigure(this.body, this.open, this.data[this.open], CHARTS[this.open][1], this.pick);
    const chart = CHARTS[this.open][2];
    const charts = chart ? [`${chart}.png`, `${chart}.svg`] : [];
    this.files.replaceChildren("Download: ",
      ...[...charts, ...TABLES.map((name) => `${name}.csv`)].flatMap((name) => [this.link(name), " "]));
  }

  link(name) {
    const setting = encodeURIComponent(JSON.stringify(this.setting()));
    return h("a", { href: `/download/${name}?setting=${setting}`, download: name }, name);
  }
}
