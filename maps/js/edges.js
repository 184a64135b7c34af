// Edges of the partition: which two territories meet there, when that was a border between holders, and how long it is.

const SEPARATOR = "~";

export function lineagesAt(model, layer, t, day) {
  return Array.from(new Set(model.rowsAt(layer, t, day).map((row) => model.parties[row.p].lineage))).sort().join();
}

// A border divides two lineages: a change of government inside one does not make a border.
export function isBorder(model, layer, edge, day) {
  return lineagesAt(model, layer, edge.a, day) !== lineagesAt(model, layer, edge.b, day);
}

function partiesAt(model, layer, edge, day) {
  return [edge.a, edge.b].map((t) => model.rowsAt(layer, t, day).map((row) => row.p + row.status).sort().join()).join("|");
}

// The whole time of the atlas in periods in which both sides stay the same: first day, day after the last, border or not.
export function periodsOf(model, layer, edge) {
  const days = new Set([0]);
  [edge.a, edge.b].forEach((t) => model.table[layer][t].forEach((row) => { days.add(Math.max(0, row.a)); days.add(row.z); }));
  const out = [];
  Array.from(days).filter((day) => day <= model.span).sort((a, b) => a - b).forEach((day) => {
    const key = partiesAt(model, layer, edge, day);
    const last = out[out.length - 1];
    if (last && last.key === key) return;
    if (last) last.z = day;
    out.push({ a: day, z: model.span + 1, key, border: isBorder(model, layer, edge, day) });
  });
  return out;
}

// Periods joined where the answer to "is this a border" stays the same.
export function stretchesOf(periods) {
  return periods.reduce((out, one) => {
    const last = out[out.length - 1];
    if (last && last.border === one.border) last.z = one.z;
    else out.push({ a: one.a, z: one.z, border: one.border });
    return out;
  }, []);
}

// Edges with what is told of them. Another map's payload may tell nothing: then there are edges without a length.
export function makeEdges(app) {
  const { model } = app;
  const { sides } = app.plate.topology;
  const arcs = {};
  sides.forEach((pair, arc) => {
    if (pair.length !== 2 || pair[0] === pair[1]) return;
    const key = Math.min(pair[0], pair[1]) + SEPARATOR + Math.max(pair[0], pair[1]);
    (arcs[key] = arcs[key] || []).push(arc);
  });
  const told = {};
  (app.late().edges || []).forEach((row) => { told[row[0] + SEPARATOR + row[1]] = row; });
  const byKey = {};
  const list = Object.keys(arcs).map((key) => {
    const [a, b] = key.split(SEPARATOR).map(Number);
    const row = told[key] || [a, b, 0, [], 0];
    const id = model.territories[a].id + SEPARATOR + model.territories[b].id;
    byKey[key] = { id, a, b, arcs: arcs[key], km: row[2] / 10, lines: row[3], outline: (row[4] || 0) / 10 };
    return byKey[key];
  });
  const byId = {};
  // An address may name the two sides in either order.
  list.forEach((edge) => { byId[edge.id] = edge; byId[edge.id.split(SEPARATOR).reverse().join(SEPARATOR)] = edge; });
  return {
    list,
    byId,
    between: (s, t) => byKey[Math.min(s, t) + SEPARATOR + Math.max(s, t)],
    ofArc: (arc) => byKey[Math.min(...sides[arc]) + SEPARATOR + Math.max(...sides[arc])],
    of: (t) => list.filter((edge) => edge.a === t || edge.b === t),
  };
}

// All of a border between the same two holders on a day: its edges, and the sum of their lengths.
export function wholeBorder(app, layer, edge, day) {
  const { model } = app;
  const pair = (one) => [one.a, one.b].map((t) => lineagesAt(model, layer, t, day)).sort().join("|");
  const wanted = pair(edge);
  const list = app.edges().list.filter((one) => pair(one) === wanted && isBorder(model, layer, one, day));
  return { list, km: list.reduce((sum, one) => sum + one.km, 0) };
}
