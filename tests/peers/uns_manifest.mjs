/** What the UNS contracts of one chain say of their names and TLDs. */
import { decode, encode, topic } from './abi.mjs';
import { addressesOn } from './uns_contracts.mjs';

const NEW_URI = topic('NewURI(uint256,string)');
const NEW_TLD = topic('NewTld(uint256,string)');
const REMOVE_TLD = topic('RemoveTld(uint256)');
const TRANSFER = topic('Transfer(address,address,uint256)');
const SET_EXPIRY = topic('SetExpiry(uint256,uint64)');
const RESOLVE = topic('Resolve(uint256,address)');

/** What is said of a name itself; its records are another matter. */
const OF_THE_NAME = new Set([NEW_URI, TRANSFER, SET_EXPIRY, RESOLVE]);

/** Of the records that are kept, those the lab's names have. */
const KEPT_KEYS = ['crypto.ETH.address', 'crypto.BTC.address', 'ipfs.html.value', 'dns.A'];

/** Hex of the bytes before the last dot. */
function labelHex(name) {
  const bytes = Buffer.from(name.slice(2), 'hex');
  return bytes.subarray(0, bytes.lastIndexOf('.')).toString('hex');
}

const text = (hex) => Buffer.from(hex.slice(2), 'hex').toString();

/** The minting manager's TLDs, with where they were opened and whether they were taken back. */
export async function tlds(chain) {
  const logs = await chain.logs([addressesOn(chain.network).minting]);
  const removed = new Map(logs.filter((log) => log.topics[0] === REMOVE_TLD).map((log) => [log.topics[1], Number(log.blockNumber)]));
  return logs.filter((log) => log.topics[0] === NEW_TLD).map((log) => ({
    namespace: 'uns', home: chain.network, tld: text(decode(['string'], log.data)[0]), node: log.topics[1],
    block: Number(log.blockNumber), tx: log.transactionHash, removedBlock: removed.get(log.topics[1]) ?? null,
  }));
}

/** The last log about each token, and the last that moved it. */
function lastOf(logs) {
  const mention = new Map();
  const transfer = new Map();
  for (const log of logs.filter(({ topics }) => OF_THE_NAME.has(topics[0]))) {
    for (const word of log.topics.slice(1)) mention.set(word, log);
    if (log.topics[0] === TRANSFER) transfer.set(log.topics[3], log);
  }
  return { mention, transfer };
}

/** Namehash → name as hex, from every spelling on these chains. */
async function spellings(chains) {
  const names = new Map();
  for (const chain of chains) {
    for (const log of await logsOf(chain)) {
      if (log.topics[0] === NEW_URI) names.set(log.topics[1], decode(['string'], log.data)[0]);
    }
  }
  return names;
}

/** Logs of registry and, on Ethereum, of CNS and its resolver. */
function logsOf(chain) {
  const { registry, cns, resolver } = addressesOn(chain.network);
  return chain.logs([registry, cns, resolver].filter((address) => BigInt(address) !== 0n));
}

/**
 * What a name's last transfer and its registry make of it: held, locked in the bridge, or burned. The registry
 * knows no owner of an expired name; `lastHolder` is the one the events leave.
 */
function state(owner, transfer, predicate) {
  const to = `0x${transfer.topics[2].slice(-40)}`;
  const locked = BigInt(predicate) !== 0n && to === predicate.toLowerCase();
  const burned = BigInt(to) === 0n;
  const holder = owner && BigInt(owner) !== 0n && !locked ? `0x${owner.slice(-40)}` : null;
  return { holder, lastHolder: burned || locked ? null : to, burned, locked };
}

/**
 * Records of each name, by key, as the contract that speaks for it answers: the registry, else the resolver of CNS.
 * Null where neither does: burned, or without a resolver.
 */
async function recordsOf(chain, nodes) {
  const { registry, resolver } = addressesOn(chain.network);
  const getMany = (address) => chain.read(nodes.map((node) => [address, encode('getMany(string[],uint256)', [KEPT_KEYS, BigInt(node)])]));
  const owned = await chain.read(nodes.map((node) => [registry, encode('ownerOf(uint256)', [BigInt(node)])]));
  const own = await getMany(registry);
  const old = BigInt(resolver) === 0n ? [] : await getMany(resolver);
  return nodes.map((_, i) => {
    const answer = owned[i] ? own[i] : old[i];
    if (!answer || answer === '0x') return null;
    const values = decode(['string[]'], answer)[0].map(text);
    return Object.fromEntries(KEPT_KEYS.map((key, k) => [key, values[k]]).filter(([, value]) => value !== ''));
  });
}

/** Names of one chain as its registries answer for them now. */
async function namesOf(chain, spelled) {
  const { registry, cns, predicate } = addressesOn(chain.network);
  const logs = await logsOf(chain);
  const { mention, transfer } = lastOf(logs);
  const first = new Map(logs.filter((log) => log.topics[0] === TRANSFER).reverse().map((log) => [log.topics[3], log]));
  const named = new Map(logs.filter((log) => log.topics[0] === NEW_URI).map((log) => [log.topics[1], log]));
  const nodes = [...transfer.keys()].filter((node) => text(spelled.get(node)).includes('.'));
  const ask = (address, call) => chain.read(nodes.map((node) => [address, encode(call, [BigInt(node)])]));
  const owners = await ask(registry, 'ownerOf(uint256)');
  const oldOwners = BigInt(cns) === 0n ? [] : await ask(cns, 'ownerOf(uint256)');
  const expiries = await ask(registry, 'expiryOf(uint256)');
  const records = await recordsOf(chain, nodes);
  return nodes.map((node, i) => ({
    namespace: 'uns', home: chain.network, labelHex: labelHex(spelled.get(node)), nameHex: spelled.get(node).slice(2), node,
    ...state(owners[i] ?? oldOwners[i], transfer.get(node), predicate),
    expiresAt: Number(expiries[i] ?? 0) || null, spelled: named.has(node), records: records[i],
    firstBlock: Number(first.get(node).blockNumber), firstTx: first.get(node).transactionHash,
    firstAt: Number(first.get(node).blockTimestamp),
    registeredBlock: Number((named.get(node) ?? first.get(node)).blockNumber),
    registeredTx: (named.get(node) ?? first.get(node)).transactionHash,
    lastBlock: Number(mention.get(node).blockNumber), lastTx: mention.get(node).transactionHash,
    lastAt: Number(mention.get(node).blockTimestamp),
  }));
}

/** Every UNS name of every chain, an entry a home; a burned or locked one has no holder. */
export async function manifest(chains) {
  const spelled = await spellings(chains);
  return (await Promise.all(chains.map((chain) => namesOf(chain, spelled)))).flat();
}
