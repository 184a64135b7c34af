// Clause and line: which edges an article of a treaty drew, and which articles drew an edge.

import { lineagesAt } from "./edges.js";

const LAYERS = ["agreed", "title", "control"]; // an article is looked for first among what was signed

function landsOf(app, article) {
  return (article.mv || []).slice(1).map((id) => app.told.territories[id]).filter((t) => t !== undefined);
}

// The rows by which a cause gave land, in the first layer that has any.
function rowsBy(app, b, lands) {
  for (const layer of LAYERS) {
    const rows = lands.map((t) => app.model.table[layer][t].find((row) => row.b === b)).filter(Boolean);
    if (rows.length) return rows;
  }
  return [];
}

// Edges where land given by a cause meets land of another lineage on the day it was given. Where it gave land to several
// lineages, those of the leading one count, and those between lands that it gave: the rest stood there before.
export function edgesOfBasis(app, id, lands, lead) {
  const { model } = app;
  const b = model.basisAt(id);
  const found = new Set();
  const rows = rowsBy(app, b, lands || model.territories.map((_, t) => t));
  const lineageOf = (row) => model.parties[row.p].lineage;
  const several = rows.some((row) => lineageOf(row) !== lineageOf(rows[0])) && rows.some((row) => lineageOf(row) === lead);
  rows.forEach((row) => {
    const ours = lineagesAt(model, row.layer, row.t, row.a);
    app.edges().of(row.t).forEach((edge) => {
      const other = edge.a === row.t ? edge.b : edge.a;
      const theirs = lineagesAt(model, row.layer, other, row.a) || lineagesAt(model, "title", other, row.a);
      const drawn = !several || lineageOf(row) === lead || model.table[row.layer][other].some((one) => one.b === b);
      if (ours !== theirs && drawn) found.add(edge);
    });
  });
  return Array.from(found);
}

// The lineage of the party that is named first among those who signed leads.
export function edgesOfArticle(app, treaty, article) {
  const first = app.model.parties[app.told.parties[treaty.y[0]]];
  return article.mv ? edgesOfBasis(app, article.mv[0], landsOf(app, article), first && first.lineage) : [];
}

// The line that is lit: of an article, `kars-1921:4`, or of a cause, `basis:kars-1920-capture`.
export function edgesLit(app, key) {
  const [head, rest] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
  if (head === "basis") return edgesOfBasis(app, rest);
  const treaty = app.told && app.told.treaty[head];
  const article = treaty && (treaty.a || []).find((one) => String(one.no) === rest);
  return article ? edgesOfArticle(app, treaty, article) : [];
}

// Worked out for all treaties when first asked for.
export function clausesOf(app, edge) {
  if (!app.clauses) {
    app.clauses = {};
    app.told.raw.treaties.forEach((treaty) => (treaty.a || []).forEach((article) => edgesOfArticle(app, treaty, article).forEach((one) => {
      (app.clauses[one.id] = app.clauses[one.id] || []).push({ treaty, article });
    })));
  }
  return app.clauses[edge.id] || [];
}
