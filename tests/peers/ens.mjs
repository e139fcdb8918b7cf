/** ENS: the real contracts at their main-network addresses, and a history of names. */
import { decode, encode, labelHash, namehash, subnode, topic } from './abi.mjs';
import { DAY, ZERO_ADDRESS, now } from './eth.mjs';
import { ens2020, unsPackage } from './packages.mjs';
import { COLLIDING, HOSTILE, NEAR, ordinary } from './words.mjs';

export const ENS = {
  oldRegistry: '0x314159265dD8dbb310642f98f50C066173C1259b',
  registry: '0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e',
  registrar: '0x57f1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85',
  controller2020: '0x283Af0B28c62C092C9727F1Ee09c02CA627EB7F5',
  controller2023: '0x253553366Da8546fC250F225fe3d25d0C782303b',
  wrapper: '0xD4416b13d2b3a9aBae7AcD5D6C2BbDBE25686401',
  reverse: '0xa58E81fe9b61B5c3fE2AFD33CF304c454AbFc7Cb',
  resolver: '0x231b0Ee14048e9dCcD1d247744d114a4EB5E8E63',
};

/** Ours alone: the main network's oracles play no part in what is monitored. */
const USD_ORACLE = '0x5f4ec3df9cbd43714fe2740f5e3616155c5b8419';
const PRICES_2020 = '0xb9d374d0fe3d8341155663fae31b7beae0ae233a';
const PRICES_2023 = '0x7542565191d074ce84fbfa92cae13acb84788ca9';
const RENT_PRICES = [0n, 0n, 20294266869609n, 5073566717402n, 158548959919n];

const ETH_NODE = namehash(['eth']);
const YEAR = 365 * DAY;
const PER_BLOCK = 20;
const PAYMENT = `0x${(5n * 10n ** 18n).toString(16)}`;
const SECRET = labelHash('a lab has no secrets');

/** Deploys every contract, bottom up, and ties them together as on the main network. */
export async function deploy(chain) {
  const from = await chain.deployer();
  const put = (address, artifact, ...args) => chain.install(address, artifact, args, from);
  const tell = (to, signature, ...values) => chain.block([{ from, to, data: encode(signature, values) }]);
  const label = (name) => labelHash(name);

  await put(ENS.oldRegistry, ens2020('ENSRegistry'));
  await put(ENS.registry, ens2020('ENSRegistryWithFallback'), ENS.oldRegistry);
  await put(ENS.reverse, unsPackage('ReverseRegistrar'), ENS.registry);
  await tell(ENS.registry, 'setSubnodeOwner(bytes32,bytes32,address)', namehash([]), label('reverse'), from);
  await tell(ENS.registry, 'setSubnodeOwner(bytes32,bytes32,address)', namehash(['reverse']), label('addr'), ENS.reverse);

  await put(ENS.registrar, ens2020('BaseRegistrarImplementation'), ENS.registry, ETH_NODE);
  await tell(ENS.registry, 'setSubnodeOwner(bytes32,bytes32,address)', namehash([]), label('eth'), ENS.registrar);
  await put(USD_ORACLE, unsPackage('DummyOracle'), 160_000_000_000n);
  await put(PRICES_2020, ens2020('StablePriceOracle'), USD_ORACLE, RENT_PRICES);
  await put(PRICES_2023, unsPackage('StablePriceOracle'), USD_ORACLE, RENT_PRICES);

  await put(ENS.controller2020, ens2020('ETHRegistrarController'), ENS.registrar, PRICES_2020, 60n, 86400n);
  await put(ENS.wrapper, unsPackage('NameWrapper'), ENS.registry, ENS.registrar, ZERO_ADDRESS);
  await put(ENS.controller2023, unsPackage('ETHRegistrarController'), ENS.registrar, PRICES_2023, 60n, 86400n,
    ENS.reverse, ENS.wrapper, ENS.registry);
  await put(ENS.resolver, unsPackage('PublicResolver'), ENS.registry, ENS.wrapper, ENS.controller2023, ENS.reverse);

  await tell(ENS.registrar, 'addController(address)', ENS.controller2020);
  await tell(ENS.registrar, 'addController(address)', ENS.wrapper);
  await tell(ENS.wrapper, 'setController(address,bool)', ENS.controller2023, true);
  await tell(ENS.reverse, 'setController(address,bool)', ENS.controller2023, true);
}

