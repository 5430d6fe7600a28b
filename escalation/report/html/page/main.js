// A report in a browser: what can be looked at, searched, sorted and saved. All that is read stands
// in the page without this.

import { followContents } from "./contents.js";
import { drawLive } from "./live.js";
import { offerDownloads } from "./saving.js";
import { makeSearchable } from "./searching.js";

followContents(document.querySelector("nav.contents"));
for (const place of document.querySelectorAll(".live[data-module]")) drawLive(place);
for (const holder of document.querySelectorAll(".grid.long")) makeSearchable(holder);
offerDownloads(document.querySelectorAll(".grid"));

// Who reads by keys stops only where there is something to scroll.
const scrolled = document.querySelectorAll(".scroll, .drawn");
const reach = () => {
  for (const one of scrolled) {
    if (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1) one.tabIndex = 0;
    else one.removeAttribute("tabindex");
  }
};
new ResizeObserver(reach).observe(document.body);

// On paper everything is open that can be opened.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const one of opened) one.open = true;
});
window.addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
  opened = [];
});
