// Lints the documents of emitted projects: OpenAPI under two linters, each diagram under the parser that GitHub uses.
//
// usage: node lint.mjs FOLDER_OF_PROJECTS

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";

const here = dirname(fileURLToPath(import.meta.url));
const given = process.argv[2];
if (!given) {
  console.error("usage: node lint.mjs FOLDER_OF_PROJECTS");
  process.exit(2);
}
const folder = resolve(given);
const projects = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => join(folder, entry.name))
  .filter((project) => existsSync(join(project, "openapi.json")));
let failures = 0;

function fail(what, why) {
  failures += 1;
  console.error(`${what}: ${why}`);
}

function lint(tool, argumentsOfTool) {
  const run = spawnSync(join(here, "node_modules", ".bin", tool), argumentsOfTool, {
    cwd: here,
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  if (run.status !== 0) {
    fail(tool, `${run.error ?? ""}${run.stdout ?? ""}${run.stderr ?? ""}`);
  }
}

async function diagrams(project, mermaid) {
  const docs = join(project, "docs");
  let count = 0;
  for (const name of readdirSync(docs).filter((name) => name.endsWith(".md"))) {
    const path = join(docs, name);
    for (const [, text] of readFileSync(path, "utf8").matchAll(/^```mermaid\n([\s\S]*?)^```/gm)) {
      count += 1;
      try {
        await mermaid.parse(text);
      } catch (error) {
        fail(path, `${error.message}\n${text}`);
      }
    }
  }
  if (count === 0) {
    fail(docs, "there is no diagram");
  }
  return count;
}

if (projects.length === 0) {
  fail(folder, "there is no project with an openapi.json");
}
const documents = projects.map((project) => join(project, "openapi.json"));
lint("redocly", ["lint", "--config", "redocly.yaml", ...documents]);
lint("spectral", ["lint", "--ruleset", "spectral.yaml", "--fail-severity", "error", ...documents]);

// Mermaid looks for a window as it is loaded.
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
let count = 0;
for (const project of projects) {
  count += await diagrams(project, mermaid);
}

console.log(`${documents.length} OpenAPI documents and ${count} diagrams linted, ${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
