#!/usr/bin/env node
/**
 * The life of names, block by block, as hsd sees it: hns_states.mjs > FILE
 * A regtest node in this process goes through every covenant scenario. Each line is one block:
 * {"height", "block": raw hex, "names": {NAME: getnameinfo's `info`, or null}, "resources": {NAME: getnameresource}}.
 *
 * A CLAIM needs a DNSSEC proof under ICANN's root key, which nobody can make here. Its proof is therefore replaced by a
 * stand-in that is always believed; all that consensus does with a claimed name is hsd's own.
 */
import { npmPackage } from './packages.mjs';

const FullNode = npmPackage('hsd/lib/node/fullnode');
const plugin = npmPackage('hsd/lib/wallet/plugin');
const Claim = npmPackage('hsd/lib/primitives/claim');
const Address = npmPackage('hsd/lib/primitives/address');
const { Resource } = npmPackage('hsd/lib/dns/resource');
const { OwnershipProof, ProofData } = npmPackage('hsd/lib/covenants/ownership');
const reserved = npmPackage('hsd/lib/covenants/reserved');
const rules = npmPackage('hsd/lib/covenants/rules');

const node = new FullNode({ network: 'regtest', memory: true, plugins: [plugin], logConsole: false, listen: false, noDns: true, workers: false });
const { chain, miner, rpc } = node;
const { wdb } = node.require('walletdb');
const names = new Set();
let wallet, rival, address;

/** The stand-in: a proof is the JSON of what it proves. */
OwnershipProof.decode = (blob) => {
  const { name, weak, hash, commitHash, commitHeight, fee } = JSON.parse(blob.toString());
  const data = Object.assign(new ProofData(), {
    name, target: `${name}.`, weak, commitHash: Buffer.from(commitHash, 'hex'), commitHeight, fee, inception: 1, expiration: 2 ** 31,
    value: reserved.getByName(name).value, version: 0, hash: Buffer.from(hash, 'hex'),
  });
  return { isSane: () => true, verifyTimes: () => true, verifySignatures: () => true, isWeak: () => weak, getData: () => data, getName: () => name };
};

async function claim(name, { weak = false, commitHeight = 1 } = {}) {
  const key = await wallet.receiveAddress();
  const commitHash = (await chain.getHash(commitHeight)).toString('hex');
  const blob = Buffer.from(JSON.stringify({ name, weak, hash: key.hash.toString('hex'), commitHash, commitHeight, fee: 1000 }));
  const made = new Claim();
  made.blob = blob;
  names.add(name);
  return made;
}

const ask = (method, ...args) => rpc.execute({ method, params: args });

async function tell() {
  const infos = {};
  const resources = {};
  for (const name of names) {
    infos[name] = (await ask('getnameinfo', name)).info;
    resources[name] = await ask('getnameresource', name);
  }
  const raw = await chain.getRawBlock(chain.tip.hash);
  process.stdout.write(`${JSON.stringify({ height: chain.height, block: raw.toString('hex'), names: infos, resources })}\n`);
}

/** Blocks; claims go into the first of them. `told`: false leaves out what is no news. */
async function mine(count = 1, { claims = [], told = true } = {}) {
  for (let i = 0; i < count; i++) {
    const job = await miner.createJob(null, address);
    for (const one of i === 0 ? claims : []) job.addClaim(one, one.getData(node.network));
    job.refresh();
    if (!await chain.add(await job.mineAsync())) throw new Error('a block was refused');
    while (wdb.height < chain.height) await new Promise((done) => setImmediate(done));
    if (told) await tell();
  }
}

const RECORDS = {
  records: [
    { type: 'NS', ns: 'ns1.example.com.' }, { type: 'NS', ns: 'ns2.example.com.' },
    { type: 'GLUE4', ns: 'ns1.alpha.', address: '192.0.2.1' }, { type: 'GLUE6', ns: 'ns2.alpha.', address: '2001:db8::53' },
    { type: 'SYNTH4', address: '192.0.2.7' }, { type: 'SYNTH6', address: '2001:db8::7' },
    { type: 'DS', keyTag: 57355, algorithm: 8, digestType: 2, digest: 'ab'.repeat(32) },
    { type: 'TXT', txt: ['hello world', 'quote " and \\'] },
  ],
};
const resource = (json) => Resource.fromJSON(json);

