// A team's move: what it decides and what it leaves to the rules; sealed, it can be changed.

import { h, put } from "../drawing/dom.js";
import { dropDraft, keepDraft } from "./draft.js";
import { fieldsOf } from "./play_form.js";

/** Draw the form, or what is sealed; `round` names room, round and team, for the draft. */
export function drawMove(element, move, page, round) {
  const tried = (what) => what().catch((why) => { if (why !== null) page.notice(String(why)); });
  if (move.sealed) {
    put(element, h("h2", {}, move.told_title),
      h("ul", { class: "told-move" }, move.told.map((one) => h("li", {}, one))),
      h("p", { class: "minor" }, move.sealed_told),
      h("button", { type: "button", click: () => tried(() => page.say({ say: "ready", ready: false })) }, move.change));
    return;
  }
  const groups = move.groups.map((group) => ({ title: group.title, fields: fieldsOf(group.fields) }));
  const seal = () => tried(async () => {
    page.notice("");
    const said = { ...move.base };
    for (const { fields } of groups) merge(said, fields.value());
    await page.say({ say: "decide", move: said });
    dropDraft();
    await page.say({ say: "ready", ready: true });
  });
  const form = h("form", { class: "move", submit: (event) => { event.preventDefault(); seal(); } },
    groups.map(({ title, fields }) => h("fieldset", {}, title ? h("legend", {}, title) : null, fields.elements)),
    h("button", { class: "leads" }, move.seal));
  put(element, h("h2", {}, move.title), form);
  const back = keepDraft(form, round);
  if (back === null) return;
  const offer = h("div", { class: "field" }, h("p", { class: "minor" }, move.draft_told),
    h("button", { type: "button", click: () => { back(); offer.remove(); } }, move.draft));
  form.before(offer);
}

/** Add what a group says; lists of several groups become one. */
function merge(said, more) {
  for (const [key, value] of Object.entries(more)) {
    said[key] = Array.isArray(value) && Array.isArray(said[key]) ? [...said[key], ...value] : value;
  }
}
