/** ENS: a history of names through every generation of its contracts. */
import { encode, labelHash, namehash, subnode } from './abi.mjs';
import { CLAIMED_TLDS, ENS, ETH_NODE, deploy, openRegistrarOf2019, wire } from './ens_contracts.mjs';
import { manifest, subnames } from './ens_manifest.mjs';
import { DAY, ZERO_ADDRESS, now } from './eth.mjs';
import { COLLIDING, HOSTILE, NEAR, ordinary } from './words.mjs';

export { ENS, deploy, manifest, subnames };

const YEAR = 365 * DAY;
const PAYMENT = `0x${(5n * 10n ** 18n).toString(16)}`;
const SECRET = labelHash('a lab has no secrets');

/** How each controller generation is spoken to. */
const of2019 = (controller) => ({
  controller,
  commitment: ({ label, owner }) => encode('makeCommitment(string,address,bytes32)', [label, owner, SECRET]),
  register: ({ label, owner, duration }) =>
    encode('register(string,address,uint256,bytes32)', [label, owner, duration, SECRET]),
});

const GENERATIONS = {
  'April 2019': of2019(ENS.controllerApril2019),
  'November 2019': of2019(ENS.controllerNovember2019),
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
  2025: {
    controller: ENS.controller2025,
    register: ({ label, owner, duration }) => encode('register(string,address,uint256)', [label, owner, duration]),
  },
};

/** The two steps of a registration, a block each, 70 seconds apart as the controllers demand; the last takes one. */
async function registration(chain, year, names, at, from) {
  const { controller, commitment, register } = GENERATIONS[year];
  if (!commitment) return [{ at, transactions: names.map((name) => ({ from, to: controller, data: register(name) })) }];
  const commitments = await chain.read(names.map((name) => [controller, commitment(name)]));
  const commit = (hash) => ({ from, to: controller, data: encode('commit(bytes32)', [hash]) });
  const pay = (name) => ({ from, to: controller, value: PAYMENT, data: register(name) });
  return [{ at, transactions: commitments.map(commit) }, { at: at + 70, transactions: names.map(pay) }];
}

/** Terms that leave some names released, some in their grace period and most of them current. */
const duration = (i) => (i % 12 === 5 ? 40 * DAY : i % 7 === 3 ? YEAR : (2 + (i % 4)) * YEAR);

/** The first index from `i` on whose term has not run out. */
const current = (i) => (i % 12 === 5 ? i + 1 : i);

/** Blocks of registrations spread evenly between two days in the past. */
async function registrations(chain, year, labels, holders, from, [firstDay, lastDay]) {
  const names = labels.map((label, i) => ({ label, owner: holders[i % holders.length], duration: duration(i) }));
  const perBlock = Math.max(20, Math.round(names.length / 50));
  const blocks = Math.ceil(names.length / perBlock);
  const steps = [];
  for (let b = 0; b < blocks; b++) {
    const at = now() - Math.round((firstDay + ((lastDay - firstDay) * b) / blocks) * DAY);
    steps.push(...await registration(chain, year, names.slice(b * perBlock, (b + 1) * perBlock), at, from));
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

const plainSubname = (parent, label, holder, owner = holder) => ({
  from: holder, to: ENS.registry,
  data: encode('setSubnodeOwner(bytes32,bytes32,address)', [subnode(ETH_NODE, parent), labelHash(label), owner]),
});

const giveSubname = (parent, label, holder, owner) => ({
  from: holder, to: ENS.registry,
  data: encode('setOwner(bytes32,address)', [subnode(subnode(ETH_NODE, parent), label), owner]),
});

const onWrapper = (from, signature, ...values) => ({ from, to: ENS.wrapper, data: encode(signature, values) });

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
    { at: at(195), transactions: [plainSubname(parent, 'shop', owner(parent)), plainSubname(parent, 'given', owner(parent)),
      plainSubname(parent, 'deleted', owner(parent))] },
    { at: at(194), transactions: [giveSubname(parent, 'given', owner(parent), holders[7]),
      plainSubname(parent, 'deleted', owner(parent), ZERO_ADDRESS)] },
  ];
}

