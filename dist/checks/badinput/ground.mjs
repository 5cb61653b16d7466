// What can be wrong with the machine and the files: homes, ports, the database, jars, the disk.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { check, says, skip, run, home, homes, work, Host, telecoder, sleep } from './lib.mjs';
import { without } from './commands.mjs';

const bare = ['setpriv', '--inh-caps=-all', '--bounding-set=-all', '--'];

export async function places(host, good) {
  let ran = await run(good, ['start', '--port', '0'], { seconds: 20 });
  check('a second host on one home: exit 2', ran.code === 2, `exit ${ran.code}`);
  says('a second host on one home', ran.err, /running already/, new RegExp(`\\b${host.pid}\\b`), /127\.0\.0\.1/);
  await host.stillGood('a second host');

  const port = Number(new URL(host.url).port);
  ran = await run(home(), ['start', '--port', String(port)], { seconds: 20 });
  check('a port in use: exit 2', ran.code === 2, `exit ${ran.code}`);
  says('a port in use', ran.err, new RegExp(String(port)), /taken/, /--port/, /server\.port/);

  const parent = join(work, 'closed');
  mkdirSync(parent, { mode: 0o555 });
  for (const command of [['start', '--port', '0'], ['skills', 'list'], ['chat', '-m', 'hi']]) {
    ran = await run(join(parent, 'home'), command, { before: bare, seconds: 20 });
    check(`${command[0]} in a home that cannot be made: exit 2`, ran.code === 2, `exit ${ran.code}`);
    says(`${command[0]} in a home that cannot be made`, ran.err, /closed\/home/, /cannot be (made|written)/, /TELECODER_HOME/);
  }
  const file = join(work, 'a-file');
  writeFileSync(file, 'x');
  ran = await run(file, ['start', '--port', '0'], { seconds: 20 });
  check('a home that is a file: exit 2', ran.code === 2, `exit ${ran.code}`);
  says('a home that is a file', ran.err, /a-file/, /TELECODER_HOME/);

  const fixed = home();
  if (mount(['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', fixed])) {
    try {
      execFileSync('mount', ['-o', 'remount,ro', fixed]);
      for (const command of [['start', '--port', '0'], ['skills', 'list', '--json'], ['config', 'validate']]) {
        ran = await run(fixed, command, { seconds: 20 });
        check(`${command[0]} in a read-only home: exit 2`, ran.code === 2 || (command[0] === 'config' && ran.code === 0), `exit ${ran.code}`);
        says(`${command[0]} in a read-only home`, ran.err, ...command[0] === 'config' && ran.code === 0 ? [/config\.yaml/] : [/home-\d+/, /written|read-only/i, /TELECODER_HOME/]);
      }
    } finally {
      execFileSync('umount', ['-l', fixed]);
    }
  } else {
    skip('a read-only home', 'nothing can be mounted here');
  }
}