async function open(...list) {
  for (const name of list) {
    names.add(name);
    await wallet.sendOpen(name, { force: true });
  }
  await mine(7);
}

/** Bids of each name: [wallet, value]. */
async function auction(bids) {
  for (const [name, list] of Object.entries(bids)) for (const [who, value] of list) await who.sendBid(name, value, value + 5000);
  await mine(5);
}

async function setUp() {
  await node.open();
  wallet = await wdb.get('primary');
  rival = await wdb.create({ id: 'rival' });
  address = await wallet.receiveAddress();
  await mine(110);
  for (let i = 0; i < 20; i++) {
    await wallet.send({ outputs: Array.from({ length: 10 }, () => ({ address, value: 5_000_000 })) });
    await wallet.send({ outputs: [{ address: await rival.createReceive().then((key) => key.getAddress()), value: 5_000_000 }] });
  }
  await mine(2);
}

async function auctions() {
  await open('alphax', 'betax', 'gammax', 'unbidx', 'unrevealedx', 'deltax');
  await auction({
    alphax: [[wallet, 2000], [rival, 1000], [rival, 1500]], betax: [[rival, 3000], [wallet, 3000]], gammax: [[wallet, 500]],
    unrevealedx: [[wallet, 700]], deltax: [[wallet, 100]],
  });
  await rival.sendReveal('betax');
  await mine(1);
  for (const name of ['alphax', 'betax', 'gammax', 'deltax']) await wallet.sendReveal(name);
  await mine(1);
  await rival.sendReveal('alphax');
  await mine(10);
  await rival.sendRedeem('alphax');
  await wallet.sendUpdate('alphax', resource(RECORDS));
  await wallet.sendUpdate('gammax', resource({ records: [] }));
  await mine(2);
}

async function lives() {
  const other = await rival.receiveAddress();
  await wallet.sendUpdate('alphax', resource({ records: [{ type: 'TXT', txt: ['only text'] }] }));
  await wallet.sendTransfer('gammax', other);
  await mine(1);
  await wallet.sendCancel('gammax');
  await mine(6);
  await wallet.sendUpdate('alphax', resource(RECORDS));
  await wallet.sendTransfer('gammax', other);
  await mine(11);
  await wallet.sendFinalize('gammax');
  await wallet.sendRenewal('alphax');
  await wallet.sendUpdate('deltax', resource(RECORDS));
  await mine(2);
  await rival.sendUpdate('gammax', resource(RECORDS));
  await wallet.sendTransfer('deltax', other);
  await mine(1);
  await wallet.sendRevoke('deltax');
  await mine(66);
  await open('deltax', 'unbidx');
  await auction({ deltax: [[wallet, 100]] });
  await wallet.sendReveal('deltax');
  await mine(11);
}

async function claimed() {
  await mine(1, { claims: [await claim('cloudflare'), await claim('google', { weak: true })] });
  await mine(1);
  await mine(1, { claims: [await claim('cloudflare', { commitHeight: 2 })] });
  await mine(3);
  await wallet.sendUpdate('cloudflare', resource(RECORDS));
  await mine(2);
  await wallet.sendTransfer('cloudflare', await rival.receiveAddress());
  await mine(11);
  await wallet.sendFinalize('cloudflare');
  await mine(2);
}

/** Two years on regtest are 5,000 blocks; the empty ones among them are left out. */
async function lapse() {
  await mine(4_900, { told: false });
  await mine(200);
  await open('gammax');
  await auction({ gammax: [[wallet, 100]] });
  await wallet.sendReveal('gammax');
  await mine(11);
}

await setUp();
await auctions();
await lives();
await claimed();
await lapse();
await node.close();
