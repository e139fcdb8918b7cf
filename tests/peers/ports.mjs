/** Ports of a lab: free ones at the first start, the same ones ever after. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { readJson, writeJson } from './layout.mjs';

const NAMES = ['eth', 'polygon', 'base', 'sonic', 'hns', 'hnsWallet', 'hnsPeer', 'hnsBrontide', 'dns'];

function listen() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => done(server));
  });
}

/** All are held open until all are known, so no port comes twice. */
async function chooseFree() {
  const servers = await Promise.all(NAMES.map(listen));
  const ports = Object.fromEntries(NAMES.map((name, i) => [name, servers[i].address().port]));
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

export async function labPorts(path) {
  if (!existsSync(path)) writeJson(path, await chooseFree());
  return readJson(path);
}
