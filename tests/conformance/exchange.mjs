// The transcripts of the exchange, with nothing but Node: what is signed, its digest, whose signature it is, and what
// opening says of each message as it comes. What a ledger makes of the messages together is not asked here.

import { createHash, createPublicKey, verify } from "node:crypto";

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 200;
const KINDS = { Ed25519: { kty: "OKP", crv: "Ed25519" }, ES256: { kty: "EC", crv: "P-256" } };
const FORCE = "urn:missingpersons:force:";
const BATCH_SEALED = "uk.missingpersons.batch.sealed.v1";
const PUBLISHED = "uk.missingpersons.episode.published.v1";

const sha256 = (data) => createHash("sha256").update(data).digest();
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// --- Reading: a parser that calls itself may not go deep, and JSON.parse keeps the last of two members with one name

/** The code of what is wrong, or null. Whether the text is JSON at all is for JSON.parse to say. */
function firstLook(text) {
  const open = []; // for each object that is open, its names so far; null for a list
  const named = /[ \t\r\n]*:/y;
  let twice = null;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      const start = at++;
      while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
      named.lastIndex = at + 1;
      if (!open.at(-1) || !named.test(text)) continue;
      const name = unescaped(text.slice(start, at + 1));
      if (open.at(-1).has(name)) twice = "MP-S-005";
      open.at(-1).add(name);
    } else if (sign === "{" || sign === "[") {
      if (open.push(sign === "{" ? new Set() : null) > MAX_DEPTH) return "MP-S-004";
    } else if (sign === "}" || sign === "]") open.pop();
  }
  return twice;
}

function unescaped(name) {
  try {
    return JSON.parse(name);
  } catch {
    return name;
  }
}

function read(bytes) {
  if (bytes.length > MAX_BYTES) return { code: "MP-S-010" };
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { code: "MP-S-001" };
  }
  const odd = firstLook(text);
  if (odd === "MP-S-004") return { code: odd };
  let tree;
  try {
    tree = JSON.parse(text);
  } catch {
    return { code: "MP-S-003" };
  }
  const code = odd ?? (isObject(tree) ? null : "MP-X-001");
  return code ? { code } : { tree };
}

// --- What is signed, and by whom

/** RFC 8785: JavaScript writes texts and numbers so already, and sorts names by UTF-16 as it asks. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const signedOf = ({ mpsignature, mpbatch, ...rest }) => Buffer.from(canonical(rest));

/** RFC 7638. */
function thumbprint(jwk) {
  const { crv, kty, x, y } = jwk;
  return sha256(canonical(kty === "EC" ? { crv, kty, x, y } : { crv, kty, x })).toString("base64url");
}

function headerOf(signature) {
  const head = signature.split(".")[0];
  const raw = Buffer.from(head, "base64url");
  if (!head || raw.toString("base64url") !== head) return null;
  const { tree } = read(raw);
  if (!tree || Object.keys(tree).sort().join() !== "alg,kid" || !Object.hasOwn(KINDS, tree.alg)) return null;
  return tree;
}

function fits(signature, signed, { alg, jwk }) {
  const parts = signature.split(".");
  if (parts.length !== 3 || parts[1] !== "" || !/^[A-Za-z0-9_-]{85}[AQgw]$/.test(parts[2])) return false;
  const input = Buffer.from(`${parts[0]}.${signed.toString("base64url")}`);
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const made = Buffer.from(parts[2], "base64url");
  return alg === "ES256" ? verify("sha256", input, { key, dsaEncoding: "ieee-p1363" }, made) : verify(null, input, key, made);
}

// --- Lists of keys

function openList(bytes, root, takes) {
  const { tree, code } = read(bytes);
  if (code) return { code };
  if (tree.document_type !== "trust_list") return { code: "MP-X-030" };
  const header = typeof tree.mpsignature === "string" ? headerOf(tree.mpsignature) : null;
  const signed = signedOf(tree);
  if (!header || header.kid !== root.kid || header.alg !== root.alg || !fits(tree.mpsignature, signed, { alg: root.alg, jwk: root }))
    return { code: "MP-X-031" };
  if (!takes["trust-list"](tree)) return { code: "MP-X-030" };
  const keys = new Map();
  for (const each of tree.keys ?? []) {
    const { kty, crv } = KINDS[each.alg];
    const amiss = each.jwk.kty !== kty || each.jwk.crv !== crv || thumbprint(each.jwk) !== each.kid || keys.has(each.kid) || each.kid === root.kid;
    if (amiss) return { code: "MP-X-033" };
    keys.set(each.kid, each);
  }
  return { keys, serial: tree.serial, digest: sha256(signed).toString("hex") };
}

// --- Opening

const counts = ({ revoked }, digest, batch) =>
  !revoked || (revoked.still_trusted ?? []).some((each) => each === digest || each === batch);

const within = ({ valid_from, valid_until }, time) =>
  !(valid_from && Date.parse(time) < Date.parse(valid_from)) && !(valid_until && Date.parse(time) > Date.parse(valid_until));

