// Tables saved as CSV, made in the page: for pandas and R as for spreadsheets, which take some texts
// for commands. The last two columns say which run made them, as in the tables of a run folder.

import { h } from "./drawing/dom.js";

const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** Return rows of texts as CSV, with a mark by which Excel knows letters beyond ASCII. */
export function csvOf(rows) {
  const text = rows.map((row) => row.map(cellOf).join(",")).join("\r\n") + "\r\n";
  return /^[\x00-\x7f]*$/.test(text) ? text : `\ufeff${text}`;
}

/** Return a cell: a formula has an apostrophe before it and so is text. */
function cellOf(text) {
  const inert = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Return every row of a table, those too that a search hides, each with what made it. */
export function rowsOf(table, { run, madeBy }) {
  return [...table.rows].map((row, place) => [...[...row.cells].map((cell) => cell.textContent.trim()),
    ...(place === 0 ? ["run_id", "made_by"] : [run, madeBy])]);
}

/** Give each table a button that saves it. */
export function offerDownloads(holders) {
  for (const holder of holders) {
    const table = holder.querySelector("table");
    const name = holder.dataset.file;
    holder.append(h("p", { class: "tools" }, h("button", { type: "button", class: "quiet",
      "aria-label": `Save as CSV: ${table.caption.textContent}`,
      click: () => save(name, csvOf(rowsOf(table, document.body.dataset))) }, "Save as CSV")));
  }
}

function save(name, text) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
