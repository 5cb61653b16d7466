/** Keeps entries for a time; the clock is a function, so that tests can turn it. */
export class Expiring {
  #entries = new Map();

  constructor(milliseconds, clock = Date.now) {
    this.milliseconds = milliseconds;
    this.clock = clock;
  }

  set(key, value) {
    this.#entries.set(key, { value, until: this.clock() + this.milliseconds });
    return this;
  }

  get(key) {
    const entry = this.#entries.get(key);
    return entry && this.clock() < entry.until ? entry.value : undefined;
  }
}
