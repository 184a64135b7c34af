// Clause and line: which edges an article of a treaty drew, and which articles drew an edge.

import { lineagesAt } from "./edges.js";

const LAYERS = ["agreed", "title", "control"]; // an article is looked for first among what was signed

function landsOf(app, article) {
  return (article.mv || []).slice(1).map((id) => app.told.territories[id]).filter((t) => t !== undefined);
}

// The rows by which an article gave its land, in the first layer that has any.
function rowsBy(app, b, lands) {
  for (const layer of LAYERS) {
    const rows = lands.map((t) => app.model.table[layer][t].find((row) => row.b === b)).filter(Boolean);
    if (rows.length) return rows;
  }
  return [];
}

// Edges where the land of an article meets land of another lineage on the day the article gave it.
export function edgesOfArticle(app, article) {
  if (!article.mv) return [];
  const { model } = app;
  const b = model.bases.findIndex((one) => one.id === article.mv[0]);
  const found = new Set();
  rowsBy(app, b, landsOf(app, article)).forEach((row) => {
    const ours = lineagesAt(model, row.layer, row.t, row.a);
    app.edges().of(row.t).forEach((edge) => {
      const other = edge.a === row.t ? edge.b : edge.a;
      const theirs = lineagesAt(model, row.layer, other, row.a) || lineagesAt(model, "title", other, row.a);
      if (ours !== theirs) found.add(edge);
    });
  });
  return Array.from(found);
}

export function articleAt(app, key) {
  if (!app.told || !key) return null;
  const gap = key.indexOf(":");
  const treaty = app.told.treaty[key.slice(0, gap)];
  const article = treaty && (treaty.a || []).find((one) => String(one.no) === key.slice(gap + 1));
  return article ? { treaty, article } : null;
}

// Worked out for all treaties when first asked for.
export function clausesOf(app, edge) {
  if (!app.clauses) {
    app.clauses = {};
    app.told.raw.treaties.forEach((treaty) => (treaty.a || []).forEach((article) => edgesOfArticle(app, article).forEach((one) => {
      (app.clauses[one.id] = app.clauses[one.id] || []).push({ treaty, article });
    })));
  }
  return app.clauses[edge.id] || [];
}
