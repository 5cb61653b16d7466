// What a person can type wrong, and what can be wrong with config.yaml.
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, says, run, home, work, SECRET } from './lib.mjs';

const TWENTY = `llm:
  provider: 7up
  modle: x
  api_key: ${SECRET}
  base_url: not a url
  max_output_tokens: many
server:
  port: 99999
  hosst: 127.0.0.1
  openai_api: maybe
budget:
  per_task_usd: -3
  per_day_usd: lots
  per_month_usd: [5]
repos:
  - name: myorg/api
    host: githob
    autonomy: everything
  - url: https://github.com/myorg/b.git
  - name: myorg/api
permissions:
  defaults: {READ: alow}
  rules: [{skill: "git.pr", decision: perhaps}]
access:
  telegram: {dm_policy: closed}
sandbox:
  runtime: dokcer
  egress: some
memory: {embedder: big}
heartbeat:
  ci_poll_interval: soon
  quiet_hours: "25:00-26:00"
  enabled: ja
  pr_poll_interval: never
  prs: {stale_after: later}
channles: {}
`;

export async function config(good) {
  const many = home(TWENTY);
  let ran = await run(many, ['config', 'validate', '--json']);
  let problems = [];
  try { problems = JSON.parse(ran.out); } catch { /* told by the check */ }
  check('twenty mistakes: exit 1 and all of them at once', ran.code === 1 && problems.length >= 20, `exit ${ran.code}, ${problems.length}`, ran.all);
  check('each with line, setting, what is wrong and what was expected', problems.every((one) => one.line > 0 && one.path && one.problem
    && (one.expected || one.did_you_mean || /known/.test(one.problem))), problems.filter((one) => !(one.line > 0 && one.path && one.problem && (one.expected || one.did_you_mean))));
  for (const [path, meant] of [['llm.modle', 'model'], ['server.hosst', 'host'], ['channles', 'channels']]) {
    check(`${path}: the right word is offered`, problems.some((one) => one.path === path && one.did_you_mean?.endsWith(meant)), problems.filter((one) => one.path === path));
  }
  ran = await run(many, ['skills', 'list', '--json']);
  check('with twenty mistakes commands still work', ran.code === 0 && JSON.parse(ran.out).length > 5, ran.all.slice(0, 500));

  const syntax = home('llm:\n  provider: openai\n   model: x\nserver: {port: 0\n');
  ran = await run(syntax, ['config', 'validate']);
  check('a YAML error: exit 2', ran.code === 2, ran.code);
  says('a YAML error: line, column, what', ran.all, /config\.yaml:3:\d+/, /YAML/, /Expected/);
  ran = await run(syntax, ['start', '--port', '0'], { seconds: 15 });
  check('start with a YAML error: exit 2', ran.code === 2, `exit ${ran.code}`);
  says('start with a YAML error', ran.err, /config\.yaml:3:\d+/, /YAML/, /Expected/, /config validate/);
  ran = await run(syntax, ['chat', '-m', 'hello']);
  check('chat with a YAML error: exit 2', ran.code === 2, `exit ${ran.code}`);
  says('chat with a YAML error', ran.err, /config\.yaml:3/);

  const bare = ['setpriv', '--inh-caps=-all', '--bounding-set=-all', '--'];
  const closed = home('llm: {provider: openai}\n');
  chmodSync(join(closed, 'config.yaml'), 0);
  ran = await run(closed, ['config', 'validate'], { before: bare });
  check('an unreadable config.yaml: exit 2', ran.code === 2, `exit ${ran.code}`);
  says('an unreadable config.yaml', ran.all, /config\.yaml/, /not readable|cannot be read/, /who may read|chmod|permission/i);
  ran = await run(closed, ['start', '--port', '0'], { before: bare, seconds: 15 });
  check('start with an unreadable config.yaml: exit 2', ran.code === 2, `exit ${ran.code}`);
  says('start with an unreadable config.yaml', ran.err, /config\.yaml/, /not readable|cannot be read/);

  const folder = home();
  mkdirSync(join(folder, 'config.yaml'));
  ran = await run(folder, ['config', 'validate']);
  check('config.yaml is a folder: exit 2', ran.code === 2, `exit ${ran.code}`);
  says('config.yaml is a folder', ran.all, /config\.yaml/, /readable|folder/);

  const unknown = home('llm: {provider: mistrall, model: x}\n');
  ran = await run(unknown, ['config', 'validate', '--json']);
  check('an unknown provider is a problem of llm.provider', ran.code === 1 && /"path":"llm\.provider"/.test(ran.out), ran.all);
  ran = await run(unknown, ['chat', '-m', 'hello']);
  check('chat with an unknown provider: exit 1', ran.code === 1, `exit ${ran.code}`);
  says('chat with an unknown provider', ran.err, /mistrall/, /llm\.provider/, /anthropic/, /openai/);

  ran = await run(home(), ['chat', '-m', 'hello'], {});
  check('chat without a model: exit 1', ran.code === 1, `exit ${ran.code}`);
  says('chat without a model', ran.err, /No model/, /llm\.provider/, /ANTHROPIC_API_KEY/);

  ran = await run(good, ['chat', '-m', 'hello after the settings']);
  check('a good chat after that', ran.code === 0 && /You said: hello after the settings/.test(ran.out), ran.all);
}

