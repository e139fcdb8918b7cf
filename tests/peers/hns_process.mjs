/** A regtest hsd in this process, which tells of every block what it is and what the node makes of the names in it. */
import { npmPackage } from './packages.mjs';

const FullNode = npmPackage('hsd/lib/node/fullnode');
const MTX = npmPackage('hsd/lib/primitives/mtx');
const Output = npmPackage('hsd/lib/primitives/output');
const Network = npmPackage('hsd/lib/protocol/network');
const plugin = npmPackage('hsd/lib/wallet/plugin');
const rules = npmPackage('hsd/lib/covenants/rules');
const { Resource } = npmPackage('hsd/lib/dns/resource');

export const network = Network.get('regtest');

export const resource = (...records) => Resource.fromJSON({ records });

/** Every type of record. */
export const RECORDS = resource(
  { type: 'NS', ns: 'ns1.example.com.' }, { type: 'NS', ns: 'ns2.example.com.' },
  { type: 'GLUE4', ns: 'ns1.alpha.', address: '192.0.2.1' }, { type: 'GLUE6', ns: 'ns2.alpha.', address: '2001:db8::53' },
  { type: 'SYNTH4', address: '192.0.2.7' }, { type: 'SYNTH6', address: '2001:db8::7' },
  { type: 'DS', keyTag: 57355, algorithm: 8, digestType: 2, digest: 'ab'.repeat(32) },
  { type: 'TXT', txt: ['hello world', 'quote " and \\'] },
);

/** A REGISTER need not say anything. */
export const NOTHING = new class extends Resource {
  encode() {
    return Buffer.alloc(0);
  }
}();

/** Names that nobody holds: which of them the node holds back, and by what, depends on the height alone. */
const HELD_BACK = { root: 'gay', popular: 'twitch', unlocked: 'desi' };

export class Process {
  constructor() {
    this.node = new FullNode({
      network: 'regtest', memory: true, plugins: [plugin], logConsole: false, listen: false, noDns: true, workers: false,
      httpPort: 0, walletHttpPort: 0, walletIcannlockup: false,
    });
    this.wdb = this.node.require('walletdb').wdb;
    this.names = new Set();
  }

  get chain() {
    return this.node.chain;
  }

  async open() {
    await this.node.open();
    this.wallet = await this.wdb.get('primary');
    this.address = await this.wallet.receiveAddress();
  }

  close() {
    return this.node.close();
  }

  ask(method, ...args) {
    return this.node.rpc.execute({ method, params: args });
  }

  async tell() {
    const told = { height: this.chain.height, names: {}, resources: {}, start: {} };
    told.block = (await this.chain.getRawBlock(this.chain.tip.hash)).toString('hex');
    for (const name of this.names) {
      told.names[name] = (await this.ask('getnameinfo', name)).info;
      told.resources[name] = await this.ask('getnameresource', name);
    }
    for (const [kind, name] of Object.entries(HELD_BACK)) told.start[kind] = (await this.ask('getnameinfo', name)).start;
    told.softforks = (await this.ask('getblockchaininfo')).softforks;
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }

  /** Blocks of what waits in the mempool. `told`: false leaves out what is no news. `claims` pass the mempool by. */
  async mine(count = 1, { told = true, claims = [] } = {}) {
    for (let i = 0; i < count; i++) {
      const job = await this.node.miner.createJob(null, this.address);
      for (const claim of i === 0 ? claims : []) {
        this.names.add(claim.getData(network).name);
        job.pushClaim(claim, network);
      }
      job.refresh();
      if (!await this.chain.add(await job.mineAsync())) throw new Error('a block was refused');
      while (this.wdb.height < this.chain.height) await new Promise((done) => setImmediate(done));
      if (told) await this.tell();
    }
  }

  async mineTo(height, options) {
    await this.mine(height - this.chain.height, options);
  }

  /** A claim goes the way it comes from the net: by the mempool, which lets through what consensus would. */
  async submit(claim) {
    this.names.add(claim.getData(network).name);
    await this.node.mempool.addClaim(claim);
  }

  async openNames(...list) {
    for (const name of list) {
      this.names.add(name);
      await this.wallet.sendOpen(name, { force: true });
    }
    await this.mine(7);
  }

  /** Bids of each name: [wallet, value]. */
  async bid(bids) {
    for (const [name, list] of Object.entries(bids)) {
      for (const [who, value] of list) await who.sendBid(name, value, value + 5000);
    }
    await this.mine(5);
  }

  /**
   * A covenant that hsd's wallet does not make although consensus allows it; `coin` is what it moves on. Goes straight
   * to the node, which throws where it refuses.
   */
  async send(output, coin) {
    const tx = new MTX();
    if (coin) tx.addCoin(coin);
    tx.outputs.push(output);
    await this.wallet.fill(tx);
    await this.wallet.finalize(tx);
    await this.wallet.sign(tx);
    await this.node.mempool.addTX(tx.toTX());
    await this.wdb.addTX(tx.toTX());
  }

  /** OPEN of a name that is on the list of reserved ones. */
  async openReserved(name) {
    this.names.add(name);
    const output = new Output({ address: this.address, value: 0 });
    output.covenant.setOpen(rules.hashName(name), Buffer.from(name));
    await this.send(output);
  }

  async bidReserved(name, value) {
    const hash = rules.hashName(name);
    const { height } = (await this.ask('getnameinfo', name)).info;
    const output = new Output({ address: this.address, value: value + 5000 });
    output.covenant.setBid(hash, height, Buffer.from(name), await this.wallet.generateBlind(hash, this.address, value));
    await this.send(output);
  }

  /** RENEW out of a TRANSFER. */
  async renewTransferred(name) {
    const { owner, height } = (await this.ask('getnameinfo', name)).info;
    const coin = await this.wallet.getCoin(Buffer.from(owner.hash, 'hex'), owner.index);
    const output = new Output({ address: coin.address, value: coin.value });
    output.covenant.setRenew(rules.hashName(name), height, await this.wdb.getRenewalBlock());
    await this.send(output, coin);
  }
}

/** Throws unless `attempt` is refused for `reason`. */
export async function refused(attempt, reason) {
  try {
    await attempt();
  } catch (error) {
    if (error.message.includes(reason)) return;
    throw new Error(`refused for ${error.message}, not for ${reason}`);
  }
  throw new Error(`not refused: ${reason}`);
}
