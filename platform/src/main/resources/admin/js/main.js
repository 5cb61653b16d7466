// The dashboard: fetches what the API tells, and fetches again when the event stream says that something happened.
import { byId, h } from './dom.js';
import * as api from './api.js';
import { Stream } from './stream.js';
import { showLogin } from './login.js';
import { drawAsks, tick } from './asks.js';
import * as parts from './parts.js';
import { person } from './format.js';

const EVERY = 15_000;
const SOON = 500;
let stream = null;
let timers = [];

function logOut() {
  stream?.close();
  timers.forEach(clearInterval);
  byId('app').hidden = true;
  showLogin(byId('login'), '/admin/icon.svg', () => location.reload());
}

/** Draws anew only when something changed, so that the focus and a selection stay. */
const drawn = new Map();
function put(id, data, elements) {
  const text = JSON.stringify(data);
  if (drawn.get(id) === text) return;
  drawn.set(id, text);
  byId(id).replaceChildren(...elements());
}

async function section(id, title, load, draw) {
  try {
    const data = await load();
    // What is told relative to now is drawn once a minute even if nothing else changed.
    put(id, [data, Math.floor(Date.now() / 60_000)], () => draw(data));
  } catch (error) {
    if (error.status === 401) throw error;
    put(id, error.message, () => parts.failed(id, title, error));
  }
}

function headline(readiness) {
  const down = (readiness.parts ?? []).filter((part) => part.state === 'down');
  byId('headline').textContent = !readiness.ready ? 'TeleCoder is not ready' : down.length ? 'TeleCoder runs, with something to look at' : 'All is well';
  byId('sub').textContent = down.length ? `Down: ${down.map((part) => part.name.replace('channel:', 'channel ')).join(', ')}.` : 'Every part that is switched on is up.';
}

const stopTask = async (task) => {
  try { await api.post(`tasks/${encodeURIComponent(task.id)}/stop`); } catch (error) { banner(error.message); }
  refresh();
};

function banner(text) {
  const element = byId('banner');
  element.hidden = !text;
  element.replaceChildren(...(text ? [h('span', null, text), h('button', { type: 'button', class: 'button', onclick: () => { banner(''); stream?.retry(); refresh(); } }, 'Try again')] : []));
}

let running = null;
let again = false;

/** One refresh at a time; what comes meanwhile is one more after it. */
function refresh() {
  if (running) { again = true; return running; }
  running = fetchAll().catch((error) => { if (error.status === 401) logOut(); else banner(error.message); }).finally(() => {
    running = null;
    if (again) { again = false; refresh(); }
  });
  return running;
}

async function fetchAll() {
  const readiness = await api.readiness();
  headline(readiness);
  put('health', readiness, () => parts.health(readiness));
  await Promise.all([
    api.list('approvals?state=pending', 2).then((items) => drawAsks(byId('questions'), items, refreshSoon)),
    section('conversations', 'Conversations', () => api.list('conversations', 5), parts.conversations),
    section('tasks', 'Tasks', () => api.list('tasks', 1), (items) => parts.tasks(items, stopTask)),
    section('plugins', 'Plugins', () => api.list('plugins', 2), parts.plugins),
    section('channels', 'Channels', () => api.list('channels', 1), parts.channels),
    section('usage', 'Usage', () => api.list('usage', 1), parts.usage),
  ]);
}

let soon = null;
function refreshSoon() { soon ??= setTimeout(() => { soon = null; refresh(); }, SOON); }

function connection(now) {
  const element = byId('connection');
  element.className = `connection ${now === 'live' ? 'live' : now === 'waiting' ? 'down' : ''}`;
  element.textContent = { live: 'Live', connecting: 'Connecting', waiting: 'Reconnecting' }[now] ?? '';
  if (now === 'live') banner('');
  if (now === 'waiting') banner('The connection to TeleCoder is lost. Trying again.');
}

function listen() {
  stream = new Stream('/api/v1/events', {
    onState: connection,
    onEvent: (type) => { if (!/^(text|skill)\./.test(type)) refreshSoon(); },
    onOpen: refreshSoon,
    onRefused: () => api.me().catch((error) => { if (error.status === 401) logOut(); }),
  });
}

async function start() {
  try {
    const me = await api.me();
    document.title = `Dashboard · TeleCoder${person(me) ? ` · ${person(me)}` : ''}`;
  } catch (error) {
    if (error.status === 401 || error.status === 403) return logOut();
    byId('app').hidden = false;
    banner(error.message);
    return undefined;
  }
  byId('app').hidden = false;
  await refresh();
  listen();
  timers = [setInterval(() => { if (!document.hidden) refresh(); }, EVERY), setInterval(() => tick(byId('questions')), 1000)];
  // A tab nobody looks at gives its connection back: a browser has only six for one host.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) stream?.close();
    else { listen(); refresh(); }
  });
  return undefined;
}

start();
