// The border as everybody saw it, played by day over the rounds so far.

import { h } from "../drawing/dom.js";
import { BorderPlay } from "./border_play.js";

export class PlayMap {
  constructor(element, words, fetched) {
    this.element = element;
    this.words = words.map;
    this.days = [];
    this.play = new BorderPlay(element, { ask: () => this.draw(), fetched });
  }

  show(rounds) {
    const days = rounds.flatMap((round) => round.map);
    if (JSON.stringify(days) === JSON.stringify(this.days)) return;
    this.days = days;
    this.element.hidden = days.length === 0;
    if (!this.play.body.hidden) this.draw();
  }

  draw() {
    this.play.showDays({
      frames: this.days.map((day) => new Map(day.places.map(([segment, colour]) => [segment, { shade: 1, colour }]))),
      words: (day) => this.days[day].told,
      table: { caption: this.words.caption, columns: this.words.columns,
        rows: this.days.map((day) => [day.name, ...day.cells]) },
      key: this.words.key,
    });
  }
}
