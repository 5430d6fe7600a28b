// The map played by day: for all runs together, or for the one that is watched.

import { draw } from "../charts/border.js";
import { tableOf } from "../charts/figure.js";
import { h } from "../dom.js";

const DAYS_A_SECOND = { slow: 3, medium: 8, fast: 20 };

export class BorderPlay {
  /** `ask` asks for the runs' incidents, `fetched` fetches, `files` are links to the map's files. */
  constructor(element, { ask, fetched, files = () => [] }) {
    this.ask = ask;
    this.files = files;
    this.fetchShapes = () => fetched("/api/border");
    this.map = null;
    this.run = null;
    this.playing = false;
    this.day = 0;
    this.picture = h("div", { class: "picture" });
    this.said = h("p", { class: "said" });
    this.range = h("input", { type: "range", id: "map-day", min: 0, max: 1, value: 0,
      input: () => this.show(this.range.valueAsNumber) });
    this.button = h("button", { type: "button", click: () => this.toggle() }, "Play");
    this.speed = h("select", { id: "map-speed" },
      Object.keys(DAYS_A_SECOND).map((name) => h("option", { selected: name === "medium" }, name)));
    this.behind = h("div", {});
    this.saved = h("p", { class: "files minor" });
    this.body = h("div", { hidden: true },
      h("div", { class: "player" }, this.button,
        h("label", { class: "unseen", for: "map-day" }, "Day"), this.range,
        h("label", { class: "unseen", for: "map-speed" }, "Speed"), this.speed),
      this.said, this.picture,
      h("details", { class: "behind" }, h("summary", {}, "As a table"), this.behind), this.saved);
    this.start = h("button", { type: "button", click: () => this.begin() }, "Show where it happens");
    element.replaceChildren(
      h("h2", { id: "border-title" }, "The border, day by day"),
      this.start, this.body);
  }

  async begin() {
    this.start.textContent = "Watching runs…";
    if (this.map === null) this.map = draw(this.picture, await this.fetchShapes());
    this.ask();
  }

  clear() {
    this.stop();
    this.run = null;
    this.body.hidden = true;
    this.start.hidden = false;
    this.start.textContent = "Show where it happens";
  }

  /** Show in what share of runs something happened where. */
  showRuns(data) {
    if (this.run !== null) return;
    this.frames = data.days.map((row) => new Map(row.map(([segment, runs]) =>
      [segment, { shade: Math.sqrt(runs / data.most) }])));
    this.words = (day) => `${data.runs_told}: ${Math.round((100 * data.totals[day]) / data.runs)}% on day ${day}. `
      + "The darker a place, the more of them.";
    this.behind.replaceChildren(tableOf(data.table));
    this.open(data.days.length);
  }

  /** Show one run's incidents instead. */
  async showRun(run) {
    if (this.map === null) this.map = draw(this.picture, await this.fetchShapes());
    this.run = run;
    const days = run.axis.last + 1;
    this.frames = Array.from({ length: days }, () => new Map());
    const count = new Array(days).fill(0);
    const dead = new Array(days).fill(0);
    for (const [day, segment, lost] of run.incidents) {
      if (day < 0 || day >= days) continue;
      count[day] += 1;
      dead[day] += lost;
      const before = this.frames[day].get(segment);
      this.frames[day].set(segment, { shade: 1, deadly: lost > 0 || (before?.deadly ?? false) });
    }
    this.words = (day) => `Run ${run.run}, day ${day}: ${count[day]} incidents, ${dead[day]} dead`;
    const rows = count.map((n, day) => [`day ${day}`, String(n), String(dead[day])]).filter(([, n]) => n !== "0");
    this.behind.replaceChildren(tableOf({ caption: "Days with an incident", columns: ["Day", "incidents", "dead"],
      rows: rows.length ? rows : [["none", "0", "0"]] }));
    this.open(days);
  }

  /** Show days that somebody else has made, each with its words; see `PlayMap`. */
  async showDays({ frames, words, table }) {
    if (this.map === null) this.map = draw(this.picture, await this.fetchShapes());
    Object.assign(this, { frames, words });
    this.behind.replaceChildren(tableOf(table));
    this.open(frames.length);
  }

  open(days) {
    this.start.hidden = true;
    this.body.hidden = false;
    const files = this.files();
    this.saved.hidden = files.length === 0;
    this.saved.replaceChildren("Download, of all runs and days: ", ...files.flatMap((one) => [one, " "]));
    this.range.max = days - 1;
    this.show(Math.min(this.day, days - 1));
  }

  show(day) {
    this.day = day;
    this.range.value = day;
    this.range.setAttribute("aria-valuetext", `day ${day}`);
    this.said.textContent = this.words(day);
    this.map.paint(this.frames[day]);
  }

  toggle() {
    if (this.playing) this.stop();
    else this.play();
  }

  stop() {
    this.playing = false;
    this.button.textContent = "Play";
  }

  play() {
    this.playing = true;
    this.button.textContent = "Pause";
    if (this.day >= Number(this.range.max)) this.day = 0;
    let at = null;
    const step = (now) => {
      if (!this.playing) return;
      at ??= now;
      const pace = DAYS_A_SECOND[this.speed.value];
      if (now - at >= 1000 / pace) {
        at = now;
        if (this.day >= Number(this.range.max)) return this.stop();
        this.show(this.day + 1);
      }
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }
}
