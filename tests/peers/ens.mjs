/** ENS: a history of names through every generation of its contracts. */
import { ENS, deploy } from './ens_contracts.mjs';
import { auctions, claims, lifeOf2020, lifeOf2023, lifeOfOthers, ownerIn, records, released } from './ens_life.mjs';
import { manifest, subnames } from './ens_manifest.mjs';
import { current, mint, registrations, settle } from './ens_sales.mjs';
import { COLLIDING, HOSTILE, NEAR, ordinary } from './words.mjs';

export { ENS, deploy, manifest, mint, settle, subnames };

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
  return [
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
}
