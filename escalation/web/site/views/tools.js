// The buttons at the top: tour, words, a link to share, large letters, light or dark.

import { h, put } from "../drawing/dom.js";
import { themeButton } from "../theme.js";
import { wordsButton } from "../drawing/glossary.js";

const WORDS = { auto: "Light or dark", light: "Light", dark: "Dark" };

export function drawTools(element, state, tour) {
  const shared = h("button", { type: "button", click: () => copyLink(shared, state) }, "Share");
  const toured = h("button", { type: "button", id: "tour-button", click: tour }, "Tour");
  put(element, toured, wordsButton(), shared, lettersButton(), themeButton(WORDS));
}

/** Return a button for letters that are read from the back of a room. */
function lettersButton() {
  const button = h("button", { type: "button", class: "of-a-room", click: () => set(button.getAttribute("aria-pressed") !== "true") },
    "Large letters");
  const set = (large) => {
    button.setAttribute("aria-pressed", String(large));
    if (large) document.documentElement.dataset.letters = "large";
    else delete document.documentElement.dataset.letters;
    try {
      localStorage.setItem("letters", large ? "large" : "");
    } catch {
      // Kept for this visit only.
    }
  };
  let kept = "";
  try {
    kept = localStorage.getItem("letters") ?? "";
  } catch {
    // Nothing is kept by this browser.
  }
  set(kept === "large");
  return button;
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
