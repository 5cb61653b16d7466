// Drives the web chat in a real Chromium against any host that speaks the HTTP API, and prints one line per check.
//
//   node webchat.e2e.mjs --base http://127.0.0.1:7080 --code CODE [knobs]     (or --token TOKEN)
//
// It needs `playwright-core`, and `axe-core` for the accessibility checks, in a node_modules folder: --modules DIR
// (default: the working directory). Run with --help for the knobs. Exit code 0 when every check passed.
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { readFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const KNOBS = {
  base: ['', 'address of the host'],
  code: ['', 'code of a single-use login link; it is used once'],
  token: ['', 'the owner\'s token, where there is no code'],
  modules: ['.', 'folder with node_modules'],
  chromium: ['/usr/bin/chromium', 'the browser'],
  'stream-text': ['tell me a long story about the cart', 'a message whose answer streams for two seconds or more'],
  'stream-contains': ['', 'what the answer to it must contain'],
  'tab-text': ['tell me more about it', 'a message for the check of two tabs'],
  'allow-text': ['please fix it and push', 'a message that makes the turn ask for consent, which is given'],
  'allow-contains': ['', 'what the page must show after that'],
  'after-allow': ['', 'a command that must exit 0 after consent was given and the turn ended'],
  'deny-text': ['fix it again and push', 'a message that makes the turn ask for consent, which is denied'],
  'deny-contains': ['', 'what the page must show after that'],
  'after-deny': ['', 'a command that must exit 0 after consent was denied and the turn ended'],
  'turn-timeout': ['60000', 'longest time for one turn, ms'],
  admin: ['yes', 'check the dashboard too: yes or no'],
  shots: ['', 'folder for screenshots'],
};

function knobs(args) {
  const given = Object.fromEntries(Object.entries(KNOBS).map(([name, [value]]) => [name, value]));
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at].replace(/^--/, '');
    if (name === 'help' || !(name in KNOBS)) {
      console.log(Object.entries(KNOBS).map(([knob, [value, meaning]]) => `  --${knob.padEnd(16)} ${meaning}${value ? ` (${value})` : ''}`).join('\n'));
      process.exit(name === 'help' ? 0 : 2);
    }
    given[name] = args[at + 1] ?? '';
  }
  if (!given.base || (!given.code && !given.token)) {
    console.error('--base and one of --code and --token are needed.');
    process.exit(2);
  }
  return given;
}

