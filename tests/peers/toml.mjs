/** The splitroot configuration that points every source at a lab. */
import { API_KEY } from './hns.mjs';
import { NETWORKS } from './networks.mjs';

const text = (value) => JSON.stringify(value);

const chainSource = (name, port, ...more) => [
  `[source.${name}]`, `endpoints = [${text(`http://127.0.0.1:${port}`)}]`, ...more, 'from = 0', 'poll_seconds = 1',
  'quiet_days = 0', '',
];

const listSource = (name, url, ...more) => [`[source.${name}]`, `urls = [${text(url)}]`, ...more, ''];

export const configuration = (lab) => [
  ...chainSource('ens', lab.ports.eth),
  ...Object.entries(NETWORKS).flatMap(([network, { port }]) => chainSource(`uns-${network}`, lab.ports[port])),
  ...chainSource('basenames', lab.ports.base),
  ...chainSource('hns', lab.ports.hns, `api_key = ${text(API_KEY)}`, 'network = "regtest"'),
  ...listSource('iana-root', `axfr://127.0.0.1:${lab.ports.dns}`, `trust_anchors = ${text(lab.anchor)}`),
  ...listSource('iana-tlds-alpha', `file://${lab.tldsAlpha}`),
  ...listSource('iana-root-db', `file://${lab.rootDatabase}`),
  ...listSource('iana-special-use', `file://${lab.specialUse}`),
  ...listSource('icann-gtlds', `file://${lab.gtlds}`),
].join('\n');
