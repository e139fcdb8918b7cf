/**
 * DNSSEC ownership proofs for Handshake's CLAIM: chains of signed zones from a root of our own down to a reserved name.
 * `trustOurRoot` puts our root key where hsd keeps ICANN's; that every key, signature and date is right is then for hsd
 * to find, as on any other node.
 */
import { npmPackage } from './packages.mjs';

const dnssec = npmPackage('bns/lib/dnssec');
const { algs, keyFlags, types } = npmPackage('bns/lib/constants');
const { Record, TXTRecord } = npmPackage('bns/lib/wire');
const { ownership, OwnershipProof } = npmPackage('hsd/lib/covenants/ownership');
const { Zone } = npmPackage('bns/lib/ownership');
const reserved = npmPackage('hsd/lib/covenants/reserved');
const Claim = npmPackage('hsd/lib/primitives/claim');

/** What zones are signed with. hsd calls RSA keys of fewer than 2,041 bits weak. */
const STRONG = { algorithm: algs.ECDSAP256SHA256 };
const WEAK = { algorithm: algs.RSASHA256, bits: 1024 };
const ROOT = { algorithm: algs.RSASHA256, bits: 2048 };

const LIFESPAN = 365 * 24 * 60 * 60;

/** A zone's two keys: one signs the keys, the other all else. */
function keyPair(name, { algorithm, bits }) {
  const make = (flags) => {
    const secret = dnssec.createPrivate(algorithm, bits);
    return { secret, record: dnssec.makeKey(name, algorithm, secret, flags) };
  };
  return { name, ksk: make(keyFlags.ZONE | keyFlags.SEP), zsk: make(keyFlags.ZONE) };
}

const signed = (records, key) => [...records, dnssec.sign(key.record, key.secret, records, LIFESPAN)];
const keysOf = ({ ksk, zsk }) => signed([ksk.record, zsk.record], ksk);

/** A root of its own, with the TLDs that it has delegated. */
export class Root {
  constructor() {
    this.keys = keyPair('.', ROOT);
    this.zones = new Map();
  }

  anchor() {
    return dnssec.createDS(this.keys.ksk.record);
  }

  /** Keys of a zone under this root, made when they are first asked for. */
  zone(name, strength) {
    const kept = `${name} ${strength.algorithm}`;
    if (!this.zones.has(kept)) this.zones.set(kept, keyPair(name, strength));
    return this.zones.get(kept);
  }

  /** The zones from the root to `target`: example.com. is . and com. and example.com. */
  path(target, strength) {
    const labels = target.split('.').filter(Boolean);
    const names = labels.map((_, i) => `${labels.slice(i).join('.')}.`).reverse();
    return [this.keys, ...names.map((name) => this.zone(name, name === target ? strength : STRONG))];
  }

  proof(target, text, { weak = false } = {}) {
    const path = this.path(target, weak ? WEAK : STRONG);
    const proof = new OwnershipProof();
    proof.zones = path.map((keys, i) => {
      const zone = new Zone();
      zone.keys = keysOf(keys);
      const child = path[i + 1];
      if (child) zone.referral = signed([dnssec.createDS(child.ksk.record)], keys.zsk);
      else zone.claim = signed([txt(target, text)], keys.zsk);
      return zone;
    });
    return proof;
  }
}

function txt(name, text) {
  const record = new Record();
  record.name = name;
  record.type = types.TXT;
  record.class = 1;
  record.ttl = 3600;
  record.data = new TXTRecord();
  record.data.txt.push(text);
  return record;
}

/** From now on this process believes `root`, and no other. */
export function trustOurRoot(root) {
  ownership.anchors = [root.anchor()];
}

/** A claim of the reserved `name` for `address`, as its owner publishes it in the DNS. */
export function claimUnder(root, network, { name, address, commit, fee = 1000, weak = false }) {
  const text = ownership.createData(address, fee, commit.hash, commit.height, network);
  return Claim.fromProof(root.proof(reserved.getByName(name).target, text, { weak }));
}
