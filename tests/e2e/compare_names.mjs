/**
 * compare_names.mjs MANIFEST DIR: what the nodes say of each name against what `names --format ndjson` wrote
 * to DIR/{ens,uns,hns}.ndjson. Prints each difference; ends with 1 when there is one.
 */
import { readFileSync } from 'node:fs';

const [manifestFile, dir] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
let differences = 0;

function differ(what) {
  if (differences++ < 20) console.log(`difference: ${what}`);
}

/** A name of UNS has a row for each chain it is on. */
const keyOf = (namespace, node, home) => (namespace === 'uns' ? `${node} on ${home}` : node);

function rowsOf(namespace) {
  const lines = readFileSync(`${dir}/${namespace}.ndjson`, 'utf8').split('\n').filter(Boolean);
  const key = (row) => keyOf(namespace, row.node, row.firstSeen.chain);
  return new Map(lines.map((line) => JSON.parse(line)).map((row) => [key(row), row]));
}

const seconds = (text) => (text === null ? null : Date.parse(text) / 1000);

function compare(name, row) {
  const at = `${name.namespace} ${name.name} (${name.node})`;
  if (!row) return differ(`${at} is missing`);
  const check = (field, wanted, found) => {
    if (wanted !== undefined && wanted !== null && wanted !== found) differ(`${at}: ${field} ${found}, the node says ${wanted}`);
  };
  if (name.spelled !== false) check('nameHex', name.nameHex, row.nameHex);
  // Before it is registered, a Handshake name has an owner of the winning bid, but no holder.
  if (name.namespace !== 'hns' || name.registered) check('holder', name.holder?.string ?? name.holder, row.holder);
  check('expiresAt', name.expiresAt, seconds(row.expiresAt));
  const firstBlock = name.namespace === 'hns' ? name.openedAt : (name.firstBlock ?? name.registeredBlock);
  check('firstSeen.block', firstBlock, row.firstSeen.block);
  if (name.namespace !== 'hns') check('firstSeen.tx', name.firstTx ?? name.registeredTx, row.firstSeen.tx);
  check('lastSeen.block', name.lastBlock, row.lastSeen.block);
  check('lastSeen.tx', name.lastTx, row.lastSeen.tx);
}

/** Names no controller sold; where no event spells the label, it is unknown. */
function compareSubname(name, row) {
  compare({ ...name, name: name.word }, row);
  if (!row) return;
  const label = row.nameHex === null ? null : Buffer.from(row.nameHex, 'hex').toString().split('.')[0];
  if (name.spelled ? label !== name.word : label !== null) differ(`ens ${name.word} (${name.node}): its label is ${label}`);
  if (name.holder === null && row.status !== 'burnt') differ(`ens ${name.word}: ${row.status}, the registry has no owner`);
}

for (const namespace of ['ens', 'uns', 'hns']) {
  const rows = rowsOf(namespace);
  const names = manifest.names.filter((name) => name.namespace === namespace && !(namespace === 'uns' && name.home !== 'ethereum'));
  for (const name of names) compare(name, rows.get(keyOf(namespace, name.node, name.home)));
  const tlds = namespace === 'uns' ? manifest.tlds.length : namespace === 'ens' ? 1 : 0;
  const known = new Set(names.map((name) => keyOf(namespace, name.node, name.home)));
  if (namespace === 'ens') {
    for (const name of manifest.subnames) compareSubname(name, rows.get(keyOf(namespace, name.node)));
    for (const node of [...manifest.subnames.map((name) => name.node), ...manifest.auctioned]) known.add(keyOf(namespace, node));
  }
  const extra = [...rows].filter(([key]) => !known.has(key)).map(([, row]) => row);
  if (extra.length > tlds) differ(`${namespace}: ${extra.length} names that no node has, such as ${extra[0].name}`);
  console.log(`${namespace}: ${names.length} names compared`);
}
if (manifest.names.length < 400) differ(`the manifest holds ${manifest.names.length} names only`);
process.exit(differences ? 1 : 0);