const knob = knobs(process.argv.slice(2));
const base = new URL(knob.base).origin;
const turnTimeout = Number(knob['turn-timeout']);
const require = createRequire(join(resolve(knob.modules), 'index.js'));
const { chromium } = require('playwright-core');
let axe = null;
try { axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'); } catch { /* told below */ }

let passed = 0;
let failed = 0;
async function check(name, body) {
  const begun = Date.now();
  try {
    const remark = await body();
    passed++;
    console.log(`ok    ${name}${remark ? ` (${remark})` : ''} ${Date.now() - begun} ms`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}: ${String(error.message ?? error).split('\n').slice(0, 4).join(' | ')}`);
    if (knob.shots) await anyPage?.screenshot({ path: join(knob.shots, `failed-${failed}.png`) }).catch(() => {});
  }
}
function must(condition, message) { if (!condition) throw new Error(message); }

const browser = await chromium.launch({
  executablePath: knob.chromium,
  args: ['--no-sandbox', '--headless=new', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
const requests = [];
const complaints = [];
context.on('request', (request) => requests.push(request.url()));
let anyPage = null;
function watch(page) {
  anyPage = page;
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (401|403|404|409|410|413|429|500)/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}
async function shot(page, name) {
  if (!knob.shots) return;
  mkdirSync(knob.shots, { recursive: true });
  await page.screenshot({ path: join(knob.shots, `${name}.png`) });
}

const finished = '.message.assistant:not(.live)';
const answers = (page) => page.locator(finished).count();
const lastAnswer = (page) => page.locator(`${finished} .body`).last().innerText();
const live = (page) => page.locator('.message.assistant.live .prose').last();
const idle = (page) => page.waitForSelector('button.stop', { state: 'hidden', timeout: turnTimeout });
const liveLength = async (page) => ((await live(page).count()) ? (await live(page).innerText()).length : 0);

/** Letters and digits of the growing answer: a mark of Markdown that is not closed yet is shown as it is, and later is not. */
const liveWords = async (page) => (await live(page).evaluate((prose) => {
  const copy = prose.cloneNode(true);
  copy.querySelectorAll('.code-head').forEach((head) => head.remove());
  return copy.textContent;
})).replace(/[^\p{L}\p{N}]/gu, '');
// The last block may still change its form: "1" becomes the number of a list.
const UNSETTLED = 12;

async function until(what, condition, timeout = turnTimeout) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    if (await condition()) return;
    await new Promise((done) => { setTimeout(done, 25); });
  }
  throw new Error(`not within ${timeout} ms: ${what}`);
}
async function say(page, text) {
  await page.locator('#draft').fill(text);
  await page.locator('#draft').press('Enter');
}
async function answered(page, before) {
  await until('an answer', async () => (await answers(page)) > before);
  await idle(page);
}
async function noOverflow(page, what) {
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  must(width <= inner, `${what} is ${width} px wide in a window of ${inner} px`);
}
async function accessible(page, what) {
  if (!axe) return 'axe-core is not installed, skipped';
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const serious = result.violations.filter((entry) => ['serious', 'critical'].includes(entry.impact));
  must(serious.length === 0, `${what}: ${serious.map((entry) => `${entry.id} at ${entry.nodes.map((node) => node.target).join(', ')}`).join('; ')}`);
  return result.violations.length ? `minor: ${result.violations.map((entry) => entry.id).join(', ')}` : 'nothing at all';
}
function run(command) {
  if (!command) return 'no command given';
  const result = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  must(result.status === 0, `${command} exited ${result.status}: ${result.stderr || result.stdout}`);
  return 'command exited 0';
}

const page = watch(await context.newPage());

await check('without a login the page asks for one', async () => {
  await page.goto(`${base}/`);
  await page.waitForSelector('#token', { timeout: 10_000 });
  await shot(page, 'login');
  return accessible(page, 'the login page');
});

await check('logs in', async () => {
  if (knob.code) await page.goto(`${base}/login?code=${encodeURIComponent(knob.code)}`);
  else {
    await page.fill('#token', knob.token);
    await page.click('#login button[type=submit]');
  }
  await page.waitForSelector('#draft', { timeout: 10_000 });
  must(!page.url().includes(knob.code || '\0'), 'the code is still in the address');
  must(!(await page.evaluate(() => document.cookie)), 'the cookie can be read by a script');
});

let before = 0;
await check('sends a message and sees the answer stream', async () => {
  await page.click('#new');
  await page.waitForSelector('.examples');
  await shot(page, 'empty');
  await say(page, knob['stream-text']);
  await page.waitForSelector('.message.user');
  const lengths = new Set();
  await until('a growing answer', async () => {
    lengths.add(await liveLength(page));
    return lengths.size >= 4;
  });
  must((await answers(page)) === 0, 'the answer was there at once');
  return `${lengths.size} lengths seen`;
});

let shownByReload = '';
await check('shows the same text after a reload in mid-stream', async () => {
  await until('some text', async () => (await liveWords(page)).length > 2 * UNSETTLED);
  const seen = await liveWords(page);
  await page.reload();
  await page.waitForSelector('.message.user');
  await until('the text from before', async () => (await answers(page)) > 0
    || ((await live(page).count()) && (await liveWords(page)).length >= seen.length));
  const midway = (await answers(page)) === 0;
  if (midway) {
    const now = await liveWords(page);
    must(now.startsWith(seen.slice(0, -UNSETTLED)), `the text begins otherwise after the reload: "${now}" instead of "${seen}"`);
  }
  await answered(page, 0);
  must((await page.locator('.message.user').count()) === 1, 'the message stands there twice');
  must((await answers(page)) === 1, `${await answers(page)} answers instead of one`);
  shownByReload = await lastAnswer(page);
  await page.reload();
  await page.waitForSelector(finished);
  must((await lastAnswer(page)) === shownByReload, 'the stored answer differs from the streamed one');
  must(shownByReload.includes(knob['stream-contains']), `"${knob['stream-contains']}" is missing`);
  await shot(page, 'answer');
  must(midway, 'the answer ended before the reload was done: use a --stream-text that streams longer');
  return `${seen.length} of ${shownByReload.length} characters before the reload`;
});

const second = watch(await context.newPage());
await check('a second tab stays in step', async () => {
  await second.goto(page.url());
  await second.waitForSelector(finished);
  const known = await answers(page);
  must((await answers(second)) === known, 'the second tab begins with other messages');
  await say(page, knob['tab-text']);
  await second.locator('.message.user .typed', { hasText: knob['tab-text'] }).waitFor();
  await until('the second tab to stream', async () => (await liveLength(second)) > 0 || (await answers(second)) > known);
  await answered(page, known);
  await answered(second, known);
  must((await lastAnswer(page)) === (await lastAnswer(second)), 'the answers differ');
  must((await page.locator('.message.user').count()) === (await second.locator('.message.user').count()), 'the messages differ in number');
});

await check('allows by button, in both tabs', async () => {
  before = await answers(page);
  await say(page, knob['allow-text']);
  const question = page.locator('.question.open');
  await question.first().waitFor({ timeout: turnTimeout });
  await shot(page, 'question');
  await accessible(page, 'the question');
  const id = await question.first().getAttribute('data-approval');
  await second.locator(`[data-approval="${id}"].open`).waitFor();
  await question.first().getByRole('button', { name: /^(Allow once|Go)$/ }).click();
  await page.locator(`[data-approval="${id}"].allowed`).waitFor();
  await second.locator(`[data-approval="${id}"].allowed`).waitFor();
  await until('an answer', async () => {
    // A turn may ask more than once; this check consents to all of it.
    const more = page.locator('.question.open').getByRole('button', { name: /^(Allow once|Go)$/ });
    if (await more.count()) await more.first().click();
    return (await answers(page)) > before;
  });
  await idle(page);
  must((await page.locator('#timeline').innerText()).includes(knob['allow-contains']), `"${knob['allow-contains']}" is missing`);
  await shot(page, 'allowed');
  return run(knob['after-allow']);
});

await check('denies by button', async () => {
  before = await answers(page);
  await say(page, knob['deny-text']);
  const question = page.locator('.question.open');
  await question.first().waitFor({ timeout: turnTimeout });
  const id = await question.first().getAttribute('data-approval');
  await question.first().getByRole('button', { name: /^(Deny|Not now)$/ }).click();
  await page.locator(`[data-approval="${id}"].denied`).waitFor();
  await answered(page, before);
  must((await page.locator('#timeline').innerText()).includes(knob['deny-contains']), `"${knob['deny-contains']}" is missing`);
  await shot(page, 'denied');
  return run(knob['after-deny']);
});

await check('shows the questions and answers of before after a reload', async () => {
  const count = await answers(page);
  await page.reload();
  await page.waitForSelector(finished);
  must((await answers(page)) === count, `${await answers(page)} answers instead of ${count}`);
});

await check('stops a running turn', async () => {
  await say(page, knob['stream-text']);
  await page.waitForSelector('button.stop', { state: 'visible' });
  await until('some text', async () => (await liveLength(page)) > 0);
  await page.click('button.stop');
  await page.waitForSelector('button.stop', { state: 'hidden', timeout: 5000 });
  await page.locator('.status.stopped').last().waitFor({ timeout: 5000 });
});

await check('renames the conversation', async () => {
  const title = `Named by the test ${Date.now() % 10_000}`;
  await page.getByRole('button', { name: 'Rename this conversation' }).click();
  await page.locator('.heading input').fill(title);
  await page.locator('.heading input').press('Enter');
  await page.locator('#conversations .name', { hasText: title }).waitFor({ timeout: 5000 });
});

await check('works by keyboard', async () => {
  await page.locator('#scroller').focus();
  await page.keyboard.press('/');
  must((await page.evaluate(() => document.activeElement.id)) === 'draft', '"/" does not lead to the message field');
  await page.keyboard.type('/he');
  await page.locator('.hints li', { hasText: '/help' }).waitFor();
  await page.keyboard.press('Tab');
  must((await page.locator('#draft').inputValue()) === '/help', 'Tab does not complete the command');
  await page.locator('#draft').fill('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  must((await page.locator('#draft').inputValue()) === 'one\ntwo', 'Shift+Enter is no new line');
  await page.locator('#draft').fill('');
});

/** Answers the next POST of a message with a problem, then lets the others through. */
async function refuseOnce(target, status, headers = {}) {
  let refused = 0;
  await target.route('**/api/v1/conversations/*/messages', (route) => {
    if (route.request().method() !== 'POST' || refused++) return route.fallback();
    return route.fulfill({ status, headers: { 'content-type': 'application/problem+json', ...headers },
      body: JSON.stringify({ title: 'Refused', status, detail: `Refused by the test with ${status}.` }) });
  });
}
const users = (target) => target.locator('.message.user').count();

await check('too fast: waits as long as told and sends the same message once', async () => {
  const count = await users(page);
  await refuseOnce(page, 429, { 'retry-after': '1' });
  await say(page, '/help');
  await page.locator('.composer .problem', { hasText: 'Too fast' }).waitFor();
  await page.waitForFunction(() => !document.querySelector('.message.pending') && !document.querySelector('.composer .problem').textContent);
  await page.unroute('**/api/v1/conversations/*/messages');
  await until('the message once', async () => (await users(page)) === count + 1, 5000);
});

await check('too long: gives the text back', async () => {
  const count = await users(page);
  await refuseOnce(page, 413);
  await say(page, 'a text that is refused');
  await page.locator('.composer .problem', { hasText: 'Refused by the test with 413.' }).waitFor();
  must((await page.locator('#draft').inputValue()) === 'a text that is refused', 'the text is lost');
  must((await users(page)) === count, 'the refused message is shown');
  await page.locator('#draft').fill('');
  await page.unroute('**/api/v1/conversations/*/messages');
});

await check('not taken: keeps the message and sends it again on a press', async () => {
  const count = await users(page);
  await refuseOnce(page, 500);
  await say(page, '/help');
  await page.locator('.message.failed', { hasText: 'Refused by the test with 500.' }).waitFor();
  await shot(page, 'not-sent');
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.waitForFunction(() => !document.querySelector('.message.pending, .message.failed'));
  await until('the message once', async () => (await users(page)) === count + 1, 5000);
  await page.unroute('**/api/v1/conversations/*/messages');
});

await check('hostile text stays text, and asks no other origin for anything', async () => {
  const hostile = ['<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>', '[a](javascript:window.hacked=1)',
    '![picture](https://example.invalid/pixel.png)', '<style>body{display:none}</style>', '```html\n<script>window.hacked=1</script>\n```',
    '```"><img/src=x/onerror=window.hacked=1>\nx\n```', '| a |\n|--:|\n| <b onclick="window.hacked=1">b</b> |', '[ref]: data:text/html,x\n\n[ref]',
    '**Changed** <img src=x onerror="window.hacked=1">\n**Verified** `</code><script>window.hacked=1</script>`'].join('\n\n');
  const mirror = watch(await context.newPage());
  await mirror.route('**/api/v1/conversations/*/messages*', async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    return route.fulfill({ json: { items: [{ id: 'hostile', turn: null, role: 'assistant', sender: '<b>x</b>', channel: '<i>', markdown: hostile,
      attachments: [{ name: '<img src=x onerror="window.hacked=1">', size: 1 }], sent_at: '2026-01-01T00:00:00Z' },
    { id: 'hostile2', turn: null, role: 'user', sender: 'x', channel: 'webchat', markdown: hostile, attachments: [], sent_at: '2026-01-01T00:00:01Z' }], next: null } });
  });
  await mirror.goto(page.url());
  await mirror.locator('[data-message=hostile]').waitFor();
  await mirror.locator('.code').first().waitFor();
  must(!(await mirror.evaluate(() => window.hacked)), 'a script of the message ran');
  const found = await mirror.evaluate(() => [...document.querySelectorAll('#timeline :is(script, img, style, iframe, [onclick], [onerror], [style])')].map((e) => e.outerHTML));
  must(found.length === 0, found.join(' '));
  const links = await mirror.evaluate(() => [...document.querySelectorAll('#timeline a')].map((a) => a.getAttribute('href')));
  must(links.every((href) => href.startsWith('https://example.invalid/')), `links: ${links}`);
  await shot(mirror, 'hostile');
  await mirror.close();
});

