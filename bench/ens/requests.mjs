/** What a program asks a node for: written down on the way, and asked again by curl, which throws the answers away. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { join } from 'node:path';
import { run } from './processes.mjs';

async function bodyOf(message) {
  const parts = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
}

/** A proxy before `node` that keeps the requests that went through it, and how many of them at once. */
export async function recorder(node) {
  const agent = new Agent({ keepAlive: true });
  const heard = { bodies: [], octets: 0, atOnce: 0 };
  let open = 0;
  const server = createServer(async (ask, answer) => {
    const body = await bodyOf(ask);
    heard.bodies.push(body);
    heard.atOnce = Math.max(heard.atOnce, ++open);
    const headers = { ...ask.headers, host: new URL(node).host, 'content-length': body.length };
    const onward = request(node, { method: ask.method, headers, agent }, (reply) => {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.on('data', (part) => { heard.octets += part.length; });
      reply.on('end', () => { open--; });
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    onward.end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    agent.destroy();
    return heard;
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

/** Writes the requests down as one configuration of curl; its path. */
export function script(directory, node, bodies) {
  mkdirSync(directory, { recursive: true });
  const entries = bodies.map((body, i) => {
    const file = join(directory, `${i}.json`);
    writeFileSync(file, body);
    return ['silent', 'fail', `url = "${node}"`, 'header = "content-type: application/json"',
      `data-binary = "@${file}"`, 'output = "/dev/null"', ''].join('\n');
  });
  const path = join(directory, 'requests.conf');
  writeFileSync(path, entries.join('next\n'));
  return path;
}

/** Seconds until the node has served them, as many at once as the program had. */
export async function serve(path, atOnce) {
  return (await run('curl', ['--parallel', '--parallel-immediate', '--parallel-max', `${atOnce}`, '-K', path])).wall;
}
