// Keeps the newest in view, unless the person scrolled up to read.

const NEAR = 60;

export class Scroll {
  #box; #button; #atEnd = true; #frame = null; #top = 0;

  constructor(box, button) {
    this.#box = box;
    this.#button = button;
    box.addEventListener('scroll', () => this.#look(), { passive: true });
    button.addEventListener('click', () => this.toEnd());
    const sizes = new ResizeObserver(() => this.follow());
    for (const element of [box, ...box.children]) sizes.observe(element);
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
    const up = this.#box.scrollTop < this.#top - 2;
    this.#top = this.#box.scrollTop;
    // Content that grew leaves us above the end as well; only who moves up wants to stay there.
    if (rest < NEAR) this.#atEnd = true;
    else if (up) this.#atEnd = false;
    this.#button.hidden = this.#atEnd;
  }
}
