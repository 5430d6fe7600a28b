// The contents beside the text: closed where there is no room for them, and marked where one reads.

/** Mark the chapter that is read; on a narrow screen begin with the list closed. */
export function followContents(nav) {
  const list = nav.querySelector("details");
  const wide = matchMedia("(min-width: 68rem)");
  const fit = () => { list.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
  nav.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) list.open = false;
  });
  const links = new Map([...nav.querySelectorAll("a")].map((link) =>
    [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  const inSight = new Set();
  const watcher = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) inSight.add(target);
      else inSight.delete(target);
    }
    // Of a chapter and its part the part is read; of two that follow each other the upper.
    const deepest = [...links.keys()].filter((one) => inSight.has(one)
      && ![...inSight].some((other) => other !== one && one.contains(other)));
    for (const [section, link] of links) {
      if (section === deepest[0]) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-10% 0px -60%" });
  for (const section of links.keys()) watcher.observe(section);
}
