/** What the contracts of ENS answer about every name there is. */
import { decode, encode, keccak, labelHash, namehash, topic } from './abi.mjs';
import { CLAIMED_TLDS, ENS, ETH_NODE, wire } from './ens_contracts.mjs';
import { ZERO_ADDRESS } from './eth.mjs';

const lower = (address) => address.toLowerCase();

const CONTROLLERS = new Map([
  [ENS.controllerApril2019, 'April 2019'], [ENS.controllerNovember2019, 'November 2019'], [ENS.controller2020, '2020'],
  [ENS.controller2023, '2023'], [ENS.controller2025, '2025'],
].map(([address, generation]) => [lower(address), generation]));

const REGISTERED = new Set([
  'NameRegistered(string,bytes32,address,uint256,uint256)', 'NameRegistered(string,bytes32,address,uint256,uint256,uint256)',
  'NameRegistered(string,bytes32,address,uint256,uint256,uint256,bytes32)',
].map(topic));

const EVENTS = {
  transfer: topic('Transfer(address,address,uint256)'),
  newOwner: topic('NewOwner(bytes32,bytes32,address)'),
  transferSingle: topic('TransferSingle(address,address,address,uint256,uint256)'),
  transferBatch: topic('TransferBatch(address,address,address,uint256[],uint256[])'),
  wrapped: topic('NameWrapped(bytes32,bytes,address,uint32,uint64)'),
  claim2021: topic('Claim(bytes32,address,bytes)'),
  claim2024: topic('Claim(bytes32,address,bytes,uint32)'),
  auction: topic('AuctionStarted(bytes32,uint256)'),
};

const BY_NODE = new Set(['Transfer(bytes32,address)', 'NewResolver(bytes32,address)', 'NameUnwrapped(bytes32,address)',
  'FusesSet(bytes32,uint32)', 'ExpiryExtended(bytes32,uint64)'].map(topic).concat(EVENTS.wrapped, EVENTS.claim2021, EVENTS.claim2024));

const SILENT = new Set(['Approval(address,address,uint256)', 'ApprovalForAll(address,address,bool)', 'NewTTL(bytes32,uint64)',
  'OwnershipTransferred(address,address)', 'ControllerAdded(address)', 'ControllerRemoved(address)', 'ControllerChanged(address,bool)',
  'NewPriceOracle(address)', 'NewBid(bytes32,address,uint256)', 'BidRevealed(bytes32,address,uint256,uint8)'].map(topic));

const underEth = (hash) => keccak(ETH_NODE + hash.slice(2));

/** The nodes that a log is about. */
function nodesOf(log) {
  const [kind, ...words] = log.topics;
  if (SILENT.has(kind)) return [];
  if (kind === EVENTS.newOwner) return [keccak(words[0] + words[1].slice(2))];
  if (BY_NODE.has(kind)) return [words[0]];
  if (kind === EVENTS.transferSingle) return BigInt(words[2]) === 0n ? [] : [log.data.slice(0, 66)];
  if (kind === EVENTS.transferBatch) return decode(['uint256[]', 'uint256[]'], log.data)[0].map((id) => `0x${id.toString(16).padStart(64, '0')}`);
  if (kind === EVENTS.transfer) return words.length === 3 ? [underEth(words[2])] : [];
  return words.length > 0 ? [underEth(words[0])] : [];
}

/** The last log about each node. */
function lastMention(logs) {
  const last = new Map();
  for (const log of logs) for (const node of nodesOf(log)) last.set(node, log);
  return last;
}

/** Label bytes by label hash, out of the controllers' own events, with the first and the latest registration. */
function spelledLabels(logs) {
  const names = new Map();
  for (const log of logs) {
    const controller = CONTROLLERS.get(log.address);
    if (!controller || !REGISTERED.has(log.topics[0])) continue;
    const [label] = decode(['string'], log.data);
    const before = names.get(log.topics[1]);
    names.set(log.topics[1], {
      labelHex: label.slice(2), controller,
      firstBlock: before?.firstBlock ?? Number(log.blockNumber), firstTx: before?.firstTx ?? log.transactionHash,
      registeredBlock: Number(log.blockNumber), registeredTx: log.transactionHash,
    });
  }
  return names;
}

const addressOf = (word) => {
  const address = word && `0x${word.slice(-40)}`;
  return !address || address === ZERO_ADDRESS ? null : address;
};

/** Holder of each token according to the events, which still tell it after expiry. */
const lastTransfer = (logs) => new Map(logs.filter((log) => log.topics[0] === EVENTS.transfer && log.topics.length === 4)
  .map((log) => [log.topics[3], addressOf(log.topics[2])]));

const CHAIN_CONTRACTS = [ENS.oldRegistry, ENS.registry, ENS.auctions, ENS.oldRegistrar, ENS.registrar, ENS.controllerApril2019,
  ENS.controllerNovember2019, ENS.controller2020, ENS.controller2023, ENS.controller2025, ENS.wrapper, ENS.dnsRegistrar2021,
  ENS.dnsRegistrar2024];

const registrarOf = (controller) => (controller.endsWith('2019') ? ENS.oldRegistrar : ENS.registrar);

/** Owner, fuses and expiry as the NameWrapper has them. */
function wrapperData(answer) {
  const [owner, fuses, expiry] = decode(['address', 'uint32', 'uint64'], answer);
  return { owner: owner === ZERO_ADDRESS ? null : lower(owner), fuses: Number(fuses), expiry: Number(expiry) };
}

