// A model server on loopback that plays the fault its last message names: "fault: NAME". Anything else gets a short answer.
// It keeps what it was asked, so that a check can count the tries.
import { createServer } from 'node:http';

const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

export const asked = new Map();   // message text -> [{bytes, at, messages}]

function last(messages) {
  for (let at = messages.length - 1; at >= 0; at--) {
    const { role, content } = messages[at];
    const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n');
    if (role === 'user' && text && !text.startsWith('[')) return { at, text };
  }
  return { at: 0, text: '' };
}

function problem(answer, status, error, headers = {}) {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error }));
}

function call(name, args) {
  return { calls: [{ index: 0, id: `call_${Math.random().toString(36).slice(2)}`, type: 'function', function: { name, arguments: args } }] };
}

/** What the tools said since the person spoke. */
function results(messages, at) {
  return messages.slice(at).filter((message) => message.role === 'tool').map((message) => String(message.content));
}

/** Faults that first ask for a tool and then tell what came of it. */
const TOOLS = {
  'broken arguments': ['code_search', '{"query": "hel'],
  'arguments that are a list': ['code_search', '[1, 2]'],
  'missing argument': ['code_search', '{"mode": "text"}'],
  'wrong type': ['code_search', '{"query": ["hello"], "limit": "many"}'],
  'unknown argument': ['code_search', '{"query": "hello", "colour": "red"}'],
  'unknown tool': ['code_serach', '{"query": "hello"}'],
  'empty tool name': ['', '{}'],
  'dots': ['code.search', '{"query": "hello"}'],
  'path outside': ['code_read', '{"path": "../../../../../../etc/passwd"}'],
  'edit outside': ['code_edit', '{"edits": [{"path": "../outside.txt", "old": "", "new": "x"}]}'],
  'no such repository': ['repo_setup', '{"url": "http://127.0.0.1:9/nobody/nothing.git"}'],
  'unknown repository': ['repo_setup', '{"name": "nobody/nothing"}'],
  'run a test': ['test_run', '{"command": "echo ran"}'],
};

async function play(fault, request, made, tries, answer, send, body) {
  const [name, argument] = fault.split('=').map((word) => word.trim());
  if (TOOLS[name]) return made.length ? { text: `TOOL SAID ${made.at(-1)}` } : call(...TOOLS[name]);
  switch (name) {
    case '401': problem(answer, 401, { message: `Incorrect API key provided: ${request.key}.`, code: 'invalid_api_key' }); return null;
    case '429': if (tries > 1) return { text: 'after the pause' };
      problem(answer, 429, { message: 'Rate limit reached' }, { 'retry-after': '1' }); return null;
    case '429 long': problem(answer, 429, { message: 'You exceeded your quota' }, { 'retry-after': '7200' }); return null;
    case '500': problem(answer, 500, { message: 'Internal <b>error</b>' }); return null;
    case '502': answer.writeHead(502, { 'content-type': 'text/html' }).end('<html><body><h1>Bad gateway</h1></body></html>'); return null;
    case '529': if (tries > 2) return { text: 'after two overloads' };
      problem(answer, 529, { message: 'Overloaded', type: 'overloaded_error' }); return null;
    case 'unknown model': problem(answer, 404, { message: 'The model does not exist', code: 'model_not_found' }); return null;
    case 'too long': if (body.length < Number(argument)) return { text: `it fitted in ${body.length}` };
      problem(answer, 400, { message: "This model's maximum context length is exceeded", code: 'context_length_exceeded' }); return null;
    case 'empty once': return { text: tries > 1 ? 'now with words' : '' };
    case 'empty': return { text: '' };
    case 'cut': if (tries > 1 && argument !== 'ever') return { text: 'whole at last' };
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      send({ content: 'The first half of ' }); await sleep(50); answer.destroy(); return null;
    case 'garbage': answer.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.write('data: {"choices":[{"delta":\n\n'); answer.end(Buffer.from([0, 255, 254, 13, 10, 65, 0, 10])); return null;
    case 'hang': return null;
    case 'slow': return { text: 'This answer takes its time and is whole in the end.', slow: Number(argument) };
    case 'megabyte': return { text: 'word '.repeat(200_000) };
    case 'refused': return { text: '', finish: 'content_filter' };
    default: return { text: `no such fault: ${fault}` };
  }
}

export function start() {
  const server = createServer(async (incoming, answer) => {
    const pieces = [];
    for await (const piece of incoming) pieces.push(piece);
    const body = Buffer.concat(pieces).toString();
    if (!incoming.url.endsWith('/chat/completions')) {
      answer.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'fault-1' }] }));
      return;
    }
    const request = JSON.parse(body);
    request.key = (incoming.headers.authorization ?? '').replace('Bearer ', '');
    const { at, text: whole } = last(request.messages);
    // What the host adds to a message, such as that the answer was empty, does not make it another one.
    const text = whole.split('\n')[0];
    asked.set(text, [...asked.get(text) ?? [], { bytes: body.length, at: Date.now(), messages: request.messages }]);
    const send = (delta, finish = null) => answer.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk',
      model: 'fault-1', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`);
    const fault = /fault: ([^\n#]+)/.exec(text)?.[1].trim();
    const reply = fault ? await play(fault, request, results(request.messages, at), asked.get(text).length, answer, send, body)
      : { text: `You said: ${text.slice(0, 60)}` };
    if (!reply) return;
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    if (reply.calls) {
      send({ role: 'assistant', tool_calls: reply.calls });
      send({}, 'tool_calls');
    } else {
      for (const piece of reply.text.match(reply.slow ? /.{1,6}/gs : /.{1,2000}/gs) ?? []) {
        send({ content: piece });
        if (reply.slow) await sleep(reply.slow);
      }
      send({}, reply.finish ?? 'stop');
    }
    answer.end('data: [DONE]\n\n');
  });
  return new Promise((done) => { server.listen(0, '127.0.0.1', () => done(server)); });
}
