//   node run.mjs TELECODER [GROUP…]      SHOW=1 prints what was said where it was good, too
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, counts, home, homes, printed, work, Host, SECRET } from './lib.mjs';
import * as model from './model.mjs';
import { models, noKeyShown, shutdown } from './models.mjs';
import { config as settings, skills, usage } from './commands.mjs';
import { database, fullDisk, jars, noGit, places } from './ground.mjs';
import { requests } from './requests.mjs';

const remote = join(work, 'remote.git');
const git = (...args) => execFileSync('git', args, { stdio: 'ignore' });
git('init', '-q', '--bare', '-b', 'main', remote);
git('clone', '-q', remote, join(work, 'seed'));
writeFileSync(join(work, 'seed/notes.txt'), 'hello\n');
git('-C', join(work, 'seed'), 'checkout', '-q', '-B', 'main');
git('-C', join(work, 'seed'), 'add', '.');
git('-C', join(work, 'seed'), '-c', 'user.name=Seed', '-c', 'user.email=seed@localhost', 'commit', '-qm', 'Begin');
git('-C', join(work, 'seed'), 'push', '-q', 'origin', 'main');

const server = await model.start();
const good = `server: {port: 0}
llm: {provider: openai, model: fault-1, api_key: ${SECRET}, base_url: "http://127.0.0.1:${server.address().port}/v1"}
repos: [{name: demo/notes, url: "file://${remote}", host: none}]
`;

const withHost = (work) => async () => {
  const host = await Host.start(home(good));
  if (!check('a host starts', host.code === undefined, host.said)) return;
  try {
    await work(host);
  } finally {
    const ms = await host.stop();
    check('it ends within 5 s', ms < 5000, `${ms} ms`);
  }
};

const groups = {
  models: withHost((host) => models(host, 'demo/notes')),
  requests: withHost(requests),
  shutdown: () => shutdown(home(good)),
  settings: async () => { await settings(home(good)); await noKeyShown(home(good)); },
  usage: () => usage(home(good)),
  skills: () => skills(home(good)),
  places: withHost((host) => places(host, host.home)),
  database,
  jars: () => jars(good),
  nogit: () => noGit(good, 'demo/notes'),
  disk: () => fullDisk(good),
};

const wanted = process.argv.slice(3);
for (const [name, group] of Object.entries(groups)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const began = Date.now();
  try {
    await group();
  } catch (e) {
    check(`${name} runs to its end`, false, e.stack);
  }
  console.log(`${name}: ${Math.round((Date.now() - began) / 1000)} s`);
}
server.closeAllConnections();
server.close();

/** Everything below a folder but the settings themselves and the copy of the last good ones, which only the owner may read. */
function* files(folder) {
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile() && !isSettings(path, entry.name) && statSync(path).size < 200_000_000) yield path;
  }
}
function isSettings(path, name) {
  return name === 'config.yaml' || (name === 'config.last-good.yaml' && (statSync(path).mode & 0o777) === 0o600);
}
check('no secret was ever printed', !printed.some((text) => text.includes(SECRET)), printed.find((text) => text.includes(SECRET))?.slice(0, 500));
const leaks = homes.flatMap((one) => [...files(one)]).filter((file) => !file.endsWith('/filler') && readFileSync(file).includes(SECRET));
check('no secret is in a log, the database or another file', leaks.length === 0, leaks);
const traces = printed.filter((text) => /\tat (dev\.telecoder|java\.)/.test(text));
check('no stack trace was ever printed', traces.length === 0, traces[0]?.slice(0, 800));
rmSync(work, { recursive: true, force: true });
console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`);
process.exit(counts.failed ? 1 : 0);
