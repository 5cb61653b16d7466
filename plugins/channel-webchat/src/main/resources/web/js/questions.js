// A question to the person: consent to one run, a plan, or a choice the model asks for.
import { h, icon, announce } from './dom.js';
import * as api from './api.js';
import { now, person, remaining, when } from './format.js';
import { render } from './markdown.js';

const BUTTONS = {
  once: [['Allow once', 'allow_once', 'primary'], ['Always allow', 'allow_always', ''], ['Deny', 'deny', 'danger']],
  plan: [['Go', 'allow_once', 'primary'], ['Not now', 'deny', '']],
};

const effects = (approval) => [approval.effects ?? []].flat().map((entry) => (typeof entry === 'string' ? entry : entry.title ?? entry.kind))
  .filter(Boolean);

const isQuestion = (approval) => approval.kind === 'question';

function outcome(approval) {
  const who = person(approval.answered_by);
  const by = who ? ` by ${who}` : '';
  const answer = approval.answer ?? approval.choice;
  if (isQuestion(approval) && answer && (approval.state === 'allowed' || approval.state === 'answered')) return `Answered: ${answer}`;
  switch (approval.state) {
    case 'allowed': return `${approval.id} allowed${by}`;
    case 'denied': return `${approval.id} denied${by}`;
    case 'answered': return `${approval.id} answered${by}`;
    case 'expired': return `${approval.id} expired`;
    case 'withdrawn': return `${approval.id} withdrawn: the input changed`;
    default: return '';
  }
}

export const isOpen = (approval) => approval.state === 'pending'
  && !(approval.expires_at && new Date(approval.expires_at).getTime() <= now());

/** One question on the page; `update` shows a newer state of it. */
export class QuestionCard {
  #timer = null; #busy = false; #note = ''; #shownOpen = false;

  constructor(approval, { onChange } = {}) {
    this.approval = approval;
    this.onChange = onChange;
    this.element = h('section', { class: 'question', 'aria-label': `Question ${approval.id}`, 'data-approval': approval.id });
    this.#draw();
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  update(approval) {
    const before = JSON.stringify(this.approval);
    this.approval = { ...this.approval, ...approval };
    if (JSON.stringify(this.approval) === before && !this.#busy) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.#busy = false;
    this.#draw();
    if (!isOpen(this.approval)) {
      announce(outcome(this.approval));
      if (hadFocus) document.getElementById('draft')?.focus();
    }
  }

  dispose() { clearInterval(this.#timer); }

  #tick() {
    if (!this.element.isConnected && !this.#shownOpen) return;
    if (this.#shownOpen && !isOpen(this.approval)) {
      this.approval = { ...this.approval, state: 'expired' };
      this.#draw();
      this.onChange?.(this.approval);
      return;
    }
    const left = this.element.querySelector('.left');
    if (left) left.textContent = `${remaining(this.approval.expires_at)} left`;
  }

  #draw() {
    const open = isOpen(this.approval);
    this.#shownOpen = open;
    if (!open) clearInterval(this.#timer);
    const shown = this.approval.state === 'pending' && !open ? { ...this.approval, state: 'expired' } : this.approval;
    this.element.className = `question ${open ? 'open' : shown.state}`;
    this.element.replaceChildren(...[this.#head(), this.#body(), open ? this.#answers() : this.#result(shown),
      this.#note && h('p', { class: 'note', role: 'alert' }, this.#note)].filter(Boolean));
  }

  #head() {
    const a = this.approval;
    const title = isQuestion(a) ? 'A question for you' : a.kind === 'plan' ? 'Plan' : isOpen(a) ? 'Approval needed' : 'Approval';
    return h('header', null, icon(isQuestion(a) ? 'question' : 'shield'), h('strong', null, title),
      h('span', { class: 'chip mono' }, a.id),
      a.skill && !isQuestion(a) && a.kind !== 'plan' ? h('span', { class: 'chip mono' }, a.skill) : null,
      a.repo ? h('span', { class: 'chip' }, a.repo) : null,
      a.risk === 'DANGEROUS' ? h('span', { class: 'chip danger' }, 'cannot be undone') : null,
      isOpen(a) && a.expires_at
        ? h('span', { class: 'left', title: `until ${when(a.expires_at)}` }, `${remaining(a.expires_at)} left`) : null);
  }

  #body() {
    const a = this.approval;
    const text = h('div', { class: 'summary prose' });
    text.append(render(a.summary ?? ''));
    // The detail is the host's own wording, with the line of effects in it; without one the parts are shown.
    const told = Boolean(a.detail) && (isOpen(a) || a.kind === 'plan');
    if (told) text.append(render(a.detail));
    const steps = !a.detail && a.kind === 'plan' && Array.isArray(a.input?.steps) ? a.input.steps : [];
    const hasInput = typeof a.input === 'string' ? a.input : Object.keys(a.input ?? {}).length > 0;
    const list = a.detail && a.kind === 'plan' ? [] : effects(a);
    return h('div', null, text,
      steps.length ? h('ol', { class: 'steps' }, steps.map((step) => h('li', null, typeof step === 'string' ? step : step.title ?? ''))) : null,
      list.length && isOpen(a) ? h('p', { class: 'effects' }, h('span', null, a.kind === 'plan' ? 'Allows' : 'Effects'), list.map((entry) => h('span', { class: 'chip' }, entry))) : null,
      hasInput && !isQuestion(a) && isOpen(a)
        ? h('details', null, h('summary', null, 'Exact input'),
          h('pre', { tabindex: '0' }, typeof a.input === 'string' ? a.input : JSON.stringify(a.input, null, 2)))
        : null);
  }

  #answers() {
    const a = this.approval;
    const button = (label, body, look) => h('button', {
      type: 'button', class: `button ${look}`, disabled: this.#busy, onclick: () => this.#answer(body),
    }, label);
    if (isQuestion(a)) {
      return h('div', { class: 'answers' }, (a.choices ?? []).map((choice) => button(choice, { decision: 'answer', choice }, '')),
        h('span', { class: 'or' }, a.choices?.length ? 'or type your own answer below' : 'Type your answer below'));
    }
    return h('div', { class: 'answers' }, (BUTTONS[a.kind] ?? BUTTONS.once)
      .filter(([, decision]) => decision !== 'allow_always' || (a.risk !== 'DANGEROUS' && a.always !== false))
      .map(([label, decision, look]) => button(label, { decision }, look)));
  }

  #result(shown) {
    const good = shown.state === 'allowed' || shown.state === 'answered';
    return h('p', { class: 'result' }, icon(good ? 'check' : 'cross'), outcome(shown));
  }

  async #answer(body) {
    if (this.#busy) return;
    this.#busy = true;
    this.#note = '';
    for (const button of this.element.querySelectorAll('.answers button')) button.disabled = true;
    try {
      const answered = await api.post(`approvals/${encodeURIComponent(this.approval.id)}`, body, api.key());
      this.update({ ...(body.choice ? { choice: body.choice } : {}), ...answered });
    } catch (error) {
      this.#busy = false;
      this.#note = error.message;
      if (error.status === 410) this.approval = { ...this.approval, state: 'expired' };
      if (error.status === 409) await this.#refresh();
      this.#draw();
    }
    this.onChange?.(this.approval);
  }

  // Somebody was faster: show what they answered.
  async #refresh() {
    const known = await api.list('approvals', 1).catch(() => []);
    const newer = known.find((entry) => entry.id === this.approval.id);
    this.approval = { ...this.approval, ...(newer ?? { state: 'answered' }) };
  }
}
