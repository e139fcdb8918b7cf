/** Unstoppable Domains on Polygon, Base and Sonic: small histories, and names that came from elsewhere. */
import { DAY, now } from './eth.mjs';
import { arrival, departure } from './uns_bridge.mjs';
import { CHILD_CHAIN_MANAGER, callsOn, deployRegistry } from './uns_contracts.mjs';
import { ordinary } from './words.mjs';

/** Minted on Ethereum, locked there, living on Polygon. */
export const ARRIVING = [['moved', 'crypto'], ['settled', 'wallet']];
/** Minted on Ethereum, lived on Polygon, taken back. */
export const RETURNING = [['returned', 'crypto']];
/** Minted on Polygon, taken to Ethereum, where no event spells it. */
const EMIGRATING = ['traveller', 'wallet'];
/** Burned on Polygon to be taken back, and not taken yet. */
const STRANDED = ['stranded', 'wallet'];
/** Minted on several chains, each on its own: one name with as many homes. */
export const SHARED = ['twice', 'x'];

/** TLD → whether its names expire. */
export const TLDS_OF = {
  polygon: new Map([['crypto', false], ['wallet', false], ['x', false], ['hi', false], ['com', true]]),
  base: new Map([['x', false], ['smobler', false], ['ca', true]]),
  sonic: new Map([['x', false], ['sonic', false]]),
};

const WORDS_OF = { polygon: [24, 300], base: [12, 330], sonic: [8, 345] };

/** The plain names of a chain, in turn under the TLDs whose names do not expire. */
function namesOf(network) {
  const tlds = [...TLDS_OF[network]].filter(([, expires]) => !expires).map(([tld]) => tld);
  return ordinary(...WORDS_OF[network]).map((word, i) => [word, tlds[i % tlds.length]]);
}

/** What happened to the plain names: transferred, burned, given records; one that expires, one renewed. */
function life(network, calls, names, owner, holders, at) {
  const [moved, burned, spoken, silenced] = names;
  const expiring = [...TLDS_OF[network]].find(([, expires]) => expires)?.[0];
  const steps = [
    { at: at(40), transactions: [calls.transfer(moved, owner(moved), holders[1]), calls.burn(burned, owner(burned))] },
    { at: at(39), transactions: [
      calls.setRecords(spoken, owner(spoken), { 'dns.A': '["192.0.2.7"]', 'social.twitter.username': 'nobody' }),
      calls.resetRecords(silenced, owner(silenced)),
    ] },
  ];
  if (!expiring) return steps;
  return [...steps,
    { at: at(80), transactions: [calls.mint(['lapsing', expiring], holders[2], at(10)), calls.mint(['renewed', expiring], holders[3], at(10))] },
    { at: at(30), transactions: [calls.renew(['renewed', expiring], now() + 200 * DAY)] },
  ];
}

/** The far end of the bridge: what arrived, and what was handed back. Burns stand alone in their blocks. */
function traffic(calls, ownerOfTravelling, holders, at) {
  const alone = (days, labels, owner) => ({ at: at(days), transactions: [departure(calls.burn(labels, owner))], departs: true });
  const [returning] = RETURNING;
  return [
    { at: at(59), transactions: [...ARRIVING, ...RETURNING].map((labels) => arrival(labels, ownerOfTravelling(labels))) },
    { at: at(58), transactions: [calls.transfer(ARRIVING[0], ownerOfTravelling(ARRIVING[0]), holders[9])] },
    { at: at(57), transactions: [EMIGRATING, STRANDED].map((labels) => calls.mint(labels, holders[10], 0)) },
    alone(9, returning, ownerOfTravelling(returning)),
    alone(8, EMIGRATING, holders[10]),
    { at: at(2), transactions: [calls.burn(STRANDED, holders[10])] },
  ];
}

/** Writes the history of one chain; answers with the hashes of the burns that hand names back to Ethereum. */
export async function seedElsewhere(chain, holders, ownerOfTravelling) {
  const { network } = chain;
  const from = await chain.deployer();
  const at = (days) => now() - Math.round(days * DAY);
  const calls = callsOn(network, from, TLDS_OF[network]);
  const names = namesOf(network);
  const owner = (labels) => holders[names.indexOf(labels) % holders.length];
  await chain.fund([from, CHILD_CHAIN_MANAGER, ...holders]);
  await deployRegistry(chain);
  const steps = [
    { at: at(85), transactions: [...TLDS_OF[network].keys()].map(calls.addTld) },
    { at: at(70), transactions: [...names, SHARED].map((labels) => calls.mint(labels, labels === SHARED ? holders[7] : owner(labels), 0)) },
    ...life(network, calls, names, owner, holders, at),
    ...(network === 'polygon' ? traffic(calls, ownerOfTravelling, holders, at) : []),
  ];
  return play(chain, steps);
}

async function play(chain, steps) {
  const departures = [];
  for (const { at, transactions, departs } of steps.sort((a, b) => a.at - b.at)) {
    const hashes = await chain.block(transactions, at);
    if (departs) departures.push(...hashes);
  }
  await chain.block([], now());
  await chain.mine(2);
  return departures;
}
