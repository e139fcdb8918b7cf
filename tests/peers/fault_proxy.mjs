#!/usr/bin/env node
/**
 * Stands before a real node and misbehaves by plan: fault_proxy.mjs UPSTREAM [DIR]
 * Prints `listening PORT`; with DIR also `expired PORT` and `foreign PORT`, the same over TLS with certificates
 * made there (DIR/authority.pem vouches for both; one is out of date, one another host's).
 *
 *   POST /-/plan {"fault":NAME,"times":K}   the fault for the next K requests it fits, then none; with
 *     "limit":N        blocks that a provider takes
 *     "within":TEXT    only requests whose method, path or body holds TEXT
 *     "upstream":URL   from now on before this one; a file: URL gives that file at every path
 *     "rest":true      an operator that gives no RPC: what is no GET is answered with 403
 *   GET /-/told                             {"fault":…,"requests":…,"faults":…} since the plan
 *
 * The faults are the keys of WIRE, ANSWERS, PROVIDERS and ALTERED. PROVIDERS refuse every eth_getLogs of more
 * than `limit` blocks (their own limit unless told another) in that provider's words.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';

const [first, dir] = process.argv.slice(2);
let upstream = first;
if (!upstream) { console.error('usage: fault_proxy.mjs UPSTREAM [DIR]'); process.exit(2); }
const NO_PLAN = { fault: null, times: 0, limit: null, within: '', rest: false };
let plan = { ...NO_PLAN, requests: 0, faults: 0 };
const MIB = 1 << 20;
const page = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

const json = (response, text, status = 200, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
const slow = (after) => (call) => json(call.response, '{}', 429, { 'retry-after': after() });

function* filler(total, octet) {
  const block = Buffer.alloc(MIB, octet);
  for (let left = total; left > 0; left -= MIB) yield left < MIB ? block.subarray(0, left) : block;
}

async function drip({ response }) {
  response.writeHead(200, { 'content-type': 'application/json' });
  while (!response.destroyed) { response.write(' '.repeat(20)); await sleep(100); }
}

/** Faults that need no true answer. */
const WIRE = {
  'retry-after-seconds': slow(() => '1'),
  'retry-after-date': slow(() => new Date(Date.now() + 1000).toUTCString()),
  'retry-after-nonsense': slow(() => 'a while'),
  'html-500': ({ response }) => response.writeHead(500, { 'content-type': 'text/html' }).end(page),
  'html-503': ({ response }) => response.writeHead(503, { 'content-type': 'text/html' }).end(page),
  'html-200': ({ response }) => json(response, page),
  reset: ({ request }) => request.socket.resetAndDestroy(),
  hang: () => {},
  drip,
  deep: ({ response }) => json(response, '['.repeat(2_000_000)),
  huge: async ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    await pipeline(filler(256 * MIB, ' '), response);
  },
  'many-values': ({ response }) => json(response, `[${'[],'.repeat(5_000_000)}0]`),
  'gzip-bomb': async ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    await pipeline(filler(1024 * MIB, ' '), createGzip(), response);
  },
  redirect: ({ response }) => response.writeHead(302, { location: upstream }).end(),
  unauthorized: ({ response }) => json(response, '{"error":"invalid project id"}', 401),
  'used-up': ({ response }) =>
    json(response, '{"jsonrpc":"2.0","id":null,"error":{"code":429,"message":"Monthly capacity limit exceeded. Visit the dashboard to upgrade."}}', 429),
  'error-429': (call) => refuse(call, { code: 429, message: 'Your app has exceeded its compute units per second capacity.' }),
  'error-rate': (call) => refuse(call, { code: -32005, message: 'rate limit exceeded' }),
};

/** Faults of the text of a true answer. */
const ANSWERS = {
  truncated: ({ response }, text) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => response.socket.end());
  },
  // Within a line: a list of lines that ends with a whole one cannot be told from a shorter list.
  'truncated-json': ({ response }, text) => json(response, text.slice(0, text.length / 2).trimEnd().slice(0, -1)),
  'duplicate-key': ({ response }, text) => json(response, text.replace(/("(result|network|hash)")\s*:/g, '$1:null,$1:')),
  'not-utf8': ({ response }, text) =>
    json(response, Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from(',"x":"\xff"', 'latin1'), Buffer.from(text.slice(-1))])),
  'wrong-id': ({ response }, text) => json(response, text.replace(/"id"\s*:\s*(\d+)/g, (_, id) => `"id":${Number(id) + 1000000}`)),
  'missing-items': ({ response }, text) => {
    const answers = JSON.parse(text);
    json(response, JSON.stringify(Array.isArray(answers) ? answers.filter((_, i) => i % 2) : []));
  },
  'twice-answered': ({ response }, text) => {
    const answers = JSON.parse(text);
    json(response, JSON.stringify(Array.isArray(answers) ? [...answers, ...answers] : [answers, answers]));
  },
};

