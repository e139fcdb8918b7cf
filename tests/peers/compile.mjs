/**
 * compile.mjs SOURCES OUT: compiles SOURCES/*.sol with the solc that was unpacked into OUT/solc, each contract into
 * OUT/NAME.json: {contractName, abi, bytecode}.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [folder, out] = process.argv.slice(2);
/** The compiler itself: its JavaScript wrapper wants seven more packages and is of no use here. */
const soljson = createRequire(import.meta.url)(resolve(out, 'solc/soljson.js'));
const compile = soljson.cwrap('solidity_compile', 'string', ['string', 'number', 'number']);

const sources = Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.sol'))
  .map((name) => [name, { content: readFileSync(join(folder, name), 'utf8') }]));
const settings = {
  optimizer: { enabled: true, runs: 200 }, outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};
const { errors = [], contracts = {} } = JSON.parse(compile(JSON.stringify({ language: 'Solidity', sources, settings }), 0, 0));

const faults = errors.filter(({ severity }) => severity === 'error');
if (faults.length > 0) throw new Error(faults.map(({ formattedMessage }) => formattedMessage).join('\n'));
for (const [contractName, { abi, evm }] of Object.values(contracts).flatMap(Object.entries)) {
  const compiled = { contractName, abi, bytecode: `0x${evm.bytecode.object}` };
  writeFileSync(join(out, `${contractName}.json`), JSON.stringify(compiled));
}
