// Light or dark, and how large the letters are: kept in this browser.

import { h } from "./drawing/dom.js";

const THEMES = ["auto", "light", "dark"];

/** Return a button that turns through the themes; `words` has the label of each. */
export function themeButton(words) {
  const button = h("button", { type: "button", click: () => {
    setTheme(button, THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length], words);
  } });
  setTheme(button, theme(), words);
  return button;
}

/** Return a button for letters that are read from the back of a room. */
export function lettersButton(label) {
  const button = h("button", { type: "button", class: "of-a-room",
    click: () => set(button.getAttribute("aria-pressed") !== "true") }, label);
  const set = (large) => {
    button.setAttribute("aria-pressed", String(large));
    keep("letters", large ? "large" : "");
  };
  set(kept("letters") === "large");
  return button;
}

function setTheme(button, theme, words) {
  keep("theme", theme === "auto" ? "" : theme);
  button.textContent = words[theme];
  button.dataset.value = theme;
}

function theme() {
  const value = kept("theme");
  return THEMES.includes(value) ? value : "auto";
}

/** Set one of the page's looks; an empty one is as the system has it. */
function keep(name, value) {
  if (value === "") delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
  try {
    localStorage.setItem(name, value);
  } catch {
    // Kept for this visit only.
  }
}

function kept(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return document.documentElement.dataset[name] ?? "";
  }
}
