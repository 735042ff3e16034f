// graphql-js takes every schema, and every document for it.
import { buildSchema, parse, Source, validate, validateSchema } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

let failed = false;
const report = (where, errors) => {
  for (const error of errors) {
    failed = true;
    console.error(`${where}: ${error.message}`);
  }
};
for (const project of process.argv.slice(2)) {
  const schema = buildSchema(readFileSync(join(project, 'schema.graphql'), 'utf8'));
  report(project, validateSchema(schema));
  const folder = join(project, 'graphql/operations');
  const files = readdirSync(folder).sort().map((name) => join(folder, name));
  // Fragments are shared among the files of a project.
  const whole = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  report(project, validate(schema, parse(new Source(whole, project))));
  console.log(`${basename(project)}: ${files.length} documents`);
}
process.exit(failed ? 1 : 0);
