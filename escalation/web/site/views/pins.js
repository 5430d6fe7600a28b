// Up to four settings side by side, each paired with the scenario as it is.

import { coloured, h, put, s, share, styled } from "../drawing/dom.js";
import { HALVES, lines, QUARTERS, scaled } from "../drawing/rows.js";

export class Pins {
  /** `most` is how many may be pinned. */
  constructor(element, state, most, compare) {
    this.most = most;
    this.state = state;
    this.compare = compare;
    this.settings = [];
    this.button = h("button", { type: "button", click: () => this.pin() }, "Pin this setting");
    this.body = h("div", {});
    put(element,
      h("div", { class: "headline" }, h("h2", { id: "pins-title" }, "Side by side"), this.button),
      this.body);
    this.clear();
  }

  clear() {
    this.settings = [];
    this.ask();
  }

  pin() {
    const setting = structuredClone(this.state.setting());
    const same = (one) => JSON.stringify(one) === JSON.stringify(setting);
    if (this.settings.some(same)) return;
    this.settings = [...this.settings, setting].slice(-this.most);
    this.ask();
  }

  ask() {
    if (this.settings.length === 0) {
      put(this.body, h("p", { class: "minor" },
        `Pin up to ${this.most} settings to see them beside each other, under the same luck.`));
      return;
    }
    put(this.body, h("p", { class: "minor", role: "status" }, "Computing…"));
    this.compare(this.settings);
  }

  /** Say why there is nothing to show, and leave the settings pinned, to be unpinned or tried again. */
  refused(why) {
    const again = () => this.ask();
    put(this.body, h("p", { class: "minor", role: "status" }, why),
      h("div", { class: "line" },
        h("button", { type: "button", click: again }, "Try again"),
        h("button", { type: "button", click: () => this.clear() }, "Unpin all")));
  }

  show(data) {
    if (data.columns.filter((column) => column.pin !== null).length !== this.settings.length) return;
    const heads = data.columns.map((column) => h("th", { scope: "col" },
      h("div", {}, column.label),
      column.pin === null ? null : h("button", { type: "button", class: "quiet", "aria-label": `Unpin ${column.label}`,
        click: () => {
          this.settings = this.settings.filter((_, place) => place !== column.pin);
          this.ask();
        } }, "Unpin")));
    const rows = data.rows.map((row) => coloured(h("tr", {},
      h("th", { scope: "row" }, row.label),
      row.cells.map((cell) => h("td", {},
        h("strong", {}, cell.told), " ", h("span", { class: "minor" }, cell.between_told && `(${cell.between_told})`),
        barOf(cell),
        cell.difference
          ? h("span", { class: cell.difference.apart ? "" : "minor" },
            cell.difference.apart ? h("strong", {}, cell.difference.told) : cell.difference.told, " ",
            h("span", { class: "minor" }, cell.difference.judged))
          : null))), row.colour));
    this.replace(h("p", { class: "minor" }, data.judged),
      h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Settings side by side" },
        h("table", { class: "pins" },
          h("caption", {}, data.caption),
          h("thead", {}, h("tr", {}, h("td", {}), heads), axisOf(data)), h("tbody", {}, rows),
          h("tfoot", {}, axisOf(data)))));
  }

  /** Show the same settings over more runs: where somebody is in them stays. */
  replace(...children) {
    const reachable = () => [...this.body.querySelectorAll("[tabindex], button")];
    const focused = reachable().indexOf(document.activeElement);
    const left = this.body.querySelector(".scroll")?.scrollLeft ?? 0;
    put(this.body, ...children);
    this.body.querySelector(".scroll").scrollLeft = left;
    reachable()[focused]?.focus({ preventScroll: true });
  }
}

/** The axis of the bars, a column each. */
function axisOf(data) {
  return h("tr", { class: "axis", "aria-hidden": "true" }, h("td", {}),
    data.columns.map(() => h("td", {}, scaled(HALVES, "ends-of"))));
}

function barOf(cell) {
  if (cell.p === null) return null;
  const bar = s("svg", { class: "odds-row", height: 16, "aria-hidden": "true" },
    lines(QUARTERS), s("rect", { class: "track", x: 0, y: 7.5, width: "100%", height: 1 }));
  if (cell.between) {
    bar.append(styled(s("rect", { class: "band", y: 2, height: 12, rx: 3 }),
      { x: share(cell.between[0]), width: `max(${share(cell.between[1] - cell.between[0])}, 2px)` }));
  }
  bar.append(s("circle", { class: "point", cx: share(cell.p), cy: 8, r: 5 }));
  return h("div", { class: "picture" }, bar);
}