await check('copies code', async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: base });
  const mirror = watch(await context.newPage());
  await mirror.route('**/api/v1/conversations/*/messages*', (route) => (route.request().method() !== 'GET' ? route.fallback()
    : route.fulfill({ json: { items: [{ id: 'code', role: 'assistant', markdown: '```diff\n-a\n+b\n \n```', sent_at: '2026-01-01T00:00:00Z' }], next: null } })));
  await mirror.goto(page.url());
  await mirror.locator('[data-message=code] button.copy').click();
  await mirror.locator('button.copy', { hasText: 'Copied' }).waitFor();
  const copied = await mirror.evaluate(() => navigator.clipboard.readText());
  must(copied === '-a\n+b\n \n', `copied ${JSON.stringify(copied)}`);
  await mirror.close();
});

await check('a late answer to a question shows what the host says', async () => {
  for (const [status, detail] of [[409, 'ZZZZ was already allowed by Anna.'], [410, 'ZZZZ expired. Ask again if you still want it.'],
    [403, 'Only Anna or an admin can answer ZZZZ.']]) {
    const mirror = watch(await context.newPage());
    const conversation = decodeURIComponent(new URL(page.url()).hash.slice('#/c/'.length));
    const approval = { id: 'ZZZZ', kind: 'once', state: 'pending', skill: 'git.commit', risk: 'EXTERNAL', summary: 'Push', effects: ['push'], input: {},
      conversation, created_at: new Date().toISOString(), expires_at: new Date(Date.now() + 60_000).toISOString() };
    await mirror.route('**/api/v1/approvals*', (route) => route.fulfill({ json: { items: [approval], next: null } }));
    await mirror.route('**/api/v1/approvals/ZZZZ', (route) => route.fulfill({ status, headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify({ status, detail }) }));
    await mirror.goto(page.url());
    await mirror.locator('[data-approval=ZZZZ]').getByRole('button', { name: 'Deny' }).click();
    await mirror.locator('[data-approval=ZZZZ] .note', { hasText: detail }).waitFor();
    must((await mirror.locator('[data-approval=ZZZZ].open').count()) === (status === 410 ? 0 : 1), `state after ${status}`);
    await mirror.close();
  }
});

