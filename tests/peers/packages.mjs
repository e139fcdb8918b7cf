/** Where `install` put the npm packages and contract artifacts, and how to load them. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

export const peersDir = resolve(process.env.SPLITROOT_PEERS_DIR ?? join(here, '../../build/peers'));

const load = createRequire(join(peersDir, 'package.json'));

/** An npm package of the install; a plain message where there is none. */
export function npmPackage(name) {
  if (!existsSync(installed('.installed'))) {
    throw new Error(`nothing installed in ${peersDir}: run ${join(here, 'install')}`);
  }
  return load(name);
}

/** A file inside the install. */
export const installed = (...parts) => join(peersDir, ...parts);

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Compiled contract of the ENS releases of 2020. */
export const ens2020 = (name) =>
  readJson(installed('artifacts/@ensdomains/ethregistrar/build/contracts', `${name}.json`));

/** Compiled contract of the Unstoppable Domains package; it holds the ENS contracts of 2023 too. */
export const unsPackage = (name) =>
  readJson(installed('artifacts/@unstoppabledomains/uns/artifacts', `${name}.json`));

/** Compiled stand-in of contracts/: for a contract that no package brings. */
export const standIn = (name) => readJson(installed('stand-ins', `${name}.json`));

/** Unstoppable's own table of deployed addresses. */
export const unsConfig = () => readJson(installed('artifacts/@unstoppabledomains/uns/uns-config.json'));
