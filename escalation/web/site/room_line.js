// The line of a seat into its room: what is said is answered, what is shown comes by itself, and
// a line that breaks is taken up again.

const HERE_EVERY_MS = 20_000;
/** Of the server: the seat has a later line, and this one is not to be taken up again. */
const OPENED_ELSEWHERE = 4409;
/** How long to leave a server alone that says it can't answer now. */
const LATER_MS = 30_000;

export class RoomLine {
  /** `shown(screen, rounds)` is called with what the seat sees; `lost(why)` when the line breaks;
   * `still()` asks whether the seat is there, before the line is taken up again; `freed()` is
   * called when it is nobody's any more. */
  constructor(path, { shown, lost, still, freed }) {
    this.path = path;
    this.shown = shown;
    this.lost = lost;
    this.still = still;
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
      this.lost(event.reason || null);
      if (event.code === OPENED_ELSEWHERE) this.ended = true;
      else this.later();
    });
  }

  /** Take the line up again after a while, the longer the more often it failed. */
  later(wait = 0) {
    this.tries += 1;
    setTimeout(() => this.again(), Math.max(Math.min(400 * 2 ** this.tries, 8000), wait));
  }

  /** Ask whether there is a seat to come back to: a line alone can't tell why it is refused. */
  async again() {
    if (this.ended) return;
    try {
      const here = await this.still();
      if (this.ended) return;
      if (here) this.open();
      else this.gone();
    } catch (error) {
      if (this.ended) return;
      if (error.status === undefined) return this.later(); // nobody answered
      this.lost(error.message);
      if (error.status === 404) this.ended = true;
      else this.later(LATER_MS);
    }
  }

  gone() {
    this.end();
    this.freed();
  }

  hear(said) {
    if (said.kind === "screen") {
      this.rounds.length = Math.min(this.rounds.length, said.count);
      for (const [place, round] of Object.entries(said.rounds)) this.rounds[place] = round;
      this.screen = { ...this.screen, ...said.screen }; // what is not said is as it was
      this.shown(this.screen, this.rounds);
      return;
    }
    if (said.kind === "freed") return this.gone();
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
