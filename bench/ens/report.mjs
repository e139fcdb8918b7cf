/** The table, the ratios, and whether the bounds hold. */

const FASTER = 10;
const MEGABYTES = 200;

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const column = (runs, key) => median(runs.map((run) => run[key]));

function spread(runs, key) {
  const values = runs.map((run) => run[key]);
  return [median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2));
}

const cell = ([middle, least, most]) => `${middle} (${least}–${most})`;

const HEAD = ['', 'seconds', 'its CPU s', 'PostgreSQL CPU s', 'node CPU s', 'peak MB', 'rows',
  'node alone s', 'requests', 'at once', 'MB'];

const row = (title, { runs, requests, octets, atOnce }) => [
  title, ...['wall', 'cpu', 'postgres', 'node'].map((key) => cell(spread(runs, key))),
  Math.max(...runs.map(({ peak }) => peak)).toFixed(0), `${runs.at(-1).rows}`,
  cell(spread(runs, 'serving')), `${requests}`, `${atOnce}`, (octets / 1e6).toFixed(1),
];

function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((cells) => cells[i].length)));
  return rows.map((cells) => cells.map((text, i) => text.padEnd(widths[i])).join('  ').trimEnd()).join('\n');
}

function* wrongNames(title, { runs }) {
  const wrong = runs.flatMap(({ found }) => found);
  if (wrong.length > 0) yield `${title} stored ${wrong.length} things wrongly: ${wrong.slice(0, 3).join('; ')}`;
}

function* missed({ splitroot, ponder }, times) {
  if (times < FASTER) yield `${times.toFixed(1)} times as fast, ${FASTER} wanted`;
  const peak = Math.max(...splitroot.runs.map((run) => run.peak));
  if (peak >= MEGABYTES) yield `peak memory ${peak.toFixed(0)} MB, less than ${MEGABYTES} wanted`;
  yield* wrongNames('splitroot', splitroot);
  yield* wrongNames('Ponder', ponder);
  const rows = new Set([...splitroot.runs, ...ponder.runs].map((run) => run.rows));
  if (rows.size > 1) yield `the numbers of rows differ: ${[...rows].join(', ')}`;
}

/** Prints what was measured; the exit status. */
export function report(node, { splitroot, ponder }) {
  console.log(`${node.names.length} names; median of ${splitroot.runs.length} rounds (least–most)`);
  console.log(table([HEAD, row('splitroot', splitroot), row('Ponder 0.16.10', ponder)]));
  const times = column(ponder.runs, 'wall') / column(splitroot.runs, 'wall');
  const work = ({ runs }) => column(runs, 'cpu') + column(runs, 'postgres');
  console.log(`Ponder takes ${times.toFixed(1)} times as long, and with PostgreSQL's ` +
    `${(work(ponder) / work(splitroot)).toFixed(1)} times the CPU`);
  const failures = [...missed({ splitroot, ponder }, times)];
  for (const failure of failures) console.log(`missed: ${failure}`);
  return failures.length > 0 ? 1 : 0;
}
