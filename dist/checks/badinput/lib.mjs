// What the cases share: commands, hosts, conversations, and the counting. All that is printed anywhere is kept, for the
// question at the end whether a secret was in it.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SECRET = 'sk-Zq81LmXw03KdPeVu7TbY';
export const telecoder = process.argv[2];
export const work = mkdtempSync(join(tmpdir(), 'badinput-'));
export const printed = [];
export const homes = [];
export const counts = { passed: 0, failed: 0, skipped: 0 };
export const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
const show = process.env.SHOW === '1';

export function check(name, holds, ...seen) {
  if (holds) {
    counts.passed++;
  } else {
    counts.failed++;
    console.log(`FAILED: ${name}`);
  }
  if (!holds || show) {
    if (show && holds) console.log(`ok: ${name}`);
    for (const one of seen) console.log(String(typeof one === 'string' ? one : JSON.stringify(one)).slice(0, 1500).replace(/^/gm, '    '));
  }
  return holds;
}

/** A message is good when it says all of these, no stack trace, and no inside of the program. */
export function says(name, text, ...parts) {
  const missing = parts.filter((part) => !part.test(text));
  const inside = /\bat dev\.telecoder|\tat |NullPointer|IllegalState|java\.(lang|io|util)\.|\bnull\b/.exec(text.replace(/'null'|:null\b/g, ''));
  return check(name, missing.length === 0 && !inside, text, missing.length ? `it does not say ${missing.join(' ')}` : '',
    inside ? `it shows ${inside[0]}` : '');
}

export function skip(name, why) {
  counts.skipped++;
  console.log(`SKIPPED: ${name}: ${why}`);
}

let number = 0;
/** A fresh home; its config.yaml as text, or none. */
export function home(config) {
  const made = join(work, `home-${++number}`);
  mkdirSync(made, { recursive: true });
  if (config !== undefined) writeFileSync(join(made, 'config.yaml'), config, { mode: 0o600 });
  homes.push(made);
  return made;
}

export function environment(inHome, more = {}) {
  const env = { ...process.env, TELECODER_HOME: inHome };
  for (const name of ['TELECODER_RUN', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY']) delete env[name];
  return { ...env, ...more };
}

/** Runs a command to its end. */
export function run(inHome, args, { env = {}, input = '', seconds = 60, before = [], cwd = work } = {}) {
  return new Promise((done) => {
    const [file, ...rest] = [...before, telecoder, ...args];
    const began = Date.now();
    const child = spawn(file, rest, { env: environment(inHome, env), cwd });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece) => { out += piece; });
    child.stderr.on('data', (piece) => { err += piece; });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    child.on('error', (e) => { err += e; });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      printed.push(out, err);
      done({ code: code ?? signal, out, err, all: out + err, ms: Date.now() - began });
    });
  });
}

/** A running host, with what it takes to talk to it. */
export class Host {
  static async start(inHome, { env = {}, args = ['start'], before = [] } = {}) {
    const host = new Host();
    host.home = inHome;
    const [file, ...rest] = [...before, telecoder, ...args];
    host.child = spawn(file, rest, { env: environment(inHome, env), stdio: ['ignore', 'pipe', 'pipe'] });
    host.said = '';
    for (const stream of [host.child.stdout, host.child.stderr]) stream.on('data', (piece) => { host.said += piece; printed.push(String(piece)); });
    host.ended = new Promise((done) => { host.child.on('close', (code, signal) => { host.code = code ?? signal; done(host.code); }); });
    const file2 = join(inHome, 'data/host.json');
    for (let n = 0; n < 600 && host.code === undefined; n++) {
      if (existsSync(file2)) {
        const told = JSON.parse(readFileSync(file2, 'utf8'));
        if (told.pid) {
          Object.assign(host, { url: told.url.replace(/\/$/, ''), token: told.token, pid: told.pid });
          return host;
        }
      }
      await sleep(50);
    }
    return host;
  }

  async stop(signal = 'SIGTERM') {
    const began = Date.now();
    if (this.code === undefined) {
      this.child.kill(signal);
      await Promise.race([this.ended, sleep(20_000)]);
      if (this.code === undefined) this.child.kill('SIGKILL');
      await this.ended;
    }
    return Date.now() - began;
  }

  async api(method, path, body, { token = this.token, headers = {}, raw } = {}) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...token ? { authorization: `Bearer ${token}` } : {}, ...body !== undefined ? { 'content-type': 'application/json' } : {}, ...headers },
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    printed.push(text);
    let json = null;
    try { json = JSON.parse(text); } catch { /* told by its text */ }
    return { status: answer.status, text, json, headers: answer.headers };
  }

  async conversation(body = {}) {
    return (await this.api('POST', '/api/v1/conversations', body)).json.id;
  }

  /** Says something and waits for the turn's end. */
  async turn(text, { conversation, seconds = 60 } = {}) {
    const id = conversation ?? await this.conversation();
    const stop = new AbortController();
    const stream = await fetch(`${this.url}/api/v1/conversations/${id}/events`, {
      headers: { authorization: `Bearer ${this.token}` }, signal: stop.signal });
    const timer = setTimeout(() => stop.abort(), seconds * 1000);
    const began = Date.now();
    const seen = { conversation: id, status: 'none', text: '', events: [] };
    const posted = await this.api('POST', `/api/v1/conversations/${id}/messages`, { text });
    seen.posted = posted;
    if (posted.status !== 202) {
      stop.abort();
      clearTimeout(timer);
      return seen;
    }
    let rest = '';
    const decoder = new TextDecoder();
    try {
      for await (const piece of stream.body) {
        rest += decoder.decode(piece, { stream: true });
        const whole = rest.split('\n\n');
        rest = whole.pop();
        for (const one of whole) {
          const data = one.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n');
          if (!data) continue;
          const event = JSON.parse(data);
          seen.events.push(event);
          printed.push(data);
          if (event.turn !== posted.json.turn) continue;
          if (event.type === 'message.sent') seen.text += event.message.markdown;
          if (event.type === 'turn.finished') {
            seen.status = event.status;
            stop.abort();
          }
        }
      }
    } catch (e) {
      if (e.name !== 'AbortError') seen.text += ` (stream: ${e})`;
    }
    clearTimeout(timer);
    seen.ms = Date.now() - began;
    return seen;
  }

  /** A good request, which works whatever came before it. */
  async stillGood(after) {
    const good = await this.turn(`hello after ${after} #${Math.random()}`);
    return check(`a good request after ${after}`, good.status === 'done' && good.text.includes('You said: hello after'),
      { status: good.status, text: good.text.slice(0, 300) });
  }
}
