/** The lab: every peer that splitroot talks to, in one directory. See README.md. */
import { existsSync, rmSync } from 'node:fs';
import * as daemon from './daemon.mjs';
import * as ens from './ens.mjs';
import * as eth from './eth.mjs';
import { newGtldsCsv } from './gtlds.mjs';
import { rootDatabase, specialUse, tldsAlpha } from './iana_lists.mjs';
import * as hns from './hns.mjs';
import { layout, makeDirectory, readJson, writeFile, writeJson } from './layout.mjs';
import * as manifest from './manifest.mjs';
import { NETWORKS, networkOfPort } from './networks.mjs';
import { labPorts } from './ports.mjs';
import { HOLDERS, seed } from './seed.mjs';
import { configuration } from './toml.mjs';
import * as uns from './uns.mjs';
import { TLDS_OF } from './uns_elsewhere.mjs';
import * as zone from './zone.mjs';

const USAGE = `usage: lab up DIR [--names N]        start every peer; fill the chains the first time
       lab down DIR                  stop what this lab started; the chains are kept
       lab status DIR                what runs, where, and how far it is
       lab mint DIR uns NAME [OWNER] [--chain polygon|base|sonic]     a name such as x.wallet
       lab mint DIR ens LABEL [OWNER]    LABEL, or its bytes as hex:6162
       lab mint DIR hns NAME             auction and registration, some thirty blocks
       lab mine DIR CHAIN N          N empty blocks; CHAIN is eth, polygon, base, sonic or hns
       lab reorg DIR CHAIN DEPTH     replace the last DEPTH blocks by as many empty ones`;

const EVM = Object.keys(NETWORKS);
const SERVERS = ['knotd', ...EVM.map((network) => NETWORKS[network].server), 'hsd'];

class UsageError extends Error {}

/** The lab of a directory, with its ports. */
async function open(dir) {
  if (!dir) throw new UsageError('DIR is missing');
  const lab = layout(dir);
  makeDirectory(lab.dir);
  return { ...lab, ports: await labPorts(lab.ports) };
}

async function openRunning(dir) {
  const lab = await open(dir);
  for (const server of SERVERS) {
    if (daemon.running(lab.dir, server) === null) throw new Error(`${server} is not running: lab up ${lab.dir}`);
  }
  return lab;
}

/** A seeding that was cut short leaves half a chain: it begins anew. */
async function dropHalfSeeded(lab) {
  if (existsSync(lab.seeded)) return;
  for (const server of SERVERS.filter((name) => name !== 'knotd')) await daemon.stop(lab.dir, server);
  for (const file of EVM.flatMap((network) => Object.values(lab.chain(network)))) rmSync(file, { force: true });
  rmSync(lab.hsd, { recursive: true, force: true });
}

async function startServers(lab) {
  await Promise.all([zone.up(lab), hns.up(lab), ...EVM.map((network) => eth.up(lab, network))]);
}

/** Keeps what a command has changed: the chains' states for a restart, the manifest for tests. */
async function keep(lab, networks = EVM) {
  await Promise.all(networks.map((network) => eth.connect(lab, network).save(lab.chain(network).state)));
  await manifest.write(lab);
}

async function fill(lab, names) {
  if (existsSync(lab.seeded)) return;
  await seed(lab, names);
  writeFile(lab.gtlds, newGtldsCsv());
  writeFile(lab.tldsAlpha, tldsAlpha());
  writeFile(lab.rootDatabase, rootDatabase());
  writeFile(lab.specialUse, specialUse());
  writeFile(lab.toml, configuration(lab));
  await keep(lab);
  writeJson(lab.seeded, { names, at: new Date().toISOString() });
}

async function up(dir, ...rest) {
  const names = namesOption(rest);
  const lab = await open(dir);
  await dropHalfSeeded(lab);
  await startServers(lab);
  await fill(lab, names);
  await status(dir);
}

