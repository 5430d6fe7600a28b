// A seat in a room: every part is drawn again only when what it shows is another.

import { coloured, h, put } from "../drawing/dom.js";
import { drawTrack } from "../charts/play_odds.js";
import { drawActions, drawInjects, drawInvite, drawSealed } from "./play_lead.js";
import { drawEnding } from "./play_ending.js";
import { drawForecast } from "./play_forecast.js";
import { PlayMap } from "./play_map.js";
import { drawMove } from "./play_move.js";
import { drawRound } from "./play_rounds.js";
import { drawTeams } from "./play_teams.js";

export class RoomView {
  constructor(element, words, page) {
    this.words = words;
    this.page = page;
    this.drawn = new Map();
    const part = (name, tag = "section") => {
      const made = h(tag, { class: `part ${name}`, hidden: true });
      this[name] = made;
      return made;
    };
    this.map = new PlayMap(h("section", { class: "part map-part", hidden: true }), words, page.fetched);
    put(element,
      h("div", { class: "status-band" }, part("now", "div"), part("actions", "div")),
      h("div", { class: "room" },
        h("div", { class: "side" }, part("leaks"), part("move"), part("forecast"), part("sealed"),
          part("injects")),
        h("div", { class: "story" }, part("invite"), part("ending"), part("standing"), part("latest"), part("odds"),
          this.map.element, part("earlier")),
        part("teams"), h("button", { type: "button", class: "up",
          click: () => window.scrollTo({ top: 0 }) }, words.up)));
  }

  show(screen, rounds) {
    this.screen = screen;
    const { page } = this;
    const { at } = screen;
    // What is said of a moment names it, so that a part is drawn anew when the game goes on.
    const now = { ...page, say: (message) => page.say({ at, ...message }) };
    const dated = (part) => part && { at, part };
    document.body.classList.toggle("lead", screen.you.who === "facilitator");
    this.draw("top", [screen.code, screen.you], () => page.top(this.you(screen)));
    this.draw("now", [screen.round, screen.told, screen.busy], (element) => this.drawStatus(element, screen));
    this.draw("actions", dated(screen.actions), (element, { part }) => drawActions(element, part, now), screen.actions.length);
    this.draw("invite", screen.invite, drawInvite);
    this.draw("leaks", screen.leaks, (element, leaks) => put(element, leaks.map((leak) =>
      coloured(h("blockquote", { class: "said" }, h("b", {}, leak.label), h("p", {}, leak.text)), leak.colour))),
    screen.leaks.length);
    this.draw("move", dated(screen.move), (element, { part }) => drawMove(element, part, now,
      `${screen.code}, ${at.round}, ${screen.you.who}`));
    this.draw("forecast", dated(screen.forecast), (element, { part }) => drawForecast(element, part, this.words, now));
    this.draw("sealed", screen.sealed_moves, (element, moves) => drawSealed(element, screen.sealed_title, moves),
      screen.sealed_moves.length);
    this.draw("injects", dated(screen.injects), (element, { part }) => drawInjects(element, part, now));
    this.draw("teams", { title: screen.teams_title, teams: screen.teams, away: screen.free_away },
      (element, told) => drawTeams(element, told, page));
    this.draw("standing", screen.standing, (element, standing) => put(element,
      h("h2", {}, standing.title), h("ul", { class: "plain lines" }, standing.lines.map((one) => h("li", {}, one)))));
    this.draw("ending", screen.ending, (element, ending) => drawEnding(element, ending, this.words));
    const latest = rounds.at(-1);
    this.draw("latest", latest, (element, one) => drawRound(element, one, this.words));
    this.draw("odds", rounds.length > 1 ? screen.odds : null, (element, odds) => drawTrack(element, odds, this.words));
    const earlier = rounds.slice(0, -1).reverse();
    this.draw("earlier", [screen.rounds_title, earlier], (element, [title, list]) => put(element,
      h("h2", {}, title), list.map((one) => {
        const body = h("div", {});
        const holder = h("details", { class: "group", toggle: () => {
          if (holder.open && !body.hasChildNodes()) drawRound(body, one, this.words, { title: false });
        } }, h("summary", {}, h("span", {}, one.title)), body);
        return holder;
      })), earlier.length);
    this.map.show(rounds);
  }

  /** Draw a part if what it shows has changed; hide it if there is nothing. */
  draw(name, data, how, any = true) {
    const text = JSON.stringify(data ?? null);
    if (this.drawn.get(name) === text) return;
    this.drawn.set(name, text);
    const element = this[name];
    const is = data !== null && data !== undefined && Boolean(any);
    if (element) element.hidden = !is;
    if (is) how(element, data);
    else if (element) put(element);
  }

  you(screen) {
    return h("div", { class: "you" },
      h("span", { class: "code" }, screen.code),
      coloured(h("span", { class: "chip" }, h("i", { class: "swatch" }), screen.you.label), screen.you.colour),
      screen.you.name ? h("span", {}, screen.you.name) : null,
      screen.you.back ? h("span", { class: "minor" }, this.words.back, " ", h("span", { class: "code" }, screen.you.back)) : null);
  }

  drawStatus(element, screen) {
    put(element, h("h2", { class: "round" }, screen.round),
      h("p", { class: `status ${screen.busy ? "busy" : ""}` }, screen.told),
      screen.you.task ? h("p", { class: "minor" }, screen.you.task) : null);
    this.page.spoken(`${screen.round}. ${screen.told}`);
  }
}
