/** IANA's lists beside the root zone, each in its own shape, of the lab's TLDs. */
import { rootTlds } from './zone.mjs';

export const tldsAlpha = () =>
  ['# Version 2026010500, Last Updated Mon Jan  5 07:07:01 2026 UTC', ...rootTlds().map((tld) => tld.toUpperCase())].join('\n').concat('\n');

const type = (tld) => (tld.length === 2 ? 'country-code' : tld === 'arpa' ? 'infrastructure' : 'generic');

export const rootDatabase = () =>
  ['# as-of: 2026-01-05', 'a_label,display,type,manager',
    ...rootTlds().map((tld) => `${tld},.${tld},${type(tld)},"Lab Registry, Inc."`)].join('\n').concat('\n');

export const specialUse = () =>
  ['# as-of: 2026-01-05', 'Name,Reference', 'alt.,[RFC9476]', 'home.arpa.,[RFC8375]', 'invalid.,[RFC6761]', 'local.,[RFC6762]',
    'localhost.,[RFC6761]', 'onion.,[RFC7686]', 'test.,[RFC6761]'].join('\n').concat('\n');
