#!/usr/bin/env node
/** A proxy before hsd that gives its REST interface and no RPC: rest_only.mjs UPSTREAM STATUS. Prints `listening PORT`. */
import { createServer, request as httpRequest } from 'node:http';

const [upstream, status = '403'] = process.argv.slice(2);

createServer((request, response) => {
  if (request.method !== 'GET') {
    request.resume();
    response.writeHead(Number(status), { 'content-type': 'text/plain' }).end('no RPC here\n');
    return;
  }
  const { host, ...headers } = request.headers;
  const passed = httpRequest(new URL(request.url, upstream), { headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  passed.end();
}).listen(0, '127.0.0.1', function listening() { console.log(`listening ${this.address().port}`); });

// Whoever started it holds its output; it ends with them.
process.stdout.on('error', () => process.exit(0));
setInterval(() => process.stdout.write('\n'), 200);
