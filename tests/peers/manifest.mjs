/** What a lab holds, as its own nodes answer it: the truth that tests compare splitroot with. */
import * as basenames from './basenames.mjs';
import * as ens from './ens.mjs';
import * as eth from './eth.mjs';
import * as hns from './hns.mjs';
import { writeJson } from './layout.mjs';
import { NETWORKS } from './networks.mjs';
import * as uns from './uns_manifest.mjs';

/** Anything but lower-case letters, digits and hyphens below letters of other scripts. */
const HARMLESS = /^[\p{Ll}\p{Lo}\p{N}\p{Emoji_Presentation}_-]+(\.[\p{Ll}\p{Lo}\p{N}_-]+)*$/u;

function strictUtf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Hostile: not UTF-8, too long for the DNS, or with characters that no name should hold. */
function isHostile(bytes) {
  const label = strictUtf8(bytes);
  return label === null || bytes.length > 63 || label.includes('.') || !HARMLESS.test(label);
}

/** Adds the readable name (a best effort: raw bytes stand in nameHex) and the mark of a hostile label. */
function described(entry) {
  const nameHex = entry.nameHex ?? entry.labelHex;
  const name = Buffer.from(nameHex, 'hex').toString();
  return { namespace: entry.namespace, name, ...entry, nameHex, hostile: isHostile(Buffer.from(entry.labelHex, 'hex')) };
}

/** Asks every chain anew and writes DIR/manifest.json. */
export async function write(lab) {
  const chains = Object.keys(NETWORKS).map((network) => eth.connect(lab, network));
  const subnames = await ens.subnames(eth.connect(lab));
  const [ensNames, baseNames, unsNames, hnsNames, tlds] = await Promise.all([
    ens.manifest(eth.connect(lab)), basenames.manifest(eth.connect(lab, 'base')), uns.manifest(chains), hns.manifest(hns.connect(lab)), Promise.all(chains.map(uns.tlds)),
  ]);
  const names = [...ensNames, ...baseNames, ...unsNames, ...hnsNames].map(described);
  const homes = (entries) => new Set(entries.map(({ node }) => node)).size;
  const counts = { ens: ensNames.length, basenames: baseNames.length, uns: homes(unsNames), hns: hnsNames.length, tlds: homes(tlds.flat()) };
  writeJson(lab.manifest, { counts, names, tlds: tlds.flat(), ...subnames });
}
