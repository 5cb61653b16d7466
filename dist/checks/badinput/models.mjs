// What a model can do wrong.
import { check, says, run, sleep, SECRET, Host } from './lib.mjs';
import { asked } from './model.mjs';

export async function models(host, repository) {
  const faults = async (name, status, ...parts) => {
    const turn = await host.turn(`fault: ${name} #${Math.random()}`);
    check(`${name}: the turn ends ${status}`, turn.status === status, { status: turn.status, text: turn.text.slice(0, 400) });
    says(`${name}: a clear message`, turn.text.slice(0, 3000), ...parts);
    return turn;
  };
  await faults('401', 'failed', /refused the API key/, /401/, /llm\.api_key/, /config\.yaml/);
  await host.stillGood('401');
  await faults('429', 'done', /after the pause/);
  await faults('429 long', 'failed', /429/, /2 hours/, /later|llm/, /quota/);
  const began = Date.now();
  await faults('500', 'failed', /500/, /4 times|again/i, /later|llm\./);
  check('500 for ever: given up within half a minute', Date.now() - began < 30_000, `${Date.now() - began} ms`);
  await faults('502', 'failed', /502/);
  await faults('529', 'done', /after two overloads/);
  await faults('unknown model', 'failed', /404/, /llm\.model/);
  await host.stillGood('the status codes');

  await faults('empty once', 'done', /now with words/);
  await faults('empty', 'done', /no answer/, /again/);
  await faults('refused', 'done', /withheld/);
  const cut = await faults('cut', 'done', /^whole at last$/);
  check('cut: the half that came is not in the answer twice', !/first half/.test(cut.text), cut.text);
  await faults('cut = ever', 'failed', /broke off|cut off|in the middle/i, /again|later|base_url/i);
  await faults('garbage', 'failed', /no JSON/, /base_url/);
  const much = await host.turn(`fault: megabyte #${Math.random()}`);
  check('a megabyte of text: done, and whole', much.status === 'done' && much.text.length >= 999_000, `${much.status} ${much.text.length}`);
  await host.stillGood('odd answers');

  const tool = async (name, ...parts) => faults(name, 'done', /TOOL SAID/, ...parts);
  await tool('broken arguments', /code[._]search/, /JSON/, /again|complete/i);
  await tool('arguments that are a list', /code[._]search/, /object/);
  await tool('missing argument', /query/, /requir|missing|needs/i);
  await tool('wrong type', /query/, /text|string/i);
  await tool('unknown argument', /colour|hello/);
  await tool('unknown tool', /code_serach/, /did you mean|code[._]search/i);
  await tool('empty tool name', /skills[._]find|no (skill|name)/i);
  await host.stillGood('odd calls');

  const inRepo = async (name, ...parts) => {
    const id = await host.conversation({ repo: repository });
    const turn = await host.turn(`fault: ${name} #${Math.random()}`, { conversation: id });
    check(`${name}: the turn goes on`, turn.status === 'done', { status: turn.status, text: turn.text });
    says(`${name}: a clear result`, turn.text, /TOOL SAID/, ...parts);
  };
  await inRepo('dots', /hello/);
  await inRepo('path outside', /outside|not (in|inside)/i, /path|workspace|repository/i);
  await inRepo('edit outside', /outside/i, /\.\.\/outside\.txt/);
  await tool('no such repository', /127\.0\.0\.1/, /cannot|could not|unreachable|refused/i, /check|address|url/i);
  await tool('unknown repository', /nobody\/nothing/, /repos|config\.yaml|url/i);

  await longPrompt(host);
  await hanging(host);
}

async function longPrompt(host) {
  const id = await host.conversation();
  for (let n = 0; n < 4; n++) await host.turn(`remember ${n} ${'lorem ipsum dolor '.repeat(1500)}`, { conversation: id });
  const message = `fault: too long=45000 #${Math.random()}`;
  const turn = await host.turn(message, { conversation: id });
  check('a prompt too long: it is made shorter until it fits', turn.status === 'done' && /it fitted/.test(turn.text),
    { status: turn.status, text: turn.text, bytes: (asked.get(message) ?? []).map((one) => one.bytes) });
  const never = await host.turn(`fault: too long=1 #${Math.random()}`, { conversation: id });
  check('one that never fits: the turn fails', never.status === 'failed', never.status);
  says('one that never fits: a clear message', never.text, /does not fit/, /\/new|shorter|llm\.model/);
  const kept = await host.api('GET', `/api/v1/conversations/${id}/messages?limit=50`);
  check('and nothing of the conversation is lost', kept.json.items.filter((one) => one.role === 'user').length === 6, kept.text.slice(0, 200));
  await host.stillGood('a prompt too long');
}

async function hanging(host) {
  const id = await host.conversation();
  const turning = host.turn(`fault: hang #${Math.random()}`, { conversation: id, seconds: 30 });
  for (let n = 0; n < 100 && ![...asked.keys()].some((text) => text.startsWith('fault: hang')); n++) await sleep(50);
  const other = await host.turn(`meanwhile #${Math.random()}`);
  check('while a model hangs, other conversations go on', other.status === 'done', other.status);
  const stop = await host.api('POST', `/api/v1/conversations/${id}/stop`, {});
  const turn = await turning;
  check('a model that hangs: /stop ends it', stop.status === 200 && turn.status === 'stopped', { stop: stop.status, turn: turn.status });
  await host.stillGood('a hang');
}

/** SIGTERM in the middle of an answer. */
export async function shutdown(inHome) {
  let host = await Host.start(inHome);
  const id = await host.conversation();
  const text = `fault: slow=400 #${Math.random()}`;
  const posted = await host.api('POST', `/api/v1/conversations/${id}/messages`, { text });
  for (let n = 0; n < 100 && !asked.has(text); n++) await sleep(50);
  await sleep(600);
  const ms = await host.stop();
  check('SIGTERM in the middle of an answer ends within 5 s', ms < 5000, `${ms} ms, exit ${host.code}`);
  check('and leaves with a clean exit', [0, 143].includes(host.code), `exit ${host.code}`, host.said.slice(-500));
  host = await Host.start(inHome);
  let answers = [];
  for (let n = 0; n < 200 && !answers.length; n++) {
    const list = await host.api('GET', `/api/v1/conversations/${id}/messages`);
    answers = list.json.items.filter((one) => one.role === 'assistant');
    if (!answers.length) await sleep(100);
  }
  check('after the restart the turn goes on and answers once, whole', answers.length === 1
    && answers[0].markdown === 'This answer takes its time and is whole in the end.' && answers[0].turn === posted.json.turn, answers);
  await host.stillGood('a restart');
  await host.stop();
}

export async function noKeyShown(inHome) {
  const shown = await run(inHome, ['config', 'show', '--json']);
  check('config show hides the key', shown.code === 0 && !shown.all.includes(SECRET) && /\*\*\*/.test(shown.out), shown.all);
}
