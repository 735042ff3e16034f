// The code of a page. A block that begins with a comment naming a file is that file; all others of a language are one program,
// in their order.
//
// usage: node blocks.mjs PAGE.md FOLDER    writes the files
//        node blocks.mjs PAGE.md LANGUAGE  prints the program

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Each block with its language, and the file that it says it is. */
export async function blocks(page) {
  const text = await readFile(page, 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => {
    const file = code.match(/^(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n/)?.[1];
    return { language, code, file };
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [page, target] = process.argv.slice(2);
  const all = await blocks(page);
  const program = all.filter(({ language, file }) => language === target && !file);
  if (program.length > 0) {
    console.log(program.map(({ code }) => code).join('\n'));
  } else {
    const files = all.filter(({ file }) => file);
    if (files.length === 0) throw new Error(`${page} has no code`);
    for (const { file, code } of files) {
      const path = join(target, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, code);
    }
  }
}
