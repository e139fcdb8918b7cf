#!/usr/bin/env node
/**
 * The life of names, block by block, as hsd sees it: hns_states.mjs > FILE
 * A regtest node in this process goes through every covenant scenario. The first line tells the heights that this
 * regtest has of its own; each line after it is one block:
 * {"height", "block": raw hex, "names": {NAME: getnameinfo's `info`, or null}, "resources": {NAME: getnameresource},
 *  "start": {KIND: getnameinfo's `start` of a name held back}, "softforks": getblockchaininfo's}.
 */
import { Claims } from './hns_claims.mjs';
import { network, NOTHING, Process, RECORDS, refused, resource } from './hns_process.mjs';

/**
 * The ends of claims and of the lock-up, which no test can wait for, come early. The lock-up's soft fork can become
 * active as on the main network: voted for from VOTE on, in windows of 144 blocks, it is so between the two.
 */
const CLAIMS_END = 5_250, VOTE = 5_184, ACTIVE = 5_472, LOCKUP_END = 5_480;
Object.assign(network.names, { claimPeriod: CLAIMS_END, alexaLockupPeriod: LOCKUP_END });
Object.assign(network.deployments.icannlockup, { startTime: 0, timeout: 0xffffffff });

const hns = new Process();
let claims, wallet, rival;

async function setUp() {
  await hns.open();
  hns.node.miner.options.version = 0;
  wallet = hns.wallet;
  rival = await hns.wdb.create({ id: 'rival' });
  claims = new Claims(hns, rival);
  await hns.mine(110);
  for (let i = 0; i < 20; i++) {
    await wallet.send({ outputs: Array.from({ length: 10 }, () => ({ address: hns.address, value: 5_000_000 })) });
    await wallet.send({ outputs: [{ address: await rival.receiveAddress(), value: 5_000_000 }] });
  }
  await hns.mine(2);
}

async function auctions() {
  await hns.openNames('alphax', 'betax', 'gammax', 'unbidx', 'unrevealedx', 'deltax', 'epsilonx');
  await hns.bid({
    alphax: [[wallet, 2000], [rival, 1000], [rival, 1500]], betax: [[rival, 3000], [wallet, 3000]], gammax: [[wallet, 500]],
    unrevealedx: [[wallet, 700]], deltax: [[wallet, 100], [rival, 50]], epsilonx: [[rival, 10], [wallet, 20]],
  });
  await rival.sendReveal('betax');
  await hns.mine(1);
  for (const name of ['alphax', 'betax', 'gammax', 'deltax', 'epsilonx']) await wallet.sendReveal(name);
  for (const name of ['deltax', 'epsilonx']) await rival.sendReveal(name);
  await hns.mine(1);
  await rival.sendReveal('alphax');
  await hns.mine(10);
  await rival.sendRedeem('alphax');
  await wallet.sendUpdate('alphax', RECORDS);
  await wallet.sendUpdate('gammax', resource());
  await wallet.sendUpdate('epsilonx', NOTHING);
  await hns.mine(2);
}

/** What becomes of registered names. deltax is revoked before its loser has redeemed. */
async function lives() {
  const other = await rival.receiveAddress();
  await wallet.sendUpdate('alphax', resource({ type: 'TXT', txt: ['only text'] }));
  await wallet.sendTransfer('gammax', other);
  await hns.mine(1);
  await wallet.sendCancel('gammax');
  await hns.mine(6);
  await wallet.sendUpdate('alphax', RECORDS);
  await wallet.sendTransfer('gammax', other);
  await wallet.sendTransfer('epsilonx', other);
  await hns.mine(2);
  await hns.renewTransferred('epsilonx');
  await hns.mine(9);
  await wallet.sendFinalize('gammax');
  await wallet.sendRenewal('alphax');
  await wallet.sendUpdate('deltax', RECORDS);
  await hns.mine(2);
  await rival.sendUpdate('gammax', RECORDS);
  await wallet.sendTransfer('deltax', other);
  await hns.mine(1);
  await wallet.sendRevoke('deltax');
  await wallet.sendRevoke('epsilonx');
  await hns.mine(2);
  await rival.sendRedeem('deltax');
  await hns.mine(64);
  await hns.openNames('deltax', 'unbidx');
  await hns.bid({ deltax: [[wallet, 100]] });
  await wallet.sendReveal('deltax');
  await hns.mine(11);
}

/** Two years on regtest are 5,000 blocks; the empty ones among them are left out. */
async function lapse() {
  await hns.mineTo(5_100, { told: false });
  await hns.mineTo(VOTE - 2);
  hns.node.miner.options.version = -1;
  await hns.mineTo(CLAIMS_END - 2);
  await refused(() => hns.openReserved('amazon'), 'invalid-covenant');
  await hns.mineTo(CLAIMS_END - 1);
  await refused(() => claims.submit('amazon', 1), 'invalid-covenant');
  await hns.openNames('gammax', 'mozilla', 'amazon');
  await hns.bid({ gammax: [[wallet, 100]], mozilla: [[wallet, 100]] });
  for (const name of ['gammax', 'mozilla']) await wallet.sendReveal(name);
  await hns.mine(11);
  await hns.mineTo(ACTIVE - 1);
  await refused(() => hns.openReserved('com'), 'invalid-covenant');
  await hns.mineTo(LOCKUP_END + 2);
  await refused(() => hns.openReserved('com'), 'invalid-covenant');
  await hns.openNames('wikipedia');
}

process.stdout.write(`${JSON.stringify({ claimPeriod: CLAIMS_END, lockupEnd: LOCKUP_END })}\n`);
await setUp();
await claims.first();
await auctions();
await lives();
await claims.refusals();
await claims.later();
await claims.revoked();
await lapse();
await hns.close();
