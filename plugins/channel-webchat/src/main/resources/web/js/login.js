// Shown when nobody is logged in: takes the single-use link, or the token.
import { h } from './dom.js';
import * as api from './api.js';

/** A pasted link is followed on this origin; anything else is taken as the token. */
async function logIn(text) {
  const code = /[?&]code=([^&\s#]+)/.exec(text)?.[1];
  if (code) {
    location.assign(`/login?code=${code}`);
    return false;
  }
  await api.post('login', { token: text });
  return true;
}

function explain(error) {
  if (error.status === 401 || error.status === 403 || error.status === 422) {
    return 'That was not accepted. A link works once and for ten minutes.';
  }
  if (error.status === 429) return `Too many tries. Try again in ${error.retryAfter ?? 60} seconds.`;
  return error.message;
}

export function showLogin(root, iconSource, onDone) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const field = h('input', {
    id: 'token', type: 'password', autocomplete: 'current-password', required: true, spellcheck: 'false', 'aria-describedby': 'login-note',
  });
  const button = h('button', { type: 'submit', class: 'button primary' }, 'Log in');
  const form = h('form', {
    onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      problem.textContent = '';
      try {
        if (await logIn(field.value.trim())) onDone();
      } catch (error) {
        problem.textContent = explain(error);
        field.select();
      }
      button.disabled = false;
    },
  }, h('label', { for: 'token' }, 'Link or token'), field, problem, button);
  root.replaceChildren(h('div', { class: 'card' },
    h('h1', null, h('img', { src: iconSource, alt: '', width: 34, height: 34 }), 'Log in to TeleCoder'),
    h('p', null, 'Open the link that ', h('code', null, 'telecoder start'), ' printed, or paste it here.'),
    form,
    h('p', { class: 'note', id: 'login-note' }, 'The link works once, for ten minutes. The token of this machine’s owner stands in ',
      h('code', null, 'data/host.json'), ' in the home of TeleCoder.')));
  root.hidden = false;
  field.focus();
}
