// The chronicle made ready for questions. It is unpacked bit by bit while the browser is idle; `app.told` is null until
// then, and the parts redraw when the news "told" comes.

import { unpacker } from "./foretell.js";
import { whenIdle } from "./idle.js";
import { spanOf } from "./chronicle.js";

const LONG_DATE = 31; // a date that may be any of more days than this stands apart, and has no mark
const PATIENCE = 400; // ms a bit may wait for the browser to be idle
const LEAST_MS = 20; // to unpack at once, however busy the browser is
const SYMBOL_OF = {
  battle: ["battle", "campaign", "occupation", "withdrawal", "rising"],
  treaty: ["treaty", "armistice", "law"],
  letter: ["letter", "note", "instruction", "declaration"],
  shipment: ["shipment"],
  meeting: ["meeting", "negotiation", "conference", "visit", "mission", "speech", "minutes"],
};

function symbolOf(kind) {
  return Object.keys(SYMBOL_OF).find((name) => SYMBOL_OF[name].indexOf(kind) >= 0) || "other";
}

function readCite(raw, k) {
  if (k < 0) {
    const said = -1 - k;
    const page = raw.saids0[said];
    return { t: raw.pages0[page], a: raw.pages1[page], gr: raw.pages2[page], says: raw.saids1[said], o: raw.saids2[said] };
  }
  const gap = raw.cites0[k].indexOf(" ");
  return { s: raw.cites0[k].slice(0, gap), l: raw.cites0[k].slice(gap + 1), w: raw.cites1[k] ? raw.cites1[k].split("|") : [],
    via: raw.cites2[k], r: raw.cites3[k] };
}

// Texts and citations that were written as "the next one" get their numbers, in the order of the records.
const TEXT_KEYS = ["n", "s", "dn", "asks", "eff", "why", "m", "h"];

// The notes of the atlas and what it says of its causes, in the order in which they were written.
function eachTextOfAtlas(late, work) {
  late.notes = late.notes.map(work);
  late.bases.forEach((one) => {
    ["why", "m", "ado"].filter((key) => one[key]).forEach((key) => { one[key] = work(one[key]); });
    (one.var || []).filter((variant) => variant.s).forEach((variant) => { variant.s = work(variant.s); });
  });
}

function numbered(records) {
  let [texts, cites, saids] = [0, -1, -1];
  const text = (v) => (v === 1 ? (texts += 1) : v - 1);
  const cite = (v) => (v === 0 ? (cites += 1) : v > 0 ? v - 1 : v === -1 ? -1 - (saids += 1) : v + 1);
  const walk = (one) => {
    Object.keys(one).forEach((key) => {
      const value = one[key];
      if (key === "q") one.q = value.map(cite);
      else if (key === "v") one.v = value.map(([says, list, taken]) => [text(says), list.map(cite), taken]);
      else if (TEXT_KEYS.indexOf(key) >= 0) one[key] = text(value);
      else if (key === "g" || key === "a" || key === "rat" || key === "off") value.forEach(walk);
    });
  };
  Object.keys(records).forEach((name) => {
    if (name === "late") {
      records.late.cites = records.late.cites.map(cite);
      eachTextOfAtlas(records.late, text);
    } else records[name].forEach(walk);
  });
  return records;
}

function byId(list) {
  const found = {};
  list.forEach((one) => { found[one.id] = one; });
  return found;
}

function groupBy(list, keysOf) {
  const groups = {};
  list.forEach((one) => keysOf(one).forEach((key) => { (groups[key] = groups[key] || []).push(one); }));
  return groups;
}

function makeTold(app, raw) {
  const { events } = raw;
  events.forEach((one) => {
    [one.a, one.z] = spanOf(one.d);
    one.p = one.p || [];
    one.long = one.z - one.a > LONG_DATE;
    one.sym = symbolOf(one.k);
  });
  raw.aid.forEach((one) => { [one.a, one.z] = spanOf(one.d); });
  raw.positions.forEach((one) => { [one.a, one.z] = spanOf(one.d); });
  events.sort((a, b) => a.a - b.a || a.z - b.z || (a.id < b.id ? -1 : 1));
  const places = {};
  app.model.places.forEach((place, p) => { places[place.id] = p; });
  const territories = {};
  app.model.territories.forEach((one, t) => { territories[one.id] = t; });
  const parties = {};
  app.model.parties.forEach((party, p) => { parties[party.id] = p; });
  const told = {
    raw, events, places, territories, parties, event: byId(events), treaty: byId(raw.treaties), person: byId(raw.persons),
    organisation: byId(raw.organisations), thread: byId(raw.threads), item: byId(raw.items), view: byId(raw.views),
    question: byId(raw.questions), route: byId(raw.routes), aid: byId(raw.aid),
    reading: byId(raw.readings), doubt: byId(raw.discrepancies), story: byId(raw.stories),
    answered: groupBy(events.filter((one) => one.ans), (one) => [one.ans]),
    positionsOf: groupBy(raw.positions.filter((one) => one.e), (one) => [one.e]),
    aidOf: groupBy(raw.aid.filter((one) => one.e), (one) => [one.e]),
    readingsOn: groupBy(raw.readings, (one) => one.on || []),
    doubtsOn: groupBy(raw.discrepancies, (one) => one.on || []),
    eventsOf: groupBy(events, (one) => (one.w || []).concat(one.by || [], one.to || [])
      .filter((id, k, all) => all.indexOf(id) === k)),
    eventsOfOrganisation: groupBy(events, (one) => Array.from(new Set((one.o || []).concat(one.by || [], one.to || [])))),
    eventsBy: groupBy(events, (one) => one.b || []), // by the cause of the atlas that they made
    threadOf: groupBy(events, (one) => one.t),
    byTreaty: groupBy(events.filter((one) => one.tr), (one) => [one.tr]),
    cite: (k) => readCite(raw, k),
  };
  told.text = (k) => (k ? raw["texts" + app.langIndex][k] : "");
  told.texts = (k) => app.raw.langs.map((_, i) => raw["texts" + i][k]);
  raw.late.cites = raw.late.cites.map(told.cite);
  eachTextOfAtlas(raw.late, told.texts);
  return told;
}

export function unpackChronicle(app, id) {
  const node = document.getElementById(id + "_told");
  if (!node) return;
  const step = unpacker(node.textContent);
  const unpacked = (whole) => {
    if (app.told) return; // asked for at once while it was being unpacked bit by bit
    const groups = JSON.parse(whole);
    app.told = makeTold(app, Object.assign(numbered(groups.records), groups.first, groups.second, groups.lines, groups.addresses, groups.figures));
    app.emit("told");
  };
  let whole = null;
  const go = (deadline) => {
    if (app.told) return;
    const end = performance.now() + Math.max(LEAST_MS, deadline.timeRemaining());
    do whole = step(); while (whole === null && performance.now() < end);
    if (whole === null) whenIdle(go, PATIENCE);
    else unpacked(whole);
  };
  // Paper cannot wait for an idle moment.
  app.tellNow = () => {
    while (!app.told && whole === null) whole = step();
    unpacked(whole);
  };
  whenIdle(go, PATIENCE);
}