export async function usage(good) {
  const list = join(work, 'list.json');
  writeFileSync(list, '[\n1 ]');
  for (const [name, args, code, ...parts] of [
    ['an unknown command', ['chatt'], 2, /chatt/, /chat/, /--help/],
    ['an unknown option', ['chat', '--mesage', 'x'], 2, /--mesage/, /--message/, /--help/],
    ['chat -m with nothing', ['chat', '-m', ''], 2, /-m/, /empty/, /say/i],
    ['chat with an unknown conversation', ['chat', '-m', 'x', '--conversation', 'nope'], 2, /nope|conversation/, /conversations list|list/],
    ['chat with a repository that is not there', ['chat', '-m', 'x', '--repo', '/nonexistent/repo'], 2, /\/nonexistent\/repo/, /repos|folder|address/],
    ['an unknown skill', ['skills', 'run', 'code.serch', '--input', '{}'], 2, /code\.serch/, /code\.search/, /skills list/],
    ['input that is no JSON', ['skills', 'run', 'code.search', '--input', '{"query": hello}'], 2, /--input/, /JSON/, /line|column|position|expected/i],
    ['input that is a list', ['skills', 'run', 'code.search', '--input', '[1]'], [1, 2], /object/],
    ['an input file that is not there', ['skills', 'run', 'code.search', '--input', '@/nonexistent.json'], 2, /\/nonexistent\.json/],
    ['an input file that is a folder', ['skills', 'run', 'code.search', '--input', '@/tmp'], 2, /\/tmp/],
    ['an input file with a list', ['skills', 'run', 'code.search', '--input', '@LIST'], 1, /object/],
    ['a missing argument', ['skills', 'run', 'code.search', '--input', '{}'], 1, /query/, /requir|missing|needs/i],
    ['a folder that is not there', ['skills', 'run', 'code.search', '--input', '{"query":"x"}', '--repo', '/nonexistent'], 2, /\/nonexistent/, /folder/],
    ['a batch file that is not there', ['skills', 'run', 'code.search', '--batch', '/nonexistent.jsonl'], 2, /\/nonexistent\.jsonl/],
    ['plugins info of an unknown plugin', ['plugins', 'info', 'nope'], 2, /nope/, /plugins list/],
    ['status without a host', ['status'], 2, /start/, /running|host/],
    ['approvals without a host', ['approvals', 'approve', 'ABCD'], 2, /start/, /running|host/],
    ['a port that is no port', ['start', '--port', '99999'], 2, /99999/, /port/i],
    ['a port that is no number', ['start', '--port', 'http'], 2, /http/, /--port/],
    ['a command started by a skill', ['skills', 'list'], 2, /TELECODER_RUN/],
  ]) {
    args.forEach((one, at) => { if (one === '@LIST') args[at] = `@${list}`; });
    const ran = await run(name === 'status without a host' || name.startsWith('a port') || name.startsWith('approvals') ? home() : good, args,
      { env: name.startsWith('a command') ? { TELECODER_RUN: '1' } : {}, seconds: 30 });
    check(`${name}: exit ${code}`, [code].flat().includes(ran.code), `exit ${ran.code}`, ran.all.slice(0, 300));
    // What a skill says of its input is its result.
    const result = args[1] === 'run' && ran.code === 1;
    says(name, result ? ran.all : ran.err, ...parts);
    check(`${name}: nothing but the result on stdout`, result || ran.out === '', ran.out);
  }
}

