// The facilitator's controls: what can be done now, and what can be put in.

import { coloured, h, put, s } from "../drawing/dom.js";
import { fieldsOf } from "./play_form.js";

const refused = (page) => (why) => { if (why !== null) page.notice(String(why)); };

export function drawActions(element, actions, page) {
  put(element, actions.map((action) => {
    const fields = fieldsOf(action.fields);
    return h("form", { class: "action", submit: (event) => {
      event.preventDefault();
      if (action.ask && !window.confirm(action.ask)) return;
      page.notice("");
      page.say({ ...action.base, ...fields.value() }).catch(refused(page));
    } }, h("button", { class: action.leads ? "leads" : "" }, action.label), fields.elements);
  }));
}

export function drawInjects(element, injects, page) {
  put(element, h("h2", {}, injects.title), injects.forms.map((form) => {
    const fields = fieldsOf(form.fields);
    return h("details", { class: "group" }, h("summary", {}, h("span", {}, form.label)),
      h("form", { class: "move", submit: (event) => {
        event.preventDefault();
        if (!window.confirm(injects.ask)) return;
        page.notice("");
        const { target } = event;
        page.say({ say: "put_in", [injects.into]: { ...form.base, ...fields.value() } }).then(() => {
          target.reset();
          target.parentElement.open = false;
        }).catch(refused(page));
      } }, fields.elements, h("button", {}, injects.button)));
  }));
}

/** How to come in, to be read from the back of a room, or by a phone's camera. */
export function drawInvite(element, invite) {
  const { picture } = invite;
  put(element, h("h2", {}, invite.title),
    h("div", { class: "invite-parts" },
      picture ? s("svg", { class: "qr", viewBox: `0 0 ${picture.size} ${picture.size}`, role: "img",
        "aria-label": picture.label, "shape-rendering": "crispEdges" },
      s("rect", { class: "qr-light", width: picture.size, height: picture.size }),
      s("path", { class: "qr-dark", d: picture.path })) : null,
      h("div", {}, h("p", { class: "code" }, invite.code), invite.told.map((one) => h("p", { class: "lead" }, one)))));
}

export function drawSealed(element, title, moves) {
  // Closed, as this screen may be on the wall; whoever opened it has it open until the next round.
  const open = element.querySelector("details")?.open ?? false;
  put(element, h("details", { class: "group", open }, h("summary", {}, h("span", {}, title)), moves.map((move) => coloured(h("div", { class: "sealed-move" },
    h("h3", {}, h("i", { class: "swatch" }), " ", move.label),
    h("ul", {}, move.lines.map((one) => h("li", {}, one)))), move.colour))));
}
