// What is seen of one conversation: stored messages, questions, and the turn that runs, in order of time.
import { h, announce } from './dom.js';
import { renderInto } from './markdown.js';
import { messageElement, pendingElement } from './message.js';
import { QuestionCard } from './questions.js';
import { Activity } from './activity.js';
import { card, split } from './evidence.js';

const SHOWN_AT_FIRST = 150;
const STATUS = {
  stopped: 'Stopped.',
  failed: 'This turn ended with an error.',
  waiting: 'Waiting for an answer.',
  over_budget: 'Stopped at the budget. Raise it in config.yaml under budget, or tell TeleCoder to go on tomorrow.',
};
const APPROVAL_TEXT = /^\*\*Approval needed\*\*\s+(\w+)/;

const time = (iso) => new Date(iso ?? Date.now()).getTime() || Date.now();

export class Timeline {
  #root; #changed; #items = []; #messages = new Map(); #turns = new Map(); #questions = new Map(); #pending = new Map();
  #folded = false; #frame = null; #dirty = new Set(); #me; #disposed = false;

  /** `changed()` is called after anything that may alter the height, the title or who is at work. */
  constructor(root, { me, changed }) {
    this.#root = root;
    this.#me = me;
    this.#changed = changed;
    root.replaceChildren();
  }

  dispose() {
    this.#disposed = true;
    cancelAnimationFrame(this.#frame);
    for (const question of this.#questions.values()) question.dispose();
    for (const turn of this.#turns.values()) for (const activity of turn.activities) activity.dispose();
    this.#root.replaceChildren();
  }

  get empty() { return this.#items.length === 0; }
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
  load(messages, approvals) {
    for (const message of messages) this.#message(message);
    for (const approval of approvals) this.#question(approval);
    this.#fold();
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
    this.#place(`pending:${id}`, Infinity, pending.element);
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
    const mine = !message.sender || !this.#me?.id || typeof message.sender === 'string'
      || message.sender.id === this.#me.id;
    this.#place(`message:${message.id}`, time(message.sent_at),
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
    this.#remove(`pending:${id}`);
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
    this.#remove(`status:${id}`);
  }

  #delta({ turn: id, text, at }) {
    if (!text) return;
    const turn = this.#turn(id, at);
    if (this.#answered(id) && !turn.running) return;
    turn.running = true;
    if (!turn.streaming) {
      const body = h('div', { class: 'prose streaming' });
      const key = `text:${id}:${turn.count++}`;
      turn.streaming = { key, text: '', body };
      turn.texts.push(turn.streaming);
      this.#place(key, time(at), h('article', { class: 'message assistant live' },
        h('h2', { class: 'visually-hidden' }, 'TeleCoder is answering:'), h('div', { class: 'body' }, body)));
    }
    turn.streaming.text += text;
    this.#dirty.add(turn.streaming);
    this.#frame ??= requestAnimationFrame(() => this.#paint());
    // A tab in the background gets no frames; its text must not fall behind.
    if (document.hidden) this.#paint();
  }

  #paint() {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    if (this.#disposed) return;
    for (const part of this.#dirty) renderInto(part.body, part.text);
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
    if (drop) for (const part of turn.texts.splice(0)) this.#remove(part.key);
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
    this.#place(`skills:${data.turn}:${turn.count++}`, time(data.at), activity.element);
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
    const question = new QuestionCard(approval, { onChange: () => this.#changed() });
    question.turn = turnId ?? approval.turn;
    this.#questions.set(approval.id, question);
    const turn = this.#turns.get(question.turn);
    if (turn) {
      this.#endText(turn.id, false);
      turn.last = question;
    }
    this.#place(`question:${approval.id}`, time(approval.created_at), question.element);
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
      this.#place(`status:${id}`, time(at), h('div', { class: `status ${status}` },
        words ? h('p', null, detail ? `${words} ${detail}` : words) : null, outcome));
      if (words) announce(words);
    }
  }

  #place(key, at, element) {
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

  #remove(key) {
    const index = this.#items.findIndex((item) => item.key === key);
    if (index >= 0) this.#items.splice(index, 1)[0].row.remove();
  }

  // A long conversation begins with its newest part; the rest is one press away.
  #fold() {
    if (this.#folded) return;
    this.#folded = true;
    const old = this.#items.slice(0, Math.max(0, this.#items.length - SHOWN_AT_FIRST));
    if (!old.length) return;
    for (const item of old) item.row.hidden = true;
    const row = h('li', { class: 'older' }, h('button', {
      type: 'button', class: 'button', onclick: () => {
        for (const item of old) item.row.hidden = false;
        row.remove();
      },
    }, `Show ${old.length} earlier`));
    this.#root.prepend(row);
  }
}
