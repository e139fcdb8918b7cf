/** ICANN's list of contracted gTLDs, in its own shape: two of ours are under contract and not delegated. */
import { rootTlds } from './zone.mjs';
import { domainToUnicode } from 'node:url';

/** [tld, registry operator, contract signed, application id, delegated] */
const KNOWN = [
  ['hotel', 'Lab Hotels S.a.r.l', '2025-06-06', '1-1000-00001', ''],
  ['merck', 'Lab "Chemicals", Inc.', '2024-09-10', '1-1000-00002', ''],
  ['music', 'Lab Music Limited', '2021-05-04', '1-1000-00003', '2021-10-29'],
  ['kids', 'Lab Children Foundation', '2021-08-13', '1-1000-00004', '2022-04-04'],
  ['amazon', 'Lab Rivers, Inc.', '2019-12-19', '1-1000-00005', '2020-06-02'],
  ['bike', 'Lab Wheels, LLC', '2013-08-27', '', '2013-11-14'],
];

const quoted = (field) => `"${field.replaceAll('"', '""')}"`;

function row([tld, operator, signed, application, delegated]) {
  const unicode = tld.startsWith('xn--') ? domainToUnicode(tld) : '';
  return [tld, unicode, operator, signed, application, delegated].map(quoted).join(',');
}

/** Some thirty delegated TLDs more, spread over the alphabet. */
function others() {
  const known = new Set(KNOWN.map(([tld]) => tld));
  const generic = rootTlds().filter((tld) => tld.length > 3 && !known.has(tld));
  return generic.filter((_, i) => i % 40 === 0)
    .map((tld, i) => [tld, `Lab Registry ${i + 1}, Inc.`, '2014-06-12', `1-1001-${10000 + i}`, '2014-12-25']);
}

export function newGtldsCsv() {
  const rows = [...KNOWN, ...others()].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '>>> Updated on: 2026-01-05T12:00:00.000+0000 <<<',
    ['tld', 'u-label', 'registry-operator', 'date-of-contract-signature', 'application-id', 'delegation-date'].map(quoted).join(','),
    ...rows.map(row),
  ].join('\n').concat('\n');
}
