// Keeps the newest in view, unless the person scrolled up to read.

const NEAR = 60;

export class Scroll {
  #box; #button; #atEnd = true; #frame = null;

  constructor(box, button) {
    this.#box = box;
    this.#button = button;
    box.addEventListener('scroll', () => this.#look(), { passive: true });
    button.addEventListener('click', () => this.toEnd());
    new ResizeObserver(() => this.follow()).observe(box);
  }

  toEnd() {
    this.#atEnd = true;
    this.follow();
  }

  /** To be called after the content grew. */
  follow() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      if (this.#atEnd) this.#box.scrollTop = this.#box.scrollHeight;
      this.#look();
    });
  }

  #look() {
    const rest = this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight;
    this.#atEnd = rest < NEAR;
    this.#button.hidden = this.#atEnd;
  }
}
