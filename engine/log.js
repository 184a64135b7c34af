// The log of a play: the twin of engine/log.py and engine/replay.py. One JSON object a line, each entry chained by
// SHA-256 to what went before. A log written here is read there, and the other way round.

import { sha256 } from "./sha256.js";

const LONGEST = 2000000; // characters; a real play stays below a hundred thousand
const KINDS = ["move", "undo", "inject"];
const FIELDS = ["kind", "move", "actor", "to", "effects", "rationale", "clock", "chain"];
const own = Object.prototype.hasOwnProperty;

// A file that is not a log of this play. `code` names a text of the interface, `line` is where; 0 is the file itself.
export function BadLog(code, line, detail) {
  this.name = "BadLog";
  this.code = code;
  this.line = line;
  this.detail = detail || "";
  this.message = code + " (line " + line + ") " + this.detail;
}
BadLog.prototype = Object.create(Error.prototype);

// JSON with sorted keys and no spaces: what the chain is reckoned from.
function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value && typeof value === "object") {
    return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
  }
  return JSON.stringify(value);
}

// `opened` says what the act is opened on otherwise than in history: `carried` and `left`.
export function makeHeader(raw, act, seed, seats, { carried, left } = { carried: {}, left: "" }) {
  return { scenario: raw.scenario, hash: raw.hash, act, carried, left, seed, seats, parent: null,
    version: raw.version, engine: raw.engine, format: raw.format };
}

function link(before, entry) {
  return sha256(canonical([before, entry.kind, entry.move, entry.actor, entry.to, entry.effects]));
}

function filled(entry) {
  return Object.assign({ kind: "move", move: "", actor: "", to: 0, effects: [], rationale: "", clock: "" }, entry);
}

function lastLink(log) {
  const { entries } = log;
  return entries.length ? entries[entries.length - 1].chain : sha256(canonical(log.header));
}

// The log with one more entry; half a letter in its reason (a text that was cut short) becomes U+FFFD.
export function added(log, entry) {
  const one = filled(entry);
  one.rationale = one.rationale.replace(HALVES, (found) => (found.length === 2 ? found : "\ufffd"));
  one.chain = link(lastLink(log), one);
  return { header: log.header, entries: log.entries.concat([one]) };
}

export function dump(log) {
  const lines = log.entries.map((entry) => {
    const kept = {};
    Object.keys(entry).sort().forEach((key) => {
      const value = entry[key];
      if (value !== "" && value !== 0 && !(Array.isArray(value) && !value.length)) kept[key] = value;
    });
    return JSON.stringify(kept);
  });
  return [JSON.stringify(log.header)].concat(lines).join("\n") + "\n";
}

const HALVES = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g; // pairs, and halves of letters that stand alone

// Whether no text in a value, names included, holds half a letter: such a text is no UTF-8.
function isWhole(value) {
  if (typeof value === "string") return (value.match(HALVES) || []).every((one) => one.length === 2);
  return !value || typeof value !== "object" || Object.keys(value).every((key) => isWhole(key) && isWhole(value[key]));
}

function object(line, number) {
  let content = null;
  try {
    content = JSON.parse(line);
  } catch (error) {
    throw new BadLog("json", number);
  }
  if (!content || typeof content !== "object" || Array.isArray(content)) throw new BadLog("json", number);
  if (!isWhole(content)) throw new BadLog("json", number);
  return content;
}

function isTable(one, fits) {
  return Boolean(one) && typeof one === "object" && !Array.isArray(one) && Object.keys(one).every((key) => fits(one[key]));
}

function readHeader(line, raw) {
  const header = object(line, 1);
  const writer = String(header.version || "?").slice(0, 20);
  if (header.format !== raw.format || header.engine !== raw.engine) throw new BadLog("format", 1, writer);
  if (header.scenario !== raw.scenario) throw new BadLog("scenario", 1, String(header.scenario).slice(0, 60));
  if (header.hash !== raw.hash) throw new BadLog("changed", 1, writer);
  const known = makeHeader(raw, null, 0, {});
  const whole = Object.assign({}, known, header);
  const fits = Object.keys(header).every((key) => own.call(known, key)) && Number.isInteger(whole.seed) &&
    (whole.parent === null || typeof whole.parent === "string") && typeof whole.left === "string" && typeof whole.version === "string" && isTable(whole.seats, (one) => typeof one === "string") &&
    isTable(whole.carried, (one) => typeof one === "string" || Number.isInteger(one));
  if (!fits) throw new BadLog("header", 1);
  if (!own.call(raw.acts, String(whole.act))) throw new BadLog("act", 1, String(whole.act).slice(0, 60));
  return whole;
}

