/**
 * compare_basenames.mjs MANIFEST NAMES: what the registrar on Base says of each Basename against the lines of
 * `names --format ndjson`. Prints each difference; ends with 1 when there is one.
 */
import { readFileSync } from 'node:fs';

const [manifestFile, namesFile] = process.argv.slice(2);
const DAY = 86400;
const rows = new Map(readFileSync(namesFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)).map((row) => [row.node, row]));
const names = JSON.parse(readFileSync(manifestFile, 'utf8')).names.filter(({ namespace, home }) => namespace === 'ens' && home === 'base');

/** Grace of 90 days, a premium for 21, then free. */
function statusOf(expiresAt) {
  const over = Date.now() / 1000 - expiresAt;
  if (over < 0) return 'active';
  if (over < 90 * DAY) return 'grace';
  return over < 111 * DAY ? 'premium' : 'released';
}

let differences = 0;
for (const name of names) {
  const row = rows.get(name.node) ?? {};
  const wanted = {
    nameHex: name.nameHex, holder: name.lastHolder, status: statusOf(name.expiresAt), expiresAt: name.expiresAt,
    first: `${name.firstBlock} ${name.firstTx}`, last: `${name.lastBlock} ${name.lastTx}`,
  };
  const found = {
    nameHex: row.nameHex, holder: row.holder, status: row.status, expiresAt: Date.parse(row.expiresAt) / 1000,
    first: `${row.firstSeen?.block} ${row.firstSeen?.tx}`, last: `${row.lastSeen?.block} ${row.lastSeen?.tx}`,
  };
  for (const field of Object.keys(wanted)) {
    if (wanted[field] === found[field]) continue;
    differences++;
    console.log(`difference: ${name.name}: ${field} ${found[field]}, the registrar says ${wanted[field]}`);
  }
}
const statuses = new Set([...rows.values()].map(({ status }) => status));
for (const status of ['active', 'grace', 'released']) if (!statuses.has(status)) { differences++; console.log(`no name is ${status}`); }
if (rows.size !== names.length || names.length < 20) { differences++; console.log(`${rows.size} names, the registrar has ${names.length}`); }
process.exit(differences ? 1 : 0);
