// The title of the open conversation; a press on the pen renames it.
import { h, icon } from './dom.js';
import { titleOf } from './sidebar.js';

export function showHeading(root, conversation, onRename) {
  if (root.querySelector('input') && conversation && root.dataset.of === conversation.id) return;
  // The list is fetched often; a control is not replaced under somebody's finger when nothing changed.
  const content = JSON.stringify([conversation?.id, conversation?.title, conversation?.focus, conversation?.state]);
  if (root.dataset.content === content) return;
  root.dataset.content = content;
  root.dataset.of = conversation?.id ?? '';
  if (!conversation) {
    root.replaceChildren(h('h1', null, 'New conversation'));
    return;
  }
  const edit = () => {
    const field = h('input', { type: 'text', 'aria-label': 'Title of the conversation', maxlength: 120 });
    field.value = conversation.title ?? '';
    let done = false;
    root.dataset.content = '';
    const finish = (save) => {
      if (done) return;
      done = true;
      const title = field.value.trim();
      field.remove();
      if (save && title && title !== conversation.title) onRename(title);
      else showHeading(root, conversation, onRename);
    };
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') finish(true);
      if (event.key === 'Escape') finish(false);
    });
    field.addEventListener('blur', () => finish(true));
    root.replaceChildren(field);
    field.select();
  };
  const repos = conversation.focus ? [conversation.focus] : [];
  root.replaceChildren(h('h1', { title: titleOf(conversation) }, titleOf(conversation)),
    h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Rename this conversation', onclick: edit }, icon('edit')),
    ...repos.map((name) => h('span', { class: 'chip', title: 'Repository in focus' }, name)),
    conversation.state && conversation.state !== 'active' ? h('span', { class: 'chip' }, conversation.state) : '');
}
