/** Whether what a program stored is what the contracts say. */

const FIELDS = ['node', 'label', 'holder', 'expires', 'firstBlock', 'firstTx', 'lastBlock', 'lastTx'];

const rowsOf = (text) => text.trim().split('\n').map((line) => {
  const values = line.split('|');
  return Object.fromEntries(FIELDS.map((field, i) => [field, values[i]]));
});

/** Ponder keeps text: octets that are none are replaced, a byte order mark goes, and text holds no NUL. */
const asText = (hex) => Buffer.from(new TextDecoder().decode(Buffer.from(hex, 'hex')).replaceAll('\0', '')).toString('hex');

/** A name of the manifest as a program has to store it; of a lapsed wrapped name no contract tells the holder. */
const wanted = (program, name) => ({
  label: program === 'ponder' ? asText(name.labelHex) : name.labelHex,
  holder: (name.holder ?? name.lastHolder)?.toLowerCase() ?? null,
  expires: `${name.expiresAt}`,
  firstBlock: `${name.firstBlock}`,
  firstTx: name.firstTx,
  lastBlock: `${name.lastBlock}`,
  lastTx: name.lastTx,
});

/** Every difference in words; none: the names are equal, octet by octet for splitroot, as text for Ponder. */
export function differences(program, names, text) {
  const stored = new Map(rowsOf(text).map((row) => [row.node, row]));
  const found = [];
  for (const name of names) {
    const row = stored.get(name.node.slice(2));
    if (!row) found.push(`${name.labelHex}.eth is missing`);
    for (const [field, value] of Object.entries(row ? wanted(program, name) : {})) {
      const is = field === 'holder' ? row.holder.toLowerCase() : row[field];
      if (value !== null && is !== value) found.push(`${name.labelHex}.eth: ${field} is ${is}, not ${value}`);
    }
  }
  return { rows: stored.size, found };
}
