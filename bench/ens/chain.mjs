/** The node of the comparison: anvil with the real ENS contracts at their addresses and many registrations. */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as daemon from '../../tests/peers/daemon.mjs';
import * as ens from '../../tests/peers/ens.mjs';
import * as eth from '../../tests/peers/eth.mjs';
import { layout, makeDirectory, readJson, writeJson } from '../../tests/peers/layout.mjs';
import { labPorts } from '../../tests/peers/ports.mjs';
import { HOLDERS } from '../../tests/peers/seed.mjs';

/** Controller generations that the history is spread over. */
const GENERATIONS = 5;
/** Ponder takes the last 65 blocks of chain 1 for not final; with these behind them all events are, to both. */
const QUIET_BLOCKS = 100;
const STILL_FINAL = 70;
const NETWORK = 'ethereum';

/** The filled chain. Anvil writes its own file anew all the time, and is not waited for when it is ended. */
const kept = (lab) => join(lab.dir, 'filled.json');

async function fill(lab, chain, registrations) {
  await chain.fund([await chain.deployer(), ...HOLDERS]);
  await ens.deploy(chain);
  const steps = await ens.history(chain, HOLDERS, Math.ceil(registrations / GENERATIONS));
  for (const { at, transactions } of steps.sort((a, b) => a.at - b.at)) await chain.block(transactions, at);
  await chain.block([], eth.now());
  await chain.mine(QUIET_BLOCKS);
  writeJson(lab.manifest, await ens.manifest(chain));
  await chain.save(kept(lab));
  writeJson(lab.seeded, { registrations });
}

/** What anvil goes on from: nothing, or what was kept. */
async function prepare(lab, isNew) {
  const { genesis, state } = lab.chain(NETWORK);
  await down(lab.dir);
  for (const file of isNew ? [genesis, state] : [state]) rmSync(file, { force: true });
  if (!isNew) copyFileSync(kept(lab), state);
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
  await prepare(lab, isNew);
  await eth.up(lab, NETWORK);
  const chain = eth.connect(lab, NETWORK);
  if (isNew) await fill(lab, chain, registrations);
  return {
    url: `http://127.0.0.1:${lab.ports.eth}`,
    pid: daemon.running(lab.dir, 'anvil'),
    names: readJson(lab.manifest),
    lastBlock: (await chain.tip()) - STILL_FINAL,
  };
}

/** Ends the node at once: what it would write down is kept already. */
export async function down(directory) {
  const { dir } = layout(directory);
  const pid = daemon.running(dir, 'anvil');
  if (pid !== null) process.kill(pid, 'SIGKILL');
  await daemon.stop(dir, 'anvil');
}
