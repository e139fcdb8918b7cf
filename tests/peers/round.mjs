#!/usr/bin/env node
/**
 * A made-up gTLD round in layouts that all say the same: node round.mjs LAYOUT COUNT SEED
 *   comma      CSV with English headers as ICANN writes them, `--` for nothing
 *   semicolon  CSV with a byte order mark, CRLF, lines before the header, other names, order, quoting, dates
 *   json       an array in a member of an object, nested members, true and false, null for nothing
 *   truth      one line of JSON for each entry an importer should make of any of them, and a summary as the last
 * COUNT is the number of strings; the same seed gives the same octets.
 */
import { domainToASCII } from 'node:url';
import { applications } from './round_strings.mjs';
import { entriesOf, summaryOf } from './round_truth.mjs';

export const AS_OF = '2026-10-15';
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
  'November', 'December'];

const spelled = (date) => date && `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
const yesNo = (flag) => (flag === null ? null : flag ? 'Yes' : 'No');
/** In capitals, where that is the same string (it is not with a sharp s). */
const shouted = (string) => (domainToASCII(string.toUpperCase()) === domainToASCII(string) ? string.toUpperCase() : string);
const upperFirst = (words) => words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** [header, value of an application] of each column. */
const COMMA = [
  ['String', (a) => shouted(a.string)],
  ['A-Label', (a) => a.aLabel],
  ['Applicant', (a) => a.applicant],
  ['Application ID', (a) => a.id],
  ['Status', (a) => a.status && (a.statusKnown ? upperFirst(a.status) : a.status)],
  ['Status Date', (a) => a.since],
  ['Replacement String', (a) => a.replacement],
  ['Replacement Taken?', (a) => yesNo(a.taken)],
  ['Variant Strings', (a) => a.variants.join(', ')],
  ['Contention Set', (a) => a.contentionSet],
  ['Objections', (a) => a.objections],
  ['Name Collision Assessment', (a) => a.assessment],
  ['Temporary Delegation From', (a) => a.from],
  ['Temporary Delegation Until', (a) => a.until],
  ['Community?', (a) => yesNo(a.community)],
  ['Geographic?', (a) => yesNo(a.geographic)],
  ['Brand TLD?', (a) => yesNo(a.brand)],
  ['IDN?', (a) => yesNo(a.aLabel !== null)],
  ['Script Code', (a) => a.script],
  ['Website', (a) => a.website],
  ['Remarks', (a) => a.remarks],
  ['Primary Contact', (a) => a.contact.name],
  ['E-mail', (a) => a.contact.email],
  ['Telephone', (a) => a.contact.phone],
];

const SEMICOLON = [
  ['Contact Name', (a) => a.contact.name],
  ['remarks', (a) => a.remarks],
  ['Application Number', (a) => a.id],
  ['contact e-mail address', (a) => a.contact.email],
  ['Punycode', (a) => a.aLabel?.toUpperCase()],
  ['CURRENT STATUS', (a) => a.status && (a.statusKnown ? a.status.toUpperCase().replaceAll(' ', '_') : a.status)],
  ['Date of Status', (a) => spelled(a.since)],
  ['Applied-for gTLD', (a) => a.string],
  ['Organisation', (a) => a.applicant],
  ['Alternate string', (a) => a.replacement && shouted(a.replacement)],
  ['Replacement Used', (a) => (a.taken === null ? null : a.taken ? 'Y' : 'N')],
  ['Allocatable  Variants', (a) => a.variants.join('|')],
  ['Contention-Set-ID', (a) => a.contentionSet],
  ['formal objections', (a) => a.objections],
  ['NCA', (a) => a.assessment],
  ['Temporary Delegation Start', (a) => spelled(a.from)],
  ['Temporary Delegation End', (a) => spelled(a.until)],
  ['community-based', (a) => (a.community === null ? null : String(a.community))],
  ['geo', (a) => (a.geographic === null ? null : String(a.geographic))],
  ['Dot-Brand', (a) => (a.brand === null ? null : String(a.brand))],
  ['Internationalized', (a) => (a.aLabel === null ? 'no' : 'yes')],
  ['SCRIPT_CODE', (a) => a.script],
  ['WEBSITE', (a) => a.website],
  ['Phone No.', (a) => a.contact.phone],
];

function comma(all) {
  const field = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const line = (values) => `${values.map((value) => field(value || '--')).join(',')}\n`;
  return [COMMA.map(([title]) => title), ...all.map((a) => COMMA.map(([, value]) => value(a)))].map(line).join('');
}

function semicolon(all) {
  const field = (value) => (value ? `"${value.replaceAll('"', '""')}"` : '');
  const line = (values) => `${values.map(field).join(';')}\r\n`;
  const before = `\ufeff"New gTLD Program: 2026 Round"${';'.repeat(23)}\r\n\r\nAs of;${spelled(AS_OF)}\r\n# made-up strings\r\n`;
  return before + [SEMICOLON.map(([title]) => title), ...all.map((a) => SEMICOLON.map(([, value]) => value(a)))].map(line).join('');
}

function json(all) {
  const time = (date) => date && `${date}T00:00:00Z`;
  const list = all.map((a) => ({
    applicationId: a.id,
    string: a.string,
    aLabel: a.aLabel,
    applicant: { name: a.applicant, contacts: [a.contact, { email: null }] },
    status: a.status,
    statusDate: time(a.since),
    replacementString: a.replacement,
    replacementTaken: a.taken,
    variants: a.variants,
    contentionSet: a.contentionSet,
    objections: a.objections,
    nameCollisionAssessment: a.assessment,
    temporaryDelegation: a.from || a.until ? { from: time(a.from), until: time(a.until) } : null,
    community: a.community,
    geographic: a.geographic,
    brand: a.brand,
    idn: a.aLabel !== null,
    'script code': a.script,
    website: a.website,
    remarks: a.remarks,
  }));
  return `${JSON.stringify({ program: 'New gTLD Program', asOf: AS_OF, data: { note: 'made-up', applications: list } }, null, 1)}\n`;
}

const truth = (all) => [...all.flatMap(entriesOf), summaryOf(all)].map((line) => `${JSON.stringify(line)}\n`).join('');

const LAYOUTS = { comma, semicolon, json, truth };

const [layout, count, seed] = process.argv.slice(2);
if (!Object.hasOwn(LAYOUTS, layout ?? '') || !(Number(count) > 0) || !/^\d+$/.test(seed ?? '')) {
  process.stderr.write(`usage: round.mjs ${Object.keys(LAYOUTS).join('|')} COUNT SEED\n`);
  process.exit(2);
}
process.stdout.write(LAYOUTS[layout](applications(Number(count), Number(seed))));
