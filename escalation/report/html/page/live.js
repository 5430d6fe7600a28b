// Charts that answer, in place of those that stand still: the same modules as on the page that is
// served, with the data of this report.

import { draw as borderDays } from "./drawing/border_days.js";
import { draw as claims } from "./drawing/claims.js";
import { draw as deaths } from "./drawing/deaths.js";
import { draw as endStates } from "./drawing/end_states.js";
import { draw as mornings } from "./drawing/mornings.js";
import { draw as oddsRows } from "./drawing/odds_rows.js";
import { draw as path } from "./drawing/path.js";
import { draw as rungs } from "./drawing/rungs.js";
import { draw as standings } from "./drawing/standings.js";

// What draws, by the name that the report gives.
const DRAW = { border_days: borderDays, claims, deaths, end_states: endStates, mornings,
  odds_rows: oddsRows, path, rungs, standings };

/** Draw into a place what it names; the still picture beside it is then for paper alone. */
export function drawLive(place) {
  const data = JSON.parse(document.getElementById(place.dataset.from).textContent);
  place.hidden = false; // so that a module knows how wide it is
  DRAW[place.dataset.module](place, data);
  place.closest("figure").classList.add("answers");
}
