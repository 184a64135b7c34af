// The payload made ready for questions: who holds what on a day, what changed, what happened.

const APART = ["local", "joint"]; // lineages whose parties share a colour and nothing else
const MARK_DATES = ["d", "ratified", "in_force", "carried_out", "ended"];

// `note` is a place in the late texts; 0 is none.
function readRow(cells, t, layer, raw) {
  return {
    t, layer, p: cells[0], status: raw.statuses[cells[1]], a: cells[2], z: cells[3] || Infinity, b: cells[4] || 0,
    e: raw.certainties[cells[5] || 0], claimants: cells[6] || [], note: cells[7] || 0, from: cells[8] || null,
    to: cells[9] || null,
  };
}

// Rows by layer, then by territory.
function readTable(raw) {
  const table = {};
  raw.layers.forEach((layer, k) => {
    table[layer] = raw.holdings.map((lists, t) => lists[k].map((cells) => readRow(cells, t, layer, raw)));
  });
  return table;
}

function readPlace([id, x, y, k, r, ...n]) {
  return { id, x: x / 1000, y: y / 1000, k, r, n };
}

// Last place in a sorted list whose value is at most x, or -1.
function lastAtMost(list, x) {
  let low = -1;
  let high = list.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (list[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

function sortedSet(values, span) {
  return Array.from(new Set(values)).filter((day) => day >= 0 && day <= span).sort((a, b) => a - b);
}

export function makeModel(raw, days) {
  const table = readTable(raw);
  const rows = [].concat(...raw.layers.map((layer) => [].concat(...table[layer])));
  const bases = raw.bases;
  const asDay = (value) => (typeof value === "number" ? value : days.earliest(value));
  const parties = raw.parties.map((party) =>
    Object.assign({ lineage: raw.lineages[party.l], ssr: 0, j: [] }, party));

  const rowsAt = (layer, t, day) => table[layer][t].filter((row) => row.a <= day && day < row.z);
  const rowAt = (layer, t, day) => rowsAt(layer, t, day)[0] || null;

  // On the page of a play: the rows of history, where they differ.
  const past = {};
  (raw.history || []).forEach(([t, k, lists]) => {
    past[raw.layers[k] + t] = lists.map((cells) => readRow(cells, t, raw.layers[k], raw));
  });
  const pastAt = (layer, t, day) => (past[layer + t] || table[layer][t]).filter((row) => row.a <= day && day < row.z);

  const changeDays = {};
  raw.layers.forEach((layer) => {
    const ends = rows.filter((row) => row.layer === layer && row.z !== Infinity).map((row) => row.z);
    const starts = rows.filter((row) => row.layer === layer && row.a > 0).map((row) => row.a);
    changeDays[layer] = sortedSet(starts.concat(ends), raw.span);
  });
  const dated = [];
  bases.forEach((basis, b) => {
    MARK_DATES.forEach((what) => {
      if (basis[what] !== undefined) dated.push({ b, what, day: asDay(basis[what]), value: basis[what] });
    });
  });
  // Every day on which any layer may look different: the scene is computed once between two of them.
  const joints = sortedSet([0].concat(...raw.layers.map((layer) => changeDays[layer]), dated.map((one) => one.day)),
    raw.span);

  const each = (list, what) => Array.from(new Set(list.map(what))).sort().join();
  const lineOf = ({ p }) => (APART.indexOf(parties[p].lineage) >= 0 ? parties[p].id : parties[p].lineage);

  // What two lists of rows of one territory differ in. A second paper of the same holder is no change.
  function kindOfChange(before, after) {
    if (each(before, lineOf) !== each(after, lineOf)) return "hands";
    if (each(before, (row) => row.p) !== each(after, (row) => row.p)) return "government";
    return each(before, (row) => row.p + row.status + row.claimants) === each(after, (row) => row.p + row.status + row.claimants) ? "" : "standing";
  }

  function changesOn(layer, day) {
    if (day <= 0) return [];
    return table[layer].map((_, t) => {
      const [before, after] = [rowsAt(layer, t, day - 1), rowsAt(layer, t, day)];
      return { t, before, after, kind: kindOfChange(before, after) };
    }).filter((one) => one.kind);
  }

  // How often a territory changed hands in the time of the atlas; a change of government on one side is none.
  const times = {};
  function timesHeld(layer, t) {
    if (!times[layer]) {
      times[layer] = table[layer].map((list, k) => sortedSet(list.map((row) => row.a), raw.span).filter((day) => day > 0 &&
        kindOfChange(rowsAt(layer, k, day - 1), rowsAt(layer, k, day)) === "hands").length);
    }
    return times[layer][t];
  }

  const basisOf = new Map(bases.map((basis, b) => [basis.id, b]).reverse()); // of two with one id the first

  return {
    raw, rows, table, parties, bases, territories: raw.territories, places: raw.places.map(readPlace), layers: raw.layers,
    lineages: raw.lineages, span: raw.span, changeDays, dated, joints, rowsAt, rowAt, changesOn, kindOfChange, timesHeld, basisAt: (id) => (basisOf.has(id) ? basisOf.get(id) : -1), asDay,
    pastAt: raw.history ? pastAt : null,
    // A date that is not one day belongs to no day, but for the signing that began all: it stands on its first.
    datesOn: (day) => dated.filter((one) => one.day === day && (one.what === "d" || typeof one.value === "number")),
    marks: bases.map((basis, b) => b).filter((b) => bases[b].mark)
      .sort((a, b) => asDay(bases[a].d) - asDay(bases[b].d)),
    interval: (day) => lastAtMost(joints, day),
  };
}
