/** The node of the comparison: anvil with the real ENS contracts at their addresses and many registrations. */
import { existsSync, rmSync } from 'node:fs';
import * as daemon from '../../tests/peers/daemon.mjs';
import * as ens from '../../tests/peers/ens.mjs';
import * as eth from '../../tests/peers/eth.mjs';
import { layout, makeDirectory, readJson, writeJson } from '../../tests/peers/layout.mjs';
import { labPorts } from '../../tests/peers/ports.mjs';
import { HOLDERS, genesis } from '../../tests/peers/seed.mjs';

/** Controller generations that the history is spread over. */
const GENERATIONS = 2;
/** Ponder takes the last 65 blocks of chain 1 for not final; with these behind them all events are, to both. */
const QUIET_BLOCKS = 100;
const STILL_FINAL = 70;

async function fill(lab, chain, registrations) {
  await chain.fund([await chain.deployer(), ...HOLDERS]);
  await ens.deploy(chain);
  const steps = await ens.history(chain, HOLDERS, Math.ceil(registrations / GENERATIONS));
  for (const { at, transactions } of steps.sort((a, b) => a.at - b.at)) await chain.block(transactions, at);
  await chain.block([], eth.now());
  await chain.mine(QUIET_BLOCKS);
  writeJson(lab.manifest, await ens.manifest(chain));
  await chain.save(lab.anvilState);
  writeJson(lab.seeded, { registrations });
}

/**
 * Starts the node in `directory`; fills it the first time (minutes), and keeps what it was filled with.
 * `names` are all .eth names as the contracts answer for them.
 */
export async function up(directory, registrations) {
  const lab = layout(directory);
  makeDirectory(lab.dir);
  lab.ports = await labPorts(lab.ports);
  const isNew = !existsSync(lab.seeded);
  if (isNew) {
    await daemon.stop(lab.dir, 'anvil');
    for (const file of [lab.genesis, lab.anvilState]) rmSync(file, { force: true });
  }
  await eth.up(lab, genesis());
  const chain = eth.connect(lab);
  if (isNew) await fill(lab, chain, registrations);
  return {
    url: `http://127.0.0.1:${lab.ports.eth}`,
    pid: daemon.running(lab.dir, 'anvil'),
    names: readJson(lab.manifest),
    lastBlock: (await chain.tip()) - STILL_FINAL,
  };
}

export const down = (directory) => daemon.stop(layout(directory).dir, 'anvil');
