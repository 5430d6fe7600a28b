// The game's page begins here: from the door into a room, and from then on what the server shows.

import { h, put } from "./drawing/dom.js";
import { RoomLine } from "./room_line.js";
import { lettersButton, themeButton } from "./theme.js";
import { drawFind, drawJoin, drawLead } from "./views/play_door.js";
import { RoomView } from "./views/play_room.js";

const at = (id) => document.getElementById(id);
const CODE = /^#([A-Za-z0-9-]{4,12})$/;
const KEY = /^#lead=([A-Za-z0-9-]+)$/;
let words = null;
let line = null;
let turns = 0; // of the address: what comes late, after it was changed again, is not drawn

function notice(text) {
  at("notice").textContent = text;
  at("notice").hidden = text === "";
}

async function fetched(path, body) {
  const asked = body === undefined ? {} : { method: "POST", body: JSON.stringify(body),
    headers: { "content-type": "application/json" } };
  const response = await fetch(path, asked);
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.why.join(" ")), { status: response.status });
  return answer;
}

/** Do something; what goes wrong is said above, in the server's words. */
async function tried(what) {
  try {
    notice("");
    await what();
  } catch (error) {
    notice(error instanceof TypeError ? words?.lost ?? "" : error.message);
  }
}

function drawTop(...more) {
  put(at("play-top"),
    h("div", { class: "brand" }, h("h1", {}, words.title), h("p", {}, words.lead)),
    more,
    h("nav", { class: "tools" }, h("a", { class: "button", href: "/" }, words.explore),
      lettersButton(words.letters), themeButton(words.theme)));
}

async function door() {
  line?.end();
  line = null;
  const turn = turns;
  const told = await fetched("/api/play");
  if (turn !== turns) return;
  ({ words } = told);
  document.title = words.title;
  drawTop();
  const lead = drawLead(told, {
    key: (key) => tried(async () => { await fetched("/api/play/facilitator", { key }); await door(); }),
    open: (settings) => tried(async () => {
      const { code } = await fetched("/api/play/rooms", settings);
      location.hash = code;
    }),
    enter: (code) => { location.hash = code; },
  });
  put(at("play"), h("div", { class: "door" }, drawFind(words, (code) => { location.hash = code.trim(); }), lead));
}

async function room(code) {
  const turn = turns;
  const found = await fetched(`/api/play/rooms/${encodeURIComponent(code)}`);
  if (turn !== turns) return;
  if (found.facilitates) enter(found, "lead");
  else if (found.seated) enter(found, "seat");
  else {
    drawTop();
    const seated = (what, said) => tried(async () => {
      await fetched(`/api/play/rooms/${found.code}/${what}`, said);
      if (turn === turns) enter(found, "seat");
    });
    put(at("play"), h("div", { class: "door" }, drawJoin(words, found, {
      join: (name, team) => seated("seats", { name, team }),
      back: (back) => seated("back", { back }),
      other: () => { location.hash = ""; },
    })));
    notice(found.told);
  }
}

function enter(found, role) {
  line?.end();
  document.title = `${found.title}: ${words.title}`;
  put(at("play"), h("p", { class: "minor" }, words.loading));
  const view = new RoomView(at("play"), words, {
    say: (message) => line.say(message),
    notice,
    fetched,
    spoken: (text) => { at("spoken").textContent = text; },
    top: (...more) => drawTop(...more),
  });
  line = new RoomLine(`/play/${found.code}/${role}`, {
    shown: (screen, rounds) => view.show(screen, rounds),
    lost: (why) => notice(why ?? words.lost),
    still: async () => {
      const now = await fetched(`/api/play/rooms/${found.code}`);
      return role === "lead" ? now.facilitates : now.seated;
    },
    freed: () => tried(() => room(found.code)),
  });
}

async function go() {
  const turn = (turns += 1);
  const key = KEY.exec(location.hash);
  if (key) {
    history.replaceState(null, "", location.pathname); // a key has no place in the address
    await fetched("/api/play/facilitator", { key: key[1] });
  }
  const code = CODE.exec(location.hash);
  if (!words || !code) await door();
  if (code && turn === turns) await room(code[1]);
}

window.addEventListener("hashchange", () => tried(go));
tried(go);
