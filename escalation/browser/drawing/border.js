// The border as a map whose segments take a colour each day.

import { coloured, h, put, s } from "./dom.js";

const UNTOUCHED = 0.13; // how dark the strip is where nothing happens

/** Draw the map once; `paint(shades)` gives each segment its shade, 0 to 1, and colour. */
export function draw(element, shapes) {
  const segments = shapes.segments.map((one) =>
    s("path", { class: "segment", d: one.path }, s("title", {}, one.label)));
  put(element,
    s("svg", { class: "map", viewBox: `0 0 ${shapes.width} ${shapes.height}`, role: "img",
      "aria-label": "Map of the border" },
      shapes.provinces.map((d) => s("path", { class: "province", d })),
      segments,
      s("path", { class: "durand", d: shapes.line }),
      shapes.cities.map((city) => [
        s("circle", { class: "city", cx: city.x, cy: city.y, r: 4 }),
        // Beyond the right edge no name could be read, so it stands below.
        city.x > 0.8 * shapes.width
          ? s("text", { class: "place below", x: city.x, y: city.y, "text-anchor": "middle" }, city.name)
          : s("text", { class: "place", x: city.x + 8, y: city.y + 5 }, city.name)])),
    h("p", { class: "minor" }, shapes.note));
  return {
    paint(shades) {
      segments.forEach((segment, i) => {
        const { shade = 0, colour = "war" } = shades.get(i) ?? {};
        segment.style.setProperty("fill-opacity", shade === 0 ? UNTOUCHED : 0.2 + 0.8 * shade);
        segment.classList.toggle("struck", shade > 0);
        coloured(segment, colour);
      });
    },
  };
}

/** Return a frame a day of the runs together, darker where more of them saw something, and words. */
export function framesOf(data) {
  return {
    frames: data.days.map((row) => new Map(row.map(([segment, runs]) =>
      [segment, { shade: Math.sqrt(runs / data.most) }]))),
    words: (day) => `${data.runs_told}: ${Math.round((100 * data.totals[day]) / data.runs)}% on day ${day}. `
      + "The darker a place, the more of them.",
  };
}
