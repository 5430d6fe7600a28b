// The line to the server: every question has a number, and answers to an older one of its kind
// are dropped.

const LEAST_MS_BETWEEN = 60; // a slider tells of every pixel; the server need not hear of each
const FOUND_ONCE = new Set(["pivots", "storylines"]);

export class Live {
  constructor({ heard, lost }) {
    this.heard = heard;
    this.lost = lost;
    this.request = 0;
    this.wanted = new Map(); // the last question of each kind
    this.waiting = new Set();
    this.sentAt = -Infinity;
    this.tries = 0;
    this.open();
  }

  open() {
    const socket = new WebSocket(`ws://${location.host}/live`);
    this.socket = socket;
    socket.addEventListener("open", () => {
      if (this.tries > 0) this.lost("");
      this.tries = 0;
      for (const kind of this.wanted.keys()) this.send(kind);
    });
    socket.addEventListener("message", (event) => {
      const said = JSON.parse(event.data);
      const isLast = this.wanted.get(said.about)?.request === said.request;
      // What was found by a long search is not sought again when the line comes back.
      if (isLast && FOUND_ONCE.has(said.kind)) this.wanted.delete(said.about);
      if (isLast || said.about === null) this.heard(said);
    });
    socket.addEventListener("close", (event) => {
      this.lost(event.reason || "The server does not answer; this page tries again by itself.");
      this.tries += 1;
      setTimeout(() => this.open(), Math.min(500 * 2 ** this.tries, 8000));
    });
  }

  /** Ask something; of many questions of a kind in a row, the last is asked. */
  ask(kind, body) {
    this.request += 1;
    this.wanted.set(kind, { kind, request: this.request, ...body });
    if (this.waiting.has(kind)) return;
    this.waiting.add(kind);
    setTimeout(() => {
      this.waiting.delete(kind);
      this.send(kind);
    }, Math.max(0, this.sentAt + LEAST_MS_BETWEEN - performance.now()));
  }

  /** Want no answer of a kind any more. */
  stop(kind) {
    if (!this.wanted.delete(kind)) return;
    this.request += 1;
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify({ kind: "stop", request: this.request, what: kind }));
    }
  }

  send(kind) {
    if (!this.wanted.has(kind)) return;
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.sentAt = performance.now();
    this.socket.send(JSON.stringify(this.wanted.get(kind)));
  }
}
