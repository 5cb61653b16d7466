// What is seen of one conversation: stored messages, questions, and the turn that runs, in order of time.
import { h, announce } from './dom.js';
import { LiveMarkdown } from './markdown.js';
import { messageElement, pendingElement } from './message.js';
import { QuestionCard } from './questions.js';
import { Activity } from './activity.js';
import { card, split } from './evidence.js';
import { now, person } from './format.js';
import { Rows } from './rows.js';

const SHOWN_AT_FIRST = 150;
const STATUS = {
  stopped: 'Stopped.',
  failed: 'This turn ended with an error.',
  waiting: 'Waiting for an answer.',
  over_budget: 'Stopped at the budget. Raise it in config.yaml under budget, or tell TeleCoder to go on tomorrow.',
};
const APPROVAL_TEXT = /^\*\*Approval needed\*\*\s+(\w+)/;

const time = (iso) => new Date(iso ?? now()).getTime() || now();

export class Timeline {
  #root; #changed; #rows; #messages = new Map(); #turns = new Map(); #questions = new Map(); #pending = new Map();
  #loaded = false; #unseen = new Map(); #frame = null; #dirty = new Set(); #me; #disposed = false;

  /** `changed()` is called after anything that may alter the height, the title or who is at work. */
  constructor(root, { me, changed }) {
    this.#root = root;
    this.#me = me;
    this.#changed = changed;
    root.replaceChildren();
    this.#rows = new Rows(root);
  }

