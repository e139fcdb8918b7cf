/** Which names an event is about. */
import { type Hex, concat, hexToBytes, keccak256, namehash, toHex } from "viem";
import { type Rule, ignoredParents } from "../registry";

export type Args = Record<string, unknown>;

const word = (value: unknown) => (typeof value === "bigint" ? toHex(value, { size: 32 }) : (value as Hex));

const known = new Map<string, Hex>();

function nodeOfName(name: string): Hex {
  let node = known.get(name);
  if (!node) known.set(name, (node = namehash(name)));
  return node;
}

const ignored = new Set(ignoredParents.map((parent) => (parent === "." ? toHex(0n, { size: 32 }) : namehash(parent))));
const passedOver = new Set<Hex>();

/** The nodes an event speaks of, without those that are not followed. */
export function nodesOf(rule: Rule, args: Args): Hex[] {
  if (rule.node && !rule.labelhash) {
    const given = args[rule.node];
    return (Array.isArray(given) ? given : [given]).map(word).filter((node) => !passedOver.has(node));
  }
  const parent = rule.parent ? word(args[rule.parent]) : nodeOfName(rule.under!);
  const node = keccak256(concat([parent, word(args[rule.labelhash!])]));
  if (!ignored.has(parent)) return [node];
  passedOver.add(node);
  return [];
}

/** The first label of a name in the DNS's wire form. */
function firstLabel(wire: Hex): string {
  const octets = hexToBytes(wire);
  return new TextDecoder().decode(octets.subarray(1, 1 + octets[0]!));
}

export function labelOf(rule: Rule, args: Args): string | undefined {
  if (rule.label) return args[rule.label] as string;
  return rule.dns_name ? firstLabel(args[rule.dns_name] as Hex) : undefined;
}
