/** The contracts of ENS, of all its years, at their main-network addresses. */
import { encode, labelHash, namehash } from './abi.mjs';
import { DAY, ZERO_ADDRESS, now } from './eth.mjs';
import { ens2020, standIn, unsPackage } from './packages.mjs';

export const ENS = {
  oldRegistry: '0x314159265dD8dbb310642f98f50C066173C1259b',
  registry: '0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e',
  auctions: '0x6090A6e47849629b7245Dfa1Ca21D94cd15878Ef',
  oldRegistrar: '0xFaC7BEA255a6990f749363002136aF6556b31e04',
  registrar: '0x57f1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85',
  controllerApril2019: '0xF0AD5cAd05e10572EfcEB849f6Ff0c68f9700455',
  controllerNovember2019: '0xB22c1C159d12461EA124b0deb4b5b93020E6Ad16',
  controller2020: '0x283Af0B28c62C092C9727F1Ee09c02CA627EB7F5',
  controller2023: '0x253553366Da8546fC250F225fe3d25d0C782303b',
  controller2025: '0x59E16fcCd424Cc24e280Be16E11Bcd56fb0CE547',
  wrapper: '0xD4416b13d2b3a9aBae7AcD5D6C2BbDBE25686401',
  reverse: '0xa58E81fe9b61B5c3fE2AFD33CF304c454AbFc7Cb',
  resolver: '0x231b0Ee14048e9dCcD1d247744d114a4EB5E8E63',
  dnsRegistrar2021: '0x58774Bb8acD458A640aF0B88238369A167546ef2',
  dnsRegistrar2024: '0xB32cB5677a7C971689228EC835800432B339bA2B',
};

export const ETH_NODE = namehash(['eth']);

/** A name in DNS wire format, as hex. */
export const wire = (labels) => `0x${Buffer.concat([...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
  Buffer.from([0])]).toString('hex')}`;

/** TLDs of the DNS whose names are claimed, each through another registrar. */
export const CLAIMED_TLDS = { 2021: 'xyz', 2024: 'art' };

/** Ours alone: the main network's oracles play no part in what is monitored. */
const USD_ORACLE = '0x5f4ec3df9cbd43714fe2740f5e3616155c5b8419';
const PRICES_2020 = '0xb9d374d0fe3d8341155663fae31b7beae0ae233a';
const PRICES_2023 = '0x7542565191d074ce84fbfa92cae13acb84788ca9';
const RENT_PRICES = [0n, 0n, 20294266869609n, 5073566717402n, 158548959919n];

const setSubnode = (parent, label, owner) =>
  encode('setSubnodeOwner(bytes32,bytes32,address)', [parent, labelHash(label), owner]);

/** What puts contracts in place and speaks to them as their owner. */
function tools(chain, from) {
  return {
    put: (address, artifact, ...args) => chain.install(address, artifact, args, from),
    tell: (to, data) => chain.block([{ from, to, data }]),
  };
}

/** The registry of 2017, whose .eth belongs to the auctions, and the registrar of 2019, not yet at work. */
async function deployOld({ put, tell }) {
  await put(ENS.oldRegistry, ens2020('ENSRegistry'));
  await put(ENS.auctions, ens2020('HashRegistrar'), ENS.oldRegistry, ETH_NODE, BigInt(now() - 580 * DAY));
  await tell(ENS.oldRegistry, setSubnode(namehash([]), 'eth', ENS.auctions));
  await put(USD_ORACLE, unsPackage('DummyOracle'), 160_000_000_000n);
  await put(PRICES_2020, ens2020('StablePriceOracle'), USD_ORACLE, RENT_PRICES);
  await put(ENS.oldRegistrar, ens2020('OldBaseRegistrarImplementation'), ENS.oldRegistry, ENS.auctions, ETH_NODE, BigInt(now()));
  for (const controller of [ENS.controllerApril2019, ENS.controllerNovember2019]) {
    await put(controller, ens2020('ETHRegistrarController'), ENS.oldRegistrar, PRICES_2020, 60n, 86400n);
    await tell(ENS.oldRegistrar, encode('addController(address)', [controller]));
  }
}

/** The owner of the root hands .eth over from the auctions. */
export const openRegistrarOf2019 = (from) => ({ from, to: ENS.oldRegistry, data: setSubnode(namehash([]), 'eth', ENS.oldRegistrar) });

async function deployReverse({ put, tell }, from) {
  await put(ENS.reverse, unsPackage('ReverseRegistrar'), ENS.registry);
  await tell(ENS.registry, setSubnode(namehash([]), 'reverse', from));
  await tell(ENS.registry, setSubnode(namehash(['reverse']), 'addr', ENS.reverse));
}

async function deployClaims({ put, tell }) {
  await put(ENS.dnsRegistrar2021, standIn('EnsDnsRegistrar2021'), ENS.registry);
  await put(ENS.dnsRegistrar2024, standIn('EnsDnsRegistrar2024'), ENS.registry);
  await tell(ENS.registry, setSubnode(namehash([]), CLAIMED_TLDS[2021], ENS.dnsRegistrar2021));
  await tell(ENS.registry, setSubnode(namehash([]), CLAIMED_TLDS[2024], ENS.dnsRegistrar2024));
}

async function deployControllers({ put, tell }) {
  await put(PRICES_2023, unsPackage('StablePriceOracle'), USD_ORACLE, RENT_PRICES);
  await put(ENS.controller2020, ens2020('ETHRegistrarController'), ENS.registrar, PRICES_2020, 60n, 86400n);
  await put(ENS.wrapper, unsPackage('NameWrapper'), ENS.registry, ENS.registrar, ZERO_ADDRESS);
  await put(ENS.controller2023, unsPackage('ETHRegistrarController'), ENS.registrar, PRICES_2023, 60n, 86400n,
    ENS.reverse, ENS.wrapper, ENS.registry);
  await put(ENS.controller2025, standIn('EnsController2025'), ENS.registrar);
  await put(ENS.resolver, unsPackage('PublicResolver'), ENS.registry, ENS.wrapper, ENS.controller2023, ENS.reverse);
  for (const controller of [ENS.controller2020, ENS.wrapper, ENS.controller2025]) {
    await tell(ENS.registrar, encode('addController(address)', [controller]));
  }
  await tell(ENS.wrapper, encode('setController(address,bool)', [ENS.controller2023, true]));
  await tell(ENS.reverse, encode('setController(address,bool)', [ENS.controller2023, true]));
}

/** Deploys every contract, bottom up, and ties them together as on the main network. */
export async function deploy(chain) {
  const from = await chain.deployer();
  const tool = tools(chain, from);
  await deployOld(tool);
  await tool.put(ENS.registry, ens2020('ENSRegistryWithFallback'), ENS.oldRegistry);
  await deployReverse(tool, from);
  await tool.put(ENS.registrar, ens2020('BaseRegistrarImplementation'), ENS.registry, ETH_NODE);
  await tool.tell(ENS.registry, setSubnode(namehash([]), 'eth', ENS.registrar));
  await deployControllers(tool);
  await deployClaims(tool);
}
