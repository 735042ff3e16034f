// Typed documents of one example, configured as the emitted page tells its users. A process each: fragments of two projects
// may have one name.
import { generate } from '@graphql-codegen/cli';
import { basename, join } from 'node:path';

const [project] = process.argv.slice(2);
const config = {
  schema: join(project, 'schema.graphql'),
  documents: join(project, 'graphql/operations/*.graphql'),
  silent: true,
  generates: {
    [`generated/${basename(project)}/`]: {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        useTypeImports: true,
        scalars: {
          Any: 'unknown',
          Bytes: 'string',
          Date: 'string',
          File: 'unknown',
          Object: 'Record<string, unknown>',
          Upload: 'unknown',
        },
      },
    },
  },
};
await generate(config, true);
console.log(`${basename(project)}: typed documents`);
