import { ponder } from "ponder:registry";
import { name } from "ponder:schema";
import { type Hex, zeroAddress } from "viem";
import { type Rule, contracts, custodians } from "../registry";
import { type Args, labelOf, nodesOf } from "./identity";

/** Who holds it; a custodian (the NameWrapper) tells by its own events for whom it does. */
function ownerOf(rule: Rule, args: Args): Hex | undefined {
  const owner = rule.owner ? (args[rule.owner] as Hex) : undefined;
  return owner && custodians.has(owner.toLowerCase()) ? undefined : owner;
}

/** Only what an event speaks of: what it leaves out stays as it is. */
function said(rule: Rule, args: Args) {
  const label = labelOf(rule, args);
  const owner = ownerOf(rule, args);
  return {
    ...(label !== undefined && { label }),
    ...(owner !== undefined && { owner }),
    ...(rule.manager && { manager: args[rule.manager] as Hex }),
    ...(rule.resolver && { resolver: args[rule.resolver] as Hex }),
    ...(rule.fuses && { fuses: BigInt(args[rule.fuses] as number) }),
    ...(rule.expires && { expires: args[rule.expires] as bigint }),
  };
}

/** The records that stand on a name's row; others leave nothing. */
function recorded(rule: Rule, args: Args) {
  if (rule.clears_records) return { address: null, contenthash: null };
  if (rule.record === "addr.60") return { address: args[rule.record_value!] as Hex };
  if (rule.record === "contenthash") return { contenthash: args[rule.record_value!] as Hex };
  return undefined;
}

/** An event of a resolver: it may speak of nodes that are no names known here. */
async function onRecord(rule: Rule, { event, context }: any) {
  const news = recorded(rule, event.args);
  if (!news) return;
  for (const node of nodesOf(rule, event.args)) {
    if (await context.db.find(name, { node })) await context.db.update(name, { node }).set(news);
  }
}

async function onName(rule: Rule, { event, context }: any) {
  if (rule.owner_zero === "ignore" && event.args[rule.owner!] === zeroAddress) return;
  const news = said(rule, event.args);
  const at = { lastBlock: event.block.number, lastTx: event.transaction.hash };
  for (const node of nodesOf(rule, event.args)) {
    await context.db
      .insert(name)
      .values({ node, ...news, firstBlock: at.lastBlock, firstTx: at.lastTx, ...at })
      .onConflictDoUpdate({ ...news, ...at });
  }
}

for (const contract of contracts) {
  for (const { event, rule } of contract.rules) {
    const handler = rule.record || rule.clears_records ? onRecord : onName;
    ponder.on(`${contract.name}:${event}` as never, (given: any) => handler(rule, given));
  }
}
