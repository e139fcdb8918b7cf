#!/usr/bin/env node
/**
 * A regtest chain on disk with so many names: chain.mjs DIR NAMES
 * Blocks are made by hsd's own classes and checked by its chain. Every block opens 300 names; one in ten of them is
 * bid for, and lives on as its number says; some of those that lapse or are revoked are opened again. Outputs go to
 * witness programs of version 1, which need no signature yet.
 */
import { npmPackage } from '../../tests/peers/packages.mjs';

const FullNode = npmPackage('hsd/lib/node/fullnode');
const MTX = npmPackage('hsd/lib/primitives/mtx');
const Input = npmPackage('hsd/lib/primitives/input');
const Output = npmPackage('hsd/lib/primitives/output');
const Outpoint = npmPackage('hsd/lib/primitives/outpoint');
const Address = npmPackage('hsd/lib/primitives/address');
const rules = npmPackage('hsd/lib/covenants/rules');
const { Resource } = npmPackage('hsd/lib/dns/resource');

const [, , prefix, count] = process.argv;
const wanted = Number(count);
const node = new FullNode({ network: 'regtest', memory: false, prefix, logConsole: false, logFile: false, listen: false, noDns: true, workers: false, httpPort: 0, maxFiles: 64 });
const { chain, miner } = node;

const OPENS = 300;
const ROLLED_OUT = 110;
const BIDS_AT = 6, REVEALS_AT = 11, CLOSED_AT = 21, AGAIN_AT = 60, REVOKE_AT = 35, REVOKED_FOR = 65;

const holder = (number) => {
  const hash = Buffer.alloc(20, 0x5a);
  hash.writeUInt32LE(number, 0);
  return Address.fromHash(hash, 1);
};
const purseAddress = holder(0xffffffff);

/** A block's transactions: covenants over coins that carry names, and new ones paid from the purse. */
class Plan {
  constructor() {
    this.fresh = [];
    this.moves = [];
  }
}

const plans = new Map();
const at = (height) => {
  if (!plans.has(height)) plans.set(height, new Plan());
  return plans.get(height);
};

let numbered = 0;
function nextName() {
  for (;;) {
    const number = numbered++;
    const raw = Buffer.from(`b${number.toString(36)}-x${(number * 7919 % 46656).toString(36)}`);
    const hash = rules.hashName(raw);
    if (!rules.isReserved(hash, ROLLED_OUT, node.network)) return { number, raw, hash, kind: number % 300 };
  }
}

const output = (name, value, covenant) => {
  const out = new Output({ address: holder(name.number), value });
  covenant(out.covenant);
  return out;
};

const resource = (name) => Resource.fromJSON({
  records: [
    { type: 'NS', ns: `ns1.${name.raw}.` }, { type: 'GLUE4', ns: `ns2.${name.raw}.`, address: '192.0.2.53' },
    { type: 'DS', keyTag: name.number & 0xffff, algorithm: 13, digestType: 2, digest: name.hash.toString('hex') },
  ],
}).encode();

/** Renewals commit to a block between 50 and 2,500 back. */
const committed = async (height) => chain.getHash(Math.max(height - 60, 1));

const open = (name, height) => {
  at(height).fresh.push({ name, value: 0, set: (c) => c.setOpen(name.hash, name.raw) });
  name.start = height;
  if (name.kind < 30) auction(name, height);
  else if (name.kind < 38 && !name.again) reopen(name, height + AGAIN_AT);
};

const reopen = (name, height) => {
  name.again = true;
  at(height).again ??= [];
  at(height).again.push(name);
};

/** One or two bids; the second is lower, and redeemed. */
function auction(name, height) {
  const values = name.kind % 3 === 0 ? [2000, 1000] : [1500];
  const bids = values.map((value, i) => ({ name, value, nonce: Buffer.alloc(32, i + 1) }));
  for (const bid of bids) {
    at(height + BIDS_AT).fresh.push({ name, value: bid.value + 500, set: (c) => c.setBid(name.hash, name.start, name.raw, rules.blind(bid.value, bid.nonce)), keep: (coin) => { bid.coin = coin; } });
    if (name.kind % 10 === 9) continue;
    move(height + REVEALS_AT, bid, bid.value, (c) => c.setReveal(name.hash, name.start, bid.nonce));
  }
  if (name.kind % 10 < 8) life(name, bids, height + CLOSED_AT);
}

