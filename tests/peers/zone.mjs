/** A root zone of our own: today's TLDs, delegated, signed with NSEC and ZONEMD, served by Knot. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { domainToASCII } from 'node:url';
import * as daemon from './daemon.mjs';
import { makeDirectory, writeFile } from './layout.mjs';
import { npmPackage } from './packages.mjs';

export const SERIAL = 2026010500;

const ENV = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const ROOT_SERVERS = [...'abcdefghijklm'].map((letter) => `${letter}.root-servers.net.`);

/** Stable small numbers out of a name, for addresses and key tags. */
const digest = (text) => createHash('sha256').update(text).digest();

const ipv4 = (host) => `192.0.2.${1 + (digest(host)[0] % 254)}`;
const ipv6 = (host) => `2001:db8::${digest(host).readUInt16BE(2).toString(16)}:${digest(host).readUInt16BE(4).toString(16)}`;

const addresses = (host) => [`${host} 172800 IN A ${ipv4(host)}`, `${host} 172800 IN AAAA ${ipv6(host)}`];

/** Delegation of one TLD: two or more servers inside it with glue, and mostly a DS. */
function delegation(tld) {
  const seed = digest(tld);
  const hosts = ['a', 'b', 'c', 'd'].slice(0, 2 + (seed[6] % 3)).map((letter) => `${letter}.nic.${tld}.`);
  const ds = `${tld}. 86400 IN DS ${seed.readUInt16BE(8)} 13 2 ${digest(`${tld} key`).toString('hex')}`;
  return [
    ...hosts.map((host) => `${tld}. 172800 IN NS ${host}`),
    ...(seed[7] % 12 === 0 ? [] : [ds]),
    ...hosts.flatMap(addresses),
  ];
}

function apex() {
  return [
    `. 86400 IN SOA a.root-servers.net. nstld.verisign-grs.com. ${SERIAL} 1800 900 604800 86400`,
    ...ROOT_SERVERS.map((server) => `. 518400 IN NS ${server}`),
    ...ROOT_SERVERS.flatMap(addresses),
  ];
}

/** A-labels of the npm list, which has them in Unicode form. */
export const rootTlds = () => npmPackage('tlds').map((tld) => domainToASCII(tld)).sort();

const ZONE_BYTES = 64 << 20;

const run = (cwd, command, ...args) =>
  execFileSync(command, args, { cwd, env: ENV, encoding: 'utf8', maxBuffer: ZONE_BYTES, stdio: ['ignore', 'pipe', 'pipe'] });

/** One key pair; the answer is the base name of its files. */
const makeKey = (cwd, ...options) => run(cwd, 'ldns-keygen', '-a', 'ECDSAP256SHA256', ...options, '.').trim();

const stamp = (days) => new Date(Date.now() + days * 86400e3).toISOString().replace(/\D/g, '').slice(0, 14);

/** Signs with new keys, valid from yesterday for a year, and leaves zone and trust anchor. */
function sign(lab) {
  const ksk = makeKey(lab.knot, '-k');
  const zsk = makeKey(lab.knot);
  run(lab.knot, 'ldns-signzone', '-i', stamp(-1), '-e', stamp(365), '-o', '.', '-z', 'simple:sha384',
    '-f', 'signed.zone', 'unsigned.zone', ksk, zsk);
  renameSync(join(lab.knot, `${ksk}.ds`), lab.anchor);
}

function configuration(lab) {
  return `server:
  listen: 127.0.0.1@${lab.ports.dns}
  rundir: "."
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: notice
control:
  listen: "control"
database:
  storage: "."
acl:
  - id: local
    address: 127.0.0.1
    action: transfer
template:
  - id: default
    storage: "."
    journal-content: none
    zonefile-sync: -1
zone:
  - domain: .
    file: "signed.zone"
    acl: local
`;
}

/** Generates and signs the zone, once per lab. */
function build(lab) {
  makeDirectory(lab.knot);
  writeFile(join(lab.knot, 'unsigned.zone'), `${[...apex(), ...rootTlds().flatMap(delegation)].join('\n')}\n`);
  sign(lab);
  writeFile(join(lab.knot, 'knot.conf'), configuration(lab));
}

const kdig = (lab, ...query) =>
  run(lab.knot, 'kdig', '@127.0.0.1', '-p', String(lab.ports.dns), '+tcp', '+time=2', '+retry=0', ...query);

/** Serial as the running server answers it; throws while it does not. */
export async function serial(lab) {
  const answer = kdig(lab, '+short', 'SOA', '.').split(' ');
  if (answer.length < 7) throw new Error('no SOA yet');
  return Number(answer[2]);
}

/** The zone as a transfer gives it, as a file: without comments, without the SOA's second coming, and verified. */
function writeTransfer(lab) {
  const records = kdig(lab, '+noall', '+answer', '+noidn', 'AXFR', '.').split('\n').filter((line) => line && !line.startsWith(';'));
  writeFile(lab.zone, `${records.slice(0, -1).join('\n')}\n`);
  run(lab.dir, 'ldns-verify-zone', '-ZZ', '-k', lab.anchor, lab.zone);
}

/** Starts the server; a pid file that a killed one left would make it believe it is running. */
export async function up(lab) {
  if (!existsSync(join(lab.knot, 'knot.conf'))) build(lab);
  if (daemon.running(lab.dir, 'knotd') === null) {
    rmSync(join(lab.knot, 'knot.pid'), { force: true });
    daemon.start(lab.dir, 'knotd', 'knotd', ['-c', join(lab.knot, 'knot.conf')], { cwd: lab.knot, env: ENV });
  }
  await daemon.ready(lab.dir, 'knotd', () => serial(lab));
  if (!existsSync(lab.zone)) writeTransfer(lab);
}
