import { onchainTable } from "ponder";

/** One row a name. */
export const name = onchainTable("name", (t) => ({
  node: t.hex().primaryKey(),
  label: t.text(),
  owner: t.hex(),
  manager: t.hex(),
  resolver: t.hex(),
  fuses: t.bigint(),
  expires: t.bigint(),
  address: t.hex(),
  contenthash: t.hex(),
  firstBlock: t.bigint().notNull(),
  firstTx: t.hex().notNull(),
  lastBlock: t.bigint().notNull(),
  lastTx: t.hex().notNull(),
}));
