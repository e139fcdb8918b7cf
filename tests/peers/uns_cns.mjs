/** CNS on Ethereum: where `.crypto` names lived before UNS, with a resolver per name. Its deployer may mint. */
import { encode, namehash } from './abi.mjs';
import { ZERO_ADDRESS } from './eth.mjs';
import { unsPackage } from './packages.mjs';
import { addressesOn, tokenId } from './uns_contracts.mjs';

const NAMES = ['brad', 'early', 'movedover', 'burntearly', 'noresolver'].map((label) => [label, 'crypto']);
const [BRAD, EARLY, MOVED_OVER, BURNT, NO_RESOLVER] = NAMES;

export async function deployCns(chain) {
  const from = await chain.deployer();
  const { cns, resolver, cnsMinting } = addressesOn(chain.network);
  await chain.install(cns, unsPackage('CNSRegistry'), [], from);
  await chain.install(cnsMinting, unsPackage('MintingController'), [cns], from);
  await chain.install(resolver, unsPackage('Resolver'), [cns, cnsMinting], from);
}

/** Steps of the CNS history: minted, given records, handed over to UNS, burned. */
export function cnsHistory(from, holders, at) {
  const { cns, resolver, registry } = addressesOn('ethereum');
  const owner = (labels) => holders[(NAMES.indexOf(labels) + 5) % holders.length];
  const toCns = (sender, signature, values) => ({ from: sender, to: cns, data: encode(signature, values) });
  const mint = (labels) => toCns(from, 'controlledMintChild(address,uint256,string)', [owner(labels), BigInt(namehash(['crypto'])), labels[0]]);
  const resolve = (labels) => toCns(owner(labels), 'resolveTo(address,uint256)', [resolver, tokenId(labels)]);
  const setRecords = (labels, records) => ({
    from: owner(labels), to: resolver,
    data: encode('setMany(string[],string[],uint256)', [Object.keys(records), Object.values(records), tokenId(labels)]),
  });
  return [
    { at: at(494), transactions: NAMES.map(mint) },
    { at: at(493), transactions: NAMES.filter((labels) => labels !== NO_RESOLVER).map(resolve) },
    { at: at(492), transactions: [
      setRecords(BRAD, { 'crypto.ETH.address': owner(BRAD), 'crypto.BTC.address': 'bc1q359khn0phg58xgezyqsuuaha28zkwx047c0c3y' }),
      setRecords(EARLY, { 'ipfs.html.value': 'QmZ4F6hYwAvrVmXmuBHWCEVmHwEYyqWvxgzXh9UY8sFCeB' }),
      setRecords(MOVED_OVER, { 'crypto.ETH.address': owner(MOVED_OVER), 'whois.email.value': 'nobody@example.com' }),
    ] },
    { at: at(488), transactions: [toCns(owner(BRAD), 'resolveTo(address,uint256)', [ZERO_ADDRESS, tokenId(BRAD)])] },
    { at: at(486), transactions: [
      toCns(owner(BURNT), 'burn(uint256)', [tokenId(BURNT)]),
      toCns(owner(MOVED_OVER), 'safeTransferFrom(address,address,uint256)', [owner(MOVED_OVER), registry, tokenId(MOVED_OVER)]),
    ] },
  ];
}