function readEntry(line, number) {
  const content = object(line, number);
  const entry = filled(content);
  const words = ["kind", "move", "actor", "rationale", "clock", "chain"].every((key) => typeof entry[key] === "string");
  const effects = Array.isArray(entry.effects) && entry.effects.every((one) => Array.isArray(one) && one.length === 3 &&
    typeof one[0] === "string" && typeof one[1] === "string" && Number.isInteger(one[2]));
  const known = Object.keys(content).every((key) => FIELDS.indexOf(key) >= 0) && "kind" in content;
  if (KINDS.indexOf(entry.kind) < 0 || !known || !words || !effects || !Number.isInteger(entry.to)) throw new BadLog("entry", number);
  return entry;
}

// Reads a log from text, strictly: throws BadLog at the first line that is wrong.
export function readLog(text, raw) {
  if (text.length > LONGEST) throw new BadLog("long", 0);
  const whole = text.replace(/^\uFEFF/, "").replace(/[ \t\r\n]+$/, "");
  if (!whole) throw new BadLog("empty", 0);
  const lines = whole.split("\n"); // \n alone ends a line: a reason may hold U+2028
  const header = readHeader(lines[0], raw);
  if (!/\n[ \t\r]*$/.test(text)) throw new BadLog("cut", lines.length);
  let chain = sha256(canonical(header));
  const entries = lines.slice(1).map((line, i) => {
    const entry = readEntry(line, i + 2);
    chain = link(chain, entry);
    if (entry.chain !== chain) throw new BadLog("chain", i + 2);
    return entry;
  });
  return { header, entries };
}

function injected(rules, state, entry, line) {
  const after = state.slice();
  entry.effects.forEach(([kind, name, amount]) => {
    const place = rules.position[name];
    if (place === undefined || name === "step" || (kind !== "set" && kind !== "add")) throw new BadLog("inject", line, name.slice(0, 60));
    const value = kind === "add" ? after[place] + amount : amount;
    after[place] = Math.min(Math.max(value, 0), rules.sizes[place] - 1);
  });
  return after;
}

export function stateAfter(rules, found, entry, line) {
  const state = found[found.length - 1];
  if (entry.kind === "undo") {
    if (!(entry.to >= 0 && entry.to < found.length)) throw new BadLog("undo", line, String(entry.to));
    return found[entry.to];
  }
  if (entry.kind === "inject") return injected(rules, state, entry, line);
  try {
    return rules.apply(state, entry.move);
  } catch (error) {
    throw error.name === "IllegalMove" ? new BadLog("move", line, entry.move.slice(0, 80)) : error;
  }
}

// The state before the first entry and after each one.
export function statesOf(rules, log) {
  let first = null;
  try {
    first = rules.initial(log.header.act, log.header.carried);
  } catch (error) {
    throw new BadLog("header", 1, "carried");
  }
  const found = [first];
  log.entries.forEach((entry, i) => found.push(stateAfter(rules, found, entry, i + 2)));
  return found;
}

// [number, entry] of the moves and injects that led to the last state, in order: none was taken back.
export function movesThatCount(log) {
  const [stands, before] = [[0], [0]]; // by entry: the one whose state stands after it, and the one that stood before
  log.entries.forEach((entry, i) => {
    before.push(stands[i]);
    stands.push(entry.kind === "undo" ? stands[entry.to] : i + 1);
  });
  const kept = [];
  for (let here = stands[stands.length - 1]; here; here = before[here]) kept.unshift([here, log.entries[here - 1]]);
  return kept;
}

// The states of a log that were not taken back; the end of an act is sought among them.
export function statesThatCount(log, states) {
  return [states[0]].concat(movesThatCount(log).map(([number]) => states[number]));
}
