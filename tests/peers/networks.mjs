/**
 * The EVM networks of a lab, by the name that evidence gives a chain. `port` is the network's word on the command
 * line and in ports.json, `days` how far back its history reaches: names need time to expire.
 */
export const NETWORKS = {
  ethereum: { chainId: 1, port: 'eth', server: 'anvil', days: 500 },
  polygon: { chainId: 137, port: 'polygon', server: 'anvil-polygon', days: 90 },
  base: { chainId: 8453, port: 'base', server: 'anvil-base', days: 500 },
  sonic: { chainId: 146, port: 'sonic', server: 'anvil-sonic', days: 90 },
};

export const networkOfPort = (port) => Object.keys(NETWORKS).find((name) => NETWORKS[name].port === port);
