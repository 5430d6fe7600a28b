// The words of the trade: explained where they stand, on hover, tap or focus, and all in one list.

import { h, put } from "./dom.js";

const words = new Map(); // in small letters: the word and its meaning
let pattern = null;
let bubble = null;
let shownBy = null;

/** Take the glossary that the server sends, and make its list; `begin` is called but once. */
export function begin(glossary) {
  for (const [word, meaning] of Object.entries(glossary)) words.set(word.toLowerCase(), { word, meaning });
  const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length).map(escaped);
  pattern = new RegExp(`(?<![\\w-])(${longestFirst.join("|")})(s?)(?![\\w-])`, "gi");
  bubble = h("div", { class: "bubble", role: "tooltip", hidden: true,
    mouseenter: () => { bubble.held = true; },
    mouseleave: () => { bubble.held = false; hide(); } });
  document.body.append(list(), bubble);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("scroll", hide, { passive: true, capture: true });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest?.(".term, .bubble")) hide();
  });
}

/**
 * Return a text's parts, the first of each word of the glossary as something that explains it.
 * Texts that stand together share what was `told`, so that a word is marked once among them.
 */
export function glossed(text, told = new Set()) {
  if (pattern === null || !text) return [text ?? ""];
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    const { word, meaning } = words.get(found[1].toLowerCase());
    if (told.has(word)) continue;
    told.add(word);
    parts.push(text.slice(from, found.index), term(found[0], word, meaning));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
}

/** Return the button that opens the list of all words. */
export function wordsButton() {
  return h("button", { type: "button", "aria-haspopup": "dialog",
    click: () => document.getElementById("words").showModal() }, "Words");
}

function term(text, word, meaning) {
  const made = h("button", { type: "button", class: "term", "aria-describedby": idOf(word),
    mouseenter: () => show(made, word, meaning), focus: () => show(made, word, meaning),
    mouseleave: () => setTimeout(() => { if (!bubble.held && document.activeElement !== made) hide(made); }, 120),
    blur: () => hide(made),
    click: (event) => {
      event.preventDefault(); // within a label or a summary nothing else is pressed
      event.stopPropagation();
      show(made, word, meaning);
    } }, text);
  return made;
}

function show(by, word, meaning) {
  shownBy = by;
  put(bubble, h("b", {}, word), ` ${meaning}`);
  by.closest("main, aside, dialog")?.append(bubble); // within a landmark it is found
  bubble.hidden = false;
  const box = by.getBoundingClientRect();
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
  const below = box.bottom + 6 + height < window.innerHeight;
  bubble.style.setProperty("left", `${left}px`);
  bubble.style.setProperty("top", `${below ? box.bottom + 6 : Math.max(8, box.top - height - 6)}px`);
}

function hide(by = null) {
  if (bubble === null || (by instanceof Element && by !== shownBy)) return;
  bubble.hidden = true;
  bubble.held = false;
  shownBy = null;
}

/** All words, with their meanings, to be read or searched; each term is described by its line. */
function list() {
  const rows = [...words.values()].sort((a, b) => a.word.localeCompare(b.word, "en", { sensitivity: "base" }))
    .map(({ word, meaning }) => {
      const row = h("div", { class: "entry" }, h("dt", {}, word), h("dd", { id: idOf(word) }, meaning));
      return { row, text: `${word} ${meaning}`.toLowerCase() };
    });
  const search = h("input", { type: "search", id: "word-search", autocomplete: "off", input: () => {
    const wanted = search.value.trim().toLowerCase();
    for (const { row, text } of rows) row.hidden = !text.includes(wanted);
  } });
  const dialog = h("dialog", { id: "words", class: "sheet", "aria-labelledby": "words-title" },
    h("div", { class: "headline" }, h("h2", { id: "words-title" }, "Words"),
      h("button", { type: "button", click: () => dialog.close() }, "Close")),
    h("label", { for: "word-search", class: "minor" }, "Find a word"), search,
    h("dl", { class: "words" }, rows.map(({ row }) => row)));
  return dialog;
}

const idOf = (word) => `word-${word.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`;
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
