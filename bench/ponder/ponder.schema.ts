import { onchainTable } from "ponder";

/** One row a name. */
export const name = onchainTable("name", (t) => ({
  node: t.hex().primaryKey(),
  label: t.text(),
  owner: t.hex(),
  expires: t.bigint(),
  firstBlock: t.bigint().notNull(),
  firstTx: t.hex().notNull(),
  lastBlock: t.bigint().notNull(),
  lastTx: t.hex().notNull(),
}));
