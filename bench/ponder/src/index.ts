import { ponder } from "ponder:registry";
import { name } from "ponder:schema";
import { type Hex, concat, hexToBytes, keccak256, namehash, toHex, zeroAddress } from "viem";
import { type Rule, contracts } from "../registry";

type Args = Record<string, unknown>;

const parents = new Map<string, Hex>();

function parentNode(under: string): Hex {
  let node = parents.get(under);
  if (!node) parents.set(under, (node = namehash(under)));
  return node;
}

const word = (value: unknown) => (typeof value === "bigint" ? toHex(value, { size: 32 }) : (value as Hex));

function nodeOf(rule: Rule, args: Args): Hex {
  if (rule.node) return word(args[rule.node]);
  return keccak256(concat([parentNode(rule.under!), word(args[rule.labelhash!])]));
}

/** The first label of a name in the DNS's wire form. */
function firstLabel(wire: Hex): string {
  const octets = hexToBytes(wire);
  return new TextDecoder().decode(octets.subarray(1, 1 + octets[0]!));
}

function labelOf(rule: Rule, args: Args): string | undefined {
  if (rule.label) return args[rule.label] as string;
  return rule.dns_name ? firstLabel(args[rule.dns_name] as Hex) : undefined;
}

function ownerOf(rule: Rule, args: Args): Hex | undefined {
  const owner = rule.owner ? (args[rule.owner] as Hex) : undefined;
  return owner === zeroAddress && rule.owner_zero === "ignore" ? undefined : owner;
}

/** Only what an event speaks of: what it leaves out stays as it is. */
function said(rule: Rule, args: Args) {
  const label = labelOf(rule, args);
  const owner = ownerOf(rule, args);
  return {
    ...(label !== undefined && { label }),
    ...(owner !== undefined && { owner }),
    ...(rule.expires && { expires: args[rule.expires] as bigint }),
  };
}

for (const contract of contracts) {
  for (const { event, rule } of contract.rules) {
    ponder.on(`${contract.name}:${event}` as never, async ({ event, context }: any) => {
      const news = said(rule, event.args);
      const at = { lastBlock: event.block.number, lastTx: event.transaction.hash };
      await context.db
        .insert(name)
        .values({ node: nodeOf(rule, event.args), ...news, firstBlock: at.lastBlock, firstTx: at.lastTx, ...at })
        .onConflictDoUpdate({ ...news, ...at });
    });
  }
}
