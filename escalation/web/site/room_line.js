// The line of a seat into its room: what is said is answered, what is shown comes by itself, and
// a line that breaks is taken up again.

const HERE_EVERY_MS = 20_000;

export class RoomLine {
  /** `shown(screen, rounds)` is called with what the seat sees; `lost(why)` when the line breaks;
   * `freed()` when the seat is nobody's any more. */
  constructor(path, { shown, lost, freed }) {
    this.path = path;
    this.shown = shown;
    this.lost = lost;
    this.freed = freed;
    this.request = 0;
    this.asked = new Map();
    this.tries = 0;
    this.ended = false;
    this.open();
  }

  open() {
    const socket = new WebSocket(`ws://${location.host}${this.path}`);
    this.socket = socket;
    this.rounds = [];
    this.screen = {};
    socket.addEventListener("open", () => {
      this.tries = 0;
      this.lost("");
      this.beat = setInterval(() => this.send({ say: "here" }), HERE_EVERY_MS);
    });
    socket.addEventListener("message", (event) => this.hear(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => {
      clearInterval(this.beat);
      for (const { fail } of this.asked.values()) fail(null);
      this.asked.clear();
      if (this.ended) return;
      this.tries += 1;
      this.lost(event.reason || null);
      setTimeout(() => this.open(), Math.min(400 * 2 ** this.tries, 8000));
    });
  }

  hear(said) {
    if (said.kind === "screen") {
      this.rounds.length = Math.min(this.rounds.length, said.count);
      for (const [place, round] of Object.entries(said.rounds)) this.rounds[place] = round;
      this.screen = { ...this.screen, ...said.screen }; // what is not said is as it was
      this.shown(this.screen, this.rounds);
      return;
    }
    if (said.kind === "freed") {
      this.end();
      this.freed();
      return;
    }
    const asked = this.asked.get(said.request);
    if (!asked) return;
    this.asked.delete(said.request);
    if (said.kind === "done") asked.done();
    else asked.fail(said.why);
  }

  send(message) {
    if (this.socket.readyState !== WebSocket.OPEN) return null;
    this.request += 1;
    this.socket.send(JSON.stringify({ request: this.request, ...message }));
    return this.request;
  }

  /** Say something; resolves once it is on the server's disk, fails with why it was refused. */
  say(message) {
    return new Promise((done, fail) => {
      const request = this.send(message);
      if (request === null) fail(null);
      else this.asked.set(request, { done, fail });
    });
  }

  end() {
    this.ended = true;
    this.socket.close();
  }
}
