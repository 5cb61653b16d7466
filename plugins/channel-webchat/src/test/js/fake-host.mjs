// A small host for working on the pages: the routes of the HTTP API with scripted turns, Node built-ins only.
//   node fake-host.mjs [PORT]     prints the login link; the page is the one in src/main/resources
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const WEB = join(here, '../../main/resources/web');
const ADMIN = join(here, '../../../../../platform/src/main/resources/admin');
const PORT = Number(process.argv[2] ?? 7081);
const CODE = process.env.FAKE_CODE ?? randomBytes(9).toString('base64url');
const TOKEN = process.env.FAKE_TOKEN ?? 'fake-token';
const STEP = Number(process.env.FAKE_STEP_MS ?? 35);
const SESSION = randomBytes(24).toString('base64url');
const CSRF = randomBytes(16).toString('base64url');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml' };
const ME = { id: 'p1', name: 'Anna', role: 'owner' };

const now = () => new Date().toISOString();
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
let counter = 100;
const next = (prefix) => `${prefix}${++counter}`;
let codes = new Set([CODE]);
const conversations = new Map();
const approvals = new Map();
const seen = new Map();
const streams = new Set();
const tasks = [];
let last429 = 0;

function conversation(title, extra = {}) {
  const entry = { id: next('c'), title, state: 'active', people: [ME], addresses: [], repos: [], focus: null,
    created_at: now(), updated_at: now(), ...extra };
  conversations.set(entry.id, { entry, messages: [], log: [], turn: null });
  return entry;
}

function emit(id, type, data) {
  const c = conversations.get(id);
  const event = { id: ++counter, type, data: { type, at: now(), conversation: id, ...data } };
  c.log.push(event);
  if (c.turn && type === 'text.delta') c.turn.text += data.text;
  for (const stream of streams) if (stream.conversation === null || stream.conversation === id) write(stream, event);
}
const write = (stream, event) => stream.res.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);

function store(id, role, markdown, extra = {}) {
  const c = conversations.get(id);
  const message = { id: next('m'), turn: c.turn?.id ?? null, role, sender: role === 'user' ? ME.name : 'TeleCoder', channel: 'webchat',
    markdown, attachments: [], sent_at: now(), ...extra };
  c.messages.push(message);
  c.entry.updated_at = now();
  emit(id, role === 'user' ? 'message.received' : 'message.sent', { message, turn: message.turn });
  return message;
}

const LONG = `The failing test is \`test_total_rounds_half_up\`, and the cause is in **\`shop/cart.py\`**: the total is cut off instead of rounded.

## What I found

1. \`Cart.total\` adds the prices as floats, so \`0.1 + 0.2\` is not \`0.3\`.
2. The result is cast with \`int()\`, which always rounds down.

The fix keeps the sum as a \`Decimal\` until the end:

\`\`\`diff
--- a/shop/cart.py
+++ b/shop/cart.py
@@ -12,7 +12,8 @@ class Cart:
     def total(self):
-        cents = sum(item.price * item.count for item in self.items)
-        return int(cents)
+        cents = sum((Decimal(item.price) * item.count for item in self.items), Decimal(0))
+        return int(cents.quantize(Decimal(1), rounding=ROUND_HALF_UP))
\`\`\`

The same rule in a test of its own, so that it stays that way:

\`\`\`python
import pytest

@pytest.mark.parametrize("prices, total", [((0.5, 1.0), 2), ((2.4,), 2)])
def test_total_rounds_half_up(prices, total):
    cart = Cart([Item(price, 1) for price in prices])  # one of each
    assert cart.total() == total
\`\`\`

| Suite | Before | After |
|---|---:|---:|
| unit | 1 failed, 5 passed | 6 passed |
| slow | 3 passed | 3 passed |

See https://docs.python.org/3/library/decimal.html for the rounding modes. Neither app.py nor build.sh had to change.
`;

