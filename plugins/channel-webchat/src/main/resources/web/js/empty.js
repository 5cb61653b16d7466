// What a newcomer sees: what to type.
import { h } from './dom.js';

const EXAMPLES = [
  ['Find and fix a bug', 'The tests of my project fail. Find the cause, fix it and prove it.'],
  ['Understand some code', 'How does this repository start up? Show me the files that matter.'],
  ['See what can be done', '/help'],
  ['See what is set up', '/status'],
];

export function showEmpty(root, onPick) {
  root.replaceChildren(h('h2', null, 'What should we work on?'),
    h('p', null, 'Say it in your own words. TeleCoder looks at the code, tells you what it found, and asks before anything leaves this machine.'),
    h('ul', { class: 'examples' }, EXAMPLES.map(([title, text]) => h('li', null,
      h('button', { type: 'button', onclick: () => onPick(text) }, h('b', null, title), h('span', null, text))))),
    h('p', { class: 'tip' }, 'Which repositories it knows: ', h('code', null, '/repos'), '. To stop it at any time: ', h('code', null, '/stop'), '.'));
}