/** How each controller generation is spoken to. */
const GENERATIONS = {
  2020: {
    controller: ENS.controller2020,
    commitment: ({ label, owner }) =>
      encode('makeCommitmentWithConfig(string,address,bytes32,address,address)', [label, owner, SECRET, ENS.resolver, owner]),
    register: ({ label, owner, duration }) =>
      encode('registerWithConfig(string,address,uint256,bytes32,address,address)',
        [label, owner, duration, SECRET, ENS.resolver, owner]),
  },
  2023: {
    controller: ENS.controller2023,
    commitment: ({ label, owner, duration }) =>
      encode('makeCommitment(string,address,uint256,bytes32,address,bytes[],bool,uint16)',
        [label, owner, duration, SECRET, ENS.resolver, [], false, 0]),
    register: ({ label, owner, duration }) =>
      encode('register(string,address,uint256,bytes32,address,bytes[],bool,uint16)',
        [label, owner, duration, SECRET, ENS.resolver, [], false, 0]),
  },
};

/** The two steps of a registration, a block each, 70 seconds apart as the controllers demand. */
async function registration(chain, year, names, at, from) {
  const { controller, commitment, register } = GENERATIONS[year];
  const commitments = await chain.read(names.map((name) => [controller, commitment(name)]));
  const commit = (hash) => ({ from, to: controller, data: encode('commit(bytes32)', [hash]) });
  const pay = (name) => ({ from, to: controller, value: PAYMENT, data: register(name) });
  return [{ at, transactions: commitments.map(commit) }, { at: at + 70, transactions: names.map(pay) }];
}

/** Terms that leave some names released, some in their grace period and most of them current. */
const duration = (i) => (i % 12 === 5 ? 40 * DAY : i % 7 === 3 ? YEAR : (2 + (i % 4)) * YEAR);

/** Blocks of registrations spread evenly between two days in the past. */
async function registrations(chain, year, labels, holders, from, [firstDay, lastDay]) {
  const names = labels.map((label, i) => ({ label, owner: holders[i % holders.length], duration: duration(i) }));
  const blocks = Math.ceil(names.length / PER_BLOCK);
  const steps = [];
  for (let b = 0; b < blocks; b++) {
    const at = now() - Math.round((firstDay + ((lastDay - firstDay) * b) / blocks) * DAY);
    steps.push(...await registration(chain, year, names.slice(b * PER_BLOCK, (b + 1) * PER_BLOCK), at, from));
  }
  return steps;
}

const token = (label) => BigInt(labelHash(label));

const transferToken = (label, from, to) => ({
  from, to: ENS.registrar,
  data: encode('transferFrom(address,address,uint256)', [from, to, token(label)]),
});

const transferWrapped = (label, from, to) => ({
  from, to: ENS.wrapper,
  data: encode('safeTransferFrom(address,address,uint256,uint256,bytes)',
    [from, to, BigInt(subnode(ETH_NODE, label)), 1n, '0x']),
});

const renew = (controller, label, from) => ({
  from, to: controller, value: PAYMENT, data: encode('renew(string,uint256)', [label, YEAR]),
});

const allowWrapper = (owner) => ({
  from: owner, to: ENS.registrar, data: encode('setApprovalForAll(address,bool)', [ENS.wrapper, true]),
});

const wrap = (label, owner) => ({
  from: owner, to: ENS.wrapper,
  data: encode('wrapETH2LD(string,address,uint16,address)', [label, owner, 0, ENS.resolver]),
});

const unwrap = (label, owner) => ({
  from: owner, to: ENS.wrapper,
  data: encode('unwrapETH2LD(bytes32,address,address)', [labelHash(label), owner, owner]),
});