const hex = (number) => `0x${number.toString(16)}`;
/** What each provider says to a range of more blocks than it takes: [its limit, status, error]. */
const PROVIDERS = {
  'infura-results': [10_000, 200, () => ({ code: -32005, message: 'query returned more than 10000 results' })],
  infura: [10_000, 200, (from, to, limit) => ({ code: -32005, message: `query returned more than 10000 results. Try with this block range [${hex(from)}, ${hex(from + limit - 1)}].` })],
  'infura-2026': [10_000, 200, (from, to, limit) => ({ code: -32602, message: `range ${to - from + 1} exceeds limit of ${limit}` })],
  alchemy: [2_000, 200, (from, to, limit) => ({ code: -32602, message: `Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [${hex(from)}, ${hex(from + limit - 1)}]` })],
  'alchemy-free': [500, 400, (from, to, limit) => ({ code: -32600, message: `Under the Free tier plan, you can make eth_getLogs requests with up to a ${limit} block range. Based on your parameters, this block range should work: [${hex(from)}, ${hex(from + limit - 1)}]` })],
  quicknode: [10_000, 413, (from, to, limit) => ({ code: -32614, message: `eth_getLogs is limited to a ${limit.toLocaleString('en')} range` })],
  ankr: [10_000, 200, () => ({ code: -32600, message: 'block range is too wide' })],
  'ankr-distance': [10_000, 200, (from, to, limit) => ({ code: -32600, message: `maximum [from, to] blocks distance: ${limit}` })],
  drpc: [10_000, 200, (from, to, limit) => ({ code: 35, message: `ranges over ${limit} blocks are not supported on freetier` })],
  llamarpc: [10_000, 200, (from, to, limit) => ({ code: -32602, message: `query exceeds max results 20000, retry with the range ${from}-${from + limit - 1}` })],
  cloudflare: [800, 200, (from, to, limit) => ({ code: -32047, message: `Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: ${limit}` })],
  publicnode: [50_000, 200, (from, to, limit) => ({ code: -32701, message: `exceed maximum block range: ${limit}` })],
  blockpi: [1_024, 200, (from, to, limit) => ({ code: -32602, message: `eth_getLogs is limited to ${limit} block range` })],
  merkle: [1_000, 200, (from, to, limit) => ({ code: -32602, message: `range is too large, max is ${limit < 1000 ? limit : `${limit / 1000}k`} blocks` })],
  tenderly: [10_000, 200, (from, to, limit) => ({ code: -32602, message: 'invalid params', data: { payload: `block range exceeds the limit of ${limit}` } })],
  'http-500': [10_000, 500, () => ({ code: -32000, message: 'block range is too wide' })],
};

const stepsBack = 20;
/** Answers of which one thing is not so: by method, what is made of the result. */
const eachLog = (change) => ({ eth_getLogs: (logs) => logs.map((log, i) => (i === logs.length >> 1 ? change(log) : log)) });
const ALTERED = {
  'wrong-chain': { 'GET /': (info) => ({ ...info, network: 'simnet' }), eth_chainId: () => '0x5', getblockchaininfo: (info) => ({ ...info, chain: 'simnet' }), getblockhash: (hash) => `ff${hash.slice(2)}` },
  'head-back': { 'GET /': (info) => ({ ...info, chain: { ...info.chain, height: info.chain.height - stepsBack } }), getblockchaininfo: (info) => ({ ...info, blocks: info.blocks - stepsBack }) },
  'log-other-block-hash': eachLog((log) => ({ ...log, blockHash: `0xff${log.blockHash.slice(4)}` })),
  'log-out-of-range': eachLog((log) => ({ ...log, blockNumber: hex(Number(log.blockNumber) + 1_000_000) })),
  'log-removed': eachLog((log) => ({ ...log, removed: true })),
  'log-without-data': eachLog(({ data, ...log }) => log),
  'log-of-another': eachLog((log) => ({ ...log, address: '0x00000000000000000000000000000000000000ff' })),
};

/** An error for every call of the request. */
function refuse({ response, calls }, error, status = 200) {
  const answers = calls.map(({ id }) => ({ jsonrpc: '2.0', id, error }));
  json(response, JSON.stringify(answers.length === 1 ? answers[0] : answers), status);
}

async function body(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/** The node's own answer: {status, text}. */
async function ask({ request, sent }) {
  if (upstream.startsWith('file:')) return { status: 200, text: readFileSync(new URL(upstream), 'utf8') };
  const { host, 'accept-encoding': _, 'content-length': __, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
    const passed = httpRequest(new URL(request.url, upstream), { method: request.method, headers }, (answer) =>
      body(answer).then((got) => resolve({ status: answer.statusCode, text: got.toString() }), reject));
    passed.on('error', reject);
    passed.end(sent);
  });
}

