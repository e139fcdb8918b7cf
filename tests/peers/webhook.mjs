#!/usr/bin/env node
/**
 * A receiver of webhooks: webhook.mjs PORT FILE [--fail N]
 * Appends every request as one JSON line to FILE; answers 500 to the first N, then 204.
 * PORT 0 takes a free one. Prints `listening PORT`.
 */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file, flag, count] = process.argv.slice(2);
if (!file || (flag && flag !== '--fail')) {
  console.error('usage: webhook.mjs PORT FILE [--fail N]');
  process.exit(2);
}
let failures = Number(count ?? 0);

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function receive(request, response) {
  const status = failures-- > 0 ? 500 : 204;
  const { method, url, headers } = request;
  const entry = { at: new Date().toISOString(), method, url, headers, body: await body(request), status };
  appendFileSync(file, `${JSON.stringify(entry)}\n`);
  response.writeHead(status).end();
}

const server = createServer(receive);
server.listen(Number(port), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
