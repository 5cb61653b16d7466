// Measures the distribution on this machine. No part of a build: figures are to be read, not asserted.
//
//   node bench.mjs reply [N]           N turns after 200 to warm up, the model at 0 ms: from the message to message.sent
//   node bench.mjs burst [N] [MODEL]   N conversations (1000) that arrive over 2 s, the model at MODEL ms (500), three times
//   node bench.mjs first               in a fresh home: the first edit and the first commands in the sandbox
//
// DIST names another distribution; OPTS are options for its Java.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, writeFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import http from 'node:http';

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.env.DIST ?? join(here, '../../target/telecoder');
const work = mkdtempSync(join(tmpdir(), 'bench-'));
const home = join(work, 'home');
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
const agent = new http.Agent({ keepAlive: true, maxSockets: 200 });
const children = [];
let base;
let token;
let tokens = [];
let turn = 0;

/** Further logins, since one may not write faster than any person does. */
function logIn(count) {
  const all = Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
  execFileSync('python3', ['-c', `import sqlite3, sys, hashlib
db = sqlite3.connect(sys.argv[1], timeout=10)
owner = db.execute("SELECT id FROM person WHERE role = 'owner'").fetchone()[0]
for token in sys.argv[2:]:
    db.execute("INSERT INTO token (hash, person, kind, created_at) VALUES (?, ?, 'api', '2026-01-01T00:00:00Z')",
               (hashlib.sha256(token.encode()).hexdigest(), owner))
db.commit()`, join(home, 'data/telecoder.db'), ...all]);
  return all;
}

function ask(method, path, body) {
  if (tokens.length) token = tokens[turn++ % tokens.length];
  return new Promise((done, fail) => {
    const request = http.request(base + path, { method, agent, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => { text += piece; }).on('end', () => {
        if (answer.statusCode >= 300) fail(new Error(`${method} ${path}: ${answer.statusCode} ${text}`)); else done(text ? JSON.parse(text) : null);
      });
    });
    request.on('error', fail);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Calls on each event of all conversations. */
function listen(on) {
  return new Promise((done) => {
    http.get(`${base}/api/v1/events`, { headers: { authorization: `Bearer ${token}` } }, (answer) => {
      let rest = '';
      answer.setEncoding('utf8').on('data', (piece) => {
        const blocks = (rest + piece).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks) {
          const data = /^data: ?(.*)$/m.exec(block);
          if (data) on(JSON.parse(data[1]), performance.now());
        }
      });
      done();
    });
  });
}

async function start(latency) {
  const model = spawn('node', [join(here, 'model.mjs'), String(latency)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(model);
  const port = await new Promise((done) => { model.stdout.on('data', (text) => done(/ready (\d+)/.exec(text)[1])); });
  const remote = join(work, 'remote.git');
  const seed = join(work, 'seed');
  const git = (...args) => execFileSync('git', ['-c', 'user.name=Seed', '-c', 'user.email=seed@localhost', ...args], { stdio: 'ignore' });
  git('init', '-q', '--bare', '-b', 'main', remote);
  git('init', '-q', '-b', 'main', seed);
  writeFileSync(join(seed, 'notes.txt'), 'hello\n');
  git('-C', seed, 'add', '.');
  git('-C', seed, 'commit', '-qm', 'Begin');
  git('-C', seed, 'push', '-q', remote, 'main');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'config.yaml'), `server: {port: 0}
llm: {provider: openai, model: bench-1, api_key: none, base_url: "http://127.0.0.1:${port}/v1"}
repos: [{name: demo/notes, url: "file://${remote}", host: none}]
`);
  const host = spawn(join(dist, 'bin/telecoder'), ['start'], { stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TELECODER_HOME: home, TELECODER_JAVA_OPTS: process.env.OPTS ?? '' } });
  children.push(host);
  const file = join(home, 'data/host.json');
  while (!existsSync(file)) await sleep(20);
  ({ url: base, token } = JSON.parse(readFileSync(file, 'utf8')));
  return host.pid;
}

const cpu = (pid) => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
const rss = (pid) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
const peak = (pid) => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ')[0];
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
const summary = (times) => { const s = [...times].sort((a, b) => a - b); return `p50 ${at(s, 0.5)} p95 ${at(s, 0.95)} max ${s.at(-1).toFixed(1)} ms`; };

