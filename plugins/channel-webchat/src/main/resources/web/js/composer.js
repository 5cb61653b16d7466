// The field to write in: Enter sends, Shift+Enter is a new line, "/" offers the commands.
import { h, icon } from './dom.js';

const COMMANDS = [
  ['/help', 'what TeleCoder can do here'],
  ['/status', 'model, sandbox, channels and what runs now'],
  ['/new', 'begin a new conversation'],
  ['/stop', 'stop what is running'],
  ['/approve', 'ID: allow a question, add "always" for a rule'],
  ['/deny', 'ID: say no to a question'],
  ['/tasks', 'the tasks of this conversation'],
  ['/repos', 'the repositories you can work on'],
  ['/skill', 'NAME …: run a skill without the model'],
  ['/whoami', 'who you are here, and what you may do'],
];
const WITH_ARGUMENT = new Set(['/approve', '/deny', '/skill']);
const touch = matchMedia('(pointer: coarse)');

/** `onSend(text)` and `onStop()` are called for the person; the composer keeps a draft per conversation. */
export class Composer {
  #drafts = new Map(); #conversation = null; #chosen = 0; #matches = []; #running = false; #opened = false;

  constructor(root, { onSend, onStop }) {
    this.onSend = onSend;
    this.field = h('textarea', {
      id: 'draft', rows: 1, placeholder: 'Message TeleCoder', 'aria-label': 'Message', autocomplete: 'off',
      enterkeyhint: touch.matches ? 'enter' : 'send', 'aria-haspopup': 'listbox', 'aria-controls': 'hints', 'aria-autocomplete': 'list',
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onblur: () => setTimeout(() => this.#hints([]), 120),
    });
    this.sendButton = h('button', { type: 'submit', class: 'icon-button send', 'aria-label': 'Send', disabled: true }, icon('send'));
    this.stopButton = h('button', {
      type: 'button', class: 'icon-button stop', 'aria-label': 'Stop the running turn', title: 'Stop', hidden: true, onclick: onStop,
    }, icon('stop'));
    this.hintList = h('ul', { id: 'hints', class: 'hints', role: 'listbox', 'aria-label': 'Commands', hidden: true });
    this.problem = h('span', { class: 'problem', role: 'alert' });
    const form = h('form', {
      onsubmit: (event) => { event.preventDefault(); this.#send(); },
      onclick: (event) => { if (event.target === form) this.field.focus(); },
    }, this.field, h('div', { class: 'actions' }, this.stopButton, this.sendButton));
    root.append(this.hintList, form, h('div', { class: 'below' }, this.problem,
      h('span', { class: 'keys' }, h('kbd', null, 'Enter'), ' sends, ', h('kbd', null, 'Shift'), ' ', h('kbd', null, 'Enter'), ' new line, ',
        h('kbd', null, '/'), ' commands')));
  }

  /** Changes to the draft of another conversation. */
  open(conversation) {
    if (this.#opened) this.#keep();
    this.#opened = true;
    this.#conversation = conversation;
    this.put(this.#drafts.get(conversation) ?? this.#kept());
    this.tell('');
  }

  put(text) {
    this.field.value = text;
    this.#size();
    this.#keep();
  }

  // The draft outlives a reload and a login. Where the browser keeps nothing, it lives as long as the page.
  #keep() {
    const { value } = this.field;
    this.#drafts.set(this.#conversation, value);
    try {
      if (value) sessionStorage.setItem(this.#storageKey(), value);
      else sessionStorage.removeItem(this.#storageKey());
    } catch { /* said above */ }
  }

  #kept() {
    try { return sessionStorage.getItem(this.#storageKey()) ?? ''; } catch { return ''; }
  }

  #storageKey() { return `draft:${this.#conversation ?? 'new'}`; }

  tell(problem) { this.problem.textContent = problem; }
  focus() { this.field.focus(); }

  /** What the next message will be: the answer to a question, an addition to a running turn, or something new. */
  set purpose(value) {
    const text = { answer: 'Type your answer', steer: 'Add to the running turn' }[value] ?? 'Message TeleCoder';
    if (this.field.placeholder !== text) this.field.placeholder = text;
  }

  set running(value) {
    if (this.#running === value) return;
    this.#running = value;
    if (!value && document.activeElement === this.stopButton) this.field.focus();
    this.stopButton.hidden = !value;
    this.stopButton.disabled = false;
  }

  #send() {
    const text = this.field.value.trim();
    if (!text) return;
    this.put('');
    this.tell('');
    this.#hints([]);
    this.onSend(text);
  }

  #typed() {
    this.#size();
    this.#keep();
    const word = /^\/\w*$/.exec(this.field.value)?.[0];
    this.#hints(word ? COMMANDS.filter(([name]) => name.startsWith(word.toLowerCase())) : []);
  }

  #size() {
    this.sendButton.disabled = !this.field.value.trim();
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#matches.length) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.#choose((this.#chosen + step + this.#matches.length) % this.#matches.length);
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        this.#hints([]);
        return;
      }
      const exact = this.#matches[this.#chosen][0] === this.field.value;
      if (event.key === 'Tab' || (event.key === 'Enter' && !exact)) {
        event.preventDefault();
        this.#complete(this.#matches[this.#chosen][0]);
        return;
      }
    }
    // On a phone's keyboard Enter is the only way to a new line.
    if (event.key === 'Enter' && !event.shiftKey && !touch.matches) {
      event.preventDefault();
      this.#send();
    }
  }

  #complete(name) {
    this.put(WITH_ARGUMENT.has(name) ? `${name} ` : name);
    this.#hints([]);
    this.field.focus();
  }

  #hints(matches) {
    this.#matches = matches;
    this.hintList.hidden = !matches.length;
    this.hintList.replaceChildren(...matches.map(([name, meaning], index) => h('li', {
      id: `hint-${index}`, role: 'option', onmousedown: (event) => { event.preventDefault(); this.#complete(name); },
    }, h('b', null, name), h('span', null, meaning))));
    if (matches.length) this.#choose(0);
    else this.field.removeAttribute('aria-activedescendant');
  }

  #choose(index) {
    this.#chosen = index;
    [...this.hintList.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
    this.hintList.children[index].scrollIntoView({ block: 'nearest' });
    this.field.setAttribute('aria-activedescendant', `hint-${index}`);
  }
}
