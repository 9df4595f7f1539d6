// Does another language's validator say of the conformance cases what they expect of it?
//
// node run.mjs [--cases FOLDER] [--schemas FOLDER] [--modules NODE_MODULES]
//
// Needs Node 18 and ajv (npm install), and no Python. Runs every structure case, the schemas' verdict on the document
// of every other case, what a reader of JSON can tell of bytes, the forms of dates, and of the transcripts of exchanges
// (exchange.mjs) what is signed, by whom, and what opening says. What no schema can see it counts as not asked.
// Exits with 1 if anything disagrees, with 2 if it cannot run.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { check as checkTranscript } from "./exchange.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values: given } = parseArgs({
  options: {
    cases: { type: "string", default: here },
    schemas: { type: "string", default: join(here, "..", "..", "schemas", "1.0") },
    modules: { type: "string", default: process.env.MISSINGPERSONS_NODE_MODULES || join(here, "node_modules") },
  },
});

let Ajv2020;
try {
  ({ Ajv2020 } = createRequire(join(resolve(given.modules), "here.js"))("ajv/dist/2020.js"));
} catch {
  console.error(`ajv is not in ${given.modules}: run npm install in ${here}, or say --modules`);
  process.exit(2);
}

const load = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));
const ajv = new Ajv2020({ strict: true, allErrors: true });
const schemas = {};
const takes = {};
for (const file of readdirSync(given.schemas)) {
  const [, name] = /^(episode|unidentified-case|call|view|audit-event|trust-list|message-[a-z-]+)\.schema\.json$/.exec(file) ?? [];
  if (!name) continue;
  schemas[name] = load(given.schemas, file);
  takes[name] = ajv.compile(schemas[name]);
}

const counts = {};
const wrong = [];
function note(kind, place, agreed, told) {
  counts[kind] = (counts[kind] ?? 0) + 1;
  if (!agreed) wrong.push(`${place}: ${told}`);
}
const notAsked = (kind) => (counts[`${kind}, not asked`] = (counts[`${kind}, not asked`] ?? 0) + 1);

// --- Structure: the base, changed; the verdict, and that it is this constraint that is broken

function changed(base, change) {
  let document = structuredClone(base);
  for (const { op, path, value, times } of change) {
    const made = times === undefined ? value : typeof value === "string" ? value.repeat(times) : Array(times).fill(value).flat();
    if (path === "") {
      document = made;
      continue;
    }
    const steps = path.slice(1).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = steps.pop();
    const inside = steps.reduce((part, step) => part[step], document);
    if (op === "remove") delete inside[last];
    else inside[last] = made;
  }
  return document;
}

/** Whether ajv tells of the constraint, at a place of those expected. It names a definition's either from the root or alone. */
function isBroken(constraint, schema, expect, errors) {
  const union = constraint.indexOf("/anyOf");
  const [, list, number] = /^(.*\/required)\/([0-9]+)$/.exec(constraint) ?? [];
  const told = union >= 0 ? constraint.slice(0, union + "/anyOf".length) : (list ?? constraint);
  const paths = [`#${told}`, `#${told.replace(/^\/\$defs\/[^/]+/, "")}`];
  const missing = list && list.slice(1).split("/").reduce((part, step) => part[step], schema)[number];
  return errors.some(({ schemaPath, instancePath, params }) => {
    const named = told.endsWith("/$ref") || (paths.includes(schemaPath) && params.missingProperty === missing);
    const at = missing ? `${instancePath}/${missing}` : instancePath;
    return named && expect.some((each) => at === each.at || isInside(at, each.at));
  });
}

/** Findings in local fields stand at `extensions`, wherever in it they are. */
const isInside = (place, extensions) => extensions.endsWith("/extensions") && place.startsWith(extensions);

for (const file of readdirSync(join(given.cases, "structure")).sort()) {
  const { schema, document, cases } = load(given.cases, "structure", file);
  note("bases", `structure/${file}`, takes[schema](document), "the base document is refused");
  cases.forEach(({ why, constraint, change, expect }, number) => {
    const place = `structure/${file}, case ${number} (${why})`;
    const taken = takes[schema](changed(document, change));
    if (taken || !expect.length) note("structure cases", place, taken === !expect.length, taken ? "taken" : "refused");
    else note("structure cases", place, isBroken(constraint, schemas[schema], expect, takes[schema].errors), "refused for another reason");
  });
}

