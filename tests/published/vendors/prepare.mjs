// The published schemas in the form that code generators make good types from.
//
// node prepare.mjs SCHEMAS OUT
//
// Reads every *.schema.json of the folder SCHEMAS, prints the names of the documents, and writes
//   OUT/types.json    for json-schema-to-typescript and datamodel-code-generator
//   OUT/classes.json  for quicktype (C#, Java)
// Both hold every document and every definition once, under its own name. Neither is for validating with.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";
const ANY = "ExtensionValue"; // the union of everything that a local field may hold, which contains itself
const BUILDS = /^(bundled|dereferenced)/; // the same schemas once more

const MAPS = new Set(["properties", "patternProperties", "$defs"]);
const LISTS = new Set(["allOf", "anyOf", "oneOf"]);
const DATA = new Set(["enum", "const", "required"]);
const CONDITIONS = new Set(["if", "then", "else", "not", "dependentRequired", "minProperties", "maxProperties", "$comment"]);
const FOR_CLASSES = new Set([
  ...["title", "description", "type", "properties", "required", "additionalProperties", "items", "enum", "const"],
  ...LISTS,
]);

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const pascal = (words) => words.replace(/(^|[-_. ]+)([a-z0-9])/g, (_, gap, letter) => letter.toUpperCase());
const nameOf = (ref) => ref.slice(ref.lastIndexOf("/") + 1);
const onEach = (map, change) => Object.fromEntries(Object.entries(map).map(([name, one]) => [name, change(one, name)]));
const without = (words, part) => Object.fromEntries(Object.entries(part).filter(([word]) => !words.has(word)));

/** Calls `change` on every schema inside a schema, the innermost first: never on names of properties, nor on codes. */
function rebuilt(schema, change) {
  const inner = (each) => (isObject(each) ? rebuilt(each, change) : each);
  const part = (value, word) => {
    if (MAPS.has(word)) return onEach(value, inner);
    if (LISTS.has(word)) return value.map(inner);
    return DATA.has(word) ? value : inner(value);
  };
  return change(onEach(schema, part));
}

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  return isObject(value) ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value;
};
const bare = (schema) => JSON.stringify(sorted(rebuilt(schema, (part) => without(new Set(["description"]), part))));

/** Every definition and document by name. Two of one name must be the same, but for their descriptions. */
function definitions(folder) {
  // A view is written and never read: its parts are called as those of an episode, and have nothing that is required.
  const left = (each) => BUILDS.test(each) || each === "view.schema.json";
  const files = readdirSync(folder).filter((each) => each.endsWith(".schema.json") && !left(each)).sort();
  const found = {};
  const documents = {};
  const add = (to, name, schema) => {
    if (name in found && bare(found[name]) !== bare(schema)) throw new Error(`two definitions are called ${name}`);
    to[name] = schema;
  };
  for (const file of files) {
    const { $schema, $id, $defs = {}, ...document } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    for (const [name, each] of Object.entries($defs)) add(found, name, each);
    documents[pascal(basename(file, ".schema.json"))] = document;
  }
  for (const [name, each] of Object.entries(documents)) add(found, name, each);
  // Which of its own fields an object must have is a condition too, and makes no type.
  const asks = ({ properties, anyOf }) => properties && anyOf?.every((each) => each.required && each.properties);
  const unconditional = (part) => without(asks(part) ? new Set([...CONDITIONS, "anyOf"]) : CONDITIONS, part);
  for (const [name, each] of Object.entries(found)) found[name] = rebuilt(each, unconditional);
  for (const name of Object.keys(found)) nameLists(found, name);
  return [found, Object.keys(documents)];
}

