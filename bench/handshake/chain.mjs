#!/usr/bin/env node
/**
 * A regtest chain on disk with so many names: chain.mjs DIR NAMES
 * Blocks are made by hsd's own classes and checked by its chain. Every block opens 300 names; one in two of them is
 * bid for, and lives on as its number says; some of those that lapse or are revoked are opened again. Each covenant
 * stands in a signed transaction of its own with one input and change, as most wallets make them. Mainnet's blocks
 * 14361, 37831 and 57955 together hold more to a name: 56 OPENs (34 of their 37 transactions have but one), 339 BIDs,
 * 396 REVEALs and 31 REGISTERs.
 */
import { npmPackage } from '../../tests/peers/packages.mjs';

const FullNode = npmPackage('hsd/lib/node/fullnode');
const MTX = npmPackage('hsd/lib/primitives/mtx');
const Input = npmPackage('hsd/lib/primitives/input');
const Output = npmPackage('hsd/lib/primitives/output');
const Outpoint = npmPackage('hsd/lib/primitives/outpoint');
const Address = npmPackage('hsd/lib/primitives/address');
const Script = npmPackage('hsd/lib/script/script');
const Witness = npmPackage('hsd/lib/script/witness');
const rules = npmPackage('hsd/lib/covenants/rules');
const secp256k1 = npmPackage('bcrypto/lib/secp256k1');
const NameState = npmPackage('hsd/lib/covenants/namestate');
const { Resource } = npmPackage('hsd/lib/dns/resource');

const [, , prefix, count] = process.argv;
const wanted = Number(count);
const node = new FullNode({ network: 'regtest', memory: false, prefix, logConsole: false, logFile: false, listen: false, noDns: true, workers: false, httpPort: 0, maxFiles: 64 });
const { chain, miner } = node;

/**
 * Puts what was just written between the chain and its disk: it reads coins and names one after another, and waits for
 * each. All names are of this chain, so what is not held is not there.
 */
function readFromMemory(db) {
  const coins = new Map(), names = new Map();
  const mostCoins = 400_000;
  const coinKey = ({ hash, index }) => `${hash.toString('latin1')}${index}`;
  const { readCoin, _saveNames: saveNames, saveView } = db;
  db.readCoin = async (prevout) => coins.get(coinKey(prevout)) ?? readCoin.call(db, prevout);
  db.getNameState = async (nameHash) => {
    const raw = names.get(nameHash.toString('latin1'));
    if (!raw) return null;
    const state = NameState.decode(raw);
    state.nameHash = nameHash;
    return state;
  };
  db._saveNames = async (view, entry, revert) => {
    await saveNames.call(db, view, entry, revert);
    for (const state of view.names.values()) names.set(state.nameHash.toString('latin1'), state.encode());
  };
  db.saveView = (view) => {
    saveView.call(db, view);
    for (const [hash, { outputs }] of view.map) {
      for (const [index, coin] of outputs) {
        const key = coinKey({ hash, index });
        coins.delete(key);
        if (!coin.spent) coins.set(key, coin);
      }
    }
    for (const key of coins.keys()) if (coins.size > mostCoins) coins.delete(key); else break;
  };
}

const OPENS = 300;
const BID_FOR = OPENS / 2;
const ROLLED_OUT = 110;
const BIDS_AT = 6, REVEALS_AT = 11, CLOSED_AT = 21, AGAIN_AT = 60, REVOKE_AT = 35, REVOKED_FOR = 65;

/** Somebody with a key and a coin to pay with. */
class Person {
  constructor(number) {
    this.key = Buffer.alloc(32, 0x5a);
    this.key.writeUInt32BE(number + 1, 0);
    this.publicKey = secp256k1.publicKeyCreate(this.key);
    this.address = Address.fromPubkey(this.publicKey);
    this.script = Script.fromPubkeyhash(this.address.hash);
  }

  sign(tx, value) {
    const signature = tx.signature(0, this.script, value, this.key, Script.hashType.ALL);
    tx.inputs[0].witness = Witness.fromItems([signature, this.publicKey]);
  }
}

const people = Array.from({ length: 300 }, (_, number) => new Person(number));
/** Whose a name is; those that are bid for fall to everybody alike. */
const person = (number) => people[(number + Math.floor(number / people.length)) % people.length];

/** What a block is to hold: covenants over coins that carry names, and new ones that people pay for. */
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

/** A name server with its address, as those 31 have it; one in ten is signed. */
const resource = (name) => Resource.fromJSON({
  records: [
    { type: 'GLUE4', ns: `ns1.${name.raw}.`, address: '192.0.2.53' }, { type: 'NS', ns: `ns1.${name.raw}.` },
    ...name.kind % 10 === 5 ? [{ type: 'DS', keyTag: name.number & 0xffff, algorithm: 13, digestType: 2, digest: name.hash.toString('hex') }] : [],
  ],
}).encode();

/** Renewals commit to a block between 50 and 2,500 back. */
const committed = async (height) => chain.getHash(Math.max(height - 60, 1));