/** What happened to names of 2023 after their registration; one released name is registered anew. */
async function lifeOf2023(chain, labels, reborn, holders, from) {
  const owner = ownerIn(labels, holders);
  const [moved, unwrapped, parent] = labels.slice(-18, -15);
  const batch = [labels[current(labels.length - 15)]];
  const at = (days) => now() - Math.round(days * DAY);
  return [
    { at: at(9), transactions: [renew(ENS.controller2023, moved, from), transferWrapped(moved, owner(moved), holders[2])] },
    { at: at(8), transactions: [unwrap(unwrapped, owner(unwrapped))] },
    { at: at(8.5), transactions: [wrappedSubname(parent, 'pay', owner(parent)), wrappedSubname(parent, 'loose', owner(parent))] },
    { at: at(8.2), transactions: [
      onWrapper(owner(parent), 'setFuses(bytes32,uint16)', subnode(ETH_NODE, parent), 1),
      onWrapper(owner(parent), 'setSubnodeOwner(bytes32,string,address,uint32,uint64)', subnode(ETH_NODE, parent), 'vault',
        holders[8], 65536, BigInt(now() + 100 * DAY)),
      onWrapper(owner(parent), 'unwrap(bytes32,bytes32,address)', subnode(ETH_NODE, parent), labelHash('loose'), holders[9]),
      onWrapper(owner(parent), 'safeTransferFrom(address,address,uint256,uint256,bytes)', owner(parent), holders[10],
        BigInt(subnode(subnode(ETH_NODE, parent), 'pay')), 1n, '0x'),
    ] },
    { at: at(7), transactions: [
      onWrapper(owner(parent), 'extendExpiry(bytes32,bytes32,uint64)', subnode(ETH_NODE, parent), labelHash('vault'), BigInt(now() + 150 * DAY)),
      onWrapper(owner(batch[0]), 'setApprovalForAll(address,bool)', from, true),
      onWrapper(owner(batch[0]), 'safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)', owner(batch[0]), holders[11],
        [BigInt(subnode(ETH_NODE, batch[0]))], [1n], '0x'),
    ] },
    ...await registration(chain, 2023, [{ label: reborn, owner: holders[3], duration: YEAR }], at(6), from),
  ];
}

/** An ordinary label the 2020 controller sold for 40 days, long released by now. */
const released = (labels) => labels.slice(0, -20).findLast((_, i) => i % 12 === 5);

/** Hashes alone: one auction won, one that nobody bid in. */
async function auctions(chain, holders, from) {
  const [bidder] = holders;
  const [won, unsold] = ['auctionedname', 'unsoldname'].map(labelHash);
  const value = 10n ** 17n;
  const [sealed] = await chain.read([[ENS.auctions, encode('shaBid(bytes32,address,uint256,bytes32)', [won, bidder, value, SECRET])]]);
  const call = (sender, signature, values, wei = 0n) =>
    ({ from: sender, to: ENS.auctions, value: `0x${wei.toString(16)}`, data: encode(signature, values) });
  const at = (days) => now() - Math.round(days * DAY);
  return [
    { at: at(498), transactions: [call(bidder, 'startAuctionsAndBid(bytes32[],bytes32)', [[won, unsold], sealed], value)] },
    { at: at(494), transactions: [call(bidder, 'unsealBid(bytes32,uint256,bytes32)', [won, value, SECRET])] },
    { at: at(492), transactions: [call(bidder, 'finalizeAuction(bytes32)', [won])] },
    { at: at(491), transactions: [openRegistrarOf2019(from)] },
  ];
}

/** Names of the DNS, claimed by their holders. */
function claims(holders, from) {
  const claim = (year, label, owner) => ({
    from, to: ENS[`dnsRegistrar${year}`],
    data: encode('claim(bytes,bytes32,bytes32,address)',
      [wire([label, CLAIMED_TLDS[year]]), namehash([CLAIMED_TLDS[year]]), labelHash(label), owner]),
  });
  return [
    { at: now() - 205 * DAY, transactions: [claim(2021, 'claimed', holders[0]), claim(2021, 'given', holders[1])] },
    { at: now() - 204 * DAY, transactions: [claim(2024, 'gallery', holders[2])] },
    { at: now() - 203 * DAY, transactions: [
      { from: holders[1], to: ENS.registry, data: encode('setOwner(bytes32,address)', [namehash(['given', CLAIMED_TLDS[2021]]), holders[3]]) },
    ] },
  ];
}

/** An address record in DNS wire format: type A, class IN, an hour, four octets. */
const addressRecord = (labels) => `${wire(labels)}0001000100000e10000401020304`;