async function stream(id, text, turn) {
  for (const part of text.match(/[\s\S]{1,9}/g)) {
    if (turn.stopped) return;
    emit(id, 'text.delta', { turn: turn.id, text: part });
    await sleep(STEP);
  }
}

async function skill(id, turn, name, title, lines, ms, succeeded = true) {
  const run = next('r');
  emit(id, 'skill.started', { turn: turn.id, run, skill: name, title: `${name} ${title}` });
  for (const line of lines) {
    await sleep(ms / (lines.length + 1));
    if (turn.stopped) return;
    emit(id, 'skill.progress', { turn: turn.id, run, line });
  }
  await sleep(ms / (lines.length + 1));
  if (turn.stopped) return;
  emit(id, 'skill.finished', { turn: turn.id, run, succeeded, ms });
}

function ask(id, turn, fields) {
  const approval = { id: next('7K'), kind: 'once', state: 'pending', skill: 'git.commit', risk: 'EXTERNAL', repo: 'myorg/api', effects: ['push'],
    binds: 'sha256:00', conversation: id, turn: turn.id, asked_of: ME.name, created_at: now(),
    expires_at: new Date(Date.now() + 15 * 60_000).toISOString(), answered_by: null, answered_at: null, ...fields };
  approvals.set(approval.id, approval);
  emit(id, 'approval.requested', { turn: turn.id, approval });
  return new Promise((answered) => { approval.resolve = answered; Object.defineProperty(approval, 'resolve', { enumerable: false }); });
}

const EVIDENCE = { changed: [{ path: 'shop/cart.py', added: 2, removed: 2 }, { path: 'tests/test_cart.py', added: 6, removed: 0 }],
  commits: ['3f9c1ab'], artifacts: [], uncertain: [], cost_usd: 0.04,
  runs: [{ skill: 'test.run', command: 'pytest -q', exit_code: 1, totals: { passed: 5, failed: 1 } },
    { skill: 'test.run', command: 'pytest -q', exit_code: 0, totals: { passed: 6, failed: 0 } }] };

async function play(id, turn, text) {
  if (/question|which/i.test(text)) {
    const answer = await ask(id, turn, { kind: 'question', skill: 'ask.user', effects: [], summary: 'Two modules have failing tests. Which one first?',
      choices: ['api', 'web', 'Both, api first'], risk: 'READ' });
    return [`Then I start with **${answer.answer ?? 'what you said'}**.`, 'done'];
  }
  if (/plan/i.test(text)) {
    const answer = await ask(id, turn, { kind: 'plan', skill: 'plan.propose', summary: 'Fix the rounding in `Cart.total` and open a pull request.',
      effects: ['push to telecoder/* of myorg/api', 'open the pull request', 'comment there'],
      detail: '1. Reproduce with a failing test\n2. Fix `shop/cart.py`\n3. Run all tests\n4. Push and open the pull request\n\n'
        + '**Go allows**: push, pull-request, comment on myorg/api, branches `telecoder/*`, until this task ends or 24 h pass.', input: {} });
    return [answer.state === 'allowed' ? 'I begin with the failing test.' : 'Fine, I leave it as it is.', 'done'];
  }
  if (/push|fix/i.test(text)) {
    await stream(id, 'I look for the cause first.', turn);
    await skill(id, turn, 'code.search', 'def total', ['shop/cart.py:12'], 700);
    await skill(id, turn, 'test.run', 'pytest -q', ['collecting', '5 passed, 1 failed'], 1400, false);
    await skill(id, turn, 'code.edit', 'shop/cart.py', [], 300);
    await skill(id, turn, 'test.run', 'pytest -q', ['collecting', '6 passed'], 1400);
    if (turn.stopped) return null;
    const answer = await ask(id, turn, { summary: 'Push **1 commit** (2 files, +8 −2) to `telecoder/fix-rounding` on `origin`.',
      input: { message: 'Round the total half up', push: true, branch: 'telecoder/fix-rounding', files: ['shop/cart.py', 'tests/test_cart.py'] } });
    if (answer.state === 'denied') return ['I did not push. The fix is in the workspace, in commit `3f9c1ab`.', 'done', { ...EVIDENCE, uncertain: [] }];
    await skill(id, turn, 'git.commit', 'Round the total half up', ['writing objects'], 500);
    const body = `The total is rounded half up now, and the fix is pushed.

**Changed** 2 files +8 −2 · commit \`3f9c1ab\` · branch \`telecoder/fix-rounding\`
**Verified** \`pytest -q\` exit 0 · 1 failed, 5 passed → 6 passed
**Uncertain** nothing known
**Next** open the pull request`;
    await stream(id, body, turn);
    return [body, 'done', EVIDENCE];
  }
  if (/break/i.test(text)) return [null, 'failed'];
  await stream(id, LONG, turn);
  return [LONG, 'done'];
}

