// Light or dark: kept in this browser, as the system has it unless something else is chosen.

import { h } from "./drawing/dom.js";

const THEMES = ["auto", "light", "dark"];

/** Return a button that turns through the themes; `words` has the label of each. */
export function themeButton(words) {
  const button = h("button", { type: "button", click: () => {
    setTheme(button, THEMES[(THEMES.indexOf(stored()) + 1) % THEMES.length], words);
  } });
  setTheme(button, stored(), words);
  return button;
}

function setTheme(button, theme, words) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Kept for this visit only.
  }
  button.textContent = words[theme];
  button.dataset.value = theme;
}

function stored() {
  try {
    const theme = localStorage.getItem("theme");
    return THEMES.includes(theme) ? theme : "auto";
  } catch {
    return document.documentElement.dataset.theme ?? "auto";
  }
}
