/** The contracts and events that splitroot reads, out of its own description: both always index the same. */
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { type AbiEvent, parseAbiItem } from "viem";

/** What an event says, and by which of its arguments (schemas/json/registry.schema.json). */
export type Rule = {
  signature: string;
  under?: string;
  parent?: string;
  label?: string;
  labelhash?: string;
  dns_name?: string;
  node?: string;
  owner?: string;
  manager?: string;
  owner_zero?: "burnt" | "ignore";
  resolver?: string;
  fuses?: string;
  expires?: string;
  record?: string;
  record_value?: string;
  record_key?: string;
  clears_records?: boolean;
  notice?: string;
};

type Contract = { address?: `0x${string}`; any_address?: boolean; event: Rule[] };

type Registry = { contract: Contract[]; custodians?: string[]; ignore_parents?: string[] };

const registry = parse(readFileSync(process.env.REGISTRY!, "utf8")) as unknown as Registry;

export const custodians = new Set((registry.custodians ?? []).map((address) => address.toLowerCase()));
export const ignoredParents = registry.ignore_parents ?? [];

const abiOf = (rule: Rule) => parseAbiItem(`event ${rule.signature}`) as AbiEvent;

/** Contracts by the name they have in Ponder. What is only a notice to an operator makes no row. */
export const contracts = registry.contract.map(({ address, event }, i) => {
  const rules = event.filter(({ notice }) => !notice);
  return { name: `contract${i}`, address, abi: rules.map(abiOf), rules: rules.map((rule) => ({ event: abiOf(rule).name, rule })) };
});