async function converse(id, text) {
  const c = conversations.get(id);
  if (/^\/help/.test(text)) { store(id, 'assistant', '**Commands:** `/help` `/status` `/new` `/stop` `/approve ID` `/deny ID` `/tasks` `/repos`', { turn: null }); return; }
  const { turn } = c;
  await sleep(STEP * 10);
  emit(id, 'turn.started', { turn: turn.id });
  await sleep(STEP * 12);
  const [answer, status, evidence] = (await play(id, turn, text)) ?? [];
  if (turn.stopped) return;
  if (answer) store(id, 'assistant', answer);
  c.turn = null;
  emit(id, 'turn.finished', { turn: turn.id, status, evidence: evidence ?? null, usage: { input_tokens: 900, output_tokens: 210 } });
  if (evidence) tasks.unshift({ id: next('t'), title: text, conversation: id, state: 'done', repo: 'myorg/api', created_at: now(), evidence });
}

const problem = (res, status, detail, headers = {}) => json(res, status, { type: 'about:blank', title: detail.split('.')[0], status, detail }, {
  'Content-Type': 'application/problem+json', ...headers });
function json(res, status, body, headers = {}) {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers });
  res.end(body === undefined ? '' : JSON.stringify(body));
}
const items = (res, list) => json(res, 200, { items: list, next: null });

async function body(req) {
  const parts = [];
  for await (const part of req) parts.push(part);
  return parts.length ? JSON.parse(Buffer.concat(parts).toString()) : {};
}

function events(req, res, id) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  res.write(': hello\n\n');
  const subscriber = { res, conversation: id };
  const resumed = Number(req.headers['last-event-id'] ?? 0);
  for (const c of id ? [conversations.get(id)] : conversations.values()) {
    if (resumed) c.log.filter((event) => event.id > resumed).forEach((event) => write(subscriber, event));
    else if (c.turn && c.log.some((event) => event.type === 'turn.started' && event.data.turn === c.turn.id)) {
      const data = { at: now(), conversation: c.entry.id, turn: c.turn.id };
      write(subscriber, { id: ++counter, type: 'turn.started', data: { type: 'turn.started', ...data } });
      if (c.turn.text) write(subscriber, { id: ++counter, type: 'text.delta', data: { type: 'text.delta', ...data, text: c.turn.text } });
    }
  }
  streams.add(subscriber);
  req.on('close', () => streams.delete(subscriber));
}

async function file(res, root, path) {
  const full = normalize(join(root, path));
  try {
    if (!full.startsWith(root + sep)) throw new Error('outside');
    const bytes = await readFile(full);
    res.writeHead(200, { 'Content-Type': TYPES[extname(full)] ?? 'text/plain; charset=utf-8', 'Content-Length': bytes.length });
    res.end(bytes);
  } catch {
    problem(res, 404, 'There is no such page.');
  }
}

