// Open questions, with their buttons.
import { h } from './dom.js';
import * as api from './api.js';
import { now, person, remaining, when } from './format.js';

const BUTTONS = {
  once: [['Allow once', { decision: 'allow_once' }, 'primary'], ['Always allow', { decision: 'allow_always' }, ''], ['Deny', { decision: 'deny' }, 'danger']],
  plan: [['Go', { decision: 'allow_once' }, 'primary'], ['Not now', { decision: 'deny' }, '']],
};

function buttons(approval) {
  if (approval.kind === 'question') return (approval.choices ?? []).map((choice) => [choice, { decision: 'answer', choice }, '']);
  return (BUTTONS[approval.kind] ?? BUTTONS.once).filter(([, { decision }]) => decision !== 'allow_always' || (approval.risk !== 'DANGEROUS' && approval.always !== false));
}

function ask(approval, onAnswered) {
  const note = h('p', { class: 'note', role: 'alert', hidden: true });
  const box = h('div', { class: 'buttons' });
  const element = h('article', { class: 'ask', 'data-approval': approval.id },
    h('div', null, h('header', null,
      h('strong', null, approval.kind === 'plan' ? 'Plan' : approval.kind === 'question' ? 'Question' : 'Approval needed'),
      h('span', { class: 'chip mono' }, approval.id),
      approval.kind === 'once' && approval.skill ? h('span', { class: 'chip mono' }, approval.skill) : null,
      approval.repo ? h('span', { class: 'chip' }, approval.repo) : null,
      approval.expires_at ? h('span', { class: 'left', 'data-until': approval.expires_at, title: `until ${when(approval.expires_at)}` },
        `${remaining(approval.expires_at)} left`) : null,
      approval.conversation ? h('a', { href: `/#/c/${encodeURIComponent(approval.conversation)}` }, 'Open the chat') : null),
    // Both are Markdown; here the marks are simply left out.
    h('p', null, [approval.summary, approval.detail].filter(Boolean).join('\n').replace(/\*\*|`/g, ''))), box, note);
  const close = (text) => {
    element.classList.add('closed');
    box.replaceChildren(h('span', { class: 'outcome', role: 'status' }, text));
  };
  const answer = async (body) => {
    for (const button of box.children) button.disabled = true;
    note.hidden = true;
    try {
      const answered = await api.post(`approvals/${encodeURIComponent(approval.id)}`, body, api.key());
      const by = person(answered?.answered_by);
      close(body.choice ? `Answered: ${body.choice}` : `${approval.id} ${answered?.state ?? 'answered'}${by ? ` by ${by}` : ''}`);
    } catch (error) {
      if (error.status === 409 || error.status === 410) close(error.message);
      else {
        note.textContent = error.message;
        note.hidden = false;
        for (const button of box.children) button.disabled = false;
      }
    }
    onAnswered();
  };
  box.append(...buttons(approval).map(([label, body, kind]) => h('button', { type: 'button', class: `button ${kind}`, onclick: () => answer(body) }, label)));
  return element;
}

/** Draws the pending questions; cards that are there stay, so a press or the focus is never lost. */
export function drawAsks(root, approvals, onAnswered) {
  const pending = approvals.filter((entry) => entry.state === 'pending' && !(new Date(entry.expires_at ?? '9999').getTime() <= now()));
  let box = root.querySelector('.asks');
  if (!box) {
    root.replaceChildren(h('h2', { id: 'questions-title' }, 'Open questions', h('span', { class: 'chip' })), box = h('div', { class: 'asks' }));
  }
  root.querySelector('h2 .chip').textContent = pending.length;
  const known = new Set(pending.map((entry) => entry.id));
  for (const card of [...box.children]) {
    if (!known.has(card.dataset.approval) && !card.classList.contains('closed')) card.remove();
  }
  for (const approval of pending) {
    if (!box.querySelector(`[data-approval="${CSS.escape(approval.id)}"]`)) box.append(ask(approval, onAnswered));
  }
  root.hidden = box.children.length === 0;
}

export function tick(root) {
  for (const left of root.querySelectorAll('[data-until]')) left.textContent = `${remaining(left.dataset.until) || '0 s'} left`;
}
