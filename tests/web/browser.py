"""A browser that is on this machine, a server for it to look at, and what hands do on the page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Names under which Chromium is installed; Playwright's own download is not asked for.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path() -> str:
    """Return the browser's path; skip the test, and say why, where there is none."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    pytest.skip(f"no browser on this machine: none of {', '.join(BROWSERS)}")


@contextmanager
def launched() -> Iterator[Any]:
    """Launch the browser; skip the test, and say why, where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        yield made
        made.close()


@contextmanager
def serving(*words: str) -> Iterator[str]:
    """Serve in a process of its own, games in a known world, and give the page's address."""
    served = subprocess.Popen(
        [sys.executable, "-u", "-m", "tests.web.known_worlds", "serve", "--no-open", *words],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert served.stdout is not None
    try:
        line = served.stdout.readline()
        if line.startswith("Port "):  # another one than the usual, which is taken
            line = served.stdout.readline()
        assert "http://" in line, line
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        served.terminate()
        served.wait(timeout=60)


def push(slider, value):
    """Put a slider somewhere at once, as a finger would."""
    slider.evaluate(
        "(e, v) => { e.valueAsNumber = v; e.dispatchEvent(new Event('input')); }", value
    )


def move(page, words, value):
    """Search for a slider and move it."""
    page.locator("#search").fill(words)
    slider = page.locator("#controls .input input[type=range]").first
    push(slider, value)
    return slider


def kept_out(page):
    """Return what axe finds on the page as it is, however mild, that keeps somebody out."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    found = axe.Axe().run(page).response["violations"]
    return [
        (one["id"], one["impact"], node["target"], node.get("failureSummary", "")[:200])
        for one in found
        for node in one["nodes"]
    ]


#: Pairs of texts that lie on each other: of each line of text the box, as far as it is seen, and
#: without what a line has above and below its letters. What is laid over a page is left out.
OVERLAPPING = """() => {
  const boxes = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, holder = node.parentElement;
    if (!node.textContent.trim() || !holder.checkVisibility({ visibilityProperty: true })) continue;
    if (holder.closest(".unseen, .skip, .glance, .bubble, dialog, option, title")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const beyond = 0.2 * (bottom - top);
      const box = { left, right, top: top + beyond, bottom: bottom - beyond };
      let covered = false;
      for (let at = holder; at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at), seen = at.getBoundingClientRect();
        if (style.position === "sticky" && at.matches("th")) covered = true;
        if (style.overflowX === "visible" || at instanceof SVGElement) continue;
        box.left = Math.max(box.left, seen.left);
        box.right = Math.min(box.right, seen.right);
        box.top = Math.max(box.top, seen.top);
        box.bottom = Math.min(box.bottom, seen.bottom);
      }
      if (!covered) boxes.push({ ...box, node });
    }
  }
  return boxes.flatMap((one, place) => boxes.slice(place + 1)
    .filter((other) => other.node !== one.node
      && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
      && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1)
    .map((other) => [one.node.textContent.trim(), other.node.textContent.trim()]));
}"""


def scales(page):
    """Return by row of bars its bars' ends, those of the scale under it, and what that says."""
    return page.evaluate("""() => {
      const ends = (one) => { const { left, right } = one.getBoundingClientRect();
        return [Math.round(left), Math.round(right)]; };
      const last = document.querySelector(".part.latest");
      const scale = (one) => ({ ends: ends(one), told: one.innerText.split(/\\s+/),
        apart: [...one.children].every((span, i, all) => i === 0 ||
          all[i - 1].getBoundingClientRect().right <= span.getBoundingClientRect().left) });
      const columns = [...last.querySelectorAll(".moved-odds tfoot .bar-scale")].map((one, i) => [
        [...last.querySelectorAll(`.moved-odds tbody td:nth-child(${i + 2}) .bar`)].map(ends),
        scale(one)]);
      const axis = last.querySelector(".axis");
      const under = [...axis.querySelectorAll(".bar-scale")].filter((one) =>
        one.getBoundingClientRect().bottom <= axis.getBoundingClientRect().bottom + 1);
      const effects = [...last.querySelectorAll(".shares .bar")].map(ends);
      return [...columns, ...under.map((one) => {
        const told = scale(one);
        return [effects.filter(([left]) => left === told.ends[0]), told]; })];
    }""")


def cut_off(page):
    """Return which options of a form's selects the arrow cuts, and by how many pixels."""
    return page.evaluate("""() => {
      const pen = document.createElement("canvas").getContext("2d");
      const cut = (one) => {
        const style = getComputedStyle(one), arrow = 16;
        const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
        pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const wide = pen.measureText(one.selectedOptions[0].text).width;
        return Math.round(wide - (one.clientWidth - sides - arrow));
      };
      const all = [];
      for (const one of document.querySelectorAll(".part.move select")) {
        if (!one.checkVisibility()) continue;
        const chosen = one.value;
        for (const each of one.options) {
          one.value = each.value;
          one.dispatchEvent(new Event("change"));
          if (cut(one) > 0) all.push([each.text, cut(one)]);
        }
        one.value = chosen;
        one.dispatchEvent(new Event("change"));
      }
      return all; }""")