async function reply(count) {
  const pid = await start(0);
  tokens = logIn(Math.ceil((count + 200) / 500) + 1);
  const waiting = new Map();
  await listen((event, now) => {
    const key = event.type + event.conversation;
    waiting.get(key)?.(now);
    waiting.delete(key);
  });
  const event = (type, conversation) => new Promise((done) => { waiting.set(type + conversation, done); });
  let conversation;
  const times = [];
  const ends = [];
  let before;
  for (let n = 0; n < count + 200; n++) {
    if (n % 20 === 0) conversation = (await ask('POST', '/api/v1/conversations', {})).id;
    if (n === 200) before = cpu(pid);
    const sent = event('message.sent', conversation);
    const finished = event('turn.finished', conversation);
    const begin = performance.now();
    await ask('POST', `/api/v1/conversations/${conversation}/messages`, { text: `hello ${n}` });
    const answered = await sent - begin;
    const ended = await finished - begin;
    if (n >= 200) { times.push(answered); ends.push(ended); }
  }
  console.log(`reply: ${summary(times)}; to turn.finished ${summary(ends)}; cpu ${((cpu(pid) - before) / count).toFixed(1)} ms a turn; rss ${rss(pid)} MB; load ${load()}`);
}

async function burst(count, latency) {
  const pid = await start(latency);
  tokens = logIn(Math.ceil(count * 6 / 500));
  const answered = new Map();
  await listen((event, now) => { if (event.type === 'message.sent') answered.set(event.conversation, now); });
  for (let round = 1; round <= 3; round++) {
    const ids = [];
    for (let n = 0; n < count; n++) ids.push((await ask('POST', '/api/v1/conversations', {})).id);
    answered.clear();
    const begun = new Map();
    const before = cpu(pid);
    const start = performance.now();
    await Promise.all(ids.map(async (id, n) => {
      const due = start + n * 2000 / count;
      await sleep(due - performance.now());
      begun.set(id, performance.now());
      await ask('POST', `/api/v1/conversations/${id}/messages`, { text: 'hello' });
    }));
    for (let n = 0; answered.size < count && n < 600; n++) await sleep(50);
    const times = ids.filter((id) => answered.has(id)).map((id) => answered.get(id) - begun.get(id));
    console.log(`burst ${round}: ${times.length} of ${count} answered, ${summary(times)}; cpu ${((cpu(pid) - before) / count).toFixed(1)} ms each; rss ${rss(pid)} peak ${peak(pid)} MB; load ${load()}`);
  }
}

async function first() {
  const pid = await start(0);
  await sleep(Number(process.env.PAUSE ?? 2000));
  const texts = ['edit it', 'run: true', 'run: true', 'edit it', 'run: java --version', 'hello'];
  for (let conversations = 1; conversations <= 2; conversations++) {
    const { id } = await ask('POST', '/api/v1/conversations', { repo: 'demo/notes' });
    const seen = [];
    let end;
    if (conversations === 1) await listen((event, now) => { seen.push([event, now]); end?.(event, now); });
    else await listen((event, now) => { end?.(event, now); });
    for (const text of texts) {
      const used = cpu(pid);
      const begin = performance.now();
      let run = '';
      const done = new Promise((finish) => {
        end = (event, now) => {
          if (event.conversation !== id) return;
          if (event.type === 'skill.finished') run = `run ${event.ms} ms ${event.succeeded}`;
          if (event.type === 'turn.finished') finish(now);
        };
      });
      await ask('POST', `/api/v1/conversations/${id}/messages`, { text });
      console.log(`conversation ${conversations}, "${text}": turn ${(await done - begin).toFixed(0)} ms, ${run}; cpu of the host ${cpu(pid) - used} ms; load ${load()}`);
    }
  }
}

try {
  const [mode, count, latency] = process.argv.slice(2);
  if (mode === 'reply') await reply(Number(count ?? 500));
  else if (mode === 'burst') await burst(Number(count ?? 1000), Number(latency ?? 500));
  else if (mode === 'first') await first();
  else console.log('node bench.mjs reply|burst|first');
} catch (problem) {
  console.log(problem.message);
} finally {
  for (const child of children.reverse()) {
    const gone = new Promise((done) => { child.on('exit', done); });
    child.kill();
    await gone;
  }
  if (process.env.KEEP) console.log(home); else rmSync(work, { recursive: true, force: true });
  process.exit(0);
}
