// What the generated types take, and what the compiler must refuse. An "expected" error that is none is an error.

import type { AnyDocument, Episode, ExtensionValue, Status } from "./types";

const good: Episode = {
  document_type: "episode",
  standard_version: "1.0",
  episode_id: "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
  revision: 1,
  tenure: 1,
  recorded_at: "2026-03-01T10:00:00Z",
  owner_force: "test-north",
  status: "open",
  person: {},
};
const { status, ...withoutStatus } = good;
const code: Status = status;
const local: ExtensionValue = { words: ["a", 1, true, { deeper: [] }] };
const any: AnyDocument = { ...good, extensions: { "uk.example.test": { local } } };

// @ts-expect-error: not a code of the list
export const wrongCode: Episode = { ...good, status: "lost" };
// @ts-expect-error: not in capitals
export const capitals: Status = "OPEN";
// @ts-expect-error: no such field
export const unknownField: Episode = { ...good, zz_unknown: "words" };
// @ts-expect-error: no such field in the person
export const unknownInside: Episode = { ...good, person: { zz_unknown: "words" } };
// @ts-expect-error: a must is missing
export const withoutMust: Episode = withoutStatus;
// @ts-expect-error: a number in words
export const words: Episode = { ...good, revision: "1" };
// @ts-expect-error: another type of document
export const another: Episode = { ...good, document_type: "zz-another" };
// @ts-expect-error: null is not used
export const nothing: Episode = { ...good, circumstances: null };
// @ts-expect-error: null is not used in a local field either
export const nothingLocal: ExtensionValue = { words: null };

export { any, code };
