/**
 * evm_reorg.mjs PORT STEP SEED: changes the chain of a running anvil and says what it did.
 *   grow     some blocks with renewals
 *   fork     replaces some of the last blocks by empty ones, and adds blocks with other renewals
 *   bounce   replaces them twice
 *   deep     replaces more than are above the final block
 */
const [port, step, seed] = process.argv.slice(2);
const REGISTRAR = '0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea85';
const CONTROLLER = '0x253553366da8546fc250f225fe3d25d0c782303b';
const RENEWED = '0x9b87a00e30f1ac65d898f070f8a3488fe60517182d0a2098e1b4b93a54aa9bd6';
const REGISTERED = '0xb3d987963d01b2f68493b4bdb130988f157ea43070d4ad840fee0466ed9370d9';

async function call(method, ...params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  const { result, error } = await response.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

let state = Number(seed) * 2654435761 % 4294967296;
function pick(below) {
  state = (state * 1664525 + 1013904223) % 4294967296;
  return Math.floor(state / 4294967296 * below);
}

const word = (value) => BigInt(value).toString(16).padStart(64, '0');
const ids = (await call('eth_getLogs', { address: REGISTRAR, topics: [REGISTERED], fromBlock: '0x0', toBlock: 'latest' })).map(({ topics }) => topics[1]);

async function renewals() {
  for (let count = pick(4); count > 0; count--) {
    const data = `0xc475abff${ids[pick(ids.length)].slice(2)}${word(86400 * (1 + pick(300)))}`;
    await call('eth_sendTransaction', { from: CONTROLLER, to: REGISTRAR, data, gas: '0x493e0' });
  }
}

async function grow(blocks) {
  for (let i = 0; i < blocks; i++) {
    await renewals();
    await call('evm_mine');
  }
}

async function fork(depth) {
  await call('anvil_reorg', depth, []);
  await grow(pick(4));
}

await call('anvil_setBalance', CONTROLLER, '0xffffffffffffffffffff');
if (step === 'grow') await grow(3 + pick(12));
if (step === 'fork') await fork(1 + pick(12));
if (step === 'bounce') {
  await fork(1 + pick(8));
  await fork(1 + pick(8));
}
if (step === 'deep') await call('anvil_reorg', 75, []);
const renewed = await call('eth_getLogs', { address: REGISTRAR, topics: [RENEWED], fromBlock: '0x0', toBlock: 'latest' });
console.log(`${step}: block ${Number(await call('eth_blockNumber'))}, ${renewed.length} renewals`);
