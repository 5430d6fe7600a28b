// The buttons at the top: tour, words, a link to share, large letters, light or dark.

import { h, put } from "../drawing/dom.js";
import { lettersButton, themeButton } from "../theme.js";
import { wordsButton } from "../drawing/glossary.js";

const WORDS = { auto: "Light or dark", light: "Light", dark: "Dark" };

export function drawTools(element, state, tour) {
  const shared = h("button", { type: "button", click: () => copyLink(shared, state) }, "Share");
  const toured = h("button", { type: "button", id: "tour-button", click: tour }, "Tour");
  put(element, toured, wordsButton(), shared, lettersButton("Large letters"), themeButton(WORDS));
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
