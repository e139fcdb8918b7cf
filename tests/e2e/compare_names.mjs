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

function rowsOf(namespace) {
  const lines = readFileSync(`${dir}/${namespace}.ndjson`, 'utf8').split('\n').filter(Boolean);
  const rows = new Map(lines.map((line) => JSON.parse(line)).map((row) => [row.node, row]));
  if (rows.size !== lines.length) differ(`${namespace}: ${lines.length} rows for ${rows.size} names`);
  return rows;
}

/** What the nodes say, an entry a home, by name. */
function entriesOf(namespace) {
  const names = new Map();
  for (const entry of manifest.names.filter((name) => name.namespace === namespace)) {
    names.set(entry.node, [...(names.get(entry.node) ?? []), entry]);
  }
  return names;
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

const spelled = new Set([...manifest.names, ...manifest.subnames].filter((name) => name.spelled !== false).map((name) => name.word ?? name.name.split('.')[0]));

/** Names no controller sold; where no event spells the label, it is unknown. */
function compareSubname(name, row) {
  compare({ ...name, name: name.word }, row);
  if (!row) return;
  const label = row.nameHex === null ? null : Buffer.from(row.nameHex, 'hex').toString().split('.')[0];
  // A label that some name spells may be known for its namesakes too.
  const healed = label === name.word && spelled.has(name.word);
  if (name.spelled ? label !== name.word : label !== null && !healed) differ(`ens ${name.word} (${name.node}): its label is ${label}`);
  if (name.holder === null && row.status !== 'burnt') differ(`ens ${name.word}: ${row.status}, the registry has no owner`);
}

/** The home that speaks for a name: where it is held before the rest, then the one with the latest event. */
const leads = (a, b) => (a.burned || a.locked) - (b.burned || b.locked) || b.lastAt - a.lastAt || (a.home < b.home ? -1 : 1);

/** A name that several chains hold: one row, that speaks for one home and lists all. */
function compareHomes(entries, row) {
  const homes = [...entries].sort(leads);
  const first = entries.reduce((a, b) => (b.firstAt < a.firstAt ? b : a));
  const { firstBlock, firstTx } = first;
  compare({ ...homes[0], firstBlock, firstTx, spelled: entries.some(({ spelled }) => spelled) }, row);
  const line = ({ home, holder, expiresAt, block, tx }) => `${home} ${holder} ${expiresAt} ${block} ${tx}`;
  const found = row?.homes?.map((home) => ({ ...home, ...home.lastSeen, expiresAt: seconds(home.expiresAt) })) ?? [];
  // Whose it was before it was burned or locked, the contract does not say.
  const wanted = homes.map(({ home, holder, expiresAt, lastBlock: block, lastTx: tx }, i) =>
    ({ home, holder: holder ?? found[i]?.holder, expiresAt, block, tx }));
  if (wanted.map(line).join() !== found.map(line).join()) {
    differ(`${row?.name}: homes ${found.map(line).join(', ')}; the nodes say ${wanted.map(line).join(', ')}`);
  }
}

for (const namespace of ['ens', 'uns', 'hns']) {
  const rows = rowsOf(namespace);
  const names = entriesOf(namespace);
  for (const [node, entries] of names) {
    if (entries.length > 1) compareHomes(entries, rows.get(node));
    else compare(entries[0], rows.get(node));
  }
  const known = new Set(names.keys());
  if (namespace === 'ens') {
    for (const name of manifest.subnames) compareSubname(name, rows.get(name.node));
    for (const node of [...manifest.subnames.map((name) => name.node), ...manifest.auctioned]) known.add(node);
  }
  const tlds = namespace === 'uns' ? new Set(manifest.tlds.map(({ node }) => node)).size : namespace === 'ens' ? 1 : 0;
  const extra = [...rows.values()].filter((row) => !known.has(row.node));
  if (extra.length > tlds) differ(`${namespace}: ${extra.length} names that no node has, such as ${extra[0].name}`);
  console.log(`${namespace}: ${names.size} names compared`);
}
if (manifest.names.length < 400) differ(`the manifest holds ${manifest.names.length} names only`);
process.exit(differences ? 1 : 0);
