// What other programs can send wrong.
import { connect } from 'node:net';
import { check, says } from './lib.mjs';

export async function requests(host) {
  const id = await host.conversation();
  const messages = `/api/v1/conversations/${id}/messages`;
  const bad = async (name, status, call, ...parts) => {
    const answer = await call();
    check(`${name}: ${status}`, answer.status === status, answer.status, answer.text.slice(0, 300));
    check(`${name}: a problem in JSON`, answer.json?.status === status && /problem\+json/.test(answer.headers.get('content-type')), answer.text.slice(0, 300));
    says(name, answer.json?.detail ?? answer.text, ...parts);
    return answer;
  };
  await bad('a wrong token', 401, () => host.api('GET', '/api/v1/me', undefined, { token: 'wrong' }), /token/, /host\.json/);
  await bad('no token', 401, () => host.api('GET', '/api/v1/conversations', undefined, { token: '' }), /Log in/, /telecoder start|Bearer/);
  await bad('a token in another form', 401, () => host.api('GET', '/api/v1/me', undefined, { token: '', headers: { authorization: 'Basic eDp5' } }), /[Bb]earer|token/);
  await bad('an empty message', 422, () => host.api('POST', messages, { text: '  ' }), /text/, /empty/);
  await bad('no text at all', 422, () => host.api('POST', messages, { txt: 'hello' }), /text/);
  await bad('a text that is a number', 422, () => host.api('POST', messages, { text: { a: 1 } }), /text/);
  await bad('broken JSON', 422, () => host.api('POST', messages, '{"text": ', { raw: true }), /JSON/);
  await bad('a body that is a list', 422, () => host.api('POST', messages, '[1]', { raw: true }), /object/);
  await bad('invalid UTF-8', 422, () => host.api('POST', messages, Buffer.from([...Buffer.from('{"text":"a'), 0xff, 0xc3, 0x28, ...Buffer.from('"}')]), { raw: true }), /UTF-8/);
  await bad('an oversized body', 413, () => host.api('POST', messages, `{"text":"${'x'.repeat(40_000_000)}"}`, { raw: true }), /MB|bytes|large/i);
  await bad('a message over 100 kB', 422, () => host.api('POST', messages, { text: 'y'.repeat(100_001) }), /text/, /100[,.]?000/);
  await bad('an unknown route', 404, () => host.api('GET', '/api/v1/nothing'), /nothing|route|address|there is no/i);
  await bad('an unknown conversation', 404, () => host.api('GET', '/api/v1/conversations/nope/messages'), /conversation/);
  await bad('an unknown repository', 422, () => host.api('POST', '/api/v1/conversations', { repo: 'nobody/nothing-at-all' }), /nobody\/nothing-at-all/, /repos|url/i);
  await bad('an unknown skill', 404, () => host.api('POST', '/api/v1/skills/code.serch/run', { input: {} }), /skill/);
  await bad('an unknown question', 404, () => host.api('POST', '/api/v1/approvals/ABCD', { decision: 'deny' }), /ABCD|question|approval/);
  await bad('a wrong method', 405, () => host.api('DELETE', '/api/v1/me'), /DELETE|GET|method/i);
  await bad('another media type', 422, () => host.api('POST', messages, 'text=hello', { raw: true, headers: { 'content-type': 'application/x-www-form-urlencoded' } }), /JSON/i);
  const origin = await host.api('GET', '/api/v1/me', undefined, { headers: { origin: 'http://evil.example' } });
  check('a foreign origin: 403', origin.status === 403, origin.text);
  const skill = await host.api('POST', '/api/v1/skills/code.search/run', { input: { query: 5 } });
  check('a skill with wrong input: an answer of kind INPUT', skill.json?.error?.kind === 'INPUT' || skill.status === 422, skill.text.slice(0, 400));

  const large = await host.turn(`${'z'.repeat(99_000)} #${Math.random()}`);
  check('a message of 99 kB is taken whole', large.status === 'done', { status: large.status, posted: large.posted?.text });
  const kept = await host.api('GET', `/api/v1/conversations/${large.conversation}/messages`);
  check('and kept whole', kept.json.items.some((one) => one.markdown.length > 99_000), kept.text.length);
  const odd = await host.turn('tab\t, nul \u0000, bell \u0007, \u202e right to left, 😀, lone \ud800 half');
  check('control characters in a message do no harm', odd.status === 'done' || odd.posted?.status === 422 || odd.posted?.status === 400, { status: odd.status, posted: odd.posted?.text, text: odd.text });
  const garbage = await raw(host, Buffer.from([0x16, 0x03, 0x01, 0, 0, 13, 10, 13, 10]));
  check('bytes that are no HTTP: refused', garbage === '' || /^HTTP\/1\.1 400/.test(garbage), garbage.slice(0, 200));
  const long = await raw(host, `GET /api/v1/me?${'a'.repeat(200_000)} HTTP/1.1\r\nHost: x\r\n\r\n`);
  check('an address of 200 kB: refused', /^HTTP\/1\.1 4\d\d/.test(long) || long === '', long.slice(0, 200));
  check('and they tell no version of a library', !/jetty|javalin/i.test(garbage + long), (garbage + long).slice(0, 600));
  await host.stillGood('bad requests');
}

function raw(host, bytes) {
  return new Promise((done) => {
    const { hostname, port } = new URL(host.url);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let text = '';
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (piece) => { text += piece; if (text.length > 300) socket.end(); });
    socket.on('error', () => {});
    socket.on('close', () => done(text));
  });
}
