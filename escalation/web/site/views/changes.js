// What differs from the scenario: one list, each line with its way back, and the file that says so.

import { h, put } from "../drawing/dom.js";

export function drawChanges(element, said, state) {
  const rows = said.changes.map((row) =>
    h("li", {},
      h("div", {},
        h("strong", {}, row.what),
        h("span", { class: "minor" }, row.was ? ` ${row.was} → ` : " "),
        h("span", {}, row.now)),
      h("button", { type: "button", "aria-label": `Reset ${row.what}`,
        click: () => state.reset(row.section, row.key) }, "Reset")));
  const fileOpen = element.querySelector("details")?.open ?? false;
  put(element,
    h("div", { class: "headline" },
      h("h2", { id: "changes-title" }, "What differs from the scenario"),
      rows.length
        ? h("div", { class: "line" },
          h("button", { type: "button", click: () => save(said.file) }, "Download YAML"),
          h("button", { type: "button", click: () => state.clear() }, "Reset all"))
        : null),
    rows.length
      ? h("ul", { class: "changes" }, rows)
      : h("p", { class: "minor" }, "Nothing yet: move a slider, or choose a decision."),
    h("details", { open: fileOpen },
      h("summary", {}, "As a scenario file"),
      h("p", { class: "minor" }, "Run it with ", h("code", {}, "escalation run FILE"), "."),
      h("pre", { tabindex: "0", "aria-label": "Scenario file" }, said.file)),
  );
}

function save(text) {
  const name = /^name: ([a-z0-9_-]+)$/m.exec(text)?.[1] ?? "explored";
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  h("a", { href: url, download: `${name}.yaml` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