function mount(args) {
  try {
    execFileSync('mount', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export async function database() {
  const broken = home('server: {port: 0}\n');
  await run(broken, ['conversations', 'list', '--json']);
  const file = join(broken, 'data/telecoder.db');
  const bytes = existsSync(file) ? statSync(file).size : 0;
  const garbage = Buffer.alloc(Math.max(bytes, 8192), 'garbage ');
  writeFileSync(file, garbage);
  for (const command of [['start'], ['conversations', 'list'], ['chat', '-m', 'hi']]) {
    const ran = await run(broken, command, { seconds: 20 });
    check(`${command[0]} with a broken database: exit 2`, ran.code === 2, `exit ${ran.code}`);
    says(`${command[0]} with a broken database`, ran.err, /telecoder\.db/, /damaged|no database/, /backups|copy/);
  }
  check('and the broken file is left as it was', readFileSync(file).equals(garbage), `${statSync(file).size}`);

  const newer = home('server: {port: 0}\n');
  await run(newer, ['conversations', 'list']);
  const sql = 'import sqlite3,sys\nc=sqlite3.connect(sys.argv[1])\nc.execute("insert into schema_version values (999,\'V999\',\'x\',\'2030-01-01T00:00:00Z\')")\nc.commit()';
  execFileSync('python3', ['-c', sql, join(newer, 'data/telecoder.db')]);
  for (const command of [['start'], ['conversations', 'list']]) {
    const ran = await run(newer, command, { seconds: 20 });
    check(`${command[0]} with a newer database: exit 2`, ran.code === 2, `exit ${ran.code}`);
    says(`${command[0]} with a newer database`, ran.err, /newer TeleCoder/, /999/, /[Ii]nstall|copy/);
  }
}

/** Broken jars beside a good one, and a good one that turns bad while the host runs. */
export async function jars(config) {
  const one = home(config);
  const plugins = join(one, 'plugins');
  mkdirSync(plugins, { recursive: true });
  writeFileSync(join(plugins, 'garbage.jar'), Buffer.alloc(5000, 'not a zip '));
  writeFileSync(join(plugins, 'empty.jar'), '');
  const bundled = join(telecoder, '../../plugins');
  const any = readdirSync(bundled).find((name) => /skills-code.*\.(jar|zip)$/.test(name));
  const whole = readFileSync(join(bundled, any));
  writeFileSync(join(plugins, 'half.jar'), whole.subarray(0, whole.length / 2));
  execFileSync('python3', ['-c', 'import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1],"w")\nz.writestr("META-INF/MANIFEST.MF","Manifest-Version: 1.0\\n\\n")\nz.close()',
    join(plugins, 'plain.jar')]);
  execFileSync('python3', ['-c', 'import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1],"w")\nz.writestr("META-INF/MANIFEST.MF","Manifest-Version: 1.0\\nPlugin-Id: lost-class\\nPlugin-Version: 1.0.0\\nPlugin-Class: no.such.Plugin\\n\\n")\nz.close()',
    join(plugins, 'lost.jar')]);
  let ran = await run(one, ['plugins', 'list', '--json']);
  let list = [];
  try { list = JSON.parse(ran.out); } catch { /* told by the checks */ }
  check('broken jars: the list is there', ran.code === 0 && list.length > 5, ran.all.slice(0, 500));
  for (const name of ['garbage', 'empty', 'half', 'plain', 'lost']) {
    const found = list.find((entry) => [entry.id, entry.reason].some((text) => text?.includes(name)));
    check(`${name}.jar is listed as refused or faulty`, ['refused', 'faulty'].includes(found?.state), found ?? list.filter((entry) => entry.state !== 'started'));
    says(`${name}.jar: why, and what to do`, `${found?.id} ${found?.reason}`, new RegExp(name), /jar|plugin|class|archive|zip/i, /remove|download|build|install|again|ask|copy|set/i);
  }
  check('and all others are started', list.filter((entry) => entry.source === 'bundled').every((entry) => ['started', 'idle'].includes(entry.state)),
    list.filter((entry) => !['started', 'idle'].includes(entry.state)));

  const host = await Host.start(one);
  const status = await host.api('GET', '/readyz');
  check('a host with five broken jars is ready', status.status === 200, status.text);
  const good = await host.turn('fault: broken arguments');
  check('and works', good.status === 'done', good.status);
  writeFileSync(join(plugins, 'late.jar'), Buffer.alloc(5000, 'not a zip '));
  await sleep(1500);
  await host.stillGood('a jar that appeared broken');
  await host.stop();

  const mine = home(config);
  mkdirSync(join(mine, 'plugins'), { recursive: true });
  const example = join(telecoder, '../../../../../examples/todo-skill/target');
  const todo = existsSync(example) ? readdirSync(example).find((name) => /todo.*\.jar$/.test(name) && !/sources|javadoc|original/.test(name)) : null;
  if (!todo) {
    skip('a jar replaced by garbage while it runs', 'the example is not built');
    return;
  }
  copyFileSync(join(example, todo), join(mine, 'plugins', todo));
  const running = await Host.start(mine);
  const call = () => running.api('POST', '/api/v1/skills/todo.count/run', { input: {} });
  const before = await running.api('GET', '/api/v1/plugins');
  const id = before.json.items.find((entry) => entry.source === 'user')?.id;
  check('a plugin of the user runs', before.json.items.find((entry) => entry.id === id)?.state === 'started', before.json.items.filter((entry) => entry.source === 'user'));
  await call();
  writeFileSync(join(mine, 'plugins', todo), Buffer.alloc(20000, 'garbage '));
  const after = await call();
  check('its jar replaced by garbage: a call is answered all the same', after.status < 500, after.text.slice(0, 500));
  await running.stillGood('a jar replaced by garbage');
  const others = await running.api('GET', '/api/v1/plugins');
  check('no other plugin is disturbed', others.json.items.filter((entry) => entry.source === 'bundled').every((entry) => ['started', 'idle'].includes(entry.state)), others.text.slice(0, 800));
  await running.stop();
  ran = await run(mine, ['plugins', 'list', '--json']);
  check('after a restart it is refused with a reason', ran.code === 0 && JSON.parse(ran.out).some((entry) => entry.source === 'user' && ['refused', 'faulty'].includes(entry.state)
    && entry.reason.length > 20), ran.out.slice(-800));
}

export async function noGit(config, repository) {
  const host = await Host.start(home(config), { env: { PATH: without(['git']) } });
  check('without git the host starts', host.code === undefined, host.said);
  await host.stillGood('a start without git');
  const id = (await host.api('POST', '/api/v1/conversations', { repo: repository })).json?.id;
  if (id) {
    const turn = await host.turn(`fault: run a test #${Math.random()}`, { conversation: id });
    check('without git: a turn on a repository ends', ['done', 'failed'].includes(turn.status), turn.status);
    says('without git: clear if it matters', turn.text, /ran|git/);
  }
  await host.stop();
}

export async function fullDisk(config) {
  const small = home(config);
  if (!mount(['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', small])) {
    skip('a full disk', 'nothing can be mounted here');
    return;
  }
  homes.push(`${small}-kept`);
  try {
    writeFileSync(join(small, 'config.yaml'), config, { mode: 0o600 });
    const host = await Host.start(small);
    const id = await host.conversation();
    const first = await host.turn(`before the disk is full #${Math.random()}`, { conversation: id });
    check('a small disk: works while there is room', first.status === 'done', first.status);
    fill(small);
    let refused = null;
    const taken = [];
    for (let n = 0; n < 30 && !refused; n++) {
      fill(small);
      const posted = await host.api('POST', `/api/v1/conversations/${id}/messages`, { text: `number ${n} ${'x'.repeat(60_000)}` });
      if (posted.status === 202) taken.push(posted.json.message); else refused = posted;
      await sleep(100);
    }
    check('a full disk: the message is refused, not lost in silence', refused && [503, 507].includes(refused.status), refused ?? `taken ${taken.length}`);
    says('a full disk: a clear message', refused?.json?.detail ?? refused?.text ?? '', /full/, /telecoder\.db|disk/, /[Ff]ree/);
    check('a full disk: the host is up', (await host.api('GET', '/healthz')).status === 200, 'healthz');
    const command = await run(small, ['conversations', 'list', '--json']);
    check('a full disk: reading works', command.code === 0 && command.out.includes(id), command.all.slice(0, 400));
    execFileSync('rm', [join(small, 'filler')]);
    let after = { status: 'none' };
    for (let n = 0; n < 5 && after.status !== 'done'; n++) after = await host.turn(`after #${Math.random()}`, { seconds: 20 });
    check('with room again: it works, without a restart', after.status === 'done', { status: after.status, text: after.text, posted: after.posted?.text });
    const list = await host.api('GET', `/api/v1/conversations/${id}/messages?limit=100`);
    check('nothing that was taken is lost', taken.every((message) => list.json.items.some((one) => one.id === message)), `${taken.length} taken`);
    let open = [];
    for (let n = 0; n < 100; n++) {
      open = (await host.api('GET', `/api/v1/conversations/${id}/messages?limit=100`)).json.items;
      if (open.filter((one) => one.role === 'assistant' || one.role === 'system').some((one) => Date.parse(one.sent_at) > Date.now() - 20_000)) break;
      await sleep(100);
    }
    const shutdown = await host.stop();
    check('and it ends in order', shutdown < 5000, `${shutdown} ms`);
    const started = await Host.start(small);
    check('and starts again', started.code === undefined, started.said);
    const again = await started.turn(`again #${Math.random()}`, { conversation: id, seconds: 30 });
    check('the conversation on the full disk goes on', again.status === 'done' && again.text.includes('You said'), { status: again.status, text: again.text });
    fill(small);
    await started.stop('SIGKILL');
    const full = await run(small, ['start'], { seconds: 10 });
    check('start on a full disk: serves, or exit 2 with the reason', full.code === 'SIGKILL' || (full.code === 2 && /full|space/i.test(full.err)), `exit ${full.code}`, full.err);
    execFileSync('cp', ['-r', small, `${small}-kept`]);
  } finally {
    execFileSync('umount', ['-l', small]);
  }
}

function fill(folder) {
  try {
    execFileSync('sh', ['-c', `cat /dev/zero >> '${folder}/filler'`], { stdio: 'ignore' });
  } catch {
    // it is full
  }
}