/** Records of one plain and one wrapped name; the second's are voided and one is set anew. */
function records(plain, plainOwner, wrapped, wrappedOwner) {
  const tell = (sender, signature, values) => ({ from: sender, to: ENS.resolver, data: encode(signature, values) });
  const [one, two] = [plain, wrapped].map((label) => subnode(ETH_NODE, label));
  const contenthash = `0xe3010170122029f2d17be6139079dc48696d1f582a8530eb9805b561eda517e22a892c7e3f1f`;
  return [
    { at: now() - 5 * DAY, transactions: [
      tell(plainOwner, 'setAddr(bytes32,uint256,bytes)', [one, 0n, '0x76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac']),
      tell(plainOwner, 'setContenthash(bytes32,bytes)', [one, contenthash]),
      tell(plainOwner, 'setDNSRecords(bytes32,bytes)', [one, addressRecord([plain, 'eth'])]),
      tell(plainOwner, 'setText(bytes32,string,string)', [one, 'email', 'nobody@example.org']),
      tell(wrappedOwner, 'setAddr(bytes32,address)', [two, wrappedOwner]),
      tell(wrappedOwner, 'setContenthash(bytes32,bytes)', [two, contenthash]),
    ] },
    { at: now() - 4 * DAY, transactions: [tell(wrappedOwner, 'clearRecords(bytes32)', [two])] },
    { at: now() - 3 * DAY, transactions: [tell(wrappedOwner, 'setAddr(bytes32,uint256,bytes)', [two, 60n, wrappedOwner])] },
  ];
}

/** What happened to names of 2019 and 2025 after their registration. */
function lifeOfOthers(old, recent, holders, from) {
  const at = (days) => now() - days * DAY;
  const moved = old.at(-1);
  const transfer = { from: ownerIn(old, holders)(moved), to: ENS.oldRegistrar,
    data: encode('transferFrom(address,address,uint256)', [ownerIn(old, holders)(moved), holders[5], token(moved)]) };
  return [
    { at: at(448), transactions: [renew(ENS.controllerNovember2019, old.at(-2), from), transfer] },
    { at: at(2), transactions: [{ ...renew(ENS.controller2025, recent.at(-1), from), value: '0x0' },
      transferToken(recent.at(-2), ownerIn(recent, holders)(recent.at(-2)), holders[6])] },
  ];
}

/** Labels of one generation: every hostile one (a suffix keeps generations apart), and ordinary words. */
function labelsOf(suffix, count, offset, longest = Infinity) {
  const hostile = HOSTILE.filter((label) => label.length + suffix.length <= longest)
    .map((label) => Buffer.concat([label, Buffer.from(suffix)]));
  return [...hostile, ...ordinary(Math.max(20, count - hostile.length), offset)];
}

/** Every step of the ENS history: {at: unix time, transactions}. */
export async function history(chain, holders, count) {
  const from = await chain.deployer();
  const special = [...COLLIDING.filter((label) => label.length >= 3), ...HOSTILE, ...NEAR];
  const old = [...special, ...ordinary(Math.max(20, count - special.length))];
  const offset = (n) => Math.max(400, count) * n;
  const april = labelsOf('19april', count, offset(2));
  const november = labelsOf('19november', count, offset(3));
  const recent = ['exchange', 'invoice', ...labelsOf('23', count, offset(1), 255)];
  const newest = labelsOf('25', count, offset(4));
  const wrappedName = recent[current(recent.length - 22)];
  const steps = [
    ...await auctions(chain, holders, from),
    ...await registrations(chain, 'April 2019', april, holders, from, [490, 470]),
    ...await registrations(chain, 'November 2019', november, holders, from, [468, 450]),
    ...await registrations(chain, 2020, old, holders, from, [440, 300]),
    ...lifeOf2020(old, holders, from),
    ...claims(holders, from),
    ...await registrations(chain, 2023, recent, holders, from, [190, 100]),
    ...await lifeOf2023(chain, recent, released(old), holders, from),
    ...await registrations(chain, 2025, newest, holders, from, [95, 10]),
    ...lifeOfOthers(november, newest, holders, from),
    ...records('music', ownerIn(old, holders)('music'), wrappedName, ownerIn(recent, holders)(wrappedName)),
  ];
  return steps;
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