export async function skills(good) {
  const folder = join(work, 'folder');
  mkdirSync(join(folder, 'src'), { recursive: true });
  mkdirSync(join(work, 'secrets'), { recursive: true });
  writeFileSync(join(folder, 'src/a.txt'), 'hello a\n');
  writeFileSync(join(work, 'secrets/key.txt'), 'TOP-SECRET-OUTSIDE\n');
  symlinkSync(join(work, 'secrets'), join(folder, 'out'));
  symlinkSync(join(work, 'secrets/key.txt'), join(folder, 'src/key.txt'));
  const skill = async (name, input) => {
    const ran = await run(good, ['skills', 'run', name, '--json', '--input', JSON.stringify(input), '--repo', folder]);
    let answer = {};
    try { answer = JSON.parse(ran.out); } catch { /* told by the checks */ }
    return { ...ran, answer };
  };
  for (const [name, skillName, input] of [
    ['reading ../x', 'code.read', { path: '../secrets/key.txt' }],
    ['reading an absolute path', 'code.read', { path: '/etc/passwd' }],
    ['reading through a link to a folder', 'code.read', { path: 'out/key.txt' }],
    ['reading a link to a file', 'code.read', { path: 'src/key.txt' }],
    ['writing ../x', 'code.edit', { edits: [{ path: '../x', old: '', new: 'y' }] }],
    ['writing through a link', 'code.edit', { edits: [{ path: 'out/new.txt', old: '', new: 'y' }] }],
    ['changing a link', 'code.edit', { edits: [{ path: 'src/key.txt', old: 'TOP', new: 'LOW' }] }],
    ['patching outside', 'code.edit', { patch: '*** Begin Patch\n*** Add File: ../x\n+y\n*** End Patch\n' }],
  ]) {
    const ran = await skill(skillName, input);
    check(`${name}: refused`, ran.code === 1 && ran.answer.succeeded === false, `exit ${ran.code}`, ran.all);
    says(`${name}: says so`, `${ran.answer.output ?? ''} ${ran.answer.error?.message ?? ''}`, /outside|not (in|inside)|symbolic link|leads/i, /workspace|folder|repository/i);
    check(`${name}: shows nothing`, !ran.all.includes('TOP-SECRET-OUTSIDE') && !ran.all.includes('root:x:'), ran.all);
  }
  const search = await skill('code.search', { query: 'TOP-SECRET', mode: 'text' });
  check('a search does not follow links out', search.code === 0 && search.answer.data?.total === 0, search.all);

  const batch = join(work, 'batch.jsonl');
  writeFileSync(batch, Buffer.concat([Buffer.from([
    JSON.stringify({ id: '1', workspace: folder, input: { query: 'hello' } }),
    '{"id": "2", "workspace": ',
    '[1, 2]',
    JSON.stringify({ id: '4', workspace: '/nonexistent', input: { query: 'hello' } }),
    JSON.stringify({ id: '5', workspace: folder, input: {} }),
    JSON.stringify({ id: '6', workspace: folder, user: 'nobody', input: { query: 'hello' } }),
    JSON.stringify({ id: '7', workspace: 7, input: { query: 'hello' } }),
    JSON.stringify({ id: '8', workspace: folder, input: 'hello' }), '']
    .join('\n')), Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a]),
  Buffer.from(`${JSON.stringify({ id: '10', workspace: folder, input: { query: 'hello' } })}\n`)]));
  const ran = await run(good, ['skills', 'run', 'code.search', '--batch', batch, '--json']);
  let answers = [];
  try { answers = ran.out.trim().split('\n').map((line) => JSON.parse(line)); } catch { /* told below */ }
  check('a batch with bad lines: exit 0 and ten answers', ran.code === 0 && answers.length === 10, `exit ${ran.code}, ${answers.length}`, ran.all);
  const of = (id) => answers.find((one) => one.id === id) ?? {};
  check('its good lines are answered', of('1').succeeded === true && of('10').succeeded === true, of('1'), of('10'));
  check('its bad lines say INPUT', answers.filter((one) => !['1', '10'].includes(one.id)).every((one) => one.succeeded === false && one.error?.kind === 'INPUT'
    && one.error.message.length > 20), answers.filter((one) => one.error?.kind !== 'INPUT'));

  const noSandbox = await run(good, ['skills', 'run', 'test.run', '--input', '{"command":"touch ran-outside"}', '--repo', folder, '--json'],
    { env: { PATH: without(['bwrap', 'docker']), DOCKER_HOST: 'unix:///nonexistent/docker.sock' } });
  check('no bwrap on the PATH: refused', noSandbox.code === 1 && /"succeeded":false/.test(noSandbox.out), noSandbox.all);
  says('no bwrap on the PATH: advice', noSandbox.all, /sandbox/, /bubblewrap/, /install/, /sandbox\.runtime/);
  check('and nothing ran', !existsSync(join(folder, 'ran-outside')), 'ran-outside is there');
}

/** A PATH on which some programs are missing and all others are there. */
export function without(programs) {
  const few = join(work, `path-${programs.join('-')}`);
  mkdirSync(few, { recursive: true });
  for (const folder of ['/usr/local/bin', '/usr/bin', '/bin']) {
    for (const name of readdirSync(folder)) {
      if (!programs.includes(name)) try { symlinkSync(join(folder, name), join(few, name)); } catch { /* it is there */ }
    }
  }
  return few;
}
