/** The files of one lab directory. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export function layout(directory) {
  const dir = resolve(directory);
  const file = (name) => join(dir, name);
  return {
    dir,
    ports: file('ports.json'),
    seeded: file('seeded.json'),
    manifest: file('manifest.json'),
    toml: file('lab.toml'),
    /** What an EVM node goes on from. */
    chain: (network) => ({ genesis: file(`genesis-${network}.json`), state: file(`anvil-${network}.json`) }),
    hsd: file('hsd'),
    knot: file('knot'),
    zone: file('root.zone'),
    anchor: file('root-anchor.ds'),
    gtlds: file('newgtlds.csv'),
    tldsAlpha: file('tlds-alpha-by-domain.txt'),
    rootDatabase: file('root-db.csv'),
    specialUse: file('special-use-domain.csv'),
  };
}

export const makeDirectory = (path) => mkdirSync(path, { recursive: true });

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Writes beside the file and renames, so that a reader never sees half of it. */
export function writeFile(path, content) {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

export const writeJson = (path, value) => writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
