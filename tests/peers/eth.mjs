/** The EVM nodes (anvil): starting them, making blocks, putting contracts in place. */
import { existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { creation } from './abi.mjs';
import * as daemon from './daemon.mjs';
import { JsonRpc } from './jsonrpc.mjs';
import { readJson, writeFile, writeJson } from './layout.mjs';
import { NETWORKS } from './networks.mjs';
import { installed } from './packages.mjs';

export const ZERO_ADDRESS = `0x${'00'.repeat(20)}`;
export const now = () => Math.floor(Date.now() / 1000);
export const DAY = 86400;

const hex = (value) => `0x${value.toString(16)}`;
const GAS_PER_TRANSACTION = hex(3_000_000);
const RICH = hex(10n ** 24n);

export class Chain extends JsonRpc {
  /** `network`: its name in NETWORKS. */
  constructor(url, network) {
    super(url);
    this.network = network;
  }

  /** The account that deploys and owns the contracts. */
  async deployer() {
    return (await this.call('eth_accounts'))[0];
  }

  async tip() {
    return Number(await this.call('eth_blockNumber'));
  }

  /** Calls a contract: [to, data, more of the transaction] in, answers (or null where it reverts) out. */
  async read(calls) {
    const answers = await this.tryBatch(calls.map(([to, data, more]) => ['eth_call', { to, data, ...more }, 'latest']));
    return answers.map((answer) => answer.result ?? null);
  }

  /** Gives accounts ether, so that they can send. */
  async fund(accounts) {
    await this.batch(accounts.map((account) => ['anvil_setBalance', account, RICH]));
  }

  /**
   * Puts a contract at an address of our choice. Its creation code is set there and run in place by
   * a transaction: storage, immutables and events come out as from a real deployment. Then the code
   * that it returned takes its place.
   */
  async install(address, artifact, args, from) {
    await this.call('anvil_setCode', address, creation(artifact, args));
    const [runtime] = await this.read([[address, undefined, { from, gas: hex(16_000_000) }]]);
    if (runtime === null) throw new Error(`the constructor of ${artifact.contractName ?? address} reverts`);
    await this.block([{ from, to: address, gas: hex(16_000_000) }]);
    await this.call('anvil_setCode', address, runtime);
  }

  /** One block of the given transactions, in order per sender; every one must succeed. */
  async block(transactions, time = null) {
    const hashes = await this.#send(transactions);
    if (time !== null) await this.call('anvil_setNextBlockTimestamp', time);
    await this.call('evm_mine');
    await this.#requireSuccess(transactions, hashes);
    return hashes;
  }

  async #send(transactions) {
    const nonces = await this.#nonces(transactions);
    return this.batch(transactions.map((transaction) => {
      const nonce = nonces.get(transaction.from);
      nonces.set(transaction.from, nonce + 1);
      return ['eth_sendTransaction', { gas: GAS_PER_TRANSACTION, ...transaction, nonce: hex(nonce) }];
    }));
  }

  async #nonces(transactions) {
    const senders = [...new Set(transactions.map(({ from }) => from))];
    const counts = await this.batch(senders.map((sender) => ['eth_getTransactionCount', sender, 'latest']));
    return new Map(senders.map((sender, i) => [sender, Number(counts[i])]));
  }

  async #requireSuccess(transactions, hashes) {
    const receipts = await this.batch(hashes.map((hash) => ['eth_getTransactionReceipt', hash]));
    receipts.forEach((receipt, i) => {
      if (receipt?.status === '0x1') return;
      throw new Error(`transaction ${hashes[i]} to ${transactions[i].to} failed: ${transactions[i].data?.slice(0, 300)}`);
    });
  }

  /** Empty blocks at wall-clock time. */
  async mine(count) {
    await this.call('anvil_mine', hex(count));
  }

  /** Replaces the last blocks by as many empty ones; anvil knows only the states since its last start. */
  async reorg(depth) {
    const [answer] = await this.tryBatch([['anvil_reorg', depth, []]]);
    if (answer.error) throw new Error(`${answer.error.message}: anvil replaces only blocks made since its last start`);
  }

  async logs(address) {
    return this.call('eth_getLogs', { address, fromBlock: '0x0', toBlock: 'latest' });
  }

  /** Writes the state where a restart finds it: even a killed node then loses nothing. */
  async save(path) {
    const packed = await this.call('anvil_dumpState');
    writeFile(path, gunzipSync(Buffer.from(packed.slice(2), 'hex')));
  }
}

export const connect = (lab, network = 'ethereum') =>
  new Chain(`http://127.0.0.1:${lab.ports[NETWORKS[network].port]}`, network);

/** When the chain begins (unix time): chosen once, remembered ever after. */
function genesisTime(path, chosen) {
  if (!existsSync(path)) writeJson(path, { timestamp: chosen });
  return readJson(path).timestamp;
}

/**
 * Starts the node of a network: a new chain begins some days ago, a saved one goes on. A restart names the same
 * beginning: with another, anvil would make a second block 0 and keep both. Naming it sets the
 * clock back, so the clock is put right afterwards.
 */
export async function up(lab, network) {
  const { chainId, server, port, days } = NETWORKS[network];
  const { genesis, state } = lab.chain(network);
  const begins = genesisTime(genesis, now() - days * DAY);
  if (daemon.running(lab.dir, server) !== null) return;
  const isNew = !existsSync(state);
  daemon.start(lab.dir, server, installed('node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil'), [
    '--host', '127.0.0.1', '--port', `${lab.ports[port]}`, '--chain-id', `${chainId}`, '--slots-in-an-epoch', '1',
    '--no-mining', '--auto-impersonate', '--gas-limit', '1000000000', '--timestamp', `${begins}`,
    '--state', state, '--silent',
  ]);
  await daemon.ready(lab.dir, server, () => connect(lab, network).tip());
  if (!isNew) await connect(lab, network).call('evm_setTime', now());
}
