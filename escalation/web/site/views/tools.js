// The buttons at the top: share a link, light or dark.

import { h } from "../dom.js";

const THEMES = ["auto", "light", "dark"];

export function drawTools(element, state, tour) {
  const shared = h("button", { type: "button", click: () => copyLink(shared, state) }, "Share");
  const theme = h("button", { type: "button", click: () => turn(theme) });
  setTheme(theme, stored());
  const toured = h("button", { type: "button", click: tour }, "Tour");
  element.replaceChildren(toured, shared, theme);
}

async function copyLink(button, state) {
  const address = new URL(state.address(), location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    button.textContent = "Link copied";
  } catch {
    // A browser that gives no access to the clipboard still has the address bar.
    location.hash = address.split("#")[1];
    button.textContent = "Copy the address above";
  }
  setTimeout(() => { button.textContent = "Share"; }, 2500);
}

function turn(button) {
  setTheme(button, THEMES[(THEMES.indexOf(stored()) + 1) % THEMES.length]);
}

function setTheme(button, theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Kept for this visit only.
  }
  button.textContent = { auto: "Light or dark", light: "Light", dark: "Dark" }[theme];
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
