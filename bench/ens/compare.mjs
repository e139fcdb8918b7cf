/**
 * splitroot beside Ponder: the same events of ENS out of the same node into the same PostgreSQL, each time from
 * an empty database. Ends with 1 when a bound is missed or a name differs.
 *
 *   bench/ens_sync.sh [REGISTRATIONS] [ROUNDS]        default 20000 3
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as chain from './chain.mjs';
import { differences } from './names.mjs';
import { cpu, run, runUntil, treeCpu } from './processes.mjs';
import { report } from './report.mjs';
import { recorder, script, serve } from './requests.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../../..');
const built = join(root, 'build/bench');
const binary = process.env.SPLITROOT_BIN ?? join(root, 'build/release/splitroot');
const registry = join(root, 'schemas/registries/ens.toml');
const [registrations = 20000, rounds = 3] = process.argv.slice(2).map(Number);

const sql = async (url, statement) => (await run('psql', ['-X', '-A', '-t', '-q', url, '-c', statement])).out;

const EVIDENCE = 'first_block, first_tx, last_block, last_tx';

/** The two programs: how each is run from `node` into the database `url`, and how its names are asked for. */
const PROGRAMS = {
  splitroot: {
    run: (node, url) => {
      writeFileSync(join(work, 'splitroot.toml'), `[source.ens]\nendpoints = ["${node.url}"]\n`);
      return run(binary, ['--config', join(work, 'splitroot.toml'), '--database', url, '-q',
        'collect', 'ens', '--once', '--from', '0']);
    },
    names: `select encode(key, 'hex'), encode(label, 'hex'), holder, extract(epoch from expires_at)::bigint,
      ${EVIDENCE} from name where namespace = 'ens' and depth > 1`,
  },
  ponder: {
    run: (node, url) => runUntil(/Completed indexing across all chains/,
      join(built, 'ponder/node_modules/.bin/ponder'),
      ['start', '--schema', 'bench', '--log-format', 'json', '--hostname', '127.0.0.1', '--port', '0'], {
        cwd: join(built, 'ponder'),
        env: { DATABASE_URL: url, NODE_URL: node.url, END_BLOCK: `${node.lastBlock}`, REGISTRY: registry },
      }),
    names: `select substr(node, 3), encode(convert_to(label, 'UTF8'), 'hex'), owner, expires,
      ${EVIDENCE} from bench.name`,
  },
};

/** Runs a program into a new, empty database; what it cost, and what it stored wrongly. */
async function runOnce(name, node, server) {
  await sql(server.url, 'create database compared');
  await sql(server.url, 'checkpoint');
  try {
    const url = server.url.replace(/\/splitroot$/, '/compared');
    const before = { node: cpu(node.pid), postgres: treeCpu(server.pid) };
    const cost = await PROGRAMS[name].run(node, url);
    const servers = { node: cpu(node.pid) - before.node, postgres: treeCpu(server.pid) - before.postgres };
    return { ...cost, ...servers, ...differences(name, node.names, await sql(url, PROGRAMS[name].names)) };
  } finally {
    await sql(server.url, 'drop database compared with (force)');
  }
}

/** What a program asks the node, learnt from a run that does not count. */
async function learn(name, node, server) {
  const proxy = await recorder(node.url);
  await runOnce(name, { ...node, url: proxy.url }, server);
  const { bodies, octets, atOnce } = await proxy.close();
  return { requests: bodies.length, octets, atOnce, script: script(join(work, name), node.url, bodies) };
}

async function compare(node, server) {
  const found = {};
  for (const name of Object.keys(PROGRAMS)) found[name] = { ...await learn(name, node, server), runs: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(PROGRAMS)) {
      const serving = await serve(found[name].script, found[name].atOnce);
      found[name].runs.push({ serving, ...await runOnce(name, node, server) });
    }
  }
  return found;
}

async function startServer() {
  const db = (command) => run(binary, ['--data-dir', join(work, 'data'), '-q', 'db', command]);
  await db('start');
  const url = (await db('url')).out.trim();
  const pid = Number((await sql(url, "select pg_read_file('postmaster.pid')")).split('\n')[0]);
  return { url, pid, stop: () => db('stop') };
}

const work = mkdtempSync(join(tmpdir(), 'splitroot-bench.'));
chmodSync(work, 0o755);
const chainDirectory = join(built, `chain-${registrations}`);
const server = await startServer();
try {
  const node = await chain.up(chainDirectory, registrations);
  process.exitCode = report(node, await compare(node, server));
} finally {
  await server.stop();
  await chain.down(chainDirectory);
  rmSync(work, { recursive: true, force: true });
}