await check('a wide answer stays within the page', () => noOverflow(page, 'the page'));
await check('axe finds nothing serious', () => accessible(page, 'the chat'));

await check('says so when the connection is lost, and comes back', async () => {
  await second.route('**/api/v1/**/events', (route) => route.abort());
  await second.reload();
  await second.locator('#banner.bad').waitFor();
  must((await answers(second)) > 0, 'what is stored is not shown without the stream');
  await shot(second, 'offline');
  await second.unroute('**/api/v1/**/events');
  // It may have come back by itself meanwhile.
  await second.locator('#banner button').click({ timeout: 1000 }).catch(() => {});
  await second.waitForSelector('.connection.live');
  await second.locator('#banner').waitFor({ state: 'hidden' });
});

for (const [width, scheme] of [[390, 'dark'], [360, 'light']]) {
  await check(`phone width ${width}, ${scheme}: nothing scrolls sideways, the list is a drawer`, async () => {
    const phone = watch(await context.newPage());
    await phone.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await phone.setViewportSize({ width, height: 780 });
    await phone.goto(page.url());
    await phone.waitForSelector(finished);
    await noOverflow(phone, 'the chat');
    await shot(phone, `phone-${width}-${scheme}`);
    await phone.click('#open-drawer');
    await phone.waitForSelector('.app.drawer .conversation');
    await noOverflow(phone, 'the drawer');
    await shot(phone, `phone-${width}-${scheme}-drawer`);
    await accessible(phone, 'the drawer');
    await phone.keyboard.press('Escape');
    await phone.waitForSelector('.app:not(.drawer)');
    must((await phone.evaluate(() => document.activeElement.id)) === 'open-drawer', 'the focus is lost after Escape');
    const remark = await accessible(phone, 'the chat');
    await phone.close();
    return remark;
  });
}

if (knob.admin === 'yes') {
  await check('the dashboard shows health and plugins, also on a phone', async () => {
    const admin = watch(await context.newPage());
    await admin.goto(`${base}/admin`);
    await admin.waitForSelector('.parts li');
    await admin.waitForSelector('.connection.live');
    await shot(admin, 'admin');
    await accessible(admin, 'the dashboard');
    await admin.setViewportSize({ width: 360, height: 780 });
    await noOverflow(admin, 'the dashboard');
    const remark = await accessible(admin, 'the dashboard on a phone');
    await admin.close();
    return remark;
  });
}

await check('no request went to another origin', async () => {
  const foreign = requests.filter((url) => new URL(url).origin !== base && !url.startsWith('data:') && !url.startsWith('blob:'));
  must(foreign.length === 0, foreign.join(', '));
  return `${requests.length} requests`;
});
await check('the browser has nothing to complain about', async () => {
  const real = complaints.filter((text) => !/Failed to load resource: net::ERR_FAILED/.test(text));
  must(real.length === 0, [...new Set(real)].join('; '));
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
