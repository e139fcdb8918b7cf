/** Basenames (*.base.eth on Base): stand-ins at the real addresses, a history, and what they answer for each name. */
import { decode, encode, labelHash, namehash, subnode, topic } from './abi.mjs';
import { DAY, now } from './eth.mjs';
import { standIn } from './packages.mjs';

export const BASENAMES = {
  registrar: '0x03c4738Ee98aE44591e1A4A4F3CaB6641d95DD9a',
  /** Early access, the first public one, and the upgradeable one of today. */
  controllers: ['0xd3e6775Ed9B7dC12B205C8E608Dc3767B9e5eFdA', '0x4cCb0BB02FCABA27e82a56646E81d8c5bC4119a5',
    '0xa7d2607c6BD39Ae9521e514026CBB078405Ab322'],
};

const PARENT = namehash(['base', 'eth']);
const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

/** Labels, each of one controller by turns; some no display should show unescaped. */
const LABELS = ['music', 'google', 'hotel', 'jesse', 'kids', 'wallet', 'xn--fiqs8s', '888', 'münchen', '🔵🔵🔵', 'a-b',
  'lapsed', 'graced', 'reborn', 'renewed', 'handed', bytes('nul', [0, 0]), bytes('bad', [0xff, 0xfe], 'utf8'), 'two.labels',
  '\u202egro.elgoog', 'UPPER', 'l'.repeat(300)].map((label) => Buffer.from(label));

const labelOf = (text) => LABELS.find((label) => label.toString() === text);

/** Names whose terms are over: in their grace, released, registered anew. */
const TERMS = new Map([['lapsed', 90], ['graced', 340], ['reborn', 60]]);

export async function deploy(chain) {
  const from = await chain.deployer();
  await chain.install(BASENAMES.registrar, standIn('BaseRegistrar'), [], from);
  for (const address of BASENAMES.controllers) {
    await chain.install(address, standIn('RegistrarController'), [BASENAMES.registrar], from);
    await chain.block([{ from, to: BASENAMES.registrar, data: encode('addController(address)', [address]) }]);
  }
}

/** Every step of the history: {at: unix time, transactions}. */
export async function history(chain, holders) {
  const from = await chain.deployer();
  const at = (days) => now() - Math.round(days * DAY);
  const owner = (label) => holders[LABELS.indexOf(label) % holders.length];
  const days = (label) => TERMS.get(label.toString()) ?? 730;
  const register = (label, to, term, i) => ({ from, to: BASENAMES.controllers[i % 3],
    data: encode('register(string,address,uint256,bool)', [label, to, BigInt(term * DAY), i % 2 === 1]) });
  const registrar = (sender, signature, values) => ({ from: sender, to: BASENAMES.registrar, data: encode(signature, values) });
  const handed = labelOf('handed');
  return [
    { at: at(400), transactions: LABELS.map((label, i) => register(label, owner(label), days(label), i)) },
    { at: at(200), transactions: [register(labelOf('reborn'), holders[11], 730, 2)] },
    { at: at(190), transactions: [
      { from, to: BASENAMES.controllers[2], data: encode('renew(string,uint256)', [labelOf('renewed'), BigInt(365 * DAY)]) },
      registrar(owner(handed), 'transferFrom(address,address,uint256)', [owner(handed), holders[12], BigInt(labelHash(handed))]),
    ] },
    { at: at(100), transactions: [registrar(from, 'removeController(address)', [BASENAMES.controllers[0]])] },
  ];
}

const REGISTERED = topic('NameRegistered(string,bytes32,address,uint256)');
const TRANSFER = topic('Transfer(address,address,uint256)');

/** Every Basename, as the stand-in answers for it now; it refuses to name the owner of an expired one. */
export async function manifest(chain) {
  const logs = await chain.logs([BASENAMES.registrar, ...BASENAMES.controllers]);
  const spelled = new Map();
  const last = new Map();
  const holders = new Map();
  for (const log of logs) {
    if (log.topics[0] === TRANSFER) holders.set(log.topics[3], `0x${log.topics[2].slice(-40)}`);
    for (const word of log.topics.slice(1)) last.set(word, log);
    if (log.topics[0] !== REGISTERED) continue;
    const before = spelled.get(log.topics[1]);
    spelled.set(log.topics[1], { label: decode(['string'], log.data)[0].slice(2), first: before?.first ?? log, latest: log });
  }
  const names = [...spelled];
  const ask = (call) => chain.read(names.map(([hash]) => [BASENAMES.registrar, encode(call, [BigInt(hash)])]));
  const owners = await ask('ownerOf(uint256)');
  const expiries = await ask('nameExpires(uint256)');
  return names.map(([hash, { label, first, latest }], i) => ({
    namespace: 'ens', home: 'base', labelHex: label, nameHex: `${label}${Buffer.from('.base.eth').toString('hex')}`,
    node: subnode(PARENT, Buffer.from(label, 'hex')), labelHash: hash,
    holder: owners[i] ? `0x${owners[i].slice(-40)}` : null, lastHolder: holders.get(hash), expiresAt: Number(expiries[i]),
    firstBlock: Number(first.blockNumber), firstTx: first.transactionHash,
    registeredBlock: Number(latest.blockNumber), registeredTx: latest.transactionHash,
    lastBlock: Number(last.get(hash).blockNumber), lastTx: last.get(hash).transactionHash,
  }));
}
