// The rows of a list, in order of time; each is known by a key, so that it can be replaced where it stands.
import { h } from './dom.js';

export class Rows {
  #root; #items = [];

  constructor(root) { this.#root = root; }

  get empty() { return this.#items.length === 0; }

  /** Puts an element where its time belongs, or in the place of the one with the same key. */
  place(key, at, element) {
    const known = this.#items.find((item) => item.key === key);
    if (known) {
      known.row.replaceChildren(element);
      return;
    }
    const row = h('li', { 'data-key': key }, element);
    let index = this.#items.length;
    while (index > 0 && this.#items[index - 1].at > at) index--;
    this.#items.splice(index, 0, { key, at, row });
    const after = this.#items[index + 1];
    this.#root.insertBefore(row, after ? after.row : null);
  }

  remove(key) {
    const index = this.#items.findIndex((item) => item.key === key);
    if (index >= 0) this.#items.splice(index, 1)[0].row.remove();
  }
}