/** Gives each list of codes that stands inside a field a definition: one that is the same, or one called as the field. */
function nameLists(found, owner) {
  const codes = (schema) => JSON.stringify([...(schema.enum ?? [])].sort());
  const named = (part, field) => {
    if (!part.enum) return part;
    const same = Object.keys(found).find((name) => codes(found[name]) === codes(part));
    const name = same ?? [pascal(field), owner + pascal(field)].find((each) => !(each in found));
    found[name] ??= part;
    return { $ref: `#/$defs/${name}`, ...(part.description && { description: part.description }) };
  };
  const { properties } = found[owner];
  if (!properties) return;
  found[owner] = { ...found[owner], properties: onEach(properties, (part, field) => rebuilt(part, (each) => named(each, field))) };
}

/** json-schema-to-typescript makes a numbered copy (Role1) of what a `$ref` with a description beside it means. */
function apart(part) {
  const { $ref, ...beside } = part;
  return $ref && Object.keys(beside).length ? { allOf: [{ $ref }], ...beside } : part;
}

/** datamodel-code-generator makes a class, called after the list, of an entry that has bounds. */
function boundless(part) {
  const { type } = part.items ?? {};
  return type && type !== "object" && type !== "array" ? { ...part, items: { type } } : part;
}

function types(found, documents) {
  const anyOf = documents.map((name) => ({ $ref: `#/$defs/${name}` }));
  const root = { title: "AnyDocument", description: "Whatever has a schema of its own.", anyOf };
  return { $schema: DIALECT, ...root, $defs: onEach(found, (each) => rebuilt(each, (part) => boundless(apart(part)))) };
}

/**
 * quicktype knows names from `definitions` and from `title`, not from `$defs`. It adds the description of a field to
 * its class, makes one of unions that are alike, measures text in UTF-16 units, and overflows on a union that contains
 * itself (Java).
 */
function classes(found) {
  const definitions = onEach(found, (each, owner) => {
    if (owner === ANY) return { description: each.description };
    const properties = each.properties && { properties: onEach(each.properties, (part, field) => fixed(part, owner, field, found)) };
    return rebuilt({ ...each, ...properties }, (part) => plain(part, found));
  });
  const unions = {};
  const named = (part) => {
    if (!part.anyOf) return part;
    unions[shape(part)] = { anyOf: part.anyOf };
    return { $ref: `#/definitions/${shape(part)}` };
  };
  return { $schema: DIALECT, definitions: { ...onEach(definitions, (each) => rebuilt(each, named)), ...unions } };
}

/** What a part may hold, as a name: StringOrStringList. */
function shape(part) {
  if (part.$ref) return nameOf(part.$ref);
  if (part.anyOf) return part.anyOf.map(shape).join("Or");
  if (part.type === "array") return `${shape(part.items)}List`;
  if (part.properties) return pascal(Object.keys(part.properties).join("-"));
  return part.type === "object" ? `${shape(part.additionalProperties)}Map` : pascal(part.type);
}

/**
 * A fixed value becomes a list of one code, which is called after its owner and its field: after its field alone where
 * several owners have the same value there, since quicktype makes one of lists that are alike.
 */
function fixed(part, owner, field, found) {
  if (typeof part.const !== "string") return part;
  const alike = Object.values(found).filter(({ properties }) => properties?.[field]?.const === part.const);
  return { ...part, title: alike.length > 1 ? pascal(field) : owner + pascal(field) };
}

function plain(part, found) {
  if (!part.$ref) return Object.fromEntries(Object.entries(part).filter(([word]) => FOR_CLASSES.has(word)));
  const title = nameOf(part.$ref);
  const $ref = `#/definitions/${title}`;
  // A list of codes with its type beside it keeps the field's description, and does not take it for its own.
  const keeps = part.description && found[title].enum;
  return keeps ? { title, type: "string", allOf: [{ $ref }], description: part.description } : { $ref };
}

const [folder, out] = process.argv.slice(2);
const [found, documents] = definitions(folder);
mkdirSync(out, { recursive: true });
for (const [name, made] of Object.entries({ types: types(found, documents), classes: classes(found) })) {
  writeFileSync(join(out, `${name}.json`), JSON.stringify(made, null, 2) + "\n");
}
console.log(documents.join(" "));