const wrappedSubname = (parent, label, owner) => ({
  from: owner, to: ENS.wrapper,
  data: encode('setSubnodeOwner(bytes32,string,address,uint32,uint64)', [subnode(ETH_NODE, parent), label, owner, 0, 0n]),
});

const plainSubname = (parent, label, owner) => ({
  from: owner, to: ENS.registry,
  data: encode('setSubnodeOwner(bytes32,bytes32,address)', [subnode(ETH_NODE, parent), labelHash(label), owner]),
});

/** Whose label it is: registrations hand out the holders in turn. */
const ownerIn = (labels, holders) => (label) => holders[labels.indexOf(label) % holders.length];

/** What happened to names of 2020 after their registration. */
function lifeOf2020(labels, holders, from) {
  const owner = ownerIn(labels, holders);
  const [moved, wrapped, parent] = labels.slice(-18, -15);
  const at = (days) => now() - days * DAY;
  return [
    { at: at(200), transactions: [renew(ENS.controller2020, 'google', from), renew(ENS.controller2020, 'hotel', from)] },
    { at: at(198), transactions: [transferToken('music', owner('music'), holders[0]), transferToken(moved, owner(moved), holders[1])] },
    { at: at(196), transactions: [allowWrapper(owner(wrapped)), wrap(wrapped, owner(wrapped))] },
    { at: at(195), transactions: [plainSubname(parent, 'shop', owner(parent))] },
  ];
}

/** What happened to names of 2023 after their registration; one released name is registered anew. */
async function lifeOf2023(chain, labels, reborn, holders, from) {
  const owner = ownerIn(labels, holders);
  const [moved, unwrapped, parent] = labels.slice(-18, -15);
  const at = (days) => now() - days * DAY;
  return [
    { at: at(9), transactions: [renew(ENS.controller2023, moved, from), transferWrapped(moved, owner(moved), holders[2])] },
    { at: at(8), transactions: [unwrap(unwrapped, owner(unwrapped))] },
    { at: at(7), transactions: [wrappedSubname(parent, 'pay', owner(parent))] },
    ...await registration(chain, 2023, [{ label: reborn, owner: holders[3], duration: YEAR }], at(6), from),
  ];
}

/** An ordinary label the 2020 controller sold for 40 days, long released by now. */
const released = (labels) => labels.slice(0, -20).findLast((_, i) => i % 12 === 5);

/** Every step of the ENS history: {at: unix time, transactions}. */
export async function history(chain, holders, count) {
  const from = await chain.deployer();
  const special = [...COLLIDING.filter((label) => label.length >= 3), ...HOSTILE, ...NEAR];
  const words = Math.max(20, count - special.length);
  const old = [...special, ...ordinary(words)];
  const recentSpecial = ['exchange', 'invoice', ...HOSTILE.filter((label) => label.length <= 255).slice(0, 6)
    .map((label) => Buffer.concat([label, Buffer.from('23')]))];
  const recent = [...recentSpecial, ...ordinary(Math.max(20, count - recentSpecial.length), words)];
  return [
    ...await registrations(chain, 2020, old, holders, from, [480, 300]),
    ...lifeOf2020(old, holders, from),
    ...await registrations(chain, 2023, recent, holders, from, [190, 10]),
    ...await lifeOf2023(chain, recent, released(old), holders, from),
  ];
}

/** The 2020 controller's owner drops the waiting time, so that a lab name needs one block only. */
export async function settle(chain) {
  const from = await chain.deployer();
  await chain.block([{ from, to: ENS.controller2020, data: encode('setCommitmentAges(uint256,uint256)', [0n, 86400n]) }]);
}

/** Registers one .eth name through the 2020 controller, in one block at the clock's time. */
export async function mint(chain, label, owner) {
  const { controller, commitment, register } = GENERATIONS[2020];
  const from = await chain.deployer();
  const name = { label, owner, duration: YEAR };
  const [hash] = await chain.read([[controller, commitment(name)]]);
  await chain.block([
    { from, to: controller, data: encode('commit(bytes32)', [hash]) },
    { from, to: controller, value: PAYMENT, data: register(name) },
  ]);
}

