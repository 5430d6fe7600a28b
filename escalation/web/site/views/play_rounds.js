// A round that is played: what reached you, what was said and decided, and what it did to the odds.

import { coloured, h, put } from "../drawing/dom.js";
import { drawMoved, drawShares } from "../charts/play_shares.js";

const FEW_LINES = 9;

export function drawRound(element, round, words, { title = true } = {}) {
  put(element,
    title ? h("h2", {}, round.title) : null,
    round.odds && round.number > 0 ? [drawMoved(round.odds, words), drawShares(round.odds, words)] : null,
    round.number > 0 ? decided(round) : null,
    h("div", { class: round.truth ? "beside" : "" },
      lines(round.reports, round.nothing), lines(round.truth, round.nothing)),
    round.public ? h("details", { class: "group" }, h("summary", {}, h("h3", {}, round.public.title)), lists(round.public.days, round.nothing)) : null,
    round.said.length ? [h("h3", {}, round.said_title), round.said.map((one) =>
      coloured(h("blockquote", { class: "said" }, h("b", {}, one.label), h("p", {}, one.text)), one.colour))] : null);
}

function decided(round) {
  if (round.odds && round.odds.shares.length) return null; // each stands with its share below
  return [h("h3", {}, round.decided_title),
    round.decided.length
      ? h("ul", { class: "plain" }, round.decided.map((one) =>
        coloured(h("li", { class: "line" }, h("i", { class: "swatch" }), h("span", {}, one.told)), one.colour)))
      : h("p", { class: "minor" }, round.decided_nothing)];
}

/** Lists that are long are folded on a phone, where what comes after them is far below. */
const narrow = window.matchMedia("(max-width: 48rem)");
const isLong = (lines) => narrow.matches && lines > FEW_LINES;

function lines(told, nothing) {
  if (!told) return null;
  const many = told.days.reduce((sum, day) => sum + day.lines.length, 0);
  // What is to be read first is open, and of it only a part that is long is folded.
  if (told.folded || (isLong(many) && !told.first)) return folded("h3", told.title, many, lists(told.days, nothing));
  return h("div", {}, h("h3", {}, told.title), lists(told.days, nothing, told.first));
}

function folded(heading, title, many, inner) {
  return h("details", { class: "group" }, h("summary", {}, h(heading, {}, title),
    h("span", { class: "minor" }, String(many))), inner);
}

function lists(days, nothing, folds = false) {
  if (days.length === 0) return h("p", { class: "minor" }, nothing);
  return h("div", { class: "reports" }, days.map(({ day, lines: sentences }) => {
    const list = h("ul", {}, sentences.map((one) => h("li", {}, one)));
    if (folds && day && isLong(sentences.length)) return folded("h4", day, sentences.length, list);
    return [day ? h("h4", {}, day) : null, list];
  }));
}
