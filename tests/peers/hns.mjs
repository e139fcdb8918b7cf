/** Handshake: hsd on its regtest network, and names brought by real auctions into every state. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as daemon from './daemon.mjs';
import { JsonRpc } from './jsonrpc.mjs';
import { installed, npmPackage } from './packages.mjs';
import { ordinary } from './words.mjs';

export const API_KEY = 'splitroot-lab';

/** Blocks that regtest asks for: an opening, the bidding, the reveal, and so on. */
const OPENING = 7;
const BIDDING = 5;
const REVEAL = 10;
const TRANSFER = 10;
const MATURITY = 50;
/** From height 104 on the weekly roll-out is over and every name is open. */
const ROLLED_OUT = 110;

export const connect = (lab) => ({
  node: new JsonRpc(`http://127.0.0.1:${lab.ports.hns}/`, API_KEY),
  wallet: new JsonRpc(`http://127.0.0.1:${lab.ports.hnsWallet}/`, API_KEY),
});

function options(lab) {
  const { hns, hnsPeer, hnsWallet, hnsBrontide } = lab.ports;
  const set = {
    network: 'regtest', prefix: lab.hsd, workers: false, 'index-tx': true, listen: false, 'no-dns': true,
    'log-console': false, 'log-file': false, host: '127.0.0.1', port: hnsPeer, 'brontide-port': hnsBrontide,
    'http-host': '127.0.0.1', 'http-port': hns, 'api-key': API_KEY,
    'wallet-http-host': '127.0.0.1', 'wallet-http-port': hnsWallet, 'wallet-api-key': API_KEY, 'wallet-wallet-auth': false,
  };
  return Object.entries(set).map(([name, value]) => `--${name}=${value}`);
}

export async function up(lab) {
  if (daemon.running(lab.dir, 'hsd') === null) {
    daemon.start(lab.dir, 'hsd', process.execPath, [installed('node_modules/hsd/bin/node'), ...options(lab)]);
  }
  await daemon.ready(lab.dir, 'hsd', async () => {
    await connect(lab).node.call('getblockcount');
    await connect(lab).wallet.call('getwalletinfo');
  });
}

export const height = ({ node }) => node.call('getblockcount');

/** Blocks to the lab's own wallet; returns when the wallet has seen them. */
export async function mine(hns, count) {
  const address = await hns.wallet.call('getnewaddress');
  for (let left = count; left > 0; left -= 100) {
    await hns.node.call('generatetoaddress', Math.min(left, 100), address);
  }
  const tip = await height(hns);
  while ((await hns.wallet.call('getwalletinfo')).height < tip) await sleep(20);
}

/** Replaces the last blocks by others; their transactions go back to the mempool and may come again. */
export async function reorg(hns, depth) {
  const first = await hns.node.call('getblockhash', (await height(hns)) - depth + 1);
  await hns.node.call('invalidateblock', first);
  await mine(hns, depth);
}

/** One transaction of many covenants, and a block for it: act(hns, [['OPEN', 'name'], …]). */
async function act(hns, actions) {
  if (actions.length === 0) return;
  await hns.wallet.call('sendbatch', actions);
  await mine(hns, 1);
}

/** A name's records: name servers, glue, a DS and a text, as a real owner sets them. */
const resource = (name) => ({
  records: [
    { type: 'NS', ns: `ns1.${name}.` },
    { type: 'GLUE4', ns: `ns2.${name}.`, address: '192.0.2.53' },
    { type: 'DS', keyTag: 57355, algorithm: 8, digestType: 2, digest: 'ab'.repeat(32) },
    { type: 'TXT', txt: [`${name} lab`] },
  ],
});

const each = (names, ...action) => names.map((name) => [action[0], name, ...action.slice(1)]);

/** Opens names and brings them to the end of their auctions; two bids each leave a price and a loser. */
async function auction(hns, names) {
  await act(hns, each(names, 'OPEN'));
  await mine(hns, OPENING);
  await act(hns, names.flatMap((name, i) => [['BID', name, 1 + (i % 7), 10], ['BID', name, 0.5, 10]]));
  await mine(hns, BIDDING);
  await act(hns, each(names, 'REVEAL'));
  await mine(hns, REVEAL);
}

/** Registers won names, each with its resource. */
const register = (hns, names) => act(hns, names.map((name) => ['UPDATE', name, resource(name)]));

/** Names in one auction: the wallet refuses a batch of 300 bids, and a block takes 300 openings. */
const AUCTION_SIZE = 100;

const TELLING = ['wallet', 'nft', 'hotel', 'music', 'kids', 'crypto', 'dao', 'splitroot', 'xn--fiqs8s', 'xn--e', 'xn--hulu',
  'a-b', 'under_score', '0', '4444', 'welcome', 'forever', 'hotels', 'g00gle', 'n'.repeat(63)];

/** Words that Handshake keeps for their owners in the DNS cannot be opened by anybody else. */
function isReserved(name) {
  const rules = npmPackage('hsd/lib/covenants/rules');
  const network = npmPackage('hsd/lib/protocol/network').get('regtest');
  return rules.isReserved(rules.hashName(name), ROLLED_OUT, network);
}

