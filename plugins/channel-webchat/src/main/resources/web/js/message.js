// One stored message.
import { h, icon } from './dom.js';
import { person, size, when } from './format.js';
import { render } from './markdown.js';
import { card, split } from './evidence.js';

const SPEAKER = { user: 'You', assistant: 'TeleCoder', system: 'Notice' };

function attachments(message) {
  const files = message.attachments ?? [];
  if (!files.length) return null;
  return h('ul', { class: 'attachments' }, files.map((file) => h('li', null, icon('file'),
    h('span', null, file.name ?? file.title ?? 'file'), h('small', null, size(file.size ?? file.bytes)))));
}

function meta(message, mine) {
  const from = message.role === 'user' && !mine ? person(message.sender) : '';
  const via = message.channel && message.channel !== 'webchat' && message.channel !== 'channel-webchat' ? message.channel : '';
  const words = [from, via && `via ${via}`].filter(Boolean).join(' ');
  return h('footer', null, words ? h('span', null, words) : null,
    h('time', { datetime: message.sent_at }, when(message.sent_at)));
}

/** The element of a message; `evidence` are the records of its turn, as far as they are known. */
export function messageElement(message, { mine = true, evidence = null } = {}) {
  const role = SPEAKER[message.role] ? message.role : 'system';
  const body = h('div', { class: 'prose' });
  let outcome = null;
  if (role === 'user') {
    // What a person typed is shown as typed.
    body.className = 'typed';
    body.textContent = message.markdown ?? message.text ?? '';
  } else {
    const parts = role === 'assistant' ? split(message.markdown) : { text: message.markdown, lines: [] };
    body.append(render(parts.text));
    outcome = role === 'assistant' ? card(parts.lines, evidence) : null;
  }
  const speaker = role === 'user' && !mine ? person(message.sender) || 'Somebody' : SPEAKER[role];
  return h('article', { class: `message ${role}`, 'data-message': message.id },
    h('h2', { class: 'visually-hidden' }, `${speaker}:`),
    h('div', { class: 'body' }, body, outcome, attachments(message)), meta(message, mine));
}

/** A message on its way; it becomes the stored one as soon as the host has it. */
export function pendingElement(text, onRetry) {
  const note = h('footer', { class: 'sending' }, h('span', null, 'Sending…'));
  const element = h('article', { class: 'message user pending' },
    h('h2', { class: 'visually-hidden' }, 'You:'),
    h('div', { class: 'body' }, h('div', { class: 'typed' }, text)), note);
  return {
    element,
    failed(reason) {
      element.classList.add('failed');
      note.replaceChildren(h('span', { role: 'alert' }, `Not sent. ${reason}`),
        h('button', { type: 'button', class: 'link', onclick: onRetry }, 'Send again'));
    },
    sending() {
      element.classList.remove('failed');
      note.replaceChildren(h('span', null, 'Sending…'));
    },
  };
}