function namesOption([flag, value, ...more]) {
  if (flag === undefined) return 150;
  const names = Number(value);
  if (flag !== '--names' || more.length > 0 || !Number.isInteger(names) || names < 1) throw new UsageError('--names wants a number');
  return names;
}

async function down(dir) {
  const lab = await open(dir);
  for (const server of SERVERS) {
    const pid = await daemon.stop(lab.dir, server);
    if (pid !== null) console.log(`stopped ${server} (${pid})`);
  }
}

/** One line per server; fails when one of them is down. */
async function status(dir) {
  const lab = await open(dir);
  const probes = {
    knotd: async () => `axfr://127.0.0.1:${lab.ports.dns} serial ${await zone.serial(lab)}`,
    ...Object.fromEntries(EVM.map((network) => [NETWORKS[network].server,
      async () => `http://127.0.0.1:${lab.ports[NETWORKS[network].port]} block ${await eth.connect(lab, network).tip()}`])),
    hsd: async () => `http://127.0.0.1:${lab.ports.hns} block ${await hns.height(hns.connect(lab))} key ${hns.API_KEY}`,
  };
  for (const server of SERVERS) console.log(`${server} ${await line(lab, server, probes[server])}`);
  if (existsSync(lab.seeded)) console.log(`names ${JSON.stringify(readJson(lab.manifest).counts)} configuration ${lab.toml}`);
}

async function line(lab, server, probe) {
  const pid = daemon.running(lab.dir, server);
  if (pid !== null) return `pid ${pid} ${await probe()}`;
  process.exitCode = 3;
  return 'not running';
}

const labelBytes = (text) => (text.startsWith('hex:') ? Buffer.from(text.slice(4), 'hex') : Buffer.from(text));

/** Takes `--chain WORD` out of the arguments: the network, and what remains. */
function chainOption(args) {
  const at = args.indexOf('--chain');
  if (at < 0) return ['ethereum', args];
  const network = networkOfPort(args[at + 1]);
  if (!network) throw new UsageError('--chain wants eth, polygon, base or sonic');
  return [network, args.filter((_, i) => i !== at && i !== at + 1)];
}

async function mint(dir, namespace, ...args) {
  const lab = await openRunning(dir);
  const [network, [name, owner = HOLDERS[0]]] = chainOption(args);
  const mints = {
    ens: () => ens.mint(eth.connect(lab), labelBytes(name), owner),
    uns: () => uns.mint(eth.connect(lab, network), name, owner, TLDS_OF[network] ?? uns.TLDS),
    hns: () => hns.mint(hns.connect(lab), name),
  };
  if (!mints[namespace] || !name) throw new UsageError('mint wants ens, uns or hns, and a name');
  if (network !== 'ethereum' && namespace !== 'uns') throw new UsageError(`${namespace} is on one chain only`);
  await mints[namespace]();
  await keep(lab, [network]);
}

/** A command on one chain with a number of blocks. */
async function onChain(command, dir, word, blocks) {
  const lab = await openRunning(dir);
  const network = networkOfPort(word);
  const count = Number(blocks);
  if ((!network && word !== 'hns') || !Number.isInteger(count) || count < 1) {
    throw new UsageError('wanted: eth, polygon, base, sonic or hns, and a number');
  }
  await (network ? eth.connect(lab, network)[command](count) : hns[command](hns.connect(lab), count));
  await keep(lab, network ? [network] : []);
}

const mine = (...args) => onChain('mine', ...args);
const reorg = (...args) => onChain('reorg', ...args);

const COMMANDS = { up, down, status, mint, mine, reorg };

async function main([command, ...args]) {
  if (!COMMANDS[command]) throw new UsageError(command ? `unknown command ${command}` : 'no command');
  await COMMANDS[command](...args);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`lab: ${error.message}`);
  if (error instanceof UsageError) console.error(USAGE);
  process.exitCode = error instanceof UsageError ? 2 : 3;
});
