/**
 * The wire between one page and the arena's WebSocket, in the test's hands: it writes down what passes, can replace what
 * the server says, and can be cut.
 */
export class Wire {
  /** Frames in the order in which the page got them, all its connections. */
  received = [];
  /** Frames that the page sent, all its connections. */
  sent = [];
  /** Frames that the page sent into the void. */
  lost = [];
  connections = 0;
  /** What becomes of a frame on its way to the page. */
  change = (frame) => frame;
  #state = "open";
  #open = new Set();

  static async of(page) {
    const wire = new Wire();
    await page.routeWebSocket(/\/ws$/, (socket) => wire.#connect(socket));
    return wire;
  }

  /** Closes the page's connection, and any that it tries until `mend`. */
  cut() {
    this.#state = "cut";
    for (const { socket, server } of this.#open) {
      socket.close({ code: 4000, reason: "cut by the test" });
      server.close();
    }
    this.#open.clear();
  }

  /** Nothing passes any more, and nobody is told: what a dead network looks like. */
  swallow() {
    this.#state = "swallow";
  }

  /** Connections work again from here on; those that were swallowed stay dead. */
  mend() {
    this.#state = "open";
  }

  /** The versions of a topic as the page got them. */
  versions(topic) {
    return this.received.filter((frame) => frame.topic === topic && "v" in frame).map((frame) => frame.v);
  }

  /** The newest event of this name. */
  last(event) {
    return this.received.findLast((frame) => frame.event === event);
  }

  #connect(socket) {
    if (this.#state !== "open") {
      socket.close({ code: 4000, reason: "cut by the test" });
      return;
    }
    this.connections++;
    const server = socket.connectToServer();
    const both = { socket, server, dead: false };
    this.#open.add(both);
    const passes = () => {
      if (this.#state === "swallow") both.dead = true;
      return !both.dead;
    };
    socket.onMessage((text) => {
      if (!passes()) {
        this.lost.push(JSON.parse(text));
        return;
      }
      this.sent.push(JSON.parse(text));
      server.send(text);
    });
    server.onMessage((text) => {
      if (!passes()) return;
      const frame = this.change(JSON.parse(text));
      this.received.push(frame);
      socket.send(JSON.stringify(frame));
    });
    socket.onClose((code, reason) => {
      this.#open.delete(both);
      server.close({ code, reason });
    });
    server.onClose((code, reason) => {
      this.#open.delete(both);
      if (passes()) socket.close({ code, reason });
    });
  }
}
