/** Contract calls whose strings are raw bytes: a label on chain need not be valid UTF-8. */
import { npmPackage } from './packages.mjs';

const { decodeAbiParameters, encodeAbiParameters, encodeDeployData, keccak256, parseAbiItem, toFunctionSelector } =
  npmPackage('viem');

/** A string is encoded exactly as bytes are, so the one type stands in for the other. */
const asBytes = (input) => ({ ...input, type: input.type.replace('string', 'bytes') });

const bytesHex = (value) => `0x${Buffer.from(value).toString('hex')}`;

function rawStrings(input, value) {
  if (!input.type.startsWith('string')) return value;
  return Array.isArray(value) ? value.map(bytesHex) : bytesHex(value);
}

/** encode('register(string,address)', [label, owner]): strings are given as Buffer or text. */
export function encode(signature, values = []) {
  const { inputs } = parseAbiItem(`function ${signature}`);
  const raw = inputs.map((input, i) => rawStrings(input, values[i]));
  const parameters = encodeAbiParameters(inputs.map(asBytes), raw);
  return toFunctionSelector(`function ${signature}`) + parameters.slice(2);
}

/** decode(['string', 'uint256'], data): a string comes back as hex of its bytes. */
export const decode = (types, data) => decodeAbiParameters(types.map((type) => asBytes({ type })), data);

/** Creation code with its constructor's arguments. */
export const creation = ({ abi, bytecode }, args) => encodeDeployData({ abi, bytecode, args });

/** topic0 of an event signature. */
export const topic = (signature) => keccak256(bytesHex(signature));

/** Keccak-256 of octets given as hex. */
export const keccak = (hex) => keccak256(hex);

/** Keccak-256 of a label's bytes, as hex. */
export const labelHash = (label) => keccak256(bytesHex(label));

/** Node of a label under a parent node (ENS namehash; UNS token ids are the same). */
export const subnode = (parent, label) => keccak256(parent + labelHash(label).slice(2));

export const ROOT_NODE = `0x${'00'.repeat(32)}`;

/** Namehash of labels, leftmost first. */
export const namehash = (labels) => labels.reduceRight((node, label) => subnode(node, label), ROOT_NODE);