// --- Documents of rules, clocks and input: what the schema says of each

const UNSEEN = new Set(["MP-S-005", "MP-S-006", "MP-S-007", "MP-S-009"]); // gone, or no tree, before a schema is asked
const REFUSED = /^MP-(S-[0-9]{3}|V-001)$/;

function schemaOf(document) {
  return { episode: "episode", unidentified_case: "unidentified-case", call: "call" }[document?.document_type] ?? "episode";
}

for (const file of readdirSync(given.cases).sort()) {
  if (!/^(MP-[RK]-[0-9]{3}|input)\.json$/.test(file)) continue;
  load(given.cases, file).cases.forEach(({ why, document, documents = [document], expect }, number) => {
    const codes = expect.map(({ code }) => code ?? "");
    documents.forEach((each) => {
      if (codes.some((code) => UNSEEN.has(code))) return notAsked("documents");
      const taken = takes[schemaOf(each)](each);
      const expected = !codes.some((code) => REFUSED.test(code) && !code.startsWith("MP-K"));
      note("documents", `${file}, case ${number} (${why})`, taken === expected, taken ? "taken" : "refused");
    });
  });
}

// --- Vignettes of risk: each is a document that is taken

for (const file of readdirSync(join(given.cases, "risk")).sort()) {
  if (!file.endsWith(".json")) continue;
  for (const { vignette, document } of load(given.cases, "risk", file).cases)
    note("vignettes", `risk/${file}, ${vignette}`, takes.episode(document), "refused");
}

// --- Views: the record that each is made from, and the view itself, have a schema

const views = load(given.cases, "views.json");
views.cases.forEach(({ why, change, expect }, number) => {
  const place = `views.json, case ${number} (${why})`;
  note("records viewed", place, takes.episode(changed(views.document, change)), "the record is refused");
  note("views", place, takes.view(expect), "refused");
});

// --- Bytes: what any reader of JSON can tell

const UNREADABLE = new Set(["MP-S-001", "MP-S-002", "MP-S-003", "MP-S-006"]);
const SEEN = new Set(["MP-S-008", "MP-S-011", "MP-S-027", "MP-V-001"]);
const piece = (each) =>
  typeof each === "string" ? Buffer.from(each) : each.base64 ? Buffer.from(each.base64, "base64") : Buffer.from(each.repeat.repeat(each.times));

function verdictOn(bytes) {
  let tree;
  try {
    tree = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return "unreadable";
  }
  return takes[schemaOf(tree)](tree) ? "taken" : "refused";
}

load(given.cases, "bytes.json").cases.forEach(({ why, bytes, expect }, number) => {
  const codes = expect.map(({ code }) => code);
  const expected = !codes.length ? "taken" : UNREADABLE.has(codes[0]) ? "unreadable" : codes.some((code) => SEEN.has(code)) ? "refused" : null;
  if (expected === null) return notAsked("bytes");
  const said = verdictOn(Buffer.concat(bytes.map(piece)));
  note("bytes", `bytes.json, case ${number} (${why})`, said === expected, said);
});

// --- Dates: the forms, and the moment as far as this language keeps it (thousandths of a second)

const { timestamps, partial_dates } = load(given.cases, "dates.json");
const fields = { timestamps: "#/properties/recorded_at", partial_dates: "#/$defs/Person/properties/date_of_birth" };
for (const [kind, cases] of Object.entries({ timestamps, partial_dates })) {
  const fits = ajv.compile({ $ref: schemas.episode.$id + fields[kind] });
  cases.forEach(({ text, verdict, moment }, number) => {
    const place = `dates.json, ${kind} ${number}`;
    note("dates", place, fits(text) === (verdict === "good"), fits(text) ? "taken" : "refused");
    if (moment) note("moments", place, Date.parse(text) === Date.parse(moment), "another moment");
  });
}

// --- Transcripts of exchanges: what is signed, and what opening says of it

for (const file of readdirSync(join(given.cases, "exchange")).sort()) {
  if (file.endsWith(".json")) checkTranscript(file, load(given.cases, "exchange", file), takes, piece, note);
}

for (const [kind, number] of Object.entries(counts)) console.log(`${String(number).padStart(6)}  ${kind}`);
for (const each of wrong) console.log(`DISAGREES  ${each}`);
console.log(wrong.length ? `${wrong.length} disagree` : "all agree");
process.exit(wrong.length ? 1 : 0);
