/** validate.mjs SCHEMA-FOLDER SCHEMA FILE: FILE holds to SCHEMA (JSON Schema 2020-12), or each reason why not. */
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';

const require = createRequire(`${process.cwd()}/`);
const Ajv = require('ajv/dist/2020').default;
const formats = require('ajv-formats').default;

const [folder, name, file] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const ajv = formats(new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true }));
for (const entry of readdirSync(folder).filter((one) => one.endsWith('.schema.json'))) {
  const schema = read(`${folder}/${entry}`);
  ajv.addSchema(schema, schema.$id ?? entry);
}
const validate = ajv.getSchema(read(`${folder}/${name}`).$id ?? name);
if (!validate(read(file))) {
  for (const error of validate.errors.slice(0, 10)) console.log(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
