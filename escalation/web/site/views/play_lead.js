// The facilitator's controls: what can be done now, and what can be put in.

import { coloured, h, put } from "../dom.js";
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
        page.notice("");
        const { target } = event;
        page.say({ say: "put_in", [injects.into]: { ...form.base, ...fields.value() } }).then(() => {
          target.reset();
          target.parentElement.open = false;
        }).catch(refused(page));
      } }, fields.elements, h("button", {}, injects.button)));
  }));
}

export function drawSealed(element, title, moves) {
  put(element, h("h2", {}, title), moves.map((move) => coloured(h("div", { class: "sealed-move" },
    h("h3", {}, h("i", { class: "swatch" }), " ", move.label),
    h("ul", {}, move.lines.map((one) => h("li", {}, one)))), move.colour)));
}
