// Drives the dashboard in a real Chromium against a real host with the model of model.mjs, one line per check.
//
//   node dashboard.mjs --base URL --token TOKEN --modules DIR --home DIR [--plugin JAR] [--shots DIR]
//
// --home is the host's home, whose config.yaml and log are looked at; --plugin is a plugin that is not installed yet.
import { get } from 'node:http';
import { createRequire } from 'node:module';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const knob = { base: '', token: '', modules: '.', home: '', plugin: '', shots: '', chromium: '/usr/bin/chromium' };
for (let at = 2; at < process.argv.length; at += 2) knob[process.argv[at].replace(/^--/, '')] = process.argv[at + 1] ?? '';
const base = new URL(knob.base).origin;
const require = createRequire(join(resolve(knob.modules), 'index.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let passed = 0;
let failed = 0;
let anyPage = null;
async function check(name, body) {
  const begun = Date.now();
  try {
    const remark = await body();
    passed++;
    console.log(`ok    ${name}${remark ? ` (${remark})` : ''} ${Date.now() - begun} ms`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}: ${String(error.message ?? error).split('\n').slice(0, 4).join(' | ')}`);
    if (knob.shots) await anyPage?.screenshot({ path: join(knob.shots, `dashboard-failed-${failed}.png`) }).catch(() => {});
  }
}
function must(condition, message) { if (!condition) throw new Error(message); }
async function api(method, path, body) {
  const answer = await fetch(`${base}/api/v1${path}`, { method, body: body && JSON.stringify(body),
    headers: { Authorization: `Bearer ${knob.token}`, 'Content-Type': 'application/json' } });
  const text = await answer.text();
  must(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}
async function until(what, condition, timeout = 20_000) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    if (await condition()) return;
    await new Promise((done) => { setTimeout(done, 50); });
  }
  throw new Error(`not within ${timeout} ms: ${what}`);
}

const browser = await chromium.launch({ executablePath: knob.chromium,
  args: ['--no-sandbox', '--headless=new', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] });
const requests = [];
const complaints = [];
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  context.on('request', (request) => requests.push(request.url()));
  const page = await context.newPage();
  anyPage = page;
  page.on('console', (message) => {
    if (message.type() === 'error' && !/(status of (401|403|404|409|410|413|422)|Status Error Code)/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${base}/admin/`);
  await page.fill('#token', knob.token);
  await page.click('form button');
  await page.waitForSelector('#content h1');
  return page;
}
async function wellMade(page, what) {
  const [width, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  must(width <= inner, `${what} is ${width} px wide in a window of ${inner} px`);
  await page.evaluate(axe);
  const found = (await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact));
  must(!found.length, `${what}: ${found.map((one) => `${one.id} at ${one.nodes.map((node) => node.target).join(', ')}`).join('; ')}`);
}
async function shot(page, name) {
  if (!knob.shots) return;
  mkdirSync(knob.shots, { recursive: true });
  await page.screenshot({ path: join(knob.shots, `dashboard-${name}.png`) });
}
const HOSTILE = ['<script>window.hacked=1</script>', '"><img src=x onerror="window.hacked=1">', 'safe \u202Egpj.exe', 'w'.repeat(10_000)];

const page = await open();
let asking;

await check('the overview changes by itself', async () => {
  await page.waitForSelector('.connection.live', { timeout: 10_000 });
  const open = await page.locator('.ask').count();
  asking = await api('POST', '/conversations', { title: 'A note by the dashboard', repo: 'demo/notes' });
  await api('POST', `/conversations/${asking.id}/messages`, { text: 'write a note and push it' });
  await until('the question', async () => (await page.locator('.ask').count()) === open + 1);
  await until('the mark in the menu', async () => (await page.locator('.side .badge').count()) === 1);
  await shot(page, 'overview');
});

await check('a question is answered where it stands, and the journal goes on while one looks', async () => {
  const watching = await open();
  await watching.goto(`${base}/admin/conversations/${asking.id}`);
  await watching.locator('.run summary', { hasText: 'code.edit' }).waitFor();
  // What is open stays open while the page renews itself.
  await watching.locator('.run summary', { hasText: 'code.edit' }).click();
  await page.goto(`${base}/admin/questions`);
  const ask = page.locator('.ask').filter({ has: page.locator(`a[href$="${asking.id}"]`) });
  const id = await ask.getAttribute('id');
  await ask.getByRole('button', { name: 'Allow once' }).click();
  await page.locator('#flash', { hasText: 'allowed' }).waitFor();
  must((await page.locator(`#${id}`).count()) === 0, 'the question is still there');
  must((await page.evaluate(() => document.activeElement.id)) === 'flash', 'the focus is not on what became of it');
  await watching.locator('.evidence', { hasText: 'not verified' }).waitFor({ timeout: 20_000 });
  must(await watching.locator('.run details').first().evaluate((one) => one.open), 'the run was closed by the renewal');
  const row = await watching.locator('.run summary', { hasText: 'git.commit' }).innerText();
  must(/external/.test(row) && /asked/.test(row) && /done/.test(row), `the row says ${row}`);
  await shot(watching, 'journal');
  await watching.context().close();
});

await check('a running turn is stopped', async () => {
  const one = await api('POST', '/conversations', { title: 'Long' });
  await api('POST', `/conversations/${one.id}/messages`, { text: 'hang please' });
  await page.goto(`${base}/admin/conversations/${one.id}`);
  await page.locator('#stop').click();
  await page.locator('#flash', { hasText: 'Stopped' }).waitFor({ timeout: 10_000 });
  await page.locator('.journal .state', { hasText: 'stopped' }).waitFor();
});

await check('hostile names and texts stay text', async () => {
  for (const text of HOSTILE) {
    const one = await api('POST', '/conversations', { title: text.slice(0, 200) });
    await api('POST', `/conversations/${one.id}/messages`, { text: `${text}\n\n[x](javascript:window.hacked=1) ![p](https://example.invalid/p.png)\n\n<b onclick="x">b</b>` });
    await page.goto(`${base}/admin/conversations/${one.id}`);
    await page.locator('.said.user').waitFor();
    await wellMade(page, `the conversation of ${text.slice(0, 20)}`);
    must(!(await page.evaluate(() => window.hacked)), `a script ran: ${text.slice(0, 40)}`);
    must((await page.locator('#content :is(script, img, [onclick], [onerror], [style])').count()) === 0, 'HTML of the message became HTML');
    must((await page.locator('#content a[href^="javascript"]').count()) === 0, 'a link runs a script');
  }
  for (const path of ['/admin/', '/admin/conversations', `/admin/conversations?q=${encodeURIComponent(HOSTILE[1])}`]) {
    await page.goto(base + path);
    must(!(await page.evaluate(() => window.hacked)), `a script ran on ${path}`);
  }
});

if (knob.plugin) {
  await check('a plugin is installed, checked, switched off and on, and removed', async () => {
    await page.goto(`${base}/admin/plugins`);
    await page.locator('#install-box > summary').click();
    await page.fill('#source', 'http://127.0.0.1:9/nothing.jar');
    await page.click('#install');
    await page.locator('#install-box .flash.bad').waitFor({ timeout: 30_000 });
    must((await page.locator('#install-box').getAttribute('open')) !== null, 'the form is closed over its problem');
    await page.setInputFiles('#file', knob.plugin);
    await page.fill('#source', '');
    await page.click('#install');
    await page.locator('#flash', { hasText: 'is installed' }).waitFor({ timeout: 30_000 });
    const id = (await page.locator('h1').innerText()).trim();
    must(page.url().endsWith(`/admin/plugins/${id}`), `the address is ${page.url()}`);
    await page.click('#verify');
    await page.locator('#check-title .state.good').waitFor({ timeout: 20_000 });
    await shot(page, 'plugin');
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.locator('.about .state', { hasText: 'disabled' }).waitFor();
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.locator('.about .state', { hasText: /started|idle/ }).waitFor();
    await page.locator('#remove-box > summary').click();
    await page.click('#remove');
    await page.locator('#flash', { hasText: 'was removed' }).waitFor();
    must(page.url().endsWith('/admin/plugins'), `the address is ${page.url()}`);
    must((await page.locator('tbody a', { hasText: id }).count()) === 0, 'it is still listed');
    return basename(knob.plugin);
  });
}

await check('settings are saved to the file, a wrong one is told at its field, a secret never leaves', async () => {
  const file = join(knob.home, 'config.yaml');
  appendFileSync(file, '# a comment that stays\n');
  await page.goto(`${base}/admin/settings/llm`);
  const secret = page.locator('#set-api_key');
  must((await secret.getAttribute('type')) === 'password' && (await secret.inputValue()) === '', 'the key is in the page');
  await page.fill('#set-small_model', `pattern-${Date.now()}`);
  await page.click('#save');
  await page.locator('#flash', { hasText: 'Saved' }).waitFor();
  let text = readFileSync(file, 'utf8');
  must(/small_model: *"?pattern-\d/.test(text) && text.includes('# a comment that stays') && /api_key: *none/.test(text), text);
  await page.goto(`${base}/admin/settings/server`);
  await page.fill('#set-port', 'many');
  await page.click('#save');
  await page.locator('#set-port-problem', { hasText: /\w/ }).waitFor();
  must((await page.locator('#set-port').inputValue()) === 'many', 'what was typed is gone');
  text = readFileSync(file, 'utf8');
  must(!text.includes('many'), 'a wrong value was written');
  await wellMade(page, 'the form with a problem');
  await shot(page, 'settings');
});

await check('the log is filtered and followed', async () => {
  await page.goto(`${base}/admin/logs?level=debug`);
  await page.waitForSelector('.connection.live');
  const mark = `followed-${Date.now()}`;
  appendFileSync(join(knob.home, 'logs', 'telecoder.log'), `2026-01-01T00:00:00.000Z WARN  checks.Mark: ${mark} <b>\n\tat a.b(C)\n`);
  await page.locator('.log li', { hasText: mark }).waitFor({ timeout: 10_000 });
  await page.selectOption('#level', 'error');
  await page.click('.search button');
  await page.waitForSelector('#live');
  must((await page.locator('.log li', { hasText: mark }).count()) === 0, 'a warning is shown among errors');
});

await check('a dry run says what the gate would decide', async () => {
  await page.goto(`${base}/admin/skills/git.commit`);
  await page.fill('#input', 'no json');
  await page.click('#dry');
  await page.locator('#input-problem', { hasText: 'JSON' }).waitFor();
  await page.goto(`${base}/admin/skills/code.read`);
  await page.fill('#input', '{"path":"notes.txt"}');
  await page.click('#dry');
  await page.locator('.result', { hasText: 'allow' }).waitFor();
});

await check('everything is reached by keyboard, and the focus is seen', async () => {
  await page.goto(`${base}/admin/`);
  await page.keyboard.press('Tab');
  must((await page.evaluate(() => document.activeElement.className)) === 'skip', 'the first stop is not the skip link');
  await page.keyboard.press('Enter');
  must((await page.evaluate(() => document.activeElement.id)) === 'content', 'the skip link does not lead to the content');
  await page.goto(`${base}/admin/questions`);
  const unseen = new Set();
  const stops = new Set();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const [name, seen] = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      return [one === document.body ? '' : `${one.tagName} ${one.textContent.trim().slice(0, 20)}`, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0];
    });
    if (!name) break;
    stops.add(name);
    if (!seen) unseen.add(name);
  }
  must(stops.size >= 12, `only ${stops.size} stops`);
  must(!unseen.size, `no focus is seen at ${[...unseen].join(', ')}`);
  return `${stops.size} stops`;
});