/** Every .eth name a controller sold, as the contracts answer for it now. */
export async function manifest(chain) {
  const logs = await chain.logs(CHAIN_CONTRACTS);
  const names = [...spelledLabels(logs)];
  const nodes = names.map(([hash]) => underEth(hash));
  const registrars = names.map(([, { controller }]) => registrarOf(controller));
  const ask = (call) => chain.read(names.map(([hash], i) => call(BigInt(hash), i)));
  const owners = await ask((id, i) => [registrars[i], encode('ownerOf(uint256)', [id])]);
  const expiries = await ask((id, i) => [registrars[i], encode('nameExpires(uint256)', [id])]);
  const wrapped = await ask((_, i) => [ENS.wrapper, encode('getData(uint256)', [BigInt(nodes[i])])]);
  const mentions = lastMention(logs);
  const transfers = lastTransfer(logs);
  return names.map(([hash, { labelHex, controller, ...registration }], i) => {
    const last = mentions.get(nodes[i]);
    const isWrapped = transfers.get(hash) === lower(ENS.wrapper);
    const inner = wrapperData(wrapped[i]);
    return {
      namespace: 'ens', labelHex, nameHex: `${labelHex}2e657468`, node: nodes[i], labelHash: hash,
      holder: isWrapped ? inner.owner : addressOf(owners[i]), lastHolder: isWrapped ? inner.owner : transfers.get(hash),
      wrapped: isWrapped, fuses: inner.fuses, controller, expiresAt: Number(expiries[i]),
      ...registration, lastBlock: Number(last.blockNumber), lastTx: last.transactionHash,
    };
  });
}

/** Labels the lab gave to names that no controller sells; an auctioned one is spelled nowhere on chain. */
const WORDS = new Map(['shop', 'given', 'deleted', 'pay', 'loose', 'vault', 'claimed', 'gallery'].map((word) => [labelHash(word), word]));

/** Parent and label of each name that the registries made below a .eth name or a TLD of the DNS. */
function madeBelow(logs) {
  const tlds = new Map(Object.values(CLAIMED_TLDS).map((tld) => [namehash([tld]), tld]));
  const passedOver = new Set([namehash([]), ETH_NODE, namehash(['reverse']), namehash(['addr', 'reverse'])]);
  const made = new Map();
  for (const log of logs.filter(({ topics }) => topics[0] === EVENTS.newOwner && !passedOver.has(topics[1]))) {
    const [, parent, hash] = log.topics;
    made.set(keccak(parent + hash.slice(2)), { parent, labelHash: hash, word: WORDS.get(hash), tld: tlds.get(parent) ?? null });
  }
  return made;
}

/** Nodes whose name stands in an event. */
const spelledNodes = (logs) => new Set(logs.filter(({ topics }) => [EVENTS.wrapped, EVENTS.claim2021, EVENTS.claim2024].includes(topics[0]))
  .map(({ topics }) => topics[1]));

const CONTENTHASH_CHANGED = topic('ContenthashChanged(bytes32,bytes)');

/** Octets of a `bytes` answer, null when empty. */
const octets = (answer) => decode(['bytes'], answer)[0].slice(2) || null;

/** What the resolver answers for the names that ever had a contenthash, which the lab gives those with many records. */
async function records(chain) {
  const logs = await chain.logs([ENS.resolver]);
  const nodes = [...new Set(logs.filter(({ topics }) => topics[0] === CONTENTHASH_CHANGED).map(({ topics }) => topics[1]))];
  const asked = nodes.flatMap((node) => [
    { node, type: 'addr.60', data: encode('addr(bytes32,uint256)', [node, 60n]) },
    { node, type: 'addr.0', data: encode('addr(bytes32,uint256)', [node, 0n]) },
    { node, type: 'contenthash', data: encode('contenthash(bytes32)', [node]) },
    { node, type: 'dns.1.music.eth', data: encode('dnsRecord(bytes32,bytes32,uint16)', [node, keccak(wire(['music', 'eth'])), 1]) },
  ]);
  const answers = await chain.read(asked.map(({ data }) => [ENS.resolver, data]));
  return asked.map(({ node, type }, i) => ({ node, resolver: lower(ENS.resolver), type, valueHex: octets(answers[i]) }));
}

/** Names below .eth names, claimed DNS names, and auctioned names, as registry and wrapper answer for them now. */
export async function subnames(chain) {
  const logs = await chain.logs(CHAIN_CONTRACTS);
  const made = [...madeBelow(logs)];
  const spelled = spelledNodes(logs);
  const owners = await chain.read(made.map(([node]) => [ENS.registry, encode('owner(bytes32)', [node])]));
  const data = await chain.read(made.map(([node]) => [ENS.wrapper, encode('getData(uint256)', [BigInt(node)])]));
  const auctioned = logs.filter(({ topics }) => topics[0] === EVENTS.auction).map(({ topics }) => underEth(topics[1]));
  return {
    auctioned,
    records: await records(chain),
    subnames: made.map(([node, entry], i) => {
      const owner = addressOf(owners[i]);
      const isWrapped = owner === lower(ENS.wrapper);
      const inner = wrapperData(data[i]);
      return { namespace: 'ens', node, ...entry, spelled: spelled.has(node), wrapped: isWrapped, holder: isWrapped ? inner.owner : owner,
        fuses: inner.fuses, expiresAt: isWrapped && (inner.fuses & 65536) !== 0 ? inner.expiry : null };
    }),
  };
}