  dispose() {
    this.#disposed = true;
    cancelAnimationFrame(this.#frame);
    for (const question of this.#questions.values()) question.dispose();
    for (const turn of this.#turns.values()) for (const activity of turn.activities) activity.dispose();
    this.#root.replaceChildren();
  }

  get empty() { return this.#rows.empty; }
  get running() { return [...this.#turns.values()].some((turn) => turn.running); }
  /** Since when a turn works without anything on the page that shows it, or null. */
  get silentSince() {
    for (const turn of this.#turns.values()) {
      if (turn.running && !turn.streaming && !turn.activities.at(-1)?.running && !this.#asks(turn)) return turn.since;
    }
    return null;
  }
  /** Whether a question is open that may be answered by an ordinary message. */
  get asksInWords() {
    return [...this.#questions.values()].some((entry) => entry.approval.kind === 'question' && entry.element.classList.contains('open'));
  }
  get openQuestions() { return [...this.#questions.values()].filter((entry) => entry.element.classList.contains('open')).length; }

  /** Takes what is stored; what is known already is left alone, so this may be called at any time. */
  load(stored, approvals) {
    const messages = [...stored].sort((a, b) => time(a.sent_at) - time(b.sent_at));
    const first = !this.#loaded;
    this.#loaded = true;
    const old = first ? this.#older(messages) : [];
    for (const message of messages.slice(old.length)) if (!this.#unseen.has(message.id)) this.#message(message);
    for (const approval of approvals) this.#question(approval);
    this.#changed();
  }

  /** Takes back a message that could not be sent. */
  unsent(id) {
    this.#forget(id);
    this.#changed();
  }

  /** Shows a message at once, before the host has it. */
  sending(id, text, onRetry) {
    const pending = { ...pendingElement(text, onRetry), text };
    this.#pending.set(id, pending);
    this.#rows.place(`pending:${id}`, Infinity, pending.element);
    this.#changed();
    return pending;
  }

  /** The host has stored the message of `sending`. */
  sent(id, messageId) {
    const pending = this.#pending.get(id);
    if (!pending) return;
    if (this.#messages.has(messageId)) this.#forget(id);
    else {
      pending.messageId = messageId;
      pending.element.querySelector('footer')?.replaceChildren();
      pending.element.classList.remove('pending');
    }
  }

  event(type, data) {
    if (this.#disposed) return;
    switch (type) {
      case 'message.received': case 'message.sent': this.#arrived(data); break;
      case 'turn.started': this.#started(data); break;
      case 'text.delta': this.#delta(data); break;
      case 'skill.started': this.#activity(data).started(data); break;
      case 'skill.progress': this.#activityOf(data)?.progress(data); break;
      case 'skill.finished': this.#activityOf(data)?.finished(data); break;
      case 'approval.requested': case 'approval.answered': this.#question(data.approval, data.turn, true); break;
      case 'turn.finished': this.#finished(data); break;
      default: return;
    }
    this.#changed();
  }

  #arrived({ message, turn }) {
    if (!message) return;
    if (message.role === 'assistant') this.#endText(message.turn ?? turn, true);
    const isNew = !this.#messages.has(message.id);
    this.#message({ turn, ...message });
    if (isNew && message.role === 'assistant') announce(split(message.markdown).text.slice(0, 600));
  }

  #message(message) {
    const known = this.#messages.get(message.id);
    if (known && known.markdown === message.markdown) return;
    const approval = APPROVAL_TEXT.exec(message.markdown ?? '')?.[1];
    if (approval && this.#questions.has(approval)) return;
    if (message.role === 'user') this.#adopt(message);
    this.#messages.set(message.id, message);
    if (message.role === 'assistant' && message.turn) this.#endText(message.turn, true);
    this.#drawMessage(message);
  }

  #drawMessage(message) {
    const turn = this.#turns.get(message.turn);
    const sender = person(message.sender);
    const mine = !sender || !person(this.#me) || sender.toLowerCase() === person(this.#me).toLowerCase();
    this.#rows.place(`message:${message.id}`, time(message.sent_at),
      messageElement(message, { mine, evidence: message.role === 'assistant' ? turn?.evidence : null }));
  }

  // The stream may be faster than the answer to the POST: then the text tells which one it is.
  #adopt(message) {
    for (const [id, pending] of this.#pending) {
      if (pending.messageId === message.id || (!pending.messageId && pending.text === (message.markdown ?? message.text))) {
        this.#forget(id);
        return;
      }
    }
  }

  #forget(id) {
    this.#pending.delete(id);
    this.#rows.remove(`pending:${id}`);
  }

  #turn(id, at) {
    let turn = this.#turns.get(id);
    if (!turn) {
      turn = { id, running: true, since: time(at), streaming: null, texts: [], activities: [], last: null, evidence: null, count: 0 };
      this.#turns.set(id, turn);
    }
    return turn;
  }

  #started({ turn: id, at }) {
    if (!id) return;
    const turn = this.#turn(id, at);
    turn.running = true;
    // A stream that begins anew tells the whole text again.
    this.#endText(id, true);
    this.#rows.remove(`status:${id}`);
  }

  #delta({ turn: id, text, at }) {
    if (!text) return;
    const turn = this.#turn(id, at);
    if (this.#answered(id) && !turn.running) return;
    turn.running = true;
    if (!turn.streaming) {
      const body = h('div', { class: 'prose streaming' });
      const key = `text:${id}:${turn.count++}`;
      turn.streaming = { key, body, markdown: new LiveMarkdown(body) };
      turn.texts.push(turn.streaming);
      this.#rows.place(key, time(at), h('article', { class: 'message assistant live' },
        h('h2', { class: 'visually-hidden' }, 'TeleCoder is answering:'), h('div', { class: 'body' }, body)));
    }
    turn.streaming.markdown.append(text);
    this.#dirty.add(turn.streaming);
    this.#frame ??= requestAnimationFrame(() => this.#paint());
    // A tab in the background gets no frames; its text must not fall behind.
    if (document.hidden) this.#paint();
  }

  #paint() {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    if (this.#disposed) return;
    for (const part of this.#dirty) part.markdown.paint();
    this.#dirty.clear();
    this.#changed();
  }

  #answered(turn) { return [...this.#messages.values()].some((entry) => entry.turn === turn && entry.role === 'assistant'); }

  #endText(id, drop) {
    const turn = this.#turns.get(id);
    if (!turn) return;
    if (this.#dirty.size) this.#paint();
    turn.streaming?.body.classList.remove('streaming');
    turn.streaming = null;
    if (drop) for (const part of turn.texts.splice(0)) this.#rows.remove(part.key);
  }

  #activity(data) {
    const turn = this.#turn(data.turn, data.at);
    turn.running = true;
    const known = turn.activities.find((activity) => activity.has(data.run));
    if (known) return known;
    const last = turn.activities.at(-1);
    if (last && !turn.streaming && turn.last === last) return last;
    this.#endText(data.turn, false);
    const activity = new Activity();
    turn.activities.push(activity);
    turn.last = activity;
    this.#rows.place(`skills:${data.turn}:${turn.count++}`, time(data.at), activity.element);
    return activity;
  }

  #activityOf({ turn, run }) {
    const places = turn ? [this.#turns.get(turn)] : [...this.#turns.values()];
    return places.flatMap((entry) => entry?.activities ?? []).find((activity) => activity.has(run));
  }

  #asks(turn) {
    return [...this.#questions.values()].some((entry) => entry.turn === turn.id && entry.element.classList.contains('open'));
  }

  #question(approval, turnId, live = false) {
    if (!approval?.id) return;
    const known = this.#questions.get(approval.id);
    if (known) { known.update(approval); return; }
    // The card says it better than the text that other channels get.
    for (const message of this.#messages.values()) {
      if (APPROVAL_TEXT.exec(message.markdown ?? '')?.[1] === approval.id) this.#rows.remove(`message:${message.id}`);
    }
    const question = new QuestionCard(approval, { onChange: () => this.#changed() });
    question.turn = turnId ?? approval.turn;
    this.#questions.set(approval.id, question);
    const turn = this.#turns.get(question.turn);
    if (turn) {
      this.#endText(turn.id, false);
      turn.last = question;
    }
    this.#rows.place(`question:${approval.id}`, time(approval.created_at), question.element);
    if (live) announce(`Question ${approval.id}: ${approval.summary ?? ''}`);
  }

  #finished({ turn: id, status, evidence, detail, at }) {
    const turn = this.#turn(id, at);
    turn.running = false;
    turn.evidence = evidence ?? null;
    this.#endText(id, false);
    for (const activity of turn.activities) if (status !== 'waiting') activity.settle();
    const last = [...this.#messages.values()].filter((entry) => entry.turn === id && entry.role === 'assistant').at(-1);
    if (last && evidence) this.#drawMessage(last);
    const words = STATUS[status];
    const outcome = !last && evidence ? card([], evidence) : null;
    if ((words && !(status === 'waiting' && this.#asks(turn))) || outcome) {
      this.#rows.place(`status:${id}`, time(at), h('div', { class: `status ${status}` },
        words ? h('p', null, detail ? `${words} ${detail}` : words) : null, outcome));
      if (words) announce(words);
    }
  }

  // A long conversation begins with its newest part; the rest is drawn when it is asked for.
  #older(messages) {
    const old = messages.slice(0, Math.max(0, messages.length - SHOWN_AT_FIRST));
    if (!old.length) return old;
    for (const message of old) this.#unseen.set(message.id, message);
    const row = h('li', { class: 'older' }, h('button', {
      type: 'button', class: 'button', onclick: () => {
        const box = this.#root.parentElement;
        const height = box.scrollHeight;
        const part = [...this.#unseen.values()].slice(-SHOWN_AT_FIRST);
        for (const message of part) {
          this.#unseen.delete(message.id);
          this.#message(message);
        }
        if (this.#unseen.size) draw();
        else row.remove();
        // What was in view stays in view.
        box.scrollTop += box.scrollHeight - height;
      },
    }));
    const draw = () => { row.firstChild.textContent = `Show earlier messages (${this.#unseen.size})`; };
    draw();
    this.#root.prepend(row);
    return old;
  }
}
