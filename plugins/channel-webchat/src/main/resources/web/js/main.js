// Puts the page together: who we are, which conversation is open, and what the host tells about it.
import { byId, h, icon, announce } from './dom.js';
import * as api from './api.js';
import { Stream } from './stream.js';
import { Timeline } from './timeline.js';
import { Composer } from './composer.js';
import { drawSidebar, titleOf } from './sidebar.js';
import { showLogin } from './login.js';
import { showHeading } from './heading.js';
import { showEmpty } from './empty.js';
import { Scroll } from './scroll.js';
import { Drawer } from './drawer.js';
import { deliver } from './deliver.js';
import { enableCopy } from './markdown.js';
import { now, person } from './format.js';
import { isOpen } from './questions.js';

const LIST_EVERY = 15_000;
const LET_GO_AFTER = 60_000;

const state = { me: null, conversations: [], questions: new Map(), unread: new Set(), current: null, timeline: null, stream: null, modelDown: null };
const scroll = new Scroll(byId('scroller'), byId('to-end'));
const drawer = new Drawer(byId('app'), byId('scrim'), byId('open-drawer'), byId('close-drawer'));
const composer = new Composer(byId('composer'), { onSend: send, onStop: stop });
let listTimer = null;
let letGo = null;
let opening = 0;

const inPath = (id) => encodeURIComponent(id);
const routed = () => { const id = /^#\/c\/(.+)$/.exec(location.hash)?.[1]; return id ? decodeURIComponent(id) : null; };
const conversation = () => state.conversations.find((entry) => entry.id === state.current);

function guard(error) {
  if (error.status === 401) logOut();
  else if (!(error instanceof api.ApiError)) throw error;
  return error;
}

function logOut() {
  state.stream?.close();
  clearInterval(listTimer);
  byId('app').hidden = true;
  showLogin(byId('login'), 'icon.svg', () => location.reload());
}

function banner(text, { bad = false, action = null } = {}) {
  const element = byId('banner');
  element.hidden = !text;
  element.className = bad ? 'banner bad' : 'banner';
  element.replaceChildren(...(text ? [h('span', null, text), action].filter(Boolean) : []));
}

function connection(mode) {
  const element = byId('connection');
  const words = { live: 'Connected', connecting: 'Connecting', waiting: 'Reconnecting', paused: 'Paused' }[mode] ?? '';
  element.className = `connection ${mode === 'live' ? 'live' : mode === 'waiting' ? 'down' : 'wait'}`;
  element.hidden = !mode;
  if (element.textContent !== words) element.textContent = words;
  if (mode === 'waiting') {
    banner('The connection to TeleCoder is lost. Trying again; what was sent is not lost.', {
      bad: true, action: h('button', { type: 'button', class: 'button', onclick: () => state.stream?.retry() }, 'Try now'),
    });
  } else if (mode === 'live' || !mode) banner(state.modelDown);
}

/** Whatever is seen may have changed: who works, what is asked, where the end is. */
function refresh() {
  const timeline = state.timeline;
  byId('empty').hidden = Boolean(timeline && !timeline.empty);
  byId('timeline').hidden = !timeline || timeline.empty;
  composer.running = Boolean(timeline?.running);
  composer.purpose = timeline?.asksInWords ? 'answer' : timeline?.running ? 'steer' : 'message';
  const since = timeline?.silentSince ?? null;
  byId('working').hidden = since === null;
  if (since !== null) {
    const seconds = Math.floor((now() - since) / 1000);
    byId('working-text').textContent = seconds >= 5 ? `Working, ${seconds} s` : 'Working';
  }
  const asks = timeline?.openQuestions ?? 0;
  document.title = `${asks ? `(${asks}) ` : ''}${state.current ? titleOf(conversation()) : 'TeleCoder'}${state.current ? ' · TeleCoder' : ''}`;
  scroll.follow();
}

function drawList() {
  drawSidebar(byId('conversations'), state.conversations, state);
  showHeading(byId('heading'), conversation(), rename);
}

async function updateList() {
  try {
    const [conversations, asked] = await Promise.all([api.list('conversations', 5), api.list('approvals?state=pending', 2)]);
    for (const entry of conversations) {
      const before = state.conversations.find((known) => known.id === entry.id);
      if (before && before.updated_at !== entry.updated_at && entry.id !== state.current) state.unread.add(entry.id);
    }
    state.conversations = conversations;
    state.questions = new Map();
    for (const approval of asked.filter(isOpen)) {
      state.questions.set(approval.conversation, (state.questions.get(approval.conversation) ?? 0) + 1);
    }
    drawList();
  } catch (error) { guard(error); }
}

let listSoon = null;
const updateListSoon = () => { clearTimeout(listSoon); listSoon = setTimeout(updateList, 400); };

async function rename(title) {
  try {
    const changed = await api.patch(`conversations/${inPath(state.current)}`, { title });
    state.conversations = state.conversations.map((entry) => (entry.id === changed.id ? { ...entry, ...changed } : entry));
  } catch (error) { composer.tell(guard(error).message); }
  drawList();
  refresh();
}

/** Stream first and held back, then what is stored: so nothing falls between the two. */
async function open(id) {
  const turn = ++opening;
  state.stream?.close();
  state.timeline?.dispose();
  state.current = id;
  state.timeline = null;
  state.unread.delete(id);
  composer.open(id);
  drawList();
  if (id === null) {
    connection(null);
    refresh();
    return;
  }
  const timeline = new Timeline(byId('timeline'), { me: state.me, changed: refresh });
  state.timeline = timeline;
  byId('empty').hidden = true;
  scroll.toEnd();
  listen(id, timeline);
  if (turn === opening) scroll.toEnd();
}

function listen(id, timeline) {
  let held = [];
  const apply = (type, data) => {
    timeline.event(type, data);
    if (/^(message|turn|approval)/.test(type)) updateListSoon();
  };
  const load = async () => {
    const [messages, approvals] = await Promise.all([
      api.list(`conversations/${inPath(id)}/messages`), api.list('approvals', 5).catch(() => [])]);
    if (timeline !== state.timeline) return;
    timeline.load(messages, approvals.filter((entry) => entry.conversation === id));
    const waiting = held ?? [];
    held = null;
    for (const [type, data] of waiting) apply(type, data);
  };
  state.stream = new Stream(`/api/v1/conversations/${inPath(id)}/events`, {
    onState: connection,
    onEvent: (type, data) => {
      if (held) held.push([type, data]);
      else apply(type, data);
      if (type === 'turn.finished') load().catch(guard);
    },
    onOpen: () => load().catch((error) => missing(guard(error), id)),
    onRefused: () => api.me().catch(guard),
  });
  load().catch((error) => missing(guard(error), id));
}

function missing(error, id) {
  if (error.status !== 404 || state.current !== id) return;
  state.stream.close();
  location.hash = '#/new';
  composer.tell('That conversation does not exist any more.');
}

async function send(text) {
  try {
    if (state.current === null) {
      const made = await api.post('conversations', {}, api.key());
      state.conversations = [made, ...state.conversations];
      history.replaceState(null, '', `#/c/${inPath(made.id)}`);
      await open(made.id);
    }
  } catch (error) {
    composer.put(text);
    composer.tell(guard(error).message);
    return;
  }
  const id = api.key();
  const timeline = state.timeline;
  const target = state.current;
  const attempt = async () => {
    const error = await deliver({ id, text, timeline, target, pending, composer });
    if (error) guard(error);
    else updateListSoon();
  };
  const pending = timeline.sending(id, text, attempt);
  scroll.toEnd();
  await attempt();
}

async function stop() {
  composer.stopButton.disabled = true;
  try {
    await api.post(`conversations/${inPath(state.current)}/stop`);
    announce('Stopped');
  } catch (error) { composer.tell(guard(error).message); }
  composer.stopButton.disabled = false;
  composer.focus();
}

function route() {
  drawer.close();
  const id = routed();
  if (id !== state.current || !state.timeline) open(id);
  if (!matchMedia('(pointer: coarse)').matches) composer.focus();
}

/** A tab nobody looks at gives its connection back: a browser has only six for one host. */
function visibility() {
  clearTimeout(letGo);
  if (document.hidden) {
    letGo = setTimeout(() => {
      if (state.timeline?.running) return;
      state.stream?.close();
      state.stream = null;
      connection('paused');
    }, LET_GO_AFTER);
    return;
  }
  updateList();
  if (state.timeline && !state.stream) listen(state.current, state.timeline);
}

function keys(event) {
  if (event.key === 'Escape' && drawer.isOpen) {
    event.preventDefault();
    drawer.close();
  } else if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey
    && !event.target.closest('input, textarea, select, [contenteditable]')) {
    event.preventDefault();
    composer.focus();
  }
}

