import { evictOldest, touch } from './eviction.js';

/** Keeps the entries that were used last. */
export class LruCache {
  #entries = new Map();
  #capacity;

  constructor(capacity) {
    if (!(capacity > 0)) {
      throw new RangeError('A cache needs room for at least one entry.');
    }
    this.#capacity = capacity;
  }

  get(key) {
    return this.#entries.has(key) ? touch(this.#entries, key) : undefined;
  }

  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    evictOldest(this.#entries, this.#capacity);
    return this;
  }

  keys() {
    return [...this.#entries.keys()];
  }
}