const open = (name, height) => {
  at(height).fresh.push({ by: person(name.number), value: 0, set: (c) => c.setOpen(name.hash, name.raw) });
  name.start = height;
  if (name.kind < BID_FOR) auction(name, height);
  else if (name.kind < BID_FOR + 8 && !name.again) reopen(name, height + AGAIN_AT);
};

const reopen = (name, height) => {
  name.again = true;
  at(height).again ??= [];
  at(height).again.push(name);
};

/** One or two bids; the second is lower, and redeemed. */
function auction(name, height) {
  const values = name.kind % 3 === 0 ? [200, 100] : [150];
  const bids = values.map((value, i) => ({ by: person(name.number + i), value, nonce: Buffer.alloc(32, i + 1) }));
  for (const bid of bids) {
    at(height + BIDS_AT).fresh.push({ by: bid.by, value: bid.value + 50, set: (c) => c.setBid(name.hash, name.start, name.raw, rules.blind(bid.value, bid.nonce)), bid });
    if (name.kind % 10 === 9) continue;
    move(height + REVEALS_AT, bid, bid.value, (c) => c.setReveal(name.hash, name.start, bid.nonce));
  }
  if (name.kind % 10 < 8) life(name, bids, height + CLOSED_AT);
}

const move = (height, held, value, set, to) => at(height).moves.push({ held, value, set, to });

function life(name, [won, lost], height) {
  const { hash, raw, start } = name;
  const price = lost ? lost.value : 0;
  const step = (after, set, to) => move(height + after, won, price, set, to);
  if (lost) move(height, lost, lost.value, (c) => c.setRedeem(hash, start));
  step(0, (c, renewal) => c.setRegister(hash, start, resource(name), renewal));
  const other = person(name.number + 150);
  switch (name.kind % 10) {
    case 0: return step(4, (c) => c.setUpdate(hash, start, Buffer.from([0])));
    case 1: return step(9, (c, renewal) => c.setRenew(hash, start, renewal));
    case 2:
      step(9, (c) => c.setTransfer(hash, start, other.address));
      return step(20, (c, renewal) => c.setFinalize(hash, start, raw, 0, 0, 0, renewal), other);
    case 3:
      step(9, (c) => c.setTransfer(hash, start, other.address));
      return step(11, (c) => c.setUpdate(hash, start, Buffer.alloc(0)));
    case 4:
      step(REVOKE_AT - CLOSED_AT, (c) => c.setRevoke(hash, start));
      if (!name.again) reopen(name, start + REVOKE_AT + REVOKED_FOR);
  }
}

/** A signed transaction of one covenant, as most wallets make them; what is left of the coin goes back. */
function transact(by, coin, { value, set, to = by }, renewal) {
  const tx = new MTX();
  tx.inputs.push(Input.fromOutpoint(coin.outpoint));
  const covenanted = new Output({ address: to.address, value });
  set(covenanted.covenant, renewal);
  tx.outputs.push(covenanted);
  if (coin.value > value) tx.outputs.push(new Output({ address: by.address, value: coin.value - value }));
  by.sign(tx, coin.value);
  return tx.toTX();
}

const coinOf = (tx, index) => ({ outpoint: new Outpoint(tx.hash(), index), value: tx.outputs[index].value });

function pay(wish) {
  const tx = transact(wish.by, wish.by.coin, wish);
  wish.by.coin = coinOf(tx, 1);
  if (wish.bid) wish.bid.coin = coinOf(tx, 0);
  return tx;
}

function carry(wish, renewal) {
  const { held, to } = wish;
  const tx = transact(held.by, held.coin, wish, renewal);
  held.coin = coinOf(tx, 0);
  if (to) held.by = to;
  return tx;
}

/** Gives everybody the same part of the coin. */
async function share(coin) {
  const tx = new MTX();
  tx.inputs.push(Input.fromOutpoint(coin.outpoint));
  const part = Math.floor(coin.value / people.length);
  for (const { address } of people) tx.outputs.push(new Output({ address, value: part }));
  people[0].sign(tx, coin.value);
  const made = tx.toTX();
  people.forEach((one, i) => { one.coin = coinOf(made, i); });
  await mine([made]);
}

async function mine(others = []) {
  const height = chain.height + 1;
  const plan = plans.get(height);
  const job = await miner.createJob(null, people[0].address);
  if (plan) {
    for (const name of plan.again ?? []) open(name, height);
    for (let room = OPENS - plan.fresh.filter(({ bid }) => !bid).length; room > 0 && numbered < wanted; room--) open(nextName(), height);
    const renewal = await committed(height);
    for (const wish of plan.fresh) job.pushTX(pay(wish));
    for (const wish of plan.moves) job.pushTX(carry(wish, renewal));
    plans.delete(height);
  }
  for (const tx of others) job.pushTX(tx);
  job.refresh();
  const block = await job.mineAsync();
  if (!await chain.add(block)) throw new Error(`block ${height} was refused`);
  return block;
}

await node.ensure();
await node.open();
readFromMemory(chain.db);
const [reward] = (await mine()).txs;
while (chain.height < ROLLED_OUT) await mine();
await share(coinOf(reward, 0));
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