async function modelState() {
  const parts = (await api.readiness().catch(() => null))?.parts ?? [];
  const model = parts.find((part) => part.name === 'model');
  state.modelDown = model && model.state !== 'up'
    ? `No model answers at the moment${model.detail ? `: ${model.detail}` : '.'} Commands such as /help and /status still work.` : null;
  banner(state.modelDown);
}

async function start() {
  byId('new').append(icon('plus'), 'New conversation');
  try {
    state.me = await api.me();
  } catch (error) {
    if (error.status === 401 || error.status === 403) return logOut();
    byId('app').hidden = false;
    banner(error.message, { bad: true, action: h('button', { type: 'button', class: 'button', onclick: () => location.reload() }, 'Try again') });
    return undefined;
  }
  byId('app').hidden = false;
  byId('who').textContent = person(state.me);
  enableCopy(byId('timeline'));
  showEmpty(byId('empty'), (text) => { composer.put(text); composer.focus(); });
  byId('new').addEventListener('click', () => { location.hash = '#/new'; route(); });
  addEventListener('hashchange', route);
  addEventListener('online', () => state.stream?.retry());
  document.addEventListener('visibilitychange', visibility);
  document.addEventListener('keydown', keys);
  await updateList();
  if (!location.hash.startsWith('#/c/') && location.hash !== '#/new') {
    const newest = state.conversations.filter((entry) => (entry.state ?? 'active') === 'active')
      .sort((a, b) => String(b.updated_at).localeCompare(String(a.updated_at)))[0];
    if (newest) history.replaceState(null, '', `#/c/${inPath(newest.id)}`);
  }
  route();
  modelState();
  setInterval(() => { if (state.timeline?.silentSince) refresh(); }, 1000);
  listTimer = setInterval(() => { if (!document.hidden) updateList(); }, LIST_EVERY);
  return undefined;
}

start();
