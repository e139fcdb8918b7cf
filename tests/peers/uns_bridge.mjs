/**
 * Polygon's bridge for names, with its real contracts on Ethereum. Its two messengers are emulated: what Ethereum
 * locks is minted on Polygon by the impersonated ChildChainManager, and a checkpoint of a Polygon block is set by
 * the lab. The proof that takes a name back is a real one, checked by RootChainManager.
 */
import { encode, labelHash, topic } from './abi.mjs';
import { npmPackage, unsPackage } from './packages.mjs';
import { CHILD_CHAIN_MANAGER, addressesOn, tokenId } from './uns_contracts.mjs';

const { concatHex, keccak256, numberToHex, toRlp } = npmPackage('viem');

/** Ours alone. */
const STATE_SENDER = '0x28e4f3a7f651294b9564800b2d01f35189a5bfbe';
const CHECKPOINTS = '0x86e4dc95c7fbdbf52e33d563bbdb00823894c287';

const TOKEN_TYPE = labelHash('MintableERC721');
const MANAGER_ROLE = labelHash('MANAGER_ROLE');
const TRANSFER = topic('Transfer(address,address,uint256)');
const NOBODY = `0x${'00'.repeat(32)}`;

/** Deploys the Ethereum side and maps the two registries on one another. */
export async function deployBridge(chain) {
  const from = await chain.deployer();
  const { registry, predicate, rootChainManager } = addressesOn('ethereum');
  await chain.install(STATE_SENDER, unsPackage('DummyStateSender'), [], from);
  await chain.install(CHECKPOINTS, unsPackage('SimpleCheckpointManager'), [], from);
  await chain.install(rootChainManager, unsPackage('RootChainManager'), [], from);
  await chain.install(predicate, unsPackage('MintableERC721Predicate'), [], from);
  const tell = (to, signature, ...values) => ({ from, to, data: encode(signature, values) });
  await chain.block([
    tell(rootChainManager, 'initialize(address)', from),
    tell(predicate, 'initialize(address)', from),
    tell(predicate, 'grantRole(bytes32,address)', MANAGER_ROLE, rootChainManager),
    tell(rootChainManager, 'setStateSender(address)', STATE_SENDER),
    tell(rootChainManager, 'setCheckpointManager(address)', CHECKPOINTS),
    tell(rootChainManager, 'setChildChainManagerAddress(address)', CHILD_CHAIN_MANAGER),
    tell(rootChainManager, 'registerPredicate(bytes32,address)', TOKEN_TYPE, predicate),
    tell(rootChainManager, 'mapToken(address,address,bytes32)', registry, addressesOn('polygon').registry, TOKEN_TYPE),
  ]);
}

/** On Ethereum: the name's holder locks it with the bridge. */
export const deposit = (labels, owner) => ({
  from: owner, to: addressesOn('ethereum').registry, data: encode('depositToPolygon(uint256)', [tokenId(labels)]),
});

/** On Polygon: the bridge mints what was locked. */
export const arrival = (labels, owner) => ({
  from: CHILD_CHAIN_MANAGER, to: addressesOn('polygon').registry,
  data: encode('deposit(address,bytes)', [owner, numberToHex(tokenId(labels), { size: 32 })]),
});

/** On Polygon: burning is how a name is handed back; alone in its block and of the oldest kind, which makes its proof short. */
export const departure = (burn) => ({ ...burn, type: '0x0', gasPrice: '0xba43b7400' });

const bare = (quantity) => (BigInt(quantity) === 0n ? '0x' : numberToHex(BigInt(quantity)));

const encodedReceipt = ({ status, cumulativeGasUsed, logsBloom, logs }) => toRlp([
  bare(status), bare(cumulativeGasUsed), logsBloom, logs.map(({ address, topics, data }) => [address, topics, data]),
]);

const word = (value) => numberToHex(BigInt(value), { size: 32 });

/**
 * The proof of a burn, for RootChainManager.exit. The receipt trie of a block with one transaction is a single leaf
 * under the key 0x80, and the checkpoint a tree of a single block.
 */
function exitPayload(block, receipt, checkpoint) {
  const encoded = encodedReceipt(receipt);
  const leaf = ['0x2080', encoded];
  if (keccak256(toRlp(leaf)) !== block.receiptsRoot) throw new Error(`block ${block.number}: the receipt does not hash to its root`);
  const burned = receipt.logs.findIndex(({ topics }) => topics[0] === TRANSFER && topics[2] === NOBODY);
  return toRlp([bare(checkpoint), '0x', bare(block.number), bare(block.timestamp), block.transactionsRoot, block.receiptsRoot,
    encoded, toRlp([leaf]), '0x0080', bare(burned)]);
}

/**
 * Transactions on Ethereum that take back the names burned by `hashes` on Polygon, in pairs: the checkpoint, then
 * the withdrawal by whoever burned the name.
 */
export async function withdrawals(polygon, from, hashes) {
  const { registry } = addressesOn('ethereum');
  const transactions = [];
  for (const [i, hash] of hashes.entries()) {
    const receipt = await polygon.call('eth_getTransactionReceipt', hash);
    const block = await polygon.call('eth_getBlockByNumber', receipt.blockNumber, false);
    const token = receipt.logs.find(({ topics }) => topics[0] === TRANSFER).topics[3];
    const root = keccak256(concatHex([word(block.number), word(block.timestamp), block.transactionsRoot, block.receiptsRoot]));
    transactions.push([
      { from, to: CHECKPOINTS, data: encode('setCheckpoint(bytes32,uint256,uint256)', [root, BigInt(block.number), BigInt(block.number)]) },
      { from: receipt.from, to: registry, data: encode('withdrawFromPolygon(bytes,uint256,string[],string[])',
        [exitPayload(block, receipt, i + 1), BigInt(token), ['crypto.ETH.address'], [receipt.from]]) },
    ]);
  }
  return transactions;
}
