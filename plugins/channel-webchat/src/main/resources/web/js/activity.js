// The runs of skills within a turn: one line each, edited in place.
import { h, icon } from './dom.js';
import { duration, now, plural } from './format.js';

const FEW = 3;

export class Activity {
  #lines = new Map(); #list; #details; #summary; #timer = null;

  constructor() {
    this.#list = h('ul');
    this.#summary = h('summary', null, icon('chevron'), h('span', null, 'Working'));
    this.#details = h('details', { open: true }, this.#summary, this.#list);
    this.element = h('div', { class: 'activity few' }, this.#details);
  }

  get running() { return [...this.#lines.values()].some((line) => line.state === 'running'); }
  has(run) { return this.#lines.has(run); }

  started({ run, skill, title, at }) {
    if (this.#lines.has(run)) return;
    // The skill has a place of its own in the line.
    const about = skill && title?.startsWith(skill) ? title.slice(skill.length).trim() : title;
    const mark = h('span', { class: 'mark spin', role: 'img', 'aria-label': 'running' });
    const time = h('span', { class: 'time' });
    const progress = h('span', { class: 'progress' });
    const element = h('li', null, mark, h('span', { class: 'what' }, h('code', null, skill || 'run'),
      about ? h('span', { class: 'title' }, about) : null, progress), time);
    const begun = Math.min(now(), new Date(at).getTime() || now());
    this.#lines.set(run, { state: 'running', element, mark, time, progress, begun, ms: null });
    this.#list.append(element);
    this.#timer ??= setInterval(() => this.#tick(), 500);
    this.#draw();
  }

  progress({ run, line }) {
    const entry = this.#lines.get(run);
    if (entry?.state === 'running') entry.progress.textContent = line;
  }

  finished({ run, succeeded, ms }) {
    const entry = this.#lines.get(run);
    if (entry) this.#end(entry, succeeded ? 'ok' : 'bad', succeeded ? 'succeeded' : 'failed', ms);
  }

  /** The turn is over: what still runs was stopped, and a long list folds. */
  settle() {
    for (const entry of this.#lines.values()) if (entry.state === 'running') this.#end(entry, 'off', 'stopped', now() - entry.begun);
    if (this.#lines.size > FEW) this.#details.open = false;
    this.dispose();
  }

  dispose() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #end(entry, look, label, ms) {
    entry.state = look;
    entry.ms = ms;
    entry.mark.className = `mark ${look}`;
    entry.mark.setAttribute('aria-label', label);
    entry.mark.replaceChildren(icon(look === 'ok' ? 'check' : 'cross'));
    entry.time.textContent = duration(ms);
    if (look === 'ok') entry.progress.textContent = '';
    if (!this.running) this.dispose();
    this.#draw();
  }

  #tick() {
    for (const entry of this.#lines.values()) {
      const seconds = Math.floor((now() - entry.begun) / 1000);
      if (entry.state === 'running' && seconds > 0) entry.time.textContent = duration(seconds * 1000).replace('.0', '');
    }
  }

  #draw() {
    const lines = [...this.#lines.values()];
    const failed = lines.filter((line) => line.state === 'bad').length;
    const total = lines.reduce((sum, line) => sum + (line.ms ?? 0), 0);
    this.element.classList.toggle('few', lines.length <= FEW);
    this.#summary.lastChild.textContent = [plural(lines.length, 'step'), failed && `${failed} failed`,
      !this.running && duration(total)].filter(Boolean).join(' · ');
  }
}
