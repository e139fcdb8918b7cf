/** Fills the empty chains of a new lab. */
import { labelHash } from './abi.mjs';
import * as basenames from './basenames.mjs';
import * as ens from './ens.mjs';
import * as eth from './eth.mjs';
import * as hns from './hns.mjs';
import * as uns from './uns.mjs';
import { seedElsewhere } from './uns_elsewhere.mjs';

/** Addresses that hold names, and no keys anybody knows: the node lets any of them send. */
export const HOLDERS = Array.from({ length: 24 }, (_, i) => `0x${labelHash(`holder ${i}`).slice(-40)}`);

/** `elsewhere` comes with what Polygon hands back: its history is written first. */
async function seedEthereum(chain, count, elsewhere) {
  await chain.fund([await chain.deployer(), ...HOLDERS]);
  await ens.deploy(chain);
  await uns.deploy(chain);
  const steps = [...await ens.history(chain, HOLDERS, count), ...await uns.history(chain, HOLDERS, count, await elsewhere)];
  for (const { at, transactions } of steps.sort((a, b) => a.at - b.at)) await chain.block(transactions, at);
  await chain.block([], eth.now());
  await ens.settle(chain);
  await chain.mine(2);
}

async function seedPolygon(polygon) {
  return { polygon, departures: await seedElsewhere(polygon, HOLDERS, uns.ownerOfTravelling(HOLDERS)) };
}

/** Basenames begin before the names of UNS there: a block's time never goes back. */
async function seedBase(base) {
  await base.fund([await base.deployer(), ...HOLDERS]);
  await basenames.deploy(base);
  for (const { at, transactions } of await basenames.history(base, HOLDERS)) await base.block(transactions, at);
  await seedElsewhere(base, HOLDERS);
}

/** All chains at once; `count` names per ENS controller and for UNS, four fifths of it on Handshake. */
export async function seed(lab, count) {
  const chain = (network) => eth.connect(lab, network);
  const elsewhere = seedPolygon(chain('polygon'));
  await Promise.all([
    elsewhere,
    seedEthereum(chain('ethereum'), count, elsewhere),
    seedBase(chain('base')),
    seedElsewhere(chain('sonic'), HOLDERS),
    hns.seed(hns.connect(lab), Math.round(count * 0.8)),
  ]);
}
