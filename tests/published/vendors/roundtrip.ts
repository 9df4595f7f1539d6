// Reads documents as the generated types and writes them back. Lines: the name of a type, a tab, JSON.

import { readFileSync } from "node:fs";
import type { AnyDocument } from "./types";

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const tab = line.indexOf("\t");
  const document: AnyDocument = JSON.parse(line.slice(tab + 1));
  process.stdout.write(`${line.slice(0, tab)}\t${JSON.stringify(document)}\n`);
}
