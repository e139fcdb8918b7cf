import { createConfig } from "ponder";
import { contracts } from "./registry";

/** Ponder begins with 20 requests a second per URL; of many it makes many, so that its own limit does not bind. */
const sameNode = (url: string) => Array.from({ length: 50 }, () => url);

export default createConfig({
  chains: {
    mainnet: { id: 1, rpc: sameNode(process.env.NODE_URL!), ethGetLogsBlockRange: 10_000 },
  },
  contracts: Object.fromEntries(
    contracts.map(({ name, address, abi }) => [
      name,
      { chain: "mainnet", abi, address, startBlock: 0, endBlock: Number(process.env.END_BLOCK) },
    ]),
  ),
});
