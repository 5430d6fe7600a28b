// The border played by day for all runs together, where the data hold the map's shapes too.

import { draw as drawMap, framesOf } from "./border.js";
import { DayPlayer } from "./day_player.js";
import { h, put } from "./dom.js";

let drawn = 0;

export function draw(element, data) {
  const picture = h("div", { class: "picture" });
  const map = drawMap(picture, data.shapes);
  const { frames, words } = framesOf(data);
  drawn += 1; // a page may hold several, and ids are for one each
  const player = new DayPlayer(`border-${drawn}`, (day) => {
    map.paint(frames[day]);
    return words(day);
  });
  put(element, player.element, player.said, picture);
  player.open(data.days.length);
}
