/**
 * verify_webhook.mjs SECRET NAME FILE STATUS…: the requests of FILE (tests/peers/webhook.mjs) that speak of
 * NAME were answered with these statuses, under one id, each rightly signed (Standard Webhooks).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [secret, name, file, ...statuses] = process.argv.slice(2);
const requests = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
  .filter((request) => request.body.includes(name));

function check(holds, what) {
  if (holds) return;
  console.log(`wrong: ${what}`);
  process.exitCode = 1;
}

function signature({ headers, body }) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

check(requests.map((request) => String(request.status)).join() === statuses.join(),
  `answers were ${requests.map((request) => request.status)}, not ${statuses}`);
check(new Set(requests.map((request) => request.headers['webhook-id'])).size === 1, 'more than one id');
for (const request of requests) {
  const given = Buffer.from(request.headers['webhook-signature'] ?? '');
  const right = Buffer.from(signature(request));
  check(given.length === right.length && timingSafeEqual(given, right), 'the signature does not verify');
  const age = Math.abs(Date.now() / 1000 - Number(request.headers['webhook-timestamp']));
  check(age < 300, `the timestamp is ${age} s off`);
  const body = JSON.parse(request.body);
  check(body.type === 'name.seen', `type is ${body.type}`);
  check(body.rule === 'below wallet' && body.matched === '*.wallet', 'rule or match is wrong');
  // Told as soon as it is seen: whether its block was final by then depends on when the node was asked.
  check(typeof body.final === 'boolean' && body.data.name === name, `data is ${JSON.stringify(body.data)}`);
}
