// One event stream. EventSource resumes by itself with Last-Event-ID; what it gives up on is taken up here.

const TYPES = [
  'message.received', 'turn.started', 'text.delta', 'skill.started', 'skill.progress', 'skill.finished',
  'approval.requested', 'approval.answered', 'message.sent', 'turn.finished',
];
const LONGEST_WAIT = 15_000;

/**
 * Listens to a stream until `close`.
 * `onEvent(type, data)`; `onState("connecting" | "live" | "waiting")`; `onOpen(again)` each time it is up.
 */
export class Stream {
  #path; #handlers; #source = null; #timer = null; #attempt = 0; #opened = false; #closed = false;

  constructor(path, handlers) {
    this.#path = path;
    this.#handlers = handlers;
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  /** Tries at once instead of waiting for the next try. */
  retry() {
    if (this.#closed || this.#source?.readyState === EventSource.OPEN) return;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#connect();
  }

  #connect() {
    this.#handlers.onState('connecting');
    const source = new EventSource(this.#path);
    this.#source = source;
    source.onopen = () => {
      this.#attempt = 0;
      this.#handlers.onState('live');
      this.#handlers.onOpen?.(this.#opened);
      this.#opened = true;
    };
    source.onerror = () => {
      if (this.#closed || source !== this.#source) return;
      this.#handlers.onState('waiting');
      if (source.readyState === EventSource.CLOSED) this.#later();
    };
    for (const type of TYPES) {
      source.addEventListener(type, (event) => {
        let data;
        try { data = JSON.parse(event.data); } catch { return; }
        this.#handlers.onEvent(data.type ?? type, data);
      });
    }
  }

  #later() {
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** this.#attempt++);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#closed) return;
      this.#handlers.onRefused?.();
      this.#connect();
    }, wait);
  }
}
