// What a page does beyond forms and links: it keeps itself current, and leaves what a person has open or typed alone.
const content = () => document.getElementById('content');
const connection = document.getElementById('connection');
const announce = document.getElementById('announce');
const QUIET = 250;
const AT_MOST = 700;

function say(state, text) {
  connection.hidden = false;
  connection.className = `connection ${state}`;
  connection.textContent = text;
}

// Times are made on the server, in UTC; here they follow the clock of who reads them.
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
function localise(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.title = whole.format(at);
    if ('clock' in time.dataset) time.textContent = clock.format(at);
  }
}

// Which events a page lives on stands in its data-live; the log has a stream of its own.
let dirty = 0;
let timer = null;
let busy = false;
const live = () => document.getElementById('live');
const following = () => document.getElementById('follow')?.checked ?? true;

/** Somebody types or selects something here: a refresh would take it from them. */
function occupied(place) {
  const active = document.activeElement;
  const typing = active && place.contains(active) && active.matches('textarea, input:not([type=hidden], [type=checkbox]), select');
  const selection = document.getSelection();
  return typing || (selection && !selection.isCollapsed && place.contains(selection.anchorNode));
}
function refresh() {
  timer = null;
  const place = live();
  if (!place || !dirty) return;
  if (busy || document.hidden || occupied(place)) {
    later(AT_MOST);
    return;
  }
  dirty = 0;
  busy = true;
  htmx.trigger(place, 'live');
}
function later(wait) {
  if (!timer) timer = setTimeout(refresh, wait);
}
function touch() {
  const now = Date.now();
  dirty ||= now;
  if (timer && now - dirty < AT_MOST) {
    clearTimeout(timer);
    timer = null;
  }
  later(QUIET);
}
function concerns(type, data) {
  const place = live();
  if (!place) return false;
  const wanted = place.dataset.conversation;
  return (!wanted || data.conversation === wanted)
    && place.dataset.live.split(' ').some((one) => type === one || type.startsWith(`${one}.`));
}

const TYPES = ['message.received', 'message.sent', 'turn.started', 'turn.finished', 'skill.started', 'skill.finished',
  'approval.requested', 'approval.answered', 'plugins.changed', 'config.changed'];
let opened = false;
function listen(path, types) {
  const source = new EventSource(path);
  source.onopen = () => {
    say('live', 'Live');
    if (opened) touch();
    opened = true;
  };
  source.onerror = () => {
    say('waiting', 'Connecting…');
    if (source.readyState === EventSource.CLOSED) {
      say('down', 'Not connected');
      setTimeout(() => listen(path, types), 5000);
    }
  };
  for (const type of types) {
    source.addEventListener(type, (event) => {
      let data = {};
      try { data = JSON.parse(event.data); } catch { /* an event without data */ }
      if (type === 'log' ? following() : concerns(type, data)) touch();
      if (type.startsWith('approval.')) badge();
    });
  }
  // A page that is left behind in the history of the browser shall not hold a connection.
  addEventListener('pagehide', () => source.close(), { once: true });
}
async function badge() {
  const answer = await fetch('/api/v1/approvals?state=pending&limit=100', { headers: { Accept: 'application/json' } }).catch(() => null);
  if (!answer?.ok) return;
  const count = (await answer.json()).items.length;
  for (const link of document.querySelectorAll('nav a[href="/admin/questions"], .menu > summary')) {
    link.querySelector('.badge')?.remove();
    if (!count) continue;
    const mark = document.createElement('span');
    mark.className = 'badge';
    const hidden = document.createElement('span');
    hidden.className = 'visually-hidden';
    hidden.textContent = ', open: ';
    mark.append(hidden, String(count));
    link.append(mark);
  }
}

// What is open stays open, and the focus stays where it was, when a part of the page is renewed.
let open = [];
let byForm = false;
document.addEventListener('htmx:beforeSwap', (event) => {
  open = [...document.querySelectorAll('#content details[open][id]')].map((one) => one.id);
  byForm = event.detail.requestConfig?.verb === 'post';
});
document.addEventListener('htmx:afterSwap', () => {
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  localise(content());
  document.title = content().dataset.title ?? document.title;
});
document.addEventListener('htmx:afterSettle', () => {
  busy = false;
  const flash = document.getElementById('flash');
  if (!byForm) return;
  byForm = false;
  if (flash) {
    announce.textContent = flash.textContent;
    flash.focus();
  } else if (document.activeElement === document.body) content().focus();
  badge();
});
for (const failed of ['htmx:sendError', 'htmx:timeout', 'htmx:responseError', 'htmx:swapError']) {
  document.addEventListener(failed, () => { busy = false; });
}
document.addEventListener('htmx:sendError', () => say('down', 'Not connected'));
document.addEventListener('htmx:xhr:progress', (event) => {
  const bar = event.target.querySelector?.('progress');
  if (bar && event.detail.lengthComputable) {
    bar.hidden = false;
    bar.max = event.detail.total;
    bar.value = event.detail.loaded;
  }
});
document.addEventListener('change', (event) => {
  if (event.target.id === 'follow' && event.target.checked) touch();
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) later(0); });
// The menu of a phone closes when something else is meant.
document.addEventListener('click', (event) => {
  const menu = document.getElementById('menu');
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  const menu = document.getElementById('menu');
  if (event.key === 'Escape' && menu?.open) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

localise(document);
if (live()?.dataset.live === 'log') listen('/admin/logs/events', ['log']);
else listen('/api/v1/events?all=true', TYPES);
