// The door: a code leads into a room, a name and a team to a seat; the facilitator opens rooms.

import { coloured, h } from "../drawing/dom.js";

/** Ask for a room's code; `go(code)` is called with what was typed. */
export function drawFind(words, go) {
  const input = h("input", { type: "text", id: "room-code", autocomplete: "off", autocapitalize: "characters",
    spellcheck: "false", maxlength: 12, required: true, class: "code" });
  return h("section", { class: "card" },
    h("h2", {}, words.join.title),
    h("form", { submit: (event) => { event.preventDefault(); go(input.value); } },
      h("div", { class: "field" }, h("label", { for: "room-code" }, words.join.code), input,
        h("p", { class: "minor" }, words.join.code_meaning)),
      h("button", { class: "leads" }, words.join.find)));
}

/** Ask for a name and a team; or for the code of a seat that somebody has already. */
export function drawJoin(words, room, { join, other, back }) {
  const name = h("input", { type: "text", id: "seat-name", autocomplete: "nickname", maxlength: 40, required: true });
  const teams = words.join.teams.map((team) => coloured(h("label", { class: "team-choice" },
    h("input", { type: "radio", name: "team", value: team.value, required: true }),
    h("i", { class: "swatch" }),
    h("span", {}, h("b", {}, team.label), h("span", { class: "minor" }, team.task))), team.colour));
  return h("section", { class: "card" },
    h("h2", {}, words.join.title),
    h("p", { class: "title" }, room.title, " ", h("span", { class: "code" }, room.code)),
    h("form", { submit: (event) => {
      event.preventDefault();
      join(name.value, new FormData(event.target).get("team"));
    } },
      h("div", { class: "field" }, h("label", { for: "seat-name" }, words.join.name), name),
      h("fieldset", { class: "field" }, h("legend", {}, words.join.team), teams),
      h("div", { class: "line" }, h("button", { class: "leads" }, words.join.button),
        h("button", { type: "button", class: "quiet", click: other }, words.join.other))),
    drawBack(words.join, back));
}

function drawBack(words, back) {
  const input = h("input", { type: "text", id: "seat-back", autocomplete: "off", autocapitalize: "characters",
    spellcheck: "false", maxlength: 16, required: true, class: "code" });
  return h("details", { class: "group" }, h("summary", {}, h("span", {}, words.back_title)),
    h("form", { submit: (event) => { event.preventDefault(); back(input.value); } },
      h("div", { class: "field" }, h("label", { for: "seat-back" }, words.back), input,
        h("p", { class: "minor" }, words.back_meaning)),
      h("button", {}, words.back_button)));
}

/** What leads a game: the key, the rooms there are, and a new one. */
export function drawLead(door, { key, open, enter }) {
  const words = door.words.facilitate;
  return h("section", { class: "card" }, h("h2", {}, words.title),
    door.rooms.length ? drawRooms(door, words, enter) : null,
    door.may_open ? drawOpen(door, words, open) : drawKey(words, key));
}

function drawKey(words, key) {
  const input = h("input", { type: "password", id: "lead-key", autocomplete: "off", maxlength: 64, required: true });
  return h("form", { submit: (event) => { event.preventDefault(); key(input.value); } },
    h("div", { class: "field" }, h("label", { for: "lead-key" }, words.key), input,
      h("p", { class: "minor" }, words.key_meaning)),
    h("button", {}, words.enter));
}

function drawOpen(door, words, open) {
  const scenario = h("select", { id: "open-scenario" }, door.scenarios.map((one) =>
    h("option", { value: one.value, selected: one.value === door.first }, one.label)));
  const number = (id, value, most) => h("input", { type: "number", id, min: 1, max: most, step: 1, value });
  const days = number("open-days", 3, 30);
  const rounds = number("open-rounds", 5, 60);
  const odds = h("input", { type: "checkbox", id: "open-odds", checked: true });
  return h("form", { submit: (event) => {
    event.preventDefault();
    open({ scenario: scenario.value, round_days: days.valueAsNumber, rounds: rounds.valueAsNumber,
      odds_shown: odds.checked });
  } },
    h("h3", {}, words.open_title),
    h("div", { class: "field" }, h("label", { for: "open-scenario" }, words.scenario), scenario),
    door.broken.length === 0 ? null : h("details", { class: "group" }, h("summary", {}, h("span", {}, words.broken)),
      h("ul", {}, door.broken.map((one) => h("li", {}, one)))),
    h("div", { class: "pair" },
      h("div", { class: "field" }, h("label", { for: "open-days" }, words.days), days),
      h("div", { class: "field" }, h("label", { for: "open-rounds" }, words.rounds), rounds)),
    h("div", { class: "field ticked" }, h("div", { class: "line" }, odds, h("label", { for: "open-odds" }, words.odds)),
      h("p", { class: "minor" }, words.odds_meaning)),
    h("button", { class: "leads" }, words.open));
}

function drawRooms(door, words, enter) {
  return h("div", { class: "rooms" }, h("h3", {}, words.rooms_title),
    h("ul", { class: "plain" }, door.rooms.map((room) => h("li", { class: "line" },
      h("div", { class: "grows" }, h("p", {}, h("span", { class: "code" }, room.code), " ", room.title),
        h("p", { class: "minor" }, room.told)),
      h("button", { type: "button", "aria-label": `${words.enter_room} ${room.code}`,
        click: () => enter(room.code) }, words.enter_room)))));
}
