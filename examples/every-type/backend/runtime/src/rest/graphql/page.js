// The page to write GraphQL on: an editor for a document, its variables and headers, and the types of the schema to read.
// It is plain JavaScript, so that a project carries it without a build.
"use strict";

const INTROSPECTION = `query Schema {
  __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    types {
      kind name description
      fields(includeDeprecated: true) { name description isDeprecated args { ...Value } type { ...Type } }
      inputFields { ...Value }
      enumValues(includeDeprecated: true) { name description isDeprecated }
      possibleTypes { name }
    }
  }
}
fragment Value on __InputValue { name description defaultValue type { ...Type } }
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`;

const FIRST = `# Ctrl+Enter runs what is written here.
query First {
  health
}
`;

const $ = (id) => document.getElementById(id);
const kept = ["document", "variables", "headers"];
let types = new Map();

/** An element with its children; what is text stays text. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function parsed(id) {
  const text = $(id).value.trim();
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${id}: ${error.message}`);
  }
}

async function ask(query, variables) {
  const response = await fetch("graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...parsed("headers") },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: await response.json() };
}

function say(text, wrong) {
  $("status").textContent = text;
  $("status").className = wrong ? "wrong" : "";
}

async function run() {
  for (const id of kept) sessionStorage.setItem(`graphql.${id}`, $(id).value);
  say("…");
  const began = performance.now();
  try {
    const { status, body } = await ask($("document").value, parsed("variables"));
    say(`${status} in ${Math.round(performance.now() - began)} ms`, status !== 200 || body.errors);
    $("answer").textContent = JSON.stringify(body, null, 2);
  } catch (error) {
    say(error.message, true);
  }
}

/** A type as it is written, `[Order!]!`, with a link to what it is made of. */
function reference(type) {
  if (type.kind === "NON_NULL") return [...reference(type.ofType), "!"];
  if (type.kind === "LIST") return ["[", ...reference(type.ofType), "]"];
  return [link(type.name)];
}

function link(name) {
  const made = element("a", { href: `#${name}`, textContent: name });
  made.addEventListener("click", (event) => {
    event.preventDefault();
    show(name);
  });
  return made;
}

function about(text) {
  return text ? [element("p", { textContent: text })] : [];
}

function args(list) {
  if (!list.length) return [];
  return ["(", ...list.flatMap((arg, at) => [at ? ", " : "", `${arg.name}: `, ...reference(arg.type)]), ")"];
}

function members(type) {
  const fields = (type.fields || []).map((field) =>
    element("div", { className: field.isDeprecated ? "old" : "" },
      `${field.name}`, ...args(field.args), ": ", ...reference(field.type), ...about(field.description)));
  const inputs = (type.inputFields || []).map((field) =>
    element("div", {}, `${field.name}: `, ...reference(field.type), ...about(field.description)));
  const values = (type.enumValues || []).map((value) =>
    element("div", { className: value.isDeprecated ? "old" : "" }, value.name, ...about(value.description)));
  const possible = (type.possibleTypes || []).map((one) => element("div", {}, link(one.name)));
  return [...fields, ...inputs, ...values, ...possible];
}

function show(name) {
  const type = types.get(name);
  if (!type) return;
  const back = element("a", { href: "#", textContent: "all types" });
  back.addEventListener("click", (event) => {
    event.preventDefault();
    list("");
  });
  const kind = type.kind.toLowerCase().replace("_", " ");
  $("types").replaceChildren(back, element("h2", { textContent: `${kind} ${name}` }), ...about(type.description),
    ...members(type));
}

/** The types and fields that have the text in their names. */
function list(text) {
  const wanted = text.toLowerCase();
  const has = (name) => name.toLowerCase().includes(wanted);
  const all = [...types.values()].filter((type) => !type.name.startsWith("__"));
  const found = all.filter((type) => has(type.name)).map((type) => element("div", {}, link(type.name)));
  const within = !wanted ? [] : all.flatMap((type) =>
    (type.fields || type.inputFields || []).filter((field) => has(field.name)).map((field) =>
      element("div", {}, link(type.name), `.${field.name}: `, ...reference(field.type))));
  $("types").replaceChildren(...found, ...within.slice(0, 200));
}

async function learn() {
  try {
    const { body } = await ask(INTROSPECTION);
    if (!body.data) throw new Error(body.errors?.[0]?.message || body.error || "no schema");
    types = new Map(body.data.__schema.types.map((type) => [type.name, type]));
    list("");
  } catch (error) {
    $("types").replaceChildren(element("p", { className: "wrong", textContent: error.message }));
  }
}

for (const id of kept) $(id).value = sessionStorage.getItem(`graphql.${id}`) || "";
$("document").value ||= FIRST;
$("headers").value ||= JSON.stringify({ "X-Parse-Application-Id": "app", "X-Parse-Session-Token": "" }, null, 2);
$("run").addEventListener("click", run);
$("search").addEventListener("input", (event) => list(event.target.value));
$("headers").addEventListener("change", learn);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
learn();
