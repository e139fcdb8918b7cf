/** Made-up applications for made-up strings: in many scripts, contested, replaced, announced, withdrawn. */
import { domainToASCII } from 'node:url';

/** A small generator of chance numbers (mulberry32): the same for the same seed, everywhere. */
function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { below: (n) => Math.floor(next() * n), pick: (list) => list[Math.floor(next() * list.length)] };
}

/** Syllables, any of which may follow any other. */
const SCRIPTS = [
  ['Latn', ['ba', 'do', 'fi', 'gu', 'ke', 'lo', 'mi', 'nu', 'pa', 're', 'so', 'ti', 'vu', 'wa', 'ze']],
  ['Latn', ['bä', 'dö', 'fé', 'çu', 'ñe', 'ři', 'så', 'łu', 'ße', 'to', 'ka']],
  ['Cyrl', ['ба', 'во', 'ги', 'ду', 'же', 'зы', 'кя', 'лё', 'щу']],
  ['Grek', ['βα', 'γο', 'δι', 'ζε', 'θυ', 'λω', 'ψή']],
  ['Hani', ['東', '西', '海', '山', '店', '网', '城', '信', '语', '時']],
  ['Kana', ['カ', 'ロ', 'ミ', 'ト', 'ネ', 'サ', 'ひ', 'ゆ']],
  ['Hang', ['가', '노', '디', '벼', '한', '글', '삼']],
  ['Hebr', ['בר', 'גל', 'שם', 'תו', 'קו']],
  ['Arab', ['بر', 'تل', 'جم', 'سن', 'کو', 'لا']],
  ['Deva', ['का', 'मि', 'नो', 'रे', 'सु', 'हिन्दी']],
  ['Thai', ['กา', 'มี', 'ดู', 'โต', 'ไทย']],
];

/** What an applicant may be called and no reader may stumble over. None is about a person. */
const HOSTILE = ['Acme "Domains", Inc.', "O'Neil & Söhne GmbH; Abt. 7", '=HYPERLINK("http://evil.example","x")', '+SUM(A1:A9)',
  '-2+3', '@import Holdings', '<script>alert(1)</script> Ltd', 'two\nlines LLC', 'tab\there S.A.', 'back\\slash\\"quoted"',
  '\u202egro.elgoog\u202c', 'zero\u200bwidth', 'esc\u001b[31mred', '株式会社ドメイン', 'شركة النطاقات', "'; DROP TABLE application; --",
  'a,b;c|d', '""', '"', '{"json": [1, 2]}', 'N/A Networks', '# remark', `long ${'x'.repeat(3000)}`, '🚀 Rockets', '2026-10-15 Ltd'];

const STATUSES = [['applied', 'applied', 6], ['string confirmed', 'confirmed', 4], ['withdrawn', 'withdrawn', 3],
  ['not approved', 'not-approved', 1], ['on hold', 'on-hold', 1], ['in contracting', 'applied', 2], ['contracted', 'contracted', 2],
  ['delegated', 'applied', 1], ['Under Reconsideration (BAMC)', null, 1], [null, 'applied', 2]];
const WEIGHTED = STATUSES.flatMap(([word, standing, weight]) => Array(weight).fill([word, standing]));

function newString(random, taken) {
  for (;;) {
    const [script, syllables] = random.pick(SCRIPTS.slice(0, random.below(3) === 0 ? SCRIPTS.length : 1));
    const string = Array.from({ length: 2 + random.below(4) }, () => random.pick(syllables)).join('');
    const ldh = domainToASCII(string);
    if (ldh === '' || taken.has(ldh)) continue;
    taken.add(ldh);
    return { string, ldh, aLabel: ldh.startsWith('xn--') ? ldh : null, script };
  }
}

const day = (random) => `2026-${String(10 + random.below(3)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`;
const maybe = (random, one, value) => (random.below(one) === 0 ? value() : null);

/** What has nothing to do with the string's fate. */
function surroundings(random, n) {
  const flag = () => (random.below(3) === 0 ? null : random.below(2) === 0);
  const remarks = [null, null, null, 'see the public portion', random.pick(HOSTILE), 'ask jane.roe@applicant.example', 'call +49 30 901820',
    'Tel. 4161234 ext. 5', 'fax (212) 555-0199'];
  return {
    community: flag(), geographic: flag(), brand: flag(),
    objections: maybe(random, 6, () => random.pick(['community objection filed', 'string confusion; pending', 'none upheld'])),
    assessment: maybe(random, 6, () => random.pick(['high risk', 'no issue', 'mitigation plan required'])),
    website: maybe(random, 2, () => `https://www.applicant-${n}.example/?a=1,2;3`),
    remarks: random.pick(remarks),
    contact: { name: maybe(random, 2, () => `Jane Roe ${n}`), email: maybe(random, 2, () => `jane.${n}@applicant.example`), phone: maybe(random, 2, () => '+1.2025550100') },
  };
}

/** Applies what becomes of one application; `fresh` makes another string. */
function decideFate(a, random, fresh) {
  const fate = random.below(20);
  if (fate === 0) Object.assign(a, { id: null, status: random.below(2) ? 'announced' : 'intends to apply', standing: 'announced' });
  if (fate >= 1 && fate <= 4) a.replacement = fresh();
  if (fate === 1) Object.assign(a, { status: 'replaced', standing: 'replaced' });
  if (fate === 2) a.taken = true;
  if (fate === 3) a.taken = false;
  if (fate === 5) Object.assign(a, { from: '2026-12-01', until: random.below(2) ? '2027-03-01' : null });
  if (fate === 6) Object.assign(a, { status: 'temporary delegation', standing: 'temporary-delegation', from: '2026-12-01', until: '2027-12-01' });
  if (fate === 7) a.variants = [fresh(), fresh()];
  if (a.standing === null) a.statusKnown = false;
}

/** COUNT applications. A fifth are for a string that another applied for already. */
export function applications(count, seed) {
  const random = chance(seed);
  const taken = new Set();
  const strings = [];
  return Array.from({ length: count }, (_, n) => {
    const fresh = () => newString(random, taken);
    const own = strings.length > 0 && random.below(5) === 0 ? random.pick(strings) : fresh();
    strings.push(own);
    const [status, standing] = random.pick(WEIGHTED);
    const a = {
      ...own, n, status, standing, statusKnown: true, id: `1-${1000 + n}-${10000 + random.below(89999)}`,
      applicant: random.below(4) === 0 ? `${random.pick(HOSTILE)} ${n}` : `Applicant ${n} Ltd`, since: maybe(random, 2, () => day(random)), replacement: null,
      taken: null, variants: [], from: null, until: null, contentionSet: maybe(random, 15, () => `CS-${n}`), ...surroundings(random, n),
    };
    decideFate(a, random, fresh);
    a.replacementLdh = a.replacement?.ldh ?? null;
    a.replacement = a.replacement?.string ?? null;
    a.variantLdhs = a.variants.map((variant) => variant.ldh);
    a.variants = a.variants.map((variant) => variant.string);
    return a;
  });
}
