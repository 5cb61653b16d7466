// The list of conversations.
import { h } from './dom.js';
import { ago, plural } from './format.js';

const GROUPS = [['active', 'Active'], ['paused', 'Paused'], ['archived', 'Archived']];

export const titleOf = (conversation) => conversation?.title || 'New conversation';

function row(conversation, { current, questions, unread }) {
  const asks = questions.get(conversation.id) ?? 0;
  const mark = asks ? h('span', { class: 'mark asks' }, plural(asks, 'question'))
    : unread.has(conversation.id) ? h('span', { class: 'mark unread', role: 'img', 'aria-label': 'new messages' }) : null;
  return h('li', null, h('a', {
    class: 'conversation', href: `#/c/${encodeURIComponent(conversation.id)}`,
    'aria-current': conversation.id === current ? 'page' : null, 'data-conversation': conversation.id,
  }, h('span', { class: 'name' }, titleOf(conversation)),
  h('span', { class: 'sub' }, [ago(conversation.updated_at), conversation.focus].filter(Boolean).join(' · ')), mark));
}

let drawn = '';

/** Draws the list when it changed; the focused entry stays focused. */
export function drawSidebar(root, conversations, view) {
  const content = JSON.stringify([conversations, [...view.questions], [...view.unread], view.current, Math.floor(Date.now() / 60_000)]);
  if (content === drawn) return;
  drawn = content;
  const focused = document.activeElement?.closest?.('[data-conversation]')?.dataset.conversation;
  const newest = [...conversations].sort((a, b) => String(b.updated_at).localeCompare(String(a.updated_at)));
  const parts = GROUPS.flatMap(([state, label]) => {
    const members = newest.filter((entry) => (entry.state ?? 'active') === state);
    if (!members.length) return [];
    return [h('h2', null, label), h('ul', { 'aria-label': label }, members.map((entry) => row(entry, view)))];
  });
  root.replaceChildren(...(parts.length ? parts : [h('p', { class: 'list-note' }, 'Your conversations will be listed here.')]));
  if (focused) root.querySelector(`[data-conversation="${CSS.escape(focused)}"]`)?.focus();
}
