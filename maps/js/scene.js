// What a map shows on a day in a layer, without geometry: groups of territories that are drawn alike, the arcs between
// them, the claims over them, and the lines that are signed but not yet in force.

const NO_RIBAND = { key: "", arcs: [], along: "" };

function groupOf(model, row, title) {
  const party = model.parties[row.p];
  const others = row.claimants.filter((p) => model.parties[p].lineage !== party.lineage);
  let status = party.id === "unsettled" ? "unsettled" : row.status;
  let over = [];
  if (status === "occupied") {
    // Where the title is unsettled, the first claimant who is not the holder shows whose the land might be.
    const owners = !title ? [] : model.parties[title.p].id === "unsettled" ? title.claimants : [title.p];
    const lineage = lineagesOf(model, owners).find((one) => one !== party.lineage);
    if (lineage) over = [lineage];
    else if (others.length) over = [model.parties[others[0]].lineage];
    else status = "sovereign"; // its own land again: nothing to hatch
  }
  if (status === "contested" || status === "unsettled") over = lineagesOf(model, others.length ? others : row.claimants);
  if (status === "protected" && others.length) over = [model.parties[others[0]].lineage];
  return { party: row.p, lineage: party.lineage, ssr: party.ssr, status, over: over.slice(0, 2) };
}

function lineagesOf(model, list) {
  return Array.from(new Set(list.map((p) => model.parties[p].lineage)));
}

function mixed(model, rows) {
  const first = groupOf(model, rows[0], null);
  const others = lineagesOf(model, rows.slice(1).map((row) => row.p)).filter((one) => one !== first.lineage);
  return others.length ? Object.assign(first, { status: "contested", over: others.slice(0, 1) }) : first;
}

function describe(model, layer, t, day) {
  const rows = model.rowsAt(layer, t, day);
  if (layer === "control" || layer === "title") {
    return rows.length ? groupOf(model, rows[0], layer === "control" ? model.rowAt("title", t, day) : null) : null;
  }
  if (layer === "agreed" && rows.length) return mixed(model, rows);
  const under = model.rowAt(layer === "agreed" ? "title" : "control", t, day);
  return under ? Object.assign(groupOf(model, under, null), { veiled: true, status: "sovereign", over: [] }) : null;
}

function keyOf(group) {
  return [group.party, group.status, group.over.join("+"), group.veiled ? "v" : ""].join("|");
}

export function makeScene(model, topology, layer, day) {
  const groups = {};
  const of = model.territories.map((_, t) => {
    const group = describe(model, layer, t, day);
    if (!group) return null;
    const key = keyOf(group);
    if (!groups[key]) groups[key] = Object.assign(group, { key, list: [] });
    groups[key].list.push(t);
    return groups[key];
  });
  const borders = sortArcs(topology, of);
  const ribands = ribandsOf(topology, of, borders.holders);
  const list = Object.keys(groups).sort().map((key) => groups[key]);
  const claims = layer === "claim" ? claimGroups(model, topology, day) : [];
  const pending = layer === "claim" ? [] : pendingArcs(model, topology, day);
  const signature = list.map((g) => g.key + ":" + g.list.join()).join(";") + "#" +
    claims.map((c) => c.key + ":" + c.list.join()).join(";") + "#" + pending.join();
  return { layer, day, of, groups: list, borders, ribands, claims, pending, signature: layer + "#" + signature };
}

// Arcs between territories, each drawn once: as a border between holders, or as a line inside one lineage. Ribands run
// only along the first kind. (Coast and the edge of the atlas never change: see the topology.)
function sortArcs(topology, of) {
  const borders = { holders: [], inner: [] };
  topology.sides.forEach((sides, arc) => {
    if (sides.length < 2) return;
    const a = of[sides[0]];
    const b = of[sides[1]];
    if (a === b) return;
    const same = a && b && a.lineage === b.lineage;
    const quiet = (!a || a.veiled) && (!b || b.veiled);
    borders[same || quiet ? "inner" : "holders"].push(arc);
  });
  return borders;
}

// For each territory its riband: the colour, and the arcs it runs along, which are all borders of its holder that touch it.
function ribandsOf(topology, of, holders) {
  const between = [];
  holders.forEach((arc) => { between[arc] = true; });
  return of.map((group, t) => {
    const arcs = !group || group.veiled ? [] : topology.around[t].filter((arc) => between[arc] &&
      (of[topology.sides[arc][0]] === group || of[topology.sides[arc][1]] === group));
    if (!arcs.length) return NO_RIBAND;
    const key = group.status === "protected" && group.over.length ? group.over[0] : group.lineage;
    return { key, arcs, along: key + ":" + arcs.join() };
  });
}

function claimGroups(model, topology, day) {
  const claims = {};
  model.territories.forEach((_, t) => model.rowsAt("claim", t, day).forEach((row) => {
    const party = model.parties[row.p];
    const key = party.lineage;
    if (!claims[key]) claims[key] = { key, lineage: party.lineage, party: row.p, parties: [], list: [], arcs: [] };
    if (claims[key].parties.indexOf(row.p) < 0) claims[key].parties.push(row.p);
    if (claims[key].list.indexOf(t) < 0) claims[key].list.push(t);
  }));
  const all = Object.keys(claims).sort().map((key) => claims[key]);
  all.forEach((claim) => {
    const inside = new Set(claim.list);
    topology.sides.forEach((sides, arc) => {
      if (sides.filter((t) => inside.has(t)).length === 1) claim.arcs.push(arc);
    });
  });
  return all;
}

// Lines of a treaty that is signed and not in force on the day: arcs where its land meets land of another lineage.
function pendingArcs(model, topology, day) {
  const lineageThen = (t) => {
    const title = model.rowAt("title", t, day);
    return title ? model.parties[title.p].lineage : "";
  };
  const agreed = model.territories.map((_, t) => {
    const row = model.rowsAt("agreed", t, day).find((one) => {
      const force = model.bases[one.b].in_force;
      return model.bases[one.b].k === "treaty" && (force === undefined || model.asDay(force) > day);
    });
    return row ? model.parties[row.p].lineage : null;
  });
  return topology.sides.reduce((out, sides, arc) => {
    if (sides.length < 2) return out;
    const [a, b] = [agreed[sides[0]], agreed[sides[1]]];
    if (!a && !b) return out;
    if ((a || lineageThen(sides[0])) !== (b || lineageThen(sides[1]))) out.push(arc);
    return out;
  }, []);
}
