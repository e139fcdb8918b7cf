/** Unstoppable Domains on Ethereum: registry and minting manager behind their real proxies. */
import { decode, encode, namehash, topic } from './abi.mjs';
import { DAY, ZERO_ADDRESS, now } from './eth.mjs';
import { unsConfig, unsPackage } from './packages.mjs';
import { ordinary } from './words.mjs';

export const UNS = {
  registry: '0x049aba7510f45BA5b64ea9E658E342F904DB358D',
  minting: '0x2a7084870bB724175a3C96Da8FaA55128fa3E19D',
};

/** Ours alone: who may upgrade the proxies is not monitored. */
const PROXY_ADMIN = '0xaa16da78110d9a9742c760a1a064f28654ab93de';
const PER_BLOCK = 20;

/** TLD → whether its names expire: as in the contracts on the main network. */
export const TLDS = new Map([
  ...['crypto', 'wallet', 'x', 'nft', 'blockchain', 'bitcoin', '888', 'dao', 'polygon', 'unstoppable', 'klever', 'hi',
    'kresus', 'anime', 'manga', 'binanceus', 'go', 'zil', 'secret', 'farms', 'dream', 'pudgy'].map((tld) => [tld, false]),
  ...['com', 'pw', 'ca'].map((tld) => [tld, true]),
]);

/** A contract behind its proxy, initialised through it as on the main network. */
async function installBehindProxy(chain, proxy, name, data, from) {
  const { implementation } = unsConfig().networks['1'].contracts[name];
  await chain.install(implementation, unsPackage(name), [], from);
  await chain.install(proxy, unsPackage('TransparentUpgradeableProxy'), [implementation, PROXY_ADMIN, data], from);
}

/** Deploys registry and minting manager and opens the TLDs. */
export async function deploy(chain) {
  const from = await chain.deployer();
  const none = ZERO_ADDRESS;
  await installBehindProxy(chain, UNS.registry, 'UNSRegistry',
    encode('initialize(address,address,address,address)', [UNS.minting, none, none, none]), from);
  await installBehindProxy(chain, UNS.minting, 'MintingManager',
    encode('initialize(address,address,address,address,address,address)', [UNS.registry, none, none, none, none, none]), from);
  await chain.block([{ from, to: UNS.minting, data: encode('addMinter(address)', [from]) }]);
}

const issue = (labels, owner) =>
  encode('issueWithRecords(address,string[],string[],string[],bool)', [owner, labels, ['crypto.ETH.address'], [owner], false]);

const issueExpirable = (labels, owner, expiry) =>
  encode('issueExpirableWithRecords(address,string[],string[],string[],uint64,bool)', [owner, labels, [], [], BigInt(expiry), false]);

/** The minting call that the TLD of these labels asks for. */
const mintCall = (labels, owner, expiry) => (TLDS.get(labels.at(-1)) ? issueExpirable(labels, owner, expiry) : issue(labels, owner));

const tokenId = (labels) => BigInt(namehash(labels));

/** Names that tell something: TLDs of the DNS as labels, the contract's own limits, plain words. */
const TELLING = ['music.crypto', 'google.crypto', 'hotel.x', 'merck.nft', 'kids.wallet', 'com.crypto', 'wallet.x', 'eth.nft',
  'nft.wallet', 'amazon.dao', 'bank.blockchain', 'xn--fiqs8s.x', 'xn--a.x', 'a--b.x', '0.x', '888.888', 'splitroot.com', 'lab.pw',
  'peers.ca', `${'l'.repeat(300)}.x`];

function namesOf(count) {
  const tlds = [...TLDS.keys()];
  const words = ordinary(Math.max(20, count - TELLING.length), 60);
  return [...TELLING.map((name) => name.split('.')), ...words.map((word, i) => [word, tlds[i % tlds.length]])];
}

const chunks = (list, size) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** What happened to names after their minting: transfer, burn, renewal, revocation, a TLD removed. */
function life(names, owner, holders, from, at) {
  const moved = ['music', 'crypto'];
  const [burned, gone] = names.slice(-2);
  const registry = (sender, data) => ({ from: sender, to: UNS.registry, data });
  const minting = (data) => ({ from, to: UNS.minting, data });
  return [
    { at: at(18), transactions: [
      registry(owner(moved), encode('transferFrom(address,address,uint256)', [owner(moved), holders[0], tokenId(moved)])),
      registry(owner(burned), encode('burn(uint256)', [tokenId(burned)])),
      registry(owner(gone), encode('burn(uint256)', [tokenId(gone)])),
    ] },
    { at: at(17), transactions: [minting(encode('renew(uint64,uint256)', [BigInt(now() + 400 * DAY), tokenId(['lab', 'pw'])]))] },
    { at: at(16), transactions: [minting(encode('revoke(uint256)', [tokenId(['peers', 'ca'])]))] },
    { at: at(15), transactions: [minting(encode('removeTld(uint256)', [tokenId(['hi'])]))] },
  ];
}

