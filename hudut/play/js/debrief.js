// After an act: the play beside history and, where they are given, other tables; then sources, disagreements, questions.
// No score and no winner.
//
// `columns`: [{ name, ending, text: {item: option|"open"}, choices: {step: option}, land: held, balance }], of which the
// second is history's. `after` is what `afterwards` of hudut/play/words.py returns.

import { h } from "../../../maps/js/dom.js";
import { groundsOf, sourceList } from "./happening.js";

function rowsOf(desk) {
  const rows = [];
  Object.keys(desk.teller.words.steps).forEach((id) => {
    const step = desk.teller.words.steps[id];
    if (step.items) Object.keys(step.items).forEach((item) => rows.push({ kind: "article", step: id, item, title: step.items[item].title }));
    else if (step.options && step.kind !== "event") rows.push({ kind: step.kind, step: id, title: step.title });
  });
  return rows;
}

function cellOf(desk, row, column) {
  const step = desk.teller.words.steps[row.step];
  if (row.kind === "article") {
    const option = column.text[row.item];
    return option && option !== "open" ? step.items[row.item].options[option].title : null;
  }
  const option = column.choices[row.step];
  return option ? step.options[option].title : null;
}

function table(desk, caption, rows, columns, empty) {
  const { t } = desk;
  return h("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": caption }, h("table", { class: "beside" }, h("caption", null, caption),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, t("debrief.matter")), columns.map((column) => h("th", { scope: "col" }, column.name)))),
    h("tbody", null, rows.map((row) => {
      const past = cellOf(desk, row, columns[1]);
      return h("tr", null, h("th", { scope: "row" }, row.title), columns.map((column) => {
        const text = cellOf(desk, row, column);
        const differs = column !== columns[1] && text !== past;
        return h("td", { class: differs ? "differs" : "" }, text || h("span", { class: "hint" }, empty),
          differs ? h("small", null, t("debrief.differs")) : null);
      }));
    }))));
}

// Where the play first left history by a decision or by chance; tables are compared by their text.
function departure(desk, columns) {
  const { teller, t } = desk;
  const first = rowsOf(desk).filter((row) => row.kind !== "article").find((row) => {
    const ours = columns[0].choices[row.step];
    return ours && columns[1].choices[row.step] && ours !== columns[1].choices[row.step];
  });
  if (!first) return h("p", { class: "departure" }, t("debrief.departure.none"));
  const step = teller.words.steps[first.step];
  return h("div", { class: "departure" }, h("p", { class: "overline" }, teller.date(step.date)), h("h3", null, t("debrief.departure")),
    h("p", null, h("b", null, step.title), ": ", t("debrief.instead", { ours: cellOf(desk, first, columns[0]), past: cellOf(desk, first, columns[1]) })));
}

// The decisions and chances of the act on a line of time; those that differ are marked, the first of them by its date.
function timeLine(desk, columns) {
  const { teller, t } = desk;
  const day = (edtf) => teller.days.earliest(edtf);
  const [start, end] = [day(teller.words.start), day(teller.words.end)];
  const at = (node, edtf) => {
    node.style.left = ((100 * (day(edtf) - start)) / Math.max(1, end - start)).toFixed(2) + "%";
    return node;
  };
  const rows = rowsOf(desk).filter((row) => row.kind !== "article" && columns[0].choices[row.step]);
  const differs = (row) => columns[0].choices[row.step] !== columns[1].choices[row.step];
  const date = (row) => teller.words.steps[row.step].date;
  const first = rows.find(differs);
  return h("div", { class: "line", role: "img", "aria-label": t("debrief.line") },
    rows.map((row) => at(h("i", { class: differs(row) ? "differs" : "" }), date(row))),
    first ? at(h("b", null, teller.date(date(first), "middle")), date(first)) : null,
    h("span", null, teller.date(teller.words.start, "middle")), h("span", null, teller.date(teller.words.end, "middle")));
}

function endings(desk, columns) {
  return h("div", { class: "endings" }, columns.map((column) => {
    const end = desk.teller.words.endings[column.ending];
    return h("section", { class: "ending" }, h("p", { class: "overline" }, column.name), h("h3", null, end ? end.title : desk.t("debrief.unended")),
      end ? h("p", null, end.text) : null);
  }));
}

const LAYERS = ["control", "title", "agreed"];

// Territories that are held alike in every column, in one row.
function landRows(desk, columns) {
  const { teller, t } = desk;
  const held = (column, key) => (column.land[key] ? teller.held(column.land[key]) : t("nobody"));
  const rows = {};
  Object.keys(Object.assign({}, columns[1].land, columns[0].land)).sort().forEach((key) => {
    const [id, layer] = key.split(" ");
    const cells = columns.map((column) => held(column, key));
    if (cells.every((cell) => cell === cells[1])) return;
    const name = LAYERS.indexOf(layer) + cells.join("|");
    rows[name] = rows[name] || { layer, cells, names: [], km2: 0 };
    rows[name].names.push(teller.territory(id).name);
    rows[name].km2 += teller.territory(id).km2;
  });
  return Object.keys(rows).sort().map((name) => rows[name]);
}

