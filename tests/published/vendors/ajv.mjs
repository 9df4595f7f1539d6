// Does ajv, in strict mode, take each document that comes down the pipe?
//
// node ajv.mjs NODE_MODULES NAME=SCHEMA.json ...
//
// Prints "ready" once every schema is compiled. Then, for each line of standard input that is NAME, a tab and
// JSON, prints a line: 1 (taken), 0 (refused) or x (not JSON to this language).

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modules, ...pairs] = process.argv.slice(2);
const { Ajv2020 } = createRequire(join(resolve(modules), "here.js"))("ajv/dist/2020");

const takes = new Map();
for (const pair of pairs) {
  const [name, path] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
  // One for each schema: a bundle holds the same identities as the schemas in it.
  const ajv = new Ajv2020({ strict: true, allErrors: false });
  takes.set(name, ajv.compile(JSON.parse(readFileSync(path, "utf8"))));
}
process.stdout.write("ready\n");

function verdict(line) {
  const tab = line.indexOf(9);
  const validate = takes.get(line.toString("utf8", 0, tab));
  let tree;
  try {
    tree = JSON.parse(line.toString("utf8", tab + 1));
  } catch {
    return "x\n";
  }
  return validate(tree) ? "1\n" : "0\n";
}

// Split at newlines only: Node's readline also splits at U+2028, which JSON may hold.
let rest = [];
process.stdin.on("data", (chunk) => {
  let from = 0;
  let said = "";
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
    said += verdict(Buffer.concat([...rest, chunk.subarray(from, at)]));
    rest = [];
    from = at + 1;
  }
  if (from < chunk.length) rest.push(chunk.subarray(from));
  if (said) process.stdout.write(said);
});
