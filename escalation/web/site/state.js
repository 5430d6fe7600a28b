// What the reader has moved, where it is kept (the address), and who wants to know.

const EMPTY = () => ({ claims: {}, parameters: {}, levers: [], events: [] });

export class State {
  constructor() {
    this.scenario = null;
    Object.assign(this, EMPTY());
    this.listeners = new Set();
  }

  /** What the server takes for a setting. */
  setting() {
    const { scenario, claims, parameters, levers, events } = this;
    return { scenario, claims, parameters, levers, events };
  }

  listen(listener) {
    this.listeners.add(listener);
  }

  /** Change something, keep it in the address, and tell everybody. */
  change(alter, what = {}) {
    alter(this);
    history.replaceState(null, "", this.address());
    for (const listener of this.listeners) listener(this, what);
  }

  choose(scenario) {
    this.change((state) => Object.assign(state, EMPTY(), { scenario }), { scenario: true });
  }

  clear() {
    this.change((state) => Object.assign(state, EMPTY()), { all: true });
  }

  /** Take back one change, as the server's list names it. */
  reset(section, key) {
    this.change((state) => {
      if (section === "levers") state.levers = state.levers.filter((name) => name !== key);
      else if (section === "events") state.events = state.events.filter((_, i) => String(i) !== key);
      else delete state[section][key];
    }, { all: true });
  }

  /** The page's address with all that was moved, to be shared; it holds no secret. */
  address() {
    const parts = new URLSearchParams({ scenario: this.scenario });
    for (const [name, value] of Object.entries(this.claims)) parts.append(`claims.${name}`, value);
    for (const [name, value] of Object.entries(this.parameters)) {
      parts.append(`parameters.${name}`, value);
    }
    for (const name of this.levers) parts.append("lever", name);
    for (const event of this.events) parts.append("event", JSON.stringify(event));
    return `${location.pathname}#${parts}`;
  }

  /** Read an address; what makes no sense in it is left to the server, which says so. */
  read(fragment) {
    const parts = new URLSearchParams(fragment.replace(/^#/, ""));
    Object.assign(this, EMPTY());
    this.scenario = parts.get("scenario");
    for (const [name, value] of parts) {
      const [section, key] = [name.split(".")[0], name.split(".").slice(1).join(".")];
      if ((section === "claims" || section === "parameters") && key && value.trim() !== "") {
        if (Number.isFinite(Number(value))) this[section][key] = Number(value);
      } else if (name === "lever") this.levers.push(value);
      else if (name === "event") this.events.push(parsed(value));
    }
    this.events = this.events.filter((event) => event !== null);
  }
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