const PAGES = ['/', '/conversations', `/conversations/${asking?.id}`, '/questions', '/plugins', '/plugins/skills-code', '/skills', '/skills/code.edit', '/pairing',
  '/settings', '/logs', '/incidents', '/monitors', '/jobs', '/usage', '/nothing'];
for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark']]) {
  await check(`${width} px, ${colorScheme}: nothing scrolls sideways, axe finds nothing serious`, async () => {
    const one = await open({ viewport: { width, height: 800 }, colorScheme, reducedMotion: 'reduce' });
    for (const path of PAGES) {
      await one.goto(`${base}/admin${path}`);
      await wellMade(one, path);
      await shot(one, `${width}-${colorScheme}${path.replaceAll('/', '-').slice(0, 16)}`);
    }
    if (width < 800) {
      await one.locator('#menu > summary').click();
      await wellMade(one, 'the open menu');
      await one.keyboard.press('Escape');
      must(!(await one.locator('#menu').evaluate((menu) => menu.open)), 'Escape does not close the menu');
    }
    await one.context().close();
    return `${PAGES.length} pages`;
  });
}

await check('colours follow the choice', async () => {
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto(`${base}/admin/`);
  const light = await colour();
  await page.locator('.themes button', { hasText: 'Dark' }).click();
  await page.waitForSelector('html[data-theme=dark]');
  must((await colour()) !== light, 'dark looks like light');
  await wellMade(page, 'the chosen dark page');
  await page.locator('.themes button', { hasText: 'System' }).click();
  await page.waitForSelector('html[data-theme=""]');
});

