// The sections of the dashboard: each takes data and gives elements.
import { h } from './dom.js';
import { ago, money, plural, when } from './format.js';

const GOOD = new Set(['up', 'started', 'done', 'active', 'ready', 'idle', 'allowed']);
const BAD = new Set(['down', 'refused', 'faulty', 'failed', 'unavailable']);
const WARN = new Set(['waiting', 'over_budget', 'paused', 'pending', 'stopped']);

const look = (value) => (value === 'idle' || value === 'active' ? '' : GOOD.has(value) ? 'good' : BAD.has(value) ? 'bad' : WARN.has(value) ? 'warn' : '');
const words = (value) => String(value ?? '').replaceAll('_', ' ');
export const state = (value) => (value ? h('span', { class: `state ${look(value)}` }, words(value)) : '');

function heading(id, text, count) {
  return h('h2', { id: `${id}-title` }, text, count === undefined ? null : h('span', { class: 'chip' }, count));
}

const none = (...text) => h('div', { class: 'panel' }, h('p', { class: 'none' }, ...text));

/** A table whose rows become cards on a phone. Columns: [label, cell(item), class]. The first one names the row. */
function table(label, columns, items) {
  const cell = (item, [name, value, kind], index) => {
    const content = value(item);
    const blank = content === null || content === undefined || content === '';
    return index === 0 ? h('th', { scope: 'row' }, content)
      : h('td', { class: [kind, blank && 'blank'].filter(Boolean).join(' ') || null, 'data-label': name }, blank ? '' : content);
  };
  return h('div', { class: 'panel' }, h('table', { 'aria-label': label },
    h('thead', null, h('tr', null, columns.map(([name, , kind]) => h('th', { scope: 'col', class: kind }, name)))),
    h('tbody', null, items.map((item) => h('tr', null, columns.map((column, index) => cell(item, column, index)))))));
}

/** A section that could not be fetched says so, and the others are there all the same. */
export const failed = (id, title, error) => [heading(id, title), none(error.message)];

const NAMES = { store: 'Store', agent: 'Agent', plugins: 'Plugins', model: 'Model', sandbox: 'Sandbox', heartbeat: 'Heartbeat' };

export function health(readiness) {
  const parts = readiness.parts ?? [];
  return [heading('health', 'Health'), parts.length ? h('ul', { class: 'parts' }, parts.map((part) => h('li', { class: part.state },
    h('div', { class: 'row' }, h('b', null, NAMES[part.name] ?? part.name.replace(/^channel:/, 'Channel ')), state(part.state)),
    part.detail ? h('p', null, part.detail) : null))) : none('No details. Log in again to see them.')];
}

const PLUGIN_ORDER = ['faulty', 'refused', 'disabled', 'started', 'idle'];

export function plugins(items) {
  const sorted = [...items].sort((a, b) => PLUGIN_ORDER.indexOf(a.state) - PLUGIN_ORDER.indexOf(b.state) || a.id.localeCompare(b.id));
  return [heading('plugins', 'Plugins', items.length), items.length ? table('Plugins', [
    ['Plugin', (p) => p.id],
    ['Version', (p) => h('span', null, p.version ?? '', p.source === 'user' ? h('small', null, 'yours') : null), 'tight'],
    ['State', (p) => state(p.state), 'tight'],
    ['Reason', (p) => p.reason && h('span', { class: 'reason' }, p.reason)],
    ['Brings', (p) => (p.extensions?.length
      ? h('span', null, p.extensions.map((e) => h('span', { class: 'chip', title: e.kind }, e.id))) : '')],
  ], sorted) : none('No plugin was found. Put jars into the plugins folder of TeleCoder’s home.')];
}

export function channels(items) {
  return [heading('channels', 'Channels', items.length), items.length ? table('Channels', [
    ['Channel', (c) => c.id ?? c.name],
    ['State', (c) => state(c.state), 'tight'],
    ['Detail', (c) => c.detail && h('span', { class: 'reason' }, c.detail)],
  ], items) : none('No channel is configured. Web chat works without one.')];
}

const SHOWN = 12;

export function conversations(items) {
  const newest = [...items].sort((a, b) => String(b.updated_at).localeCompare(String(a.updated_at))).slice(0, SHOWN);
  return [heading('conversations', 'Conversations', items.length), items.length ? table('Conversations', [
    ['Title', (c) => h('a', { href: `/#/c/${encodeURIComponent(c.id)}` }, c.title || 'New conversation')],
    ['Repository', (c) => c.focus],
    ['State', (c) => state(c.state), 'tight'],
    ['Last', (c) => h('span', { title: when(c.updated_at) }, ago(c.updated_at)), 'tight'],
  ], newest) : none('Nobody has written yet. ', h('a', { href: '/#/new' }, 'Say hello'), '.')];
}

export function tasks(items, onStop) {
  const shown = items.slice(0, SHOWN);
  const status = (task) => task.state ?? task.status;
  const running = (task) => ['running', 'queued', 'waiting', 'active'].includes(status(task));
  return [heading('tasks', 'Tasks', items.length), items.length ? table('Tasks', [
    ['Task', (t) => h('a', { href: t.conversation ? `/#/c/${encodeURIComponent(t.conversation)}` : null }, t.title ?? t.summary ?? t.goal ?? t.id)],
    ['Repository', (t) => t.repo],
    ['State', (t) => h('span', null, state(status(t)), running(t) ? h('button', { type: 'button', class: 'button', onclick: () => onStop(t) }, 'Stop') : null), 'tight'],
    ['Changed', (t) => {
      const files = t.evidence?.changed ?? [];
      return files.length ? plural(files.length, 'file') : '';
    }, 'tight'],
  ], shown) : none('No task yet. Tell TeleCoder to fix something.')];
}

const cost = (item) => item.usd ?? item.cost_usd;
const count = (value) => (Number.isFinite(value) ? value.toLocaleString('en') : '');

export function usage(items) {
  const name = (item) => item.period ?? item.day ?? item.month ?? item.date ?? item.model ?? item.provider ?? item.name ?? 'all';
  // One object with today_usd and month_usd is a list of two as well.
  const rows = items.flatMap((item) => ('today_usd' in item
    ? [{ period: 'today', usd: item.today_usd, limit_usd: item.per_day_usd }, { period: 'month', usd: item.month_usd, limit_usd: item.per_month_usd }] : [item]));
  return [heading('usage', 'Usage'), rows.length ? table('Usage', [
    ['Period', (u) => words(name(u))],
    ['Cost', (u) => money(cost(u)) || '$0.00', 'number'],
    ['Limit', (u) => money(u.limit_usd), 'number'],
    ['Tokens in', (u) => count(u.input_tokens), 'number'],
    ['Tokens out', (u) => count(u.output_tokens), 'number'],
  ], rows) : none('No model was asked yet.')];
}
