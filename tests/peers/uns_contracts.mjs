/** The contracts of Unstoppable Domains on each of its chains, behind their real proxies, and how they are called. */
import { encode, namehash } from './abi.mjs';
import { ZERO_ADDRESS } from './eth.mjs';
import { NETWORKS } from './networks.mjs';
import { unsConfig, unsPackage } from './packages.mjs';

/** Ours alone: who may upgrade the proxies is not monitored. */
const PROXY_ADMIN = '0xaa16da78110d9a9742c760a1a064f28654ab93de';

/** Polygon's ChildChainManager: it mints there what was locked on Ethereum. */
export const CHILD_CHAIN_MANAGER = '0xa6fa4fb5f76172d178d61b04b0ecd319c5d1c0aa';

const configOf = (network) => unsConfig().networks[NETWORKS[network].chainId].contracts;

/** The addresses on one network, as Unstoppable's own table lists them. */
export function addressesOn(network) {
  const at = (name) => configOf(network)[name].address;
  return {
    registry: at('UNSRegistry'), minting: at('MintingManager'), cns: at('CNSRegistry'), resolver: at('Resolver'),
    cnsMinting: at('MintingController'), predicate: at('MintableERC721Predicate'), rootChainManager: at('RootChainManager'),
  };
}

/** A contract behind its proxy, initialised through it as on the main network. */
async function installBehindProxy(chain, proxy, name, data, from) {
  const { implementation } = configOf(chain.network)[name];
  await chain.install(implementation, unsPackage(name), [], from);
  await chain.install(proxy, unsPackage('TransparentUpgradeableProxy'), [implementation, PROXY_ADMIN, data], from);
}

/** What ties the registry to Polygon's bridge: on either side of it, nowhere else. */
const bridgeOf = {
  ethereum: ({ cns, rootChainManager }) => [cns, rootChainManager, ZERO_ADDRESS],
  polygon: () => [ZERO_ADDRESS, ZERO_ADDRESS, CHILD_CHAIN_MANAGER],
};

/** Deploys registry and minting manager of the chain's network. */
export async function deployRegistry(chain) {
  const from = await chain.deployer();
  const addresses = addressesOn(chain.network);
  const none = ZERO_ADDRESS;
  const ties = bridgeOf[chain.network]?.(addresses) ?? [none, none, none];
  await installBehindProxy(chain, addresses.registry, 'UNSRegistry',
    encode('initialize(address,address,address,address)', [addresses.minting, ...ties]), from);
  await installBehindProxy(chain, addresses.minting, 'MintingManager',
    encode('initialize(address,address,address,address,address,address)', [addresses.registry, none, none, none, none, none]), from);
  await chain.block([{ from, to: addresses.minting, data: encode('addMinter(address)', [from]) }]);
}

export const tokenId = (labels) => BigInt(namehash(labels));

const issue = (labels, owner) =>
  encode('issueWithRecords(address,string[],string[],string[],bool)', [owner, labels, ['crypto.ETH.address'], [owner], false]);

const issueExpirable = (labels, owner, expiry) =>
  encode('issueExpirableWithRecords(address,string[],string[],string[],uint64,bool)', [owner, labels, [], [], BigInt(expiry), false]);

/**
 * Transactions on one chain. `from` is its deployer, who may mint; `tlds` tells of each TLD whether its names
 * expire, for such names take a call of their own.
 */
export function callsOn(network, from, tlds) {
  const { registry, minting } = addressesOn(network);
  const toMinting = (signature, values) => ({ from, to: minting, data: encode(signature, values) });
  const toRegistry = (sender, signature, values) => ({ from: sender, to: registry, data: encode(signature, values) });
  return {
    addTld: (tld) => toMinting('addTld(string,bool)', [tld, tlds.get(tld)]),
    removeTld: (tld) => toMinting('removeTld(uint256)', [tokenId([tld])]),
    mint: (labels, owner, expiry) => ({
      from, to: minting, data: tlds.get(labels.at(-1)) ? issueExpirable(labels, owner, expiry) : issue(labels, owner),
    }),
    renew: (labels, expiry) => toMinting('renew(uint64,uint256)', [BigInt(expiry), tokenId(labels)]),
    revoke: (labels) => toMinting('revoke(uint256)', [tokenId(labels)]),
    transfer: (labels, owner, to) => toRegistry(owner, 'setOwner(address,uint256)', [to, tokenId(labels)]),
    transferAndReset: (labels, owner, to) =>
      toRegistry(owner, 'transferFrom(address,address,uint256)', [owner, to, tokenId(labels)]),
    burn: (labels, owner) => toRegistry(owner, 'burn(uint256)', [tokenId(labels)]),
    setRecords: (labels, owner, records) => toRegistry(owner, 'setMany(string[],string[],uint256)',
      [Object.keys(records), Object.values(records), tokenId(labels)]),
    resetRecords: (labels, owner) => toRegistry(owner, 'reset(uint256)', [tokenId(labels)]),
    setReverse: (labels, owner) => toRegistry(owner, 'setReverse(string[])', [labels]),
  };
}
