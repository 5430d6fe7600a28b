// Long tables: rows found by any word in them, and put in order by any column.

import { h } from "./drawing/dom.js";

let made = 0;

/** Give a table a field to search it and buttons to sort it; a reader hears how many rows are left. */
export function makeSearchable(holder) {
  const table = holder.querySelector("table");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, place) => {
    const cells = [...row.cells].map((cell) => cell.textContent.trim());
    return { row, place, cells, text: folded(cells.join("\n")) };
  });
  made += 1;
  const id = `search-${made}`;
  const said = h("span", { class: "minor", role: "status" });
  const field = h("input", { type: "search", id, autocomplete: "off", spellcheck: "false", input: () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) left += 1;
    }
    said.textContent = words.length === 0 ? `${rows.length} rows` : `${left} of ${rows.length} rows`;
  } });
  said.textContent = `${rows.length} rows`;
  holder.prepend(h("div", { class: "search" },
    h("label", { for: id }, "Search"), field, said));
  [...table.tHead.rows[0].cells].forEach((head, column) => makeSortable(head, column, body, rows));
}

function makeSortable(head, column, body, rows) {
  const figures = head.classList.contains("figures");
  const button = h("button", { type: "button", class: "sorts", click: () => {
    const now = head.getAttribute("aria-sort");
    const next = { ascending: "descending", descending: null }[now] ?? "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    if (next !== null) head.setAttribute("aria-sort", next);
    const sign = next === "descending" ? -1 : 1;
    const order = [...rows].sort((a, b) => (next === null ? 0
      : figures ? byFigures(a.cells[column], b.cells[column], sign)
      : sign * a.cells[column].localeCompare(b.cells[column], "en", { numeric: true }))
      || a.place - b.place);
    body.append(...order.map((one) => one.row));
  } });
  button.append(...head.childNodes);
  head.append(button);
}

/** Compare by the first figure in each; what has none stands last in either order. */
function byFigures(a, b, sign) {
  const [one, other] = [figureIn(a), figureIn(b)];
  if (one === null || other === null) return (one === null) - (other === null);
  return sign * (one - other);
}

/** Return the first figure of a text: ``-1,234.5``, ``<1%``, ``−3 points``; null without one. */
export function figureIn(text) {
  const plain = text.replaceAll(",", "");
  const found = plain.match(/(?<!\w)[-−]?\d+(\.\d+)?(e[+-]?\d+)?/i);
  if (found === null) return null;
  const value = Number(found[0].replace("−", "-"));
  // Less than one stands before one, and more than 99 after it.
  return value + ({ "<": -1e-9, ">": 1e-9 }[plain[found.index - 1]] ?? 0);
}

const folded = (text) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