const openable = (names) => names.filter((name) => !isReserved(name));

/** What happens to registered names; the groups are told apart by their order. */
async function lives(hns, names) {
  const group = (from) => names.slice(from, from + 6);
  const [updated, renewed, moved, moving, revoked, cancelled] = [20, 26, 32, 38, 44, 50].map(group);
  const address = npmPackage('hsd/lib/primitives/address').fromHash(Buffer.alloc(20, 7)).toString('regtest');
  await act(hns, [...each(updated, 'UPDATE', { records: [] }), ...each([...moved, ...cancelled], 'TRANSFER', address)]);
  await mine(hns, TRANSFER);
  await act(hns, [...each(moved, 'FINALIZE'), ...each(cancelled, 'CANCEL'), ...each(revoked.slice(0, 3), 'REVOKE')]);
  await mine(hns, MATURITY);
  await act(hns, [...each(renewed, 'RENEW'), ...each(moving, 'TRANSFER', address), ...each(revoked.slice(3), 'REVOKE')]);
}

/** Fills the chain: most names registered, the last ones left in the middle of their auctions. */
export async function seed(hns, count) {
  const telling = openable(TELLING);
  const all = [...telling, ...openable(ordinary(Math.max(80, count - telling.length), 130))];
  const group = (fromEnd) => all.slice(all.length - fromEnd, all.length - fromEnd + 4);
  const [unbid, revealing, bidding, opening] = [16, 12, 8, 4].map(group);
  const registered = all.slice(0, -16);

  await mine(hns, ROLLED_OUT);
  await act(hns, each(unbid, 'OPEN'));
  for (let i = 0; i < registered.length - 4; i += AUCTION_SIZE) {
    const names = registered.slice(i, Math.min(i + AUCTION_SIZE, registered.length - 4));
    await auction(hns, names);
    await register(hns, names);
  }
  await lives(hns, registered);
  await auction(hns, registered.slice(-4));
  await act(hns, each(revealing, 'OPEN'));
  await mine(hns, OPENING);
  await act(hns, [...each(revealing, 'BID', 1, 2), ...each(bidding, 'OPEN')]);
  await mine(hns, BIDDING);
  await act(hns, each(revealing, 'REVEAL'));
  await mine(hns, 1);
  await act(hns, [...each(bidding, 'BID', 1, 2), ...each(opening, 'OPEN')]);
}

/** Opens, wins and registers one name: some thirty blocks. */
export async function mint(hns, name) {
  await auction(hns, [name]);
  await register(hns, [name]);
}

/** Every covenant on the chain by name hash: where it was registered and where it was last touched. */
async function mentions({ node }, tip) {
  const blocks = await node.batch(Array.from({ length: tip + 1 }, (_, i) => ['getblockbyheight', i, true, true]));
  const seen = new Map();
  for (const block of blocks) for (const tx of block.tx) for (const { covenant } of tx.vout) note(seen, covenant, block, tx);
  return seen;
}

function note(seen, covenant, block, tx) {
  const hash = covenant.items[0];
  if (covenant.type === 0 || hash === undefined) return;
  const entry = seen.get(hash) ?? { registeredBlock: null, registeredTx: null };
  if (covenant.action === 'REGISTER') Object.assign(entry, { registeredBlock: block.height, registeredTx: tx.txid });
  Object.assign(entry, { lastBlock: block.height, lastTx: tx.txid, lastAction: covenant.action });
  if (['OPEN', 'BID', 'FINALIZE', 'CLAIM'].includes(covenant.action)) entry.nameHex = covenant.items[2];
  seen.set(hash, entry);
}

/** The address that holds a name: that of its owner output. */
async function holders({ node }, infos) {
  const owned = infos.map((info) => (info && info.owner.hash !== '0'.repeat(64) ? info.owner : null));
  const coins = await node.tryBatch(owned.map((owner) => ['gettxout', owner?.hash ?? '0'.repeat(64), owner?.index ?? 0, true]));
  return coins.map((coin, i) => (owned[i] ? coin.result?.address ?? null : null));
}

/** Every name on the chain, as the node answers for it now; an auction nobody bid in leaves no info. */
export async function manifest(hns) {
  const seen = await mentions(hns, await height(hns));
  const hashes = [...seen.keys()];
  const names = hashes.map((hash) => Buffer.from(seen.get(hash).nameHex, 'hex').toString());
  const infos = (await hns.node.batch(names.map((name) => ['getnameinfo', name]))).map(({ info }) => info);
  const owners = await holders(hns, infos);
  return hashes.map((hash, i) => {
    const info = infos[i];
    return {
      namespace: 'hns', labelHex: seen.get(hash).nameHex, node: hash, holder: owners[i], expiresAt: null,
      state: info?.state ?? null, registered: info?.registered ?? false, expired: info?.expired ?? true,
      transfer: info?.transfer ?? 0, revoked: info?.revoked ?? 0, renewals: info?.renewals ?? 0, openedAt: info?.height ?? null,
      ...seen.get(hash),
    };
  });
}