await check('without JavaScript pages are read and forms work', async () => {
  const plain = await open({ javaScriptEnabled: false });
  const one = await api('POST', '/conversations', { title: 'Without a script', repo: 'demo/notes' });
  await api('POST', `/conversations/${one.id}/messages`, { text: 'write a note and push it' });
  let id;
  await until('a question', async () => {
    id = (await api('GET', '/approvals?state=pending')).items.find((question) => question.conversation === one.id)?.id;
    return id;
  });
  await plain.goto(`${base}/admin/questions`);
  await plain.locator(`#deny-${id}`).click();
  await plain.locator('#flash', { hasText: `${id} denied` }).waitFor();
  await plain.reload();
  must((await plain.locator('#flash').count()) === 0, 'the notice stands there twice');
  await plain.context().close();
});

await check('logging out leads to the login', async () => {
  const one = await open();
  await one.getByRole('button', { name: 'Log out' }).first().click();
  await one.waitForSelector('#token');
  await one.goto(`${base}/admin/questions`);
  await one.waitForSelector('#token');
  await one.context().close();
});
await check('script is small, no request goes elsewhere, the browser has nothing to complain about', async () => {
  const foreign = requests.filter((url) => new URL(url).origin !== base && !url.startsWith('data:'));
  must(!foreign.length, foreign.join(', '));
  must(!complaints.length, [...new Set(complaints)].join('; '));
  let bytes = 0;
  for (const file of ['htmx.min.js', 'admin.js']) {
    bytes += await new Promise((done, fail) => {
      // A fetch would unpack it; what counts is what is sent.
      get(`${base}/admin/assets/js/${file}`, { headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
        let size = answer.headers['content-encoding'] === 'gzip' ? 0 : NaN;
        answer.on('data', (piece) => { size += piece.length; }).on('end', () => done(size)).on('error', fail);
      }).on('error', fail);
    });
  }
  must(bytes > 0 && bytes < 50_000, `${bytes} bytes of script`);
  return `${requests.length} requests, ${bytes} bytes of script`;
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
