// Markdown to DOM: markdown-it makes HTML without ever letting raw HTML through, DOMPurify checks the result.
import hljs from '../vendor/highlight/highlight.min.js';
import { h, icon } from './dom.js';

const LARGEST_HIGHLIGHT = 60_000;
const CACHED_BLOCKS = 200;
const highlighted = new Map();

const md = globalThis.markdownit({ html: false, linkify: true, breaks: true, typographer: false, highlight });
// Only a full address is a link: app.py and build.sh are files, not sites.
md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

const escape = md.utils.escapeHtml;

// An image of another site would be a request to another origin, so it is shown as a link.
md.renderer.rules.image = (tokens, index) => {
  const token = tokens[index];
  const source = token.attrGet('src') ?? '';
  const label = token.content || source;
  return md.validateLink(source) ? `<a href="${escape(source)}">${escape(label)}</a>` : escape(label);
};
// The page's policy allows no style attribute; alignment becomes a class.
for (const cell of ['th_open', 'td_open']) {
  md.renderer.rules[cell] = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const align = /text-align:(\w+)/.exec(token.attrGet('style') ?? '')?.[1];
    token.attrs = align ? [['class', `align-${align}`]] : null;
    return self.renderToken(tokens, index, options);
  };
}

const POLICY = {
  RETURN_DOM_FRAGMENT: true,
  ALLOWED_TAGS: ['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 's', 'a', 'code', 'pre', 'span',
    'blockquote', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ALLOWED_ATTR: ['href', 'class', 'start', 'title'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

function diff(code) {
  return code.replace(/\n$/, '').split('\n').map((line) => {
    const kind = /^(\+\+\+|---|diff |index |Index:)/.test(line) ? 'meta'
      : line.startsWith('@@') ? 'hunk' : line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : 'same';
    return `<span class="ln ${kind}">${escape(line) || ' '}</span>`;
  }).join('');
}

function highlight(code, language) {
  const name = language.toLowerCase();
  if (name === 'diff' || name === 'patch') return diff(code);
  if (!hljs.getLanguage(name) || code.length > LARGEST_HIGHLIGHT) return '';
  const id = `${name}\n${code}`;
  let html = highlighted.get(id);
  if (html === undefined) {
    html = hljs.highlight(code, { language: name, ignoreIllegals: true }).value;
    highlighted.set(id, html);
    if (highlighted.size > CACHED_BLOCKS) highlighted.delete(highlighted.keys().next().value);
  }
  return html;
}

function languageOf(code) {
  return /(?:^|\s)language-([\w+#.-]+)/.exec(code?.className ?? '')?.[1] ?? '';
}

/** Renders foreign text. The fragment holds no script, style, image or handler, whatever the text is. */
export function render(text) {
  const fragment = globalThis.DOMPurify.sanitize(md.render(text ?? ''), POLICY);
  for (const link of fragment.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer nofollow';
  }
  for (const pre of fragment.querySelectorAll('pre')) {
    const language = languageOf(pre.querySelector('code'));
    const block = h('div', { class: language === 'diff' || language === 'patch' ? 'code diff' : 'code' },
      h('div', { class: 'code-head' },
        h('span', null, language || 'text'),
        h('button', { type: 'button', class: 'copy', 'aria-label': 'Copy this code' }, icon('copy'), h('span', null, 'Copy'))));
    pre.replaceWith(block);
    pre.tabIndex = 0;
    block.append(pre);
  }
  for (const table of fragment.querySelectorAll('table')) {
    const box = h('div', { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': 'Table' });
    table.replaceWith(box);
    box.append(table);
  }
  return fragment;
}

/** Puts `text` behind the first `from` nodes of `target`; blocks that did not change stay, and a selection in them. */
function patch(target, from, text) {
  const next = [...render(text).childNodes];
  const now = [...target.childNodes].slice(from);
  let same = 0;
  while (same < next.length && same < now.length && now[same].isEqualNode(next[same])) same++;
  for (const node of now.slice(same)) node.remove();
  target.append(...next.slice(same));
}

/** The offset at which the last two blocks of `text` begin; what stands before cannot change any more. */
function settledPart(text) {
  const starts = md.parse(text, {}).filter((token) => token.level === 0 && token.map && token.nesting >= 0).map((token) => token.map[0]);
  if (starts.length < 3) return 0;
  let offset = 0;
  for (let line = starts.at(-2); line > 0; line--) offset = text.indexOf('\n', offset) + 1;
  return offset;
}

/** Text that grows. Each painting renders the blocks at its end only, so a long answer costs no more than a short one. */
export class LiveMarkdown {
  #target; #text = ''; #offset = 0; #nodes = 0;

  constructor(target) { this.#target = target; }

  append(text) { this.#text += text; }

  paint() {
    const settled = settledPart(this.#text.slice(this.#offset));
    if (settled > 0) {
      patch(this.#target, this.#nodes, this.#text.slice(this.#offset, this.#offset + settled));
      this.#offset += settled;
      this.#nodes = this.#target.childNodes.length;
    }
    patch(this.#target, this.#nodes, this.#text.slice(this.#offset));
  }
}

async function toClipboard(text) {
  if (navigator.clipboard && globalThis.isSecureContext) return navigator.clipboard.writeText(text);
  // Over plain http in a home network there is no clipboard API; the old way still works there.
  const area = h('textarea', { class: 'visually-hidden', readonly: true });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('not copied');
}

/** Makes the copy buttons below `root` work. */
export function enableCopy(root) {
  root.addEventListener('click', async (event) => {
    const button = event.target.closest('button.copy');
    if (!button) return;
    const lines = [...button.closest('.code').querySelectorAll('pre .ln')];
    const text = lines.length ? `${lines.map((line) => line.textContent).join('\n')}\n`
      : button.closest('.code').querySelector('pre').textContent;
    const label = button.querySelector('span');
    try {
      await toClipboard(text);
      label.textContent = 'Copied';
    } catch {
      label.textContent = 'Select and copy by hand';
    }
    setTimeout(() => { label.textContent = 'Copy'; }, 1600);
  });
}
