/** The contracts and events that splitroot reads, out of its own description: both always index the same. */
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { type AbiEvent, parseAbiItem } from "viem";

/** What an event says, and under which of its arguments (schemas/registries/README of splitroot). */
export type Rule = {
  signature: string;
  under?: string;
  label?: string;
  labelhash?: string;
  dns_name?: string;
  node?: string;
  owner?: string;
  owner_zero?: "burnt" | "ignore";
  expires?: string;
};

type Contract = { address: `0x${string}`; event: Rule[] };

const described = parse(readFileSync(process.env.REGISTRY!, "utf8")) as unknown as { contract: Contract[] };

const abiOf = (rule: Rule) => parseAbiItem(`event ${rule.signature}`) as AbiEvent;

/** Contracts by the name they have in Ponder, each with its ABI and the rule of each event. */
export const contracts = described.contract.map(({ address, event }, i) => ({
  name: `contract${i}`,
  address,
  abi: event.map(abiOf),
  rules: event.map((rule) => ({ event: abiOf(rule).name, rule })),
}));
