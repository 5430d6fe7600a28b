// The line to the server: every question has a number, and answers to an older one are dropped.

const LEAST_MS_BETWEEN = 60; // a slider tells of every pixel; the server need not hear of each

export class Live {
  constructor({ heard, lost }) {
    this.heard = heard;
    this.lost = lost;
    this.request = 0;
    this.wanted = null;
    this.waiting = false;
    this.sentAt = -Infinity;
    this.tries = 0;
    this.open();
  }

  open() {
    const socket = new WebSocket(`ws://${location.host}/live`);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.tries = 0;
      this.lost("");
      if (this.wanted !== null) this.send();
    });
    socket.addEventListener("message", (event) => {
      const said = JSON.parse(event.data);
      if (said.request === this.request || said.request === null) this.heard(said);
    });
    socket.addEventListener("close", (event) => {
      this.lost(event.reason || "The server does not answer; this page tries again by itself.");
      this.tries += 1;
      setTimeout(() => this.open(), Math.min(500 * 2 ** this.tries, 8000));
    });
  }

  /** Ask for the odds of a setting; the last of many in a row is the one that is asked. */
  ask(setting, figures) {
    this.wanted = { setting, figures };
    this.request += 1;
    if (this.waiting) return;
    this.waiting = true;
    const pause = Math.max(0, this.sentAt + LEAST_MS_BETWEEN - performance.now());
    setTimeout(() => {
      this.waiting = false;
      this.send();
    }, pause);
  }

  send() {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.sentAt = performance.now();
    this.socket.send(JSON.stringify({ kind: "ask", request: this.request, ...this.wanted }));
  }
}