/** The provider's refusal of the first range that is too wide for it; null when there is none. */
function tooWide(calls) {
  const [own, status, words] = PROVIDERS[plan.fault];
  const limit = plan.limit ?? own;
  for (const { method, params } of calls) {
    if (method !== 'eth_getLogs') continue;
    const [from, to] = [Number(params[0].fromBlock), Number(params[0].toBlock)];
    if (to - from + 1 > limit) return { status, error: words(from, to, limit) };
  }
  return null;
}

function altered({ request, calls }, text) {
  const changes = ALTERED[plan.fault];
  const change = changes[`${request.method} ${request.url}`];
  if (change) return { changed: true, text: JSON.stringify(change(JSON.parse(text))) };
  if (request.method === 'GET') return { changed: false, text };
  const answers = JSON.parse(text);
  const methods = new Map(calls.map(({ id, method }) => [id, method]));
  let changed = false;
  for (const answer of [answers].flat()) {
    const change = changes[methods.get(answer.id)];
    if (!change || !answer.result || (Array.isArray(answer.result) && answer.result.length === 0)) continue;
    answer.result = change(answer.result);
    changed = true;
  }
  return { changed, text: JSON.stringify(answers) };
}

/** The request with every named head replaced by a block below it; null when it names none. */
async function askedBelow(call) {
  if (!call.calls.some(({ method, params }) => method === 'eth_getBlockByNumber' && !params[0].startsWith('0x'))) return null;
  const number = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'eth_blockNumber', params: [] });
  const head = Number(JSON.parse((await ask({ ...call, sent: number })).text).result);
  const calls = call.calls.map((each) => (each.method !== 'eth_getBlockByNumber' || each.params[0].startsWith('0x') ? each
    : { ...each, params: [hex(head - stepsBack - (each.params[0] === 'finalized' ? 2 : 0)), each.params[1]] }));
  return JSON.stringify(calls.length === 1 ? calls[0] : calls);
}

const count = () => { plan.faults++; plan.times--; };

async function serve(call) {
  const { calls, response } = call;
  plan.requests++;
  if (plan.rest && call.request.method !== 'GET') return response.writeHead(403).end('no RPC here\n');
  const meant = `${call.request.method} ${call.request.url} ${call.sent}`.includes(plan.within);
  const due = plan.times > 0 && meant ? plan.fault : null;
  if (due in WIRE) { count(); return WIRE[due](call); }
  if (due in PROVIDERS) {
    const refused = tooWide(calls);
    if (refused) { count(); return refuse(call, refused.error, refused.status); }
  }
  const below = due === 'head-back' ? await askedBelow(call) : null;
  if (below) count();
  const answer = await ask({ ...call, sent: below ?? call.sent });
  if (due in ANSWERS) { count(); return ANSWERS[due](call, answer.text); }
  if (due in ALTERED) {
    const other = altered(call, answer.text);
    if (other.changed) count();
    return json(response, other.text, answer.status);
  }
  return json(response, answer.text, answer.status);
}

async function handle(request, response) {
  response.on('error', () => {});
  const sent = await body(request);
  if (request.url === '/-/plan') {
    plan = { ...NO_PLAN, ...JSON.parse(sent), requests: 0, faults: 0 };
    upstream = plan.upstream ?? upstream;
    if (plan.fault && ![WIRE, ANSWERS, PROVIDERS, ALTERED].some((kind) => plan.fault in kind)) return json(response, '{"error":"no such fault"}', 404);
    return json(response, '{}');
  }
  if (request.url === '/-/told') return json(response, JSON.stringify(plan));
  let calls = [];
  try { calls = [JSON.parse(sent)].flat(); } catch { /* no JSON-RPC: passed on as it is */ }
  return serve({ request, response, sent, calls });
}

const listener = (request, response) => handle(request, response).catch(() => response.destroy());
const listen = (server, name) => server.listen(0, '127.0.0.1', () => console.log(`${name} ${server.address().port}`));

/** An authority, and by it a certificate of `host` for `days` (none for -1: it has ended). */
function certificates() {
  const ssl = (...args) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
  const make = (name, subject) => ssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${subject}`);
  ssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'authority.key', '-out', 'authority.pem', '-days', '30', '-subj', '/CN=lab authority');
  for (const [name, host, days] of [['expired', 'IP:127.0.0.1', '-1'], ['foreign', 'DNS:elsewhere.example', '30'], ['good', 'IP:127.0.0.1', '30']]) {
    make(name, name);
    writeFileSync(join(dir, `${name}.ext`), `subjectAltName=${host}\n`);
    ssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-days', days, '-extfile', `${name}.ext`, '-out', `${name}.pem`);
  }
}

listen(createServer(listener), 'listening');
if (dir) {
  certificates();
  for (const name of ['expired', 'foreign', 'good']) {
    const [key, cert] = ['key', 'pem'].map((kind) => readFileSync(join(dir, `${name}.${kind}`)));
    listen(createTlsServer({ key, cert }, listener), name);
  }
}