const move = (height, held, value, set, address) => at(height).moves.push({ held, value, set, address });

function life(name, [won, lost], height) {
  const { hash, raw, start } = name;
  const price = lost ? lost.value : 0;
  const step = (after, set, address) => move(height + after, won, price, set, address);
  if (lost) move(height, lost, lost.value, (c) => c.setRedeem(hash, start));
  step(0, (c, renewal) => c.setRegister(hash, start, resource(name), renewal));
  const other = holder(name.number + 0x40000000);
  switch (name.kind % 10) {
    case 0: return step(4, (c) => c.setUpdate(hash, start, Buffer.from([0])));
    case 1: return step(9, (c, renewal) => c.setRenew(hash, start, renewal));
    case 2:
      step(9, (c) => c.setTransfer(hash, start, other));
      return step(20, (c, renewal) => c.setFinalize(hash, start, raw, 0, 0, 0, renewal), other);
    case 3:
      step(9, (c) => c.setTransfer(hash, start, other));
      return step(11, (c) => c.setUpdate(hash, start, Buffer.alloc(0)));
    case 4:
      step(REVOKE_AT - CLOSED_AT, (c) => c.setRevoke(hash, start));
      if (!name.again) reopen(name, start + REVOKE_AT + REVOKED_FOR);
  }
}

let purse;

function pay(tx, fresh) {
  tx.inputs.push(Input.fromOutpoint(purse.outpoint));
  const spent = fresh.reduce((sum, { value }) => sum + value, 0);
  tx.outputs.push(new Output({ address: purseAddress, value: purse.value - spent }));
  for (const { name, value, set } of fresh) tx.outputs.push(output(name, value, set));
  const made = tx.toTX();
  fresh.forEach(({ keep }, i) => keep?.(new Outpoint(made.hash(), i + 1)));
  purse = { outpoint: new Outpoint(made.hash(), 0), value: purse.value - spent };
  return made;
}

function carry(tx, moves, renewal) {
  for (const { held, value, set, address } of moves) {
    tx.inputs.push(Input.fromOutpoint(held.coin));
    const out = output(held.name, value, (c) => set(c, renewal));
    if (address) out.address = address;
    tx.outputs.push(out);
  }
  const made = tx.toTX();
  moves.forEach(({ held }, i) => { held.coin = new Outpoint(made.hash(), i); });
  return made;
}

async function mine() {
  const height = chain.height + 1;
  const plan = plans.get(height);
  const job = await miner.createJob(null, purseAddress);
  if (plan) {
    for (const name of plan.again ?? []) open(name, height);
    for (let room = OPENS - plan.fresh.filter(({ keep }) => !keep).length; room > 0 && numbered < wanted; room--) open(nextName(), height);
    if (plan.fresh.length > 0) job.pushTX(pay(new MTX(), plan.fresh));
    if (plan.moves.length > 0) job.pushTX(carry(new MTX(), plan.moves, await committed(height)));
    plans.delete(height);
  }
  job.refresh();
  const block = await job.mineAsync();
  if (!await chain.add(block)) throw new Error(`block ${height} was refused`);
  return block;
}

await node.ensure();
await node.open();
const first = await mine();
purse = { outpoint: first.txs[0].outpoint(0), value: first.txs[0].outputs[0].value };
while (chain.height < ROLLED_OUT) await mine();
const started = Date.now();
while (numbered < wanted) {
  at(chain.height + 1);
  await mine();
  if (chain.height % 100 === 0) process.stderr.write(`\r${numbered} names, ${chain.height} blocks, ${Math.round((Date.now() - started) / 1000)} s `);
}
for (let i = 0; i < 5; i++) { at(chain.height + 1); await mine(); }
process.stderr.write('\n');
console.log(JSON.stringify({ names: numbered, height: chain.height }));
await node.close();
