// On a narrow page the list of conversations is a drawer.
import { icon } from './dom.js';

export class Drawer {
  #app; #scrim; #opener; #closer;

  constructor(app, scrim, opener, closer) {
    this.#app = app;
    this.#scrim = scrim;
    this.#opener = opener;
    this.#closer = closer;
    opener.append(icon('menu'));
    closer.append(icon('close'));
    opener.addEventListener('click', () => this.open());
    closer.addEventListener('click', () => this.close());
    scrim.addEventListener('click', () => this.close());
  }

  get isOpen() { return this.#app.classList.contains('drawer'); }

  open() {
    this.#show(true);
    this.#closer.focus();
  }

  close() {
    if (!this.isOpen) return;
    this.#show(false);
    this.#opener.focus();
  }

  #show(open) {
    this.#app.classList.toggle('drawer', open);
    this.#scrim.hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
    // What lies below an open drawer is out of reach of the Tab key.
    this.#app.querySelector('main').inert = open;
  }
}
