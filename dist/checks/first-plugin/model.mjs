// A model on loopback, speaking Chat Completions, that does what a real one does with a skill it was not shown: it looks for it
// with skills_find, runs what it found with skills_call, and answers with the result.
//
//   node model.mjs QUERY INPUT LOG     prints "ready PORT"; each tool it asks for is a line in LOG
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [query, input, log] = process.argv.slice(2);

function next({ messages }) {
  const results = messages.filter((message) => message.role === 'tool').map((message) => String(message.content));
  if (results.length === 0) return { name: 'skills_find', arguments: { query } };
  if (results.length === 1) {
    const found = /\b[a-z][a-z0-9-]*\.[a-z0-9-]+\b/.exec(results[0]);
    return found ? { name: 'skills_call', arguments: { name: found[0], input: JSON.parse(input) } } : { text: `Nothing found: ${results[0]}` };
  }
  return { text: `The skill says: ${results[1]}` };
}

const server = createServer(async (incoming, answer) => {
  let body = '';
  for await (const piece of incoming) body += piece;
  if (incoming.url.endsWith('/models')) {
    answer.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'finder-1' }] }));
    return;
  }
  const reply = next(JSON.parse(body));
  answer.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (delta, finish = null) => answer.write(`data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'finder-1',
    choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`);
  if (reply.name) {
    appendFileSync(log, `${reply.name} ${JSON.stringify(reply.arguments)}\n`);
    send({ role: 'assistant', tool_calls: [{ index: 0, id: `call_${Date.now()}`, type: 'function',
      function: { name: reply.name, arguments: JSON.stringify(reply.arguments) } }] });
    send({}, 'tool_calls');
  } else {
    send({ content: reply.text });
    send({}, 'stop');
  }
  answer.write(`data: ${JSON.stringify({ id: 'c1', choices: [], usage: { prompt_tokens: 100, completion_tokens: 20 } })}\n\n`);
  answer.end('data: [DONE]\n\n');
});
server.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
