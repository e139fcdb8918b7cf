/** How ENS sold names, year by year. */
import { encode, labelHash } from './abi.mjs';
import { ENS } from './ens_contracts.mjs';
import { DAY, now } from './eth.mjs';

export const YEAR = 365 * DAY;
export const PAYMENT = `0x${(5n * 10n ** 18n).toString(16)}`;
export const SECRET = labelHash('a lab has no secrets');

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
export async function registration(chain, year, names, at, from) {
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
export const current = (i) => (i % 12 === 5 ? i + 1 : i);

/** Blocks of registrations spread evenly between two days in the past. */
export async function registrations(chain, year, labels, holders, from, [firstDay, lastDay]) {
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