const PLUGINS = [
  { id: 'channel-webchat', version: '0.1.0', source: 'bundled', state: 'started', reason: null, requires: '>=1.0.0', extensions: [{ kind: 'web', id: 'channel-webchat' }] },
  { id: 'llm-anthropic', version: '0.1.0', source: 'bundled', state: 'idle', reason: 'Not configured: llm.provider is openai.', requires: '>=1.0.0', extensions: [{ kind: 'llm', id: 'anthropic' }] },
  { id: 'skills-code', version: '0.1.0', source: 'bundled', state: 'started', reason: null, requires: '>=1.0.0', extensions: [{ kind: 'skill', id: 'code.search' }, { kind: 'skill', id: 'code.edit' }] },
  { id: 'weather-notes', version: '2.3.1', source: 'user', state: 'refused', reason: 'Needs plugin API 3.0 or newer, this host has 1.0. Ask its author for a build for 1.0.', requires: '>=3.0.0', extensions: [] },
];
const READY = { ready: true, parts: ['store', 'agent', 'plugins', 'model', 'sandbox', 'heartbeat', 'channel:webchat', 'channel:telegram'].map((name) => ({
  name, state: name === 'channel:telegram' ? 'down' : name === 'heartbeat' ? 'off' : 'up', since: now(),
  detail: name === 'channel:telegram' ? 'Telegram refused the token (401). Check channels.telegram.bot_token.' : name === 'sandbox' ? 'bubblewrap 0.8.0' : null })) };

async function api(req, res, path, url) {
  const write = req.method === 'POST' || req.method === 'PATCH';
  if (path === 'login' && req.method === 'POST') {
    const { token } = await body(req);
    return token === TOKEN ? json(res, 204, undefined, { 'Set-Cookie': `session=${SESSION}; Path=/; HttpOnly; SameSite=Strict` })
      : problem(res, 401, 'This token is not known.');
  }
  if (!(req.headers.cookie ?? '').includes(`session=${SESSION}`)) return problem(res, 401, 'Log in first.');
  if (write && req.headers['x-csrf-token'] !== CSRF) return problem(res, 403, 'The X-CSRF-Token header is missing or wrong.');
  const parts = path.split('/');
  const c = parts[0] === 'conversations' && parts[1] ? conversations.get(decodeURIComponent(parts[1])) : null;
  if (parts[0] === 'conversations' && parts[1] && !c) return problem(res, 404, 'There is no such conversation.');
  if (path === 'me') return json(res, 200, { ...ME, csrf_token: CSRF }, { 'X-CSRF-Token': CSRF });
  if (path === 'events') return events(req, res, null);
  if (path === 'conversations') return write ? json(res, 201, conversation(null)) : items(res, [...conversations.values()].map((x) => x.entry));
  if (c && parts.length === 2) {
    if (req.method === 'PATCH') Object.assign(c.entry, await body(req), { updated_at: now() });
    return json(res, 200, c.entry);
  }
  if (c && parts[2] === 'events') return events(req, res, c.entry.id);
  if (c && parts[2] === 'stop') {
    const { turn } = c;
    if (turn) { turn.stopped = true; c.turn = null; emit(c.entry.id, 'turn.finished', { turn: turn.id, status: 'stopped', evidence: null, usage: null }); }
    return json(res, 200, { stopped: Boolean(turn) });
  }
  if (c && parts[2] === 'messages') {
    if (!write) return items(res, c.messages);
    const known = seen.get(req.headers['idempotency-key']);
    if (known) return json(res, 202, known);
    const { text } = await body(req);
    if (text.length > 20_000) return problem(res, 413, 'A message may have at most 20,000 characters.');
    if (/too fast/.test(text) && Date.now() - last429 > 4000) { last429 = Date.now(); return problem(res, 429, 'Too many messages.', { 'Retry-After': '1' }); }
    if (/lose it/.test(text)) return problem(res, 500, 'The disk is full. Free some space and send again.');
    const steering = Boolean(c.turn);
    if (!steering) c.turn = { id: next('t'), text: '', stopped: false };
    c.entry.title ??= text.slice(0, 48);
    const message = store(c.entry.id, 'user', text);
    const answer = { message: message.id, turn: c.turn.id };
    seen.set(req.headers['idempotency-key'], answer);
    if (!steering) {
      converse(c.entry.id, text).finally(() => { if (/^\/help/.test(text)) c.turn = null; });
    }
    return json(res, 202, answer);
  }
  if (path === 'approvals') return items(res, [...approvals.values()].filter((a) => !url.searchParams.get('state') || a.state === url.searchParams.get('state')));
  if (parts[0] === 'approvals' && write) {
    const a = approvals.get(parts[1]);
    if (!a) return problem(res, 404, `There is no question ${parts[1]}.`);
    if (a.state !== 'pending') return problem(res, 409, `${a.id} was already ${a.state} by ${a.answered_by}.`);
    const { decision, choice } = await body(req);
    Object.assign(a, { state: decision === 'deny' ? 'denied' : 'allowed', answer: choice ?? null, answered_by: ME.name, answered_at: now() });
    emit(a.conversation, 'approval.answered', { turn: a.turn, approval: a });
    a.resolve?.(a);
    return json(res, 200, a);
  }
  if (path === 'plugins') return items(res, PLUGINS);
  if (path === 'channels') return items(res, [{ id: 'webchat', state: 'up', detail: null }, { id: 'telegram', state: 'down', detail: 'Telegram refused the token (401).' }]);
  if (path === 'tasks') return items(res, tasks);
  if (parts[0] === 'tasks' && parts[2] === 'stop') return json(res, 200, { stopped: true });
  if (path === 'usage') return items(res, [{ period: 'today', usd: 0.31, limit_usd: 20, input_tokens: 51200, output_tokens: 8100, requests: 14 },
    { period: 'month', usd: 4.02, limit_usd: 200, input_tokens: 902100, output_tokens: 93000, requests: 260 }]);
  return problem(res, 404, 'There is no such route.');
}

