#!/usr/bin/env node
/**
 * A server that misbehaves as the path asks: faulty.mjs [PORT] [NAME=UPSTREAM …]
 * Prints `listening PORT`. The paths stand in README.md.
 */
import { createServer, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip, gzipSync } from 'node:zlib';

const [port = '0', ...proxies] = process.argv.slice(2);
const upstreams = new Map(proxies.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
const seen = new Map();
const MIB = 1 << 20;

const json = (response, value, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** /status/429?retry-after=1: that status, with the header when asked. */
function status(request, response, url) {
  const code = Number(url.pathname.split('/')[2]);
  const after = url.searchParams.get('retry-after');
  response.writeHead(code, after === null ? {} : { 'retry-after': after }).end(`status ${code}\n`);
}

/** /reset: the connection is reset before any answer. */
const reset = (request) => request.socket.resetAndDestroy();

/** /hang: the request is taken and never answered. */
const hang = () => {};

/** /drip?ms=200&bytes=100: a byte at a time. */
async function drip(request, response, url) {
  response.writeHead(200, { 'content-type': 'application/json' });
  const bytes = Number(url.searchParams.get('bytes') ?? 100);
  for (let i = 0; i < bytes && !response.destroyed; i++) {
    response.write(' ');
    await sleep(Number(url.searchParams.get('ms') ?? 200));
  }
  response.end('{}');
}

/** /truncate: promises a length, sends half, closes. */
function truncate(request, response) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"jsonrpc":"2.0",', () => request.socket.end());
}

/** /not-json: 200, said to be JSON, and is a page. */
const notJson = (request, response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('<html><body>Just a moment…</body></html>');

/** `total` spaces, made as they are asked for. */
function* blanks(total) {
  const block = Buffer.alloc(MIB, ' ');
  for (let left = total; left > 0; left -= MIB) yield left < MIB ? block.subarray(0, left) : block;
}

/** /gzip-bomb?bytes=N: N bytes (1 GiB) behind a small gzip. */
async function gzipBomb(request, response, url) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
  await pipeline(blanks(Number(url.searchParams.get('bytes') ?? 1024 * MIB)), createGzip(), response);
}

/** /gzip: a small honest gzip. */
const gzipped = (request, response) =>
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync('{"ok":true}'));

/** /huge?bytes=N: N plain bytes (256 MiB). */
async function huge(request, response, url) {
  response.writeHead(200, { 'content-type': 'text/plain' });
  await pipeline(blanks(Number(url.searchParams.get('bytes') ?? 256 * MIB)), response);
}

/** /flaky?fail=2&key=K: 503 for the first requests of each key, then {"ok":true}. */
function flaky(request, response, url) {
  const key = url.searchParams.get('key') ?? '';
  const times = seen.get(key) ?? 0;
  seen.set(key, times + 1);
  if (times < Number(url.searchParams.get('fail') ?? 2)) json(response, { error: 'not yet' }, 503);
  else json(response, { ok: true });
}

/** /redirect?to=URL */
const redirect = (request, response, url) =>
  response.writeHead(302, { location: url.searchParams.get('to') ?? 'http://127.0.0.1/' }).end();

const BATCH_FAULTS = {
  shuffled: (answers) => answers.reverse(),
  missing: (answers) => answers.slice(1),
  duplicate: (answers) => [...answers, answers[0]],
  'item-error': (answers) => answers.map((answer, i) =>
    (i ? answer : { jsonrpc: '2.0', id: answer.id, error: { code: -32005, message: 'limit exceeded' } })),
  error: () => ({ jsonrpc: '2.0', id: null, error: { code: -32600, message: 'batch too large' } }),
};

/** /echo-batch?fault=…: a JSON-RPC batch whose results are its own params, with a fault. */
async function echoBatch(request, response, url) {
  const calls = JSON.parse(await body(request));
  const answers = (Array.isArray(calls) ? calls : [calls]).map(({ id, params }) => ({ jsonrpc: '2.0', id, result: params }));
  json(response, (BATCH_FAULTS[url.searchParams.get('fault')] ?? BATCH_FAULTS.shuffled)(answers));
}

/** /proxy/NAME/…: passed on to an upstream given on the command line. */
async function proxy(request, response, url) {
  const [, , name, ...rest] = url.pathname.split('/');
  if (!upstreams.has(name)) return json(response, { error: 'no such upstream' }, 404);
  const target = new URL(rest.join('/') + url.search, upstreams.get(name));
  const { host, ...headers } = request.headers;
  const passed = httpRequest(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  return request.pipe(passed);
}

const FAULTS = {
  status, reset, hang, drip, truncate, 'not-json': notJson, 'gzip-bomb': gzipBomb, gzip: gzipped, huge, flaky, redirect,
  'echo-batch': echoBatch, proxy,
};

async function answer(request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const fault = FAULTS[url.pathname.split('/')[1]];
  response.on('error', () => {});
  if (!fault) return json(response, { error: 'no such fault' }, 404);
  return fault(request, response, url);
}

const server = createServer((request, response) => answer(request, response).catch(() => response.destroy()));
server.listen(Number(port), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
