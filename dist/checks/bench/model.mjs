// A model for the benchmarks: Chat Completions on loopback, each answer after a given time. Its steps follow from the last message:
// "edit" makes one code_edit, "run: COMMAND" one test_run, anything else is answered at once.
//
//   node model.mjs MILLISECONDS        prints "ready PORT"
import { createServer } from 'node:http';

const latency = Number(process.argv[2] ?? 0);
const chunk = (choices, rest = {}) => `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'bench-1', choices, ...rest })}\n\n`;

function next({ messages }) {
  const last = messages.at(-1);
  if (last.role === 'tool') return {};
  const text = typeof last.content === 'string' ? last.content : (last.content ?? []).map((part) => part.text ?? '').join('');
  const run = /run: (.+)/.exec(text);
  if (run) return { name: 'test_run', args: { command: run[1] } };
  if (/\bedit\b/.test(text)) return { name: 'code_edit', args: { edits: [{ path: `note-${messages.length}.txt`, old: '', new: 'noted\n' }] } };
  return {};
}

createServer((incoming, answer) => {
  const pieces = [];
  incoming.on('data', (piece) => pieces.push(piece));
  incoming.on('end', () => {
    const reply = next(JSON.parse(Buffer.concat(pieces).toString()));
    const calls = reply.name ? [{ index: 0, id: `call_${Date.now()}`, type: 'function', function: { name: reply.name, arguments: JSON.stringify(reply.args) } }] : null;
    const body = chunk([{ index: 0, delta: calls ? { role: 'assistant', tool_calls: calls } : { role: 'assistant', content: 'Hello there.' } }])
      + chunk([{ index: 0, delta: {}, finish_reason: calls ? 'tool_calls' : 'stop' }])
      + chunk([], { usage: { prompt_tokens: 100, completion_tokens: 3 } }) + 'data: [DONE]\n\n';
    const send = () => {
      answer.writeHead(200, { 'content-type': 'text/event-stream' });
      answer.end(body);
    };
    if (latency > 0) setTimeout(send, latency); else send();
  });
}).listen(0, '127.0.0.1', 2048, function ready() { console.log(`ready ${this.address().port}`); });
