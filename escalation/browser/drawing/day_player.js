// Days played one after the other: by a button, at a speed, or under a finger.

import { h } from "./dom.js";

const DAYS_A_SECOND = { slow: 3, medium: 8, fast: 20 };

export class DayPlayer {
  /** `draw(day)` draws a day and returns what is said of it; `name` begins the controls' ids. */
  constructor(name, draw) {
    this.draw = draw;
    this.playing = false;
    this.day = 0;
    this.said = h("p", { class: "said" });
    this.range = h("input", { type: "range", id: `${name}-day`, min: 0, max: 1, value: 0,
      input: () => this.show(this.range.valueAsNumber) });
    this.button = h("button", { type: "button", click: () => this.toggle() }, "Play");
    this.speed = h("select", { id: `${name}-speed` },
      Object.keys(DAYS_A_SECOND).map((speed) => h("option", { selected: speed === "medium" }, speed)));
    this.element = h("div", { class: "player" }, this.button,
      h("label", { class: "unseen", for: `${name}-day` }, "Day"), this.range,
      h("label", { class: "unseen", for: `${name}-speed` }, "Speed"), this.speed);
  }

  /** Take so many days, and show the one that stood, as far as there is one. */
  open(days) {
    this.range.max = days - 1;
    this.show(Math.min(this.day, days - 1));
  }

  show(day) {
    this.day = day;
    this.range.value = day;
    this.range.setAttribute("aria-valuetext", `day ${day}`);
    this.said.textContent = this.draw(day);
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