const REGISTERED_2020 = topic('NameRegistered(string,bytes32,address,uint256,uint256)');
const REGISTERED_2023 = topic('NameRegistered(string,bytes32,address,uint256,uint256,uint256)');

/** Label bytes by label hash, out of the controllers' own events, with the first and the latest registration. */
function spelledLabels(logs) {
  const names = new Map();
  for (const log of logs) {
    if (log.topics[0] !== REGISTERED_2020 && log.topics[0] !== REGISTERED_2023) continue;
    const [label] = decode(['string'], log.data);
    const before = names.get(log.topics[1]);
    names.set(log.topics[1], {
      labelHex: label.slice(2),
      firstBlock: before?.firstBlock ?? Number(log.blockNumber),
      firstTx: before?.firstTx ?? log.transactionHash,
      controller: log.topics[0] === REGISTERED_2020 ? 2020 : 2023,
      registeredBlock: Number(log.blockNumber),
      registeredTx: log.transactionHash,
    });
  }
  return names;
}

/** The last log of registrar, controllers or wrapper that names each key (a label hash or a node). */
function lastMention(logs) {
  const last = new Map();
  for (const log of logs) {
    const words = [...log.topics.slice(1), log.data.slice(0, 66)];
    for (const word of words) last.set(word, log);
  }
  return last;
}

/** The later of two logs; either may be absent. */
function later(a, b) {
  if (!a || !b) return a ?? b;
  const order = Number(a.blockNumber) - Number(b.blockNumber) || Number(a.logIndex) - Number(b.logIndex);
  return order >= 0 ? a : b;
}

const addressOf = (word) => {
  const address = word && `0x${word.slice(-40)}`;
  return !address || address === ZERO_ADDRESS ? null : address;
};

const TRANSFER = topic('Transfer(address,address,uint256)');

/** Holder of each token according to the events, which still tell it after expiry. */
const lastTransfer = (logs) => new Map(logs.filter((log) => log.topics[0] === TRANSFER && log.topics.length === 4)
  .map((log) => [log.topics[3], addressOf(log.topics[2])]));

/** Every .eth name a controller sold, as the contracts answer for it now. */
export async function manifest(chain) {
  const logs = await chain.logs([ENS.registrar, ENS.controller2020, ENS.controller2023, ENS.wrapper]);
  const names = [...spelledLabels(logs)];
  const nodes = names.map(([, { labelHex }]) => subnode(ETH_NODE, Buffer.from(labelHex, 'hex')));
  const owners = await chain.read(names.map(([hash]) => [ENS.registrar, encode('ownerOf(uint256)', [BigInt(hash)])]));
  const wrapped = await chain.read(nodes.map((node) => [ENS.wrapper, encode('ownerOf(uint256)', [BigInt(node)])]));
  const expiries = await chain.read(names.map(([hash]) => [ENS.registrar, encode('nameExpires(uint256)', [BigInt(hash)])]));
  const mentions = lastMention(logs);
  const transfers = lastTransfer(logs);
  return names.map(([hash, { labelHex, controller, ...registration }], i) => {
    const last = later(mentions.get(hash), mentions.get(nodes[i]));
    const isWrapped = transfers.get(hash) === ENS.wrapper.toLowerCase();
    return {
      namespace: 'ens', labelHex, nameHex: `${labelHex}2e657468`, node: nodes[i], labelHash: hash,
      holder: addressOf(isWrapped ? wrapped[i] : owners[i]), lastHolder: isWrapped ? addressOf(wrapped[i]) : transfers.get(hash),
      wrapped: isWrapped, controller, expiresAt: Number(expiries[i]),
      ...registration, lastBlock: Number(last.blockNumber), lastTx: last.transactionHash,
    };
  });
}