const first = conversation('Round the cart total correctly', { focus: 'myorg/api' });
conversations.get(first.id).turn = { id: 't1', text: '' };
store(first.id, 'user', 'Why does the checkout test fail?\nIt worked yesterday.', { attachments: [{ name: 'pytest.log', size: 18230 }] });
store(first.id, 'assistant', LONG);
conversations.get(first.id).turn = null;
conversation('Upgrade the build to JDK 25', { state: 'archived', updated_at: '2026-11-01T10:00:00Z' });

createServer(async (req, res) => {
  const url = new URL(req.url, `http://127.0.0.1:${PORT}`);
  const path = decodeURIComponent(url.pathname);
  res.setHeader('Content-Security-Policy', "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
  res.setHeader('X-Content-Type-Options', 'nosniff');
  try {
    if (path === '/login' && url.searchParams.has('code')) {
      if (!codes.has(url.searchParams.get('code'))) { res.writeHead(303, { Location: '/' }).end(); return; }
      // Unlike the real one this code works again, so that a script may be run twice.
      res.writeHead(303, { Location: '/', 'Set-Cookie': `session=${SESSION}; Path=/; HttpOnly; SameSite=Strict` }).end();
    } else if (path.startsWith('/api/v1/')) await api(req, res, path.slice('/api/v1/'.length), url);
    else if (path === '/readyz') json(res, 200, READY);
    else if (path === '/admin') res.writeHead(302, { Location: '/admin/' }).end();
    else if (path.startsWith('/admin/')) await file(res, ADMIN, path.slice('/admin/'.length) || 'index.html');
    else await file(res, WEB, path.slice(1) || 'index.html');
  } catch (error) {
    if (!res.headersSent) problem(res, 500, String(error));
  }
}).listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}/login?code=${CODE}`));
