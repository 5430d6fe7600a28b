// What every chart has around it: its finding, what is shown, and the table behind it.

import { h, put } from "./dom.js";
import { glossed } from "./glossary.js";
import { keepingReaders } from "./reading.js";

/** Draw a figure anew or, if it stands there already, what in it has changed. */
export function drawFigure(element, name, data, draw, pick = () => {}) {
  if (element.figureShown?.name !== name) {
    const parts = { name, title: h("h3", {}), subtitle: h("p", { class: "minor" }),
      picture: h("div", { class: "picture" }), table: h("div", {}) };
    put(element,
      h("figure", {},
        h("figcaption", {}, parts.title, parts.subtitle),
        parts.picture,
        h("details", { class: "behind" }, h("summary", {}, "As a table"), parts.table)));
    element.figureShown = parts;
  }
  const { title, subtitle, picture, table } = element.figureShown;
  title.textContent = data.title;
  if (subtitle.told !== data.subtitle) {
    subtitle.told = data.subtitle;
    put(subtitle, ...glossed(data.subtitle));
  }
  keepingReaders(picture, () => draw(picture, data, pick));
  put(table, tableOf(data.table));
}

export function tableOf(table) {
  const [first, ...others] = table.columns;
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": table.caption },
    h("table", {},
      h("caption", {}, table.caption),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, first),
        others.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, table.rows.map(([name, ...cells]) => h("tr", {},
        h("th", { scope: "row" }, name), cells.map((cell) => h("td", {}, cell)))))));
}
