// The map played by day: for all runs together, or for the one that is watched.

import { draw, framesOf } from "../drawing/border.js";
import { DayPlayer } from "../drawing/day_player.js";
import { coloured, h, put } from "../drawing/dom.js";
import { tableOf } from "../drawing/figure.js";

export class BorderPlay {
  /** `ask` asks for the runs' incidents, `fetched` fetches, `files` are links to the map's files. */
  constructor(element, { ask, fetched, files = () => [] }) {
    this.ask = ask;
    this.files = files;
    this.fetchShapes = () => fetched("/api/border");
    this.map = null;
    this.run = null;
    this.picture = h("div", { class: "picture" });
    this.player = new DayPlayer("map", (day) => {
      this.map.paint(this.frames[day]);
      return this.words(day);
    });
    this.behind = h("div", {});
    this.key = h("ul", { class: "key plain" });
    this.saved = h("p", { class: "files minor" });
    this.body = h("div", { hidden: true },
      this.player.element, this.player.said, this.key, this.picture,
      h("details", { class: "behind" }, h("summary", {}, "As a table"), this.behind), this.saved);
    this.start = h("button", { type: "button", click: () => this.begin() }, "Show where it happens");
    put(element,
      h("h2", { id: "border-title" }, "The border, day by day"),
      this.start, this.body);
  }

  async begin() {
    this.start.textContent = "Watching runs…";
    if (this.map === null) this.map = draw(this.picture, await this.fetchShapes());
    this.ask();
  }

  clear() {
    this.player.stop();
    this.run = null;
    this.body.hidden = true;
    this.start.hidden = false;
    this.start.textContent = "Show where it happens";
  }

  /** Show in what share of runs something happened where. */
  showRuns(data) {
    if (this.run !== null) return;
    Object.assign(this, framesOf(data));
    put(this.behind, tableOf(data.table));
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
      const deadly = lost > 0 || this.frames[day].get(segment)?.colour === "war";
      this.frames[day].set(segment, { shade: 1, colour: deadly ? "war" : "relapsed" });
    }
    this.words = (day) => `Run ${run.run}, day ${day}: ${count[day]} incidents, ${dead[day]} dead`;
    const rows = count.map((n, day) => [`day ${day}`, String(n), String(dead[day])]).filter(([, n]) => n !== "0");
    put(this.behind, tableOf({ caption: "Days with an incident", columns: ["Day", "incidents", "dead"],
      rows: rows.length ? rows : [["none", "0", "0"]] }));
    this.open(days);
  }

  /** Show days that somebody else has made, each with its words; see `PlayMap`. */
  async showDays({ frames, words, table, key }) {
    if (this.map === null) this.map = draw(this.picture, await this.fetchShapes());
    Object.assign(this, { frames, words });
    put(this.behind, tableOf(table));
    put(this.key, key.map((one) => coloured(h("li", {}, h("i", { class: "swatch" }), one.label), one.colour)));
    this.open(frames.length);
  }

  open(days) {
    this.start.hidden = true;
    this.body.hidden = false;
    const files = this.files();
    this.saved.hidden = files.length === 0;
    put(this.saved, "Download, of all runs and days: ", ...files.flatMap((one) => [one, " "]));
    this.player.open(days);
  }
}