/** What proves a message: its key, or why there is none. */
function proofOf(event, signed, digest, keys, batches) {
  const refused = (code) => ({ outcome: "refused", code });
  const { mpsignature, mpbatch } = event;
  if (mpsignature !== undefined && mpbatch !== undefined) return refused("MP-X-025");
  if (mpbatch !== undefined) {
    const [, name, index] = /^([0-9a-f]{64})\.(0|[1-9][0-9]{0,4})$/.exec(mpbatch) ?? [];
    if (!name) return refused("MP-X-023");
    if (event.type === BATCH_SEALED) return refused("MP-X-027");
    const batch = batches.get(name);
    if (!batch) return { outcome: "unproven", code: "MP-X-022", waits_for: name, batch: name };
    if (batch.digests[Number(index)] !== digest) return refused("MP-X-023");
    return { key: keys.get(batch.kid), batch: name };
  }
  if (typeof mpsignature !== "string") return refused("MP-X-002");
  const header = headerOf(mpsignature);
  if (!header) return refused("MP-X-004");
  if (!/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(header.kid)) return refused("MP-X-003");
  const key = keys.get(header.kid);
  if (!key) return { outcome: "unproven", code: "MP-X-003", waits_for: header.kid };
  if (header.alg !== key.alg) return refused("MP-X-024");
  return fits(mpsignature, signed, key) ? { key } : refused("MP-X-005");
}

/** What opening says of a message: the outcome, and the code that comes first. */
function open(bytes, keys, batches, takes) {
  const { tree: event, code: odd } = read(bytes);
  if (odd) return { outcome: "refused", digest: sha256(bytes).toString("hex"), code: odd };
  const signed = signedOf(event);
  const digest = sha256(signed).toString("hex");
  const { key, batch, ...unproven } = proofOf(event, signed, digest, keys, batches);
  if (!key) return { digest, batch, ...unproven };
  const { kid, force } = key;
  if (event.source !== FORCE + force) return { outcome: "refused", digest, code: "MP-X-006" };
  const told = { digest, kid, force, batch, event };
  if (!counts(key, digest, batch)) return { outcome: "void", ...told, code: "MP-X-021" };
  if (!within(key, event.time)) return { outcome: "void", ...told, code: "MP-X-020" };
  const [, noun, verb] = /^uk\.missingpersons\.([a-z]+)\.([a-z]+)\.v1$/.exec(event.type) ?? [];
  const fitting = takes[`message-${noun}-${verb}`];
  if (!fitting) return { outcome: "held", ...told, code: "MP-X-008" };
  const { episode } = event.data ?? {};
  // A reader of 1.0 sets aside what a newer minor version has more, which no schema can: of that only the proof is asked.
  const newer = event.type === PUBLISHED && episode?.standard_version?.startsWith("1.") && episode.standard_version !== "1.0";
  if (!newer && !fitting(event)) {
    const inBody = fitting.errors.every(({ instancePath }) => instancePath.startsWith("/data"));
    return { outcome: "held", ...told, code: inBody ? "MP-X-009" : "MP-X-007" };
  }
  if (event.type === PUBLISHED && (episode.episode_id !== event.subject || episode.owner_force !== force))
    return { outcome: "refused", ...told, code: "MP-X-010" };
  return { outcome: "ok", ...told };
}

// --- A transcript, step by step, as a receiver that keeps what waits and looks again when more has come

class Receiver {
  #lists = new Map();
  #kept = [];
  #batches = new Map();

  constructor(root, takes) {
    Object.assign(this, { root, takes });
  }

  get trusted() {
    const highest = Math.max(0, ...[...this.#lists.values()].map(({ serial }) => serial));
    const rivals = [...this.#lists.values()].filter(({ serial }) => serial === highest).sort((a, b) => (a.digest < b.digest ? -1 : 1));
    return { keys: new Map(), serial: 0, digest: "", ...rivals[0], code: rivals.length > 1 ? "MP-X-032" : undefined };
  }

  list(bytes) {
    const made = openList(bytes, this.root, this.takes);
    if (!made.code) this.#lists.set(made.digest, made);
    const { serial, digest, code } = this.trusted;
    this.#again();
    return { serial, list: digest, code: made.code ?? code };
  }

  message(bytes) {
    const opened = this.#open(bytes);
    this.#kept.push(bytes);
    this.#again();
    return opened;
  }

  #open(bytes) {
    return open(bytes, this.trusted.keys, this.#batches, this.takes);
  }

  #again() {
    for (const bytes of this.#kept) {
      const { outcome, event, digest, kid } = this.#open(bytes);
      if (event?.type === BATCH_SEALED && outcome !== "held") this.#batches.set(digest, { kid, digests: event.data.digests });
    }
  }
}

/** Compare every step of a transcript with what Node alone comes to. */
export function check(file, { root, keys, cases }, takes, piece, note) {
  for (const each of [root, ...keys]) note("keys of transcripts", `exchange/${file}`, thumbprint(each) === each.kid, "another kid");
  cases.forEach(({ why, steps }, number) => {
    const receiver = new Receiver(root, takes);
    steps.forEach(({ why: what, kind, bytes, expect, now }, step) => {
      const place = `exchange/${file}, case ${number}, step ${step} (${what})`;
      const data = Buffer.concat(bytes.map(piece));
      const made = kind === "list" ? receiver.list(data) : receiver.message(data);
      const told = expect[kind === "list" ? "trusted" : "opened"];
      const said = kind === "list" ? ["serial", "list"] : ["outcome", "digest", "force", "kid", "batch", "waits_for"];
      const other = said.filter((name) => made[name] !== told[name]);
      note(`${kind}s of transcripts`, place, !other.length, `another ${other.join(", ")}`);
      // Whose clock is ahead, and what a newer minor version has more, is not asked here.
      const first = told.findings.map(({ code }) => code).find((code) => !["MP-X-026", "MP-V-002"].includes(code));
      note("codes of transcripts", place, made.code === first, `${made.code} found`);
    });
  });
}
