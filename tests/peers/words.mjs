/** The names a lab is filled with: telling ones first, then as many ordinary ones as are asked for. */

const FIRST = ['amber', 'brisk', 'calm', 'dusty', 'early', 'faint', 'giant', 'hollow', 'ivory', 'jolly', 'keen',
  'lunar', 'misty', 'noble', 'olive', 'polar', 'quiet', 'rapid', 'solar', 'tidal'];
const SECOND = ['anchor', 'beacon', 'canyon', 'delta', 'ember', 'falcon', 'garden', 'harbor', 'island', 'jungle',
  'kettle', 'lantern', 'meadow', 'needle', 'orchid', 'pepper', 'quartz', 'river', 'summit', 'timber'];

/** Distinct two-word labels; `offset` keeps one registry's words apart from another's. */
export function ordinary(count, offset = 0) {
  const total = FIRST.length * SECOND.length;
  return Array.from({ length: count }, (_, i) => {
    const n = i + offset;
    const turn = n < total ? '' : String(Math.floor(n / total) + 1);
    return FIRST[n % FIRST.length] + SECOND[Math.floor(n / FIRST.length) % SECOND.length] + turn;
  });
}

/** Labels that equal a delegated TLD, a TLD under contract, or a TLD of another system. */
export const COLLIDING = ['google', 'hotel', 'merck', 'music', 'kids', 'amazon', 'com', 'net', 'org', 'shop', 'app',
  'wallet', 'nft', 'crypto', 'dao', 'bank', 'web', 'xn--fiqs8s', '888'];

/** Near to a delegated TLD: confusable, plural, accented, hyphenated, in other letters. */
export const NEAR = ['hotels', 'musik', 'bänk', 'café', 'g00gle', 'mérck', 'münchen', '集团', '网络', 'рф', 'παράδειγμα',
  'gοοgle', 'раураl', '🚀🚀🚀', '👩‍🚀rocket', 'straße', 'ﬁnance', 'a-b', '-lead', 'x--y', '_under', '0x1234', '4444']
  .filter((label) => [...label].length >= 3);

const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

/** What a controller accepts and no display should show unescaped. */
export const HOSTILE = [
  bytes('nul', [0, 0, 0, 0, 0, 0]),
  bytes([0, 0, 0]),
  bytes('bad', [0xff, 0xfe], 'utf8'),
  bytes('cut', [0xe2, 0x82]),
  bytes('lone', [0xed, 0xa0, 0x80], 'surrogate'),
  bytes('over', [0xc0, 0xaf], 'long'),
  bytes('l'.repeat(300)),
  bytes('UPPERCASE'),
  bytes('VitaLik'),
  bytes('dotted.label.com'),
  bytes('...'),
  bytes('with space'),
  bytes('   '),
  bytes('zero\u200dwidth'),
  bytes('zero\u200bspace'),
  bytes('\u202egro.elgoog'),
  bytes('\u2066isolate'),
  bytes('\ufeffbom'),
  bytes('esc\u001b[31mred\u001b[0m'),
  bytes('osc\u001b]0;title\u0007'),
  bytes('bell\u0007back\u0008del\u007f'),
  bytes('two\nlines'),
  bytes('carriage\rreturn'),
  bytes('tab\tbed'),
  bytes('c1\u0085\u009bcontrol'),
  bytes('line\u2028separator'),
  bytes('<script>alert(1)</script>'),
  bytes('<img src=x onerror=alert(1)>'),
  bytes('"quoted",\'csv\''),
  bytes('=cmd()|\' /C calc\'!A0'),
  bytes('+SUM(A1:A9)'),
  bytes('@import'),
  bytes("'; DROP TABLE name; --"),
  bytes('${jndi:ldap}'),
  bytes('../../etc/passwd'),
  bytes('%00%0a%2e'),
  bytes('back\\slash'),
  bytes('e\u0301\u0301\u0301'),
  bytes('\u{10ffff}\u{e0001}\u{f0000}'),
  bytes('I\u0307stanbul'),
];