/** Every step of the UNS history: {at: unix time, transactions}. */
export async function history(chain, holders, count) {
  const from = await chain.deployer();
  const at = (days) => now() - Math.round(days * DAY);
  const names = namesOf(count);
  const owner = (labels) => holders[names.findIndex((name) => name.join('.') === labels.join('.')) % holders.length];
  const open = ([tld, expires]) => ({ from, to: UNS.minting, data: encode('addTld(string,bool)', [tld, expires]) });
  const mintOne = (labels) => ({ from, to: UNS.minting, data: mintCall(labels, owner(labels), now() + 30 * DAY) });
  const blocks = chunks(names, PER_BLOCK);
  return [
    ...chunks([...TLDS], 5).map((tlds, i) => ({ at: at(495 - i), transactions: tlds.map(open) })),
    ...blocks.map((some, i) => ({ at: at(485 - (450 * i) / blocks.length), transactions: some.map(mintOne) })),
    ...life(names, owner, holders, from, at),
  ];
}

/** Mints one name under an open TLD, in one block at the clock's time. */
export async function mint(chain, name, owner) {
  const labels = name.split('.');
  const from = await chain.deployer();
  await chain.block([{ from, to: UNS.minting, data: mintCall(labels, owner, now() + 365 * DAY) }]);
}

const NEW_URI = topic('NewURI(uint256,string)');
const NEW_TLD = topic('NewTld(uint256,string)');
const REMOVE_TLD = topic('RemoveTld(uint256)');
const TRANSFER = topic('Transfer(address,address,uint256)');

/** Hex of the bytes before the last dot. */
function labelHex(name) {
  const bytes = Buffer.from(name.slice(2), 'hex');
  return bytes.subarray(0, bytes.lastIndexOf('.')).toString('hex');
}

const text = (hex) => Buffer.from(hex.slice(2), 'hex').toString();

/** The minting manager's TLDs, with where they were opened and whether they were taken back. */
export async function tlds(chain) {
  const logs = await chain.logs([UNS.minting]);
  const removed = new Map(logs.filter((log) => log.topics[0] === REMOVE_TLD).map((log) => [log.topics[1], Number(log.blockNumber)]));
  return logs.filter((log) => log.topics[0] === NEW_TLD).map((log) => ({
    namespace: 'uns', tld: text(decode(['string'], log.data)[0]), node: log.topics[1],
    block: Number(log.blockNumber), tx: log.transactionHash, removedBlock: removed.get(log.topics[1]) ?? null,
  }));
}

/** A minted name ends in its TLD; the TLD's own token has no dot. */
const mintedNames = (logs) => new Map(logs.filter((log) => log.topics[0] === NEW_URI)
  .map((log) => [log.topics[1], { log, name: decode(['string'], log.data)[0] }])
  .filter(([, { name }]) => text(name).includes('.')));

/** The last log that names each token. */
const lastMention = (logs) => new Map(logs.flatMap((log) => log.topics.slice(1).map((word) => [word, log])));

/** Every UNS name, as the registry answers for it now; a burned one has no holder. */
export async function manifest(chain) {
  const logs = await chain.logs([UNS.registry]);
  const names = [...mintedNames(logs)];
  const mentions = lastMention(logs);
  const owners = await chain.read(names.map(([node]) => [UNS.registry, encode('ownerOf(uint256)', [BigInt(node)])]));
  const expiries = await chain.read(names.map(([node]) => [UNS.registry, encode('expiryOf(uint256)', [BigInt(node)])]));
  const burned = new Set(logs.filter((log) => log.topics[0] === TRANSFER && BigInt(log.topics[2]) === 0n).map((log) => log.topics[3]));
  return names.map(([node, { log, name }], i) => ({
    namespace: 'uns', labelHex: labelHex(name), nameHex: name.slice(2), node,
    holder: owners[i] ? `0x${owners[i].slice(-40)}` : null, burned: burned.has(node),
    expiresAt: Number(expiries[i] ?? 0) || null,
    registeredBlock: Number(log.blockNumber), registeredTx: log.transactionHash,
    lastBlock: Number(mentions.get(node).blockNumber), lastTx: mentions.get(node).transactionHash,
  }));
}
