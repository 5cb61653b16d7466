// A model for checks: a server on loopback that speaks Chat Completions and answers by a pattern over the request, so that
// what it does next depends on nothing but the conversation it is shown.
//
//   node model.mjs PORT        prints "ready PORT"; port 0 takes a free one
//
// What a message that contains these words leads to:
//   long story        an answer of some forty sentences, over about three seconds
//   push              an edit of notes.txt, a commit on telecoder/…, a push, an answer
//   hang              no answer at all
//   run: COMMAND      test_run with that command, then an answer with its exit code
// and anything else to a short answer.
import { createServer } from 'node:http';

const STORY = Array.from({ length: 40 }, (_, n) => `Sentence ${n + 1} of the story tells of a cart with ${n + 2} wheels.`);
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

function lastUser(messages) {
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = messages[at];
    const text = typeof message.content === 'string' ? message.content : (message.content ?? []).map((part) => part.text ?? '').join('');
    if (message.role === 'user' && text) return { at, text };
  }
  return { at: 0, text: '' };
}

/** What was called since the person last spoke, with its result. */
function calls(messages, from) {
  const made = [];
  for (const message of messages.slice(from)) {
    for (const call of message.tool_calls ?? []) {
      const result = messages.find((other) => other.role === 'tool' && other.tool_call_id === call.id);
      made.push({ id: call.id, name: call.function.name, result: result ? String(result.content) : null });
    }
  }
  return made;
}

function tool(name, args, number) {
  return { tool: { id: `call_${Date.now().toString(36)}_${number}`, name, args: JSON.stringify(args) } };
}

function next(request) {
  const { at, text } = lastUser(request.messages);
  const made = calls(request.messages, at);
  const users = request.messages.filter((message) => message.role === 'user').length;
  if (/long story/i.test(text)) return { text: STORY.join(' '), slow: true };
  if (/\bhang\b/i.test(text)) return { hang: true };
  const run = /run: (.+)/.exec(text);
  if (run) {
    if (!made.length) return tool('test_run', { command: run[1] }, 1);
    return { text: `It ended: ${made[0].result.slice(0, 200)}` };
  }
  if (/push/i.test(text)) {
    if (made.length === 0) return tool('code_edit', { edits: [{ path: `note-${users}.txt`, old: '', new: `noted ${users}\n` }] }, 1);
    if (made.length === 1) return tool('git_commit', { message: `Note ${users}`, branch: `telecoder/note-${users}`, push: true }, 2);
    return { text: /said no|denied|not allowed/i.test(made[1].result) ? 'You said no, so nothing was pushed.' : 'The note is pushed.' };
  }
  return { text: `That were ${text.length} characters. There is nothing to do.` };
}

const server = createServer(async (incoming, answer) => {
  let body = '';
  for await (const piece of incoming) body += piece;
  if (incoming.url.endsWith('/models')) {
    answer.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'pattern-1' }] }));
    return;
  }
  const reply = next(JSON.parse(body));
  if (reply.hang) return;
  answer.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (delta, finish = null) => answer.write(`data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'pattern-1',
    choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`);
  if (reply.tool) {
    send({ role: 'assistant', tool_calls: [{ index: 0, id: reply.tool.id, type: 'function', function: { name: reply.tool.name, arguments: reply.tool.args } }] });
    send({}, 'tool_calls');
  } else {
    const pieces = reply.text.match(/.{1,12}/gs) ?? [];
    for (const piece of pieces) {
      send({ content: piece });
      if (reply.slow) await sleep(3000 / pieces.length);
    }
    send({}, 'stop');
  }
  answer.write(`data: ${JSON.stringify({ id: 'c1', choices: [], usage: { prompt_tokens: Math.ceil(body.length / 4), completion_tokens: 20 } })}\n\n`);
  answer.end('data: [DONE]\n\n');
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log(`ready ${server.address().port}`));
