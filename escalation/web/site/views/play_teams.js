// Who is here, by team, and which teams have sealed; the facilitator can put people elsewhere.

import { coloured, h, put } from "../drawing/dom.js";

let count = 0;

export function drawTeams(element, { title, teams, away }, page) {
  put(element, h("h2", {}, title), h("ul", { class: "teams plain" }, teams.map((team) =>
    coloured(h("li", { class: team.sealed ? "sealed" : "" },
      h("div", { class: "line" }, h("i", { class: "swatch" }), h("b", { class: "grows" }, team.label),
        team.state ? h("span", { class: "state" }, team.state) : null),
      team.people.length === 0 ? h("p", { class: "minor" }, team.nobody) : null,
      h("ul", { class: "people plain" }, team.people.map((one) => h("li", { class: one.away ? "away-now" : "" },
        one.name, one.away ? h("span", { class: "minor" }, ` (${one.away})`) : null,
        one.forecast ? [": ", h("span", { class: one.forecast.done ? "state done" : "state" }, one.forecast.told)] : null,
        one.reseat ? reseat(one.reseat, page) : null,
        one.back ? h("details", {}, h("summary", { "aria-label": one.back.title }, one.back.label),
          h("span", { class: "code" }, one.back.code)) : null,
        one.free ? free(one.free, page) : null)))), team.colour))),
  away ? free(away, page) : null);
}

/** A button that frees seats, once that is confirmed. */
function free(declared, page) {
  return h("button", { type: "button", class: "quiet", "aria-label": declared.title, click: () => {
    if (!window.confirm(declared.ask)) return;
    page.notice("");
    page.say(declared.base).catch((why) => page.notice(String(why ?? "")));
  } }, declared.label);
}

function reseat(declared, page) {
  const id = `play-reseat-${(count += 1)}`;
  const select = h("select", { id, change: () => {
    const option = declared.options[select.value];
    if (!window.confirm(option.ask)) select.value = declared.chosen;
    else page.say({ ...declared.base, team: option.value }).catch((why) => page.notice(String(why ?? "")));
  } },
  declared.options.map((option, place) =>
    h("option", { value: place, selected: place === declared.chosen }, option.label)));
  return [h("label", { class: "unseen", for: id }, declared.label), select];
}
