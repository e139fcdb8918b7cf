/** What happened to ENS names beside being sold: auctions, moves, wrapping, subnames, claims, records. */
import { encode, labelHash, namehash, subnode } from './abi.mjs';
import { CLAIMED_TLDS, ENS, ETH_NODE, openRegistrarOf2019, wire } from './ens_contracts.mjs';
import { PAYMENT, SECRET, YEAR, current, registration } from './ens_sales.mjs';
import { DAY, ZERO_ADDRESS, now } from './eth.mjs';

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
export const ownerIn = (labels, holders) => (label) => holders[labels.indexOf(label) % holders.length];

/** What happened to names of 2020 after their registration. */
export function lifeOf2020(labels, holders, from) {
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
export async function lifeOf2023(chain, labels, reborn, holders, from) {
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
export const released = (labels) => labels.slice(0, -20).findLast((_, i) => i % 12 === 5);

/** Hashes alone: one auction won, one that nobody bid in. */
export async function auctions(chain, holders, from) {
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
export function claims(holders, from) {
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
export function records(plain, plainOwner, wrapped, wrappedOwner) {
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
export function lifeOfOthers(old, recent, holders, from) {
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