function landTable(desk, columns) {
  const { t } = desk;
  const rows = landRows(desk, columns);
  if (!rows.length) return h("p", null, t("debrief.land.same"));
  const column = (name, cls) => h("th", { scope: "col", class: cls }, name);
  return h("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": t("debrief.land") }, h("table", { class: "beside" },
    h("caption", null, t("debrief.land")),
    h("thead", null, h("tr", null, column(t("col.territory")), column(t("debrief.layer")), columns.map((one) => column(one.name)), column("km²", "number"))),
    h("tbody", null, rows.map((row) => h("tr", null, h("th", { scope: "row" }, row.names.join(", ")), h("td", null, t("layer." + row.layer)),
      row.cells.map((cell) => h("td", { class: cell !== row.cells[1] ? "differs" : "" }, cell)),
      h("td", { class: "number" }, desk.number(row.km2)))))));
}

function balanceTable(desk, columns) {
  const { teller, t } = desk;
  const words = Object.keys(columns[0].balance);
  return h("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": t("debrief.balance") }, h("table", { class: "beside" }, h("caption", null, t("debrief.balance")),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, t("debrief.matter")), columns.map((column) => h("th", { scope: "col" }, column.name)))),
    h("tbody", null, words.map((word) => h("tr", null, h("th", { scope: "row" }, teller.words.variables[word].name),
      columns.map((column) => h("td", { class: column.balance[word] === columns[1].balance[word] ? "" : "differs" },
        teller.value(word, column.balance[word]))))))));
}

// What the sources say happened, and how sure each alternative was.
function evidence(desk, after) {
  const { teller, t } = desk;
  return h("section", null, h("h2", null, t("debrief.evidence")), h("p", { class: "hint" }, t("debrief.evidence.note")),
    rowsOf(desk).map((row) => {
      const prefix = row.kind === "article" ? row.step + "." + row.item + "." : row.step + ".";
      const step = teller.words.steps[row.step];
      const options = row.kind === "article" ? step.items[row.item].options : step.options;
      return h("details", { class: "evidence" }, h("summary", null, row.title), Object.keys(options).map((option) => {
        const grounds = after.grounds[prefix + option];
        return h("div", { class: "evidence-option" + (grounds.historical ? " historical" : "") },
          h("h4", null, options[option].title, grounds.historical ? h("small", null, t("debrief.happened")) : null),
          grounds.thought ? h("p", { class: "hint" }, t("debrief.thought", { who: grounds.thought })) : null,
          groundsOf(t, after.sources, grounds));
      }));
    }));
}

function disagreements(desk, after) {
  const { t } = desk;
  if (!after.discrepancies.length) return null;
  return h("section", null, h("h2", null, t("debrief.disagree")), after.discrepancies.map((one) => h("details", { class: "evidence" },
    h("summary", null, one.question),
    h("ol", { class: "versions" }, one.variants.map((variant) => h("li", null, variant.says,
      variant.adopted ? h("small", { class: "taken-up" }, t("debrief.adopted")) : null, sourceList(t, after.sources, variant.sources)))),
    h("p", { class: "hint" }, one.why))));
}

function questions(desk, after) {
  const { t } = desk;
  return h("section", null, h("h2", null, t("debrief.questions")), h("ol", { class: "questions" }, after.questions.map((one) => h("li", null,
    h("h3", null, one.question), h("details", { class: "evidence" }, h("summary", null, t("debrief.readings", { n: one.readings.length })),
      one.readings.map((reading) => h("div", { class: "answer" }, h("p", null, h("b", null, reading.who), ": ", reading.says),
        sourceList(t, after.sources, reading.sources))))))));
}

export function debriefOf(desk, columns, after, pictures) {
  const { t } = desk;
  const rows = rowsOf(desk);
  const articles = rows.filter((row) => row.kind === "article");
  const different = articles.filter((row) => cellOf(desk, row, columns[0]) !== cellOf(desk, row, columns[1])).length;
  return h("article", { class: "debrief" },
    h("p", { class: "overline" }, desk.teller.words.title), h("h1", { tabindex: "-1" }, t("debrief.title")),
    endings(desk, columns), departure(desk, columns), timeLine(desk, columns),
    h("p", { class: "lead" }, t("debrief.count", { n: different, of: articles.length })),
    h("div", { class: "pictures" }, pictures),
    landTable(desk, columns),
    table(desk, t("debrief.articles"), articles, columns, t("debrief.nothing")),
    table(desk, t("debrief.decisions"), rows.filter((row) => row.kind !== "article"), columns, t("debrief.not.played")),
    balanceTable(desk, columns), evidence(desk, after), disagreements(desk, after), questions(desk, after),
    after.notes ? h("p", { class: "hint" }, after.notes) : null);
}
