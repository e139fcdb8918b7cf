/** Unstoppable Domains on Ethereum: UNS, CNS before it, and the near end of Polygon's bridge. */
import { DAY, now } from './eth.mjs';
import { deployBridge, deposit, withdrawals } from './uns_bridge.mjs';
import { cnsHistory, deployCns } from './uns_cns.mjs';
import { callsOn, deployRegistry } from './uns_contracts.mjs';
import { ARRIVING, RETURNING, SHARED } from './uns_elsewhere.mjs';
import { ordinary } from './words.mjs';

const PER_BLOCK = 20;

/** TLD → whether its names expire: as in the contracts on the main network. */
export const TLDS = new Map([
  ...['crypto', 'wallet', 'x', 'nft', 'blockchain', 'bitcoin', '888', 'dao', 'polygon', 'unstoppable', 'klever', 'hi',
    'kresus', 'anime', 'manga', 'binanceus', 'go', 'zil', 'secret', 'farms', 'dream', 'pudgy'].map((tld) => [tld, false]),
  ...['com', 'pw', 'ca'].map((tld) => [tld, true]),
]);

/** CNS first, for its registry is what UNS takes names over from. */
export async function deploy(chain) {
  await deployCns(chain);
  await deployRegistry(chain);
  await deployBridge(chain);
}

/** Names that tell something: TLDs of the DNS as labels, the contract's own limits, plain words. */
const TELLING = ['music.crypto', 'google.crypto', 'hotel.x', 'merck.nft', 'kids.wallet', 'com.crypto', 'wallet.x', 'eth.nft',
  'nft.wallet', 'amazon.dao', 'bank.blockchain', 'xn--fiqs8s.x', 'xn--a.x', 'a--b.x', '0.x', '888.888', 'splitroot.com', 'lab.pw',
  'peers.ca', 'lapsed.com', `${'l'.repeat(300)}.x`];

/** Names that live on Polygon now, or did. */
const TRAVELLING = [...ARRIVING, ...RETURNING];

function namesOf(count) {
  const tlds = [...TLDS.keys()];
  const telling = [...TELLING.map((name) => name.split('.')), ...TRAVELLING, SHARED];
  const words = ordinary(Math.max(20, count - telling.length), 60);
  return [...telling, ...words.map((word, i) => [word, tlds[i % tlds.length]])];
}

const chunks = (list, size) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** What happened to names after their minting: transfer, burn, renewal, revocation, a TLD removed, names moved. */
function life(names, calls, owner, holders, at) {
  const music = ['music', 'crypto'];
  const [burned, gone] = names.filter((labels) => !TLDS.get(labels.at(-1))).slice(-2);
  return [
    { at: at(60), transactions: TRAVELLING.map((labels) => deposit(labels, owner(labels))) },
    { at: at(18), transactions: [
      calls.transferAndReset(music, owner(music), holders[0]), calls.burn(burned, owner(burned)), calls.burn(gone, owner(gone)),
    ] },
    { at: at(17), transactions: [calls.renew(['lab', 'pw'], now() + 400 * DAY)] },
    { at: at(16), transactions: [calls.revoke(['peers', 'ca'])] },
    { at: at(15), transactions: [calls.removeTld('hi')] },
    { at: at(14), transactions: [
      calls.setRecords(['hotel', 'x'], owner(['hotel', 'x']),
        { 'ipfs.html.value': 'QmZ4F6hYwAvrVmXmuBHWCEVmHwEYyqWvxgzXh9UY8sFCeB', 'whois.email.value': 'nobody@example.com' }),
      calls.setRecords(['kids', 'wallet'], owner(['kids', 'wallet']), { 'crypto.ETH.address': '' }),
      calls.resetRecords(['merck', 'nft'], owner(['merck', 'nft'])),
      calls.setReverse(['wallet', 'x'], owner(['wallet', 'x'])),
    ] },
  ];
}

/** Whose a travelling name is when it leaves Ethereum, and so when it arrives on Polygon. */
export const ownerOfTravelling = (holders) => (labels) => holders[(TELLING.length + TRAVELLING.indexOf(labels)) % holders.length];

/**
 * Every step of the UNS history: {at: unix time, transactions}. `polygon` is that chain, its history written, and
 * `departures` the hashes of the burns there that hand names back.
 */
export async function history(chain, holders, count, { polygon, departures }) {
  const from = await chain.deployer();
  const at = (days) => now() - Math.round(days * DAY);
  const names = namesOf(count);
  const owner = (labels) => holders[names.findIndex((name) => name.join('.') === labels.join('.')) % holders.length];
  const calls = callsOn('ethereum', from, TLDS);
  const expiry = (labels) => (labels[0] === 'lapsed' ? at(20) : now() + 30 * DAY);
  const mint = (labels) => calls.mint(labels, owner(labels), expiry(labels));
  const blocks = chunks(names, PER_BLOCK);
  const homecoming = await withdrawals(polygon, from, departures);
  return [
    ...chunks([...TLDS.keys()], 5).map((tlds, i) => ({ at: at(495 - i), transactions: tlds.map(calls.addTld) })),
    ...cnsHistory(from, holders, at),
    ...blocks.map((some, i) => ({ at: at(485 - (420 * i) / blocks.length), transactions: some.map(mint) })),
    ...life(names, calls, owner, holders, at),
    ...homecoming.flatMap(([checkpoint, exit], i) => [
      { at: at(5 - i / 10), transactions: [checkpoint] }, { at: at(5 - i / 10 - 0.05), transactions: [exit] },
    ]),
  ];
}

/** Mints one name under an open TLD, in one block at the clock's time. */
export async function mint(chain, name, owner, tlds) {
  const labels = name.split('.');
  const calls = callsOn(chain.network, await chain.deployer(), tlds);
  await chain.block([calls.mint(labels, owner, now() + 365 * DAY)]);
}
