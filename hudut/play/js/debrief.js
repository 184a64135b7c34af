// After an act: the play beside history and, where they are given, other tables; then sources, disagreements, questions.
// No winner.
//
// `columns`: [{ name, ending, text: {item: option or a word of engine/fates.js}, annulled: {item: option}, past: steps that
// are over, choices: {step: option}, land: held, day, balance, left }], of
// which the second is history's. A play that was left before its end has no ending, land, day and balance; it stood
// `at` a step. One whose act did not take place is `void`. `program` are the steps that no pupil decided. `left` is the
// entry by which it left history, null if none, its number 0 where it began elsewhere. `told` says which variants of its
// texts a play tells. `after` is what `afterwards` of hudut/play/words.py returns.

import { BROKEN, NO_OPTION, OPEN } from "../../../engine/fates.js";
import { readId } from "../../../engine/kernel.js";
import { h, classIf } from "../../../maps/js/dom.js";
import { groundsOf, sourceList } from "./happening.js";
import { afterMatter, leftHistory } from "./record.js";

const FEW = 5; // columns that a sheet of paper holds

// A table beyond the first: where there are many, paper leaves it out.
const others = (columns, column) => (columns.indexOf(column) > 1 ? " other" : "");

function rowsOf(desk) {
  const rows = [];
  Object.keys(desk.teller.words.steps).forEach((id) => {
    const step = desk.teller.words.steps[id];
    if (step.items) Object.keys(step.items).forEach((item) => rows.push({ kind: "article", step: id, item, title: step.items[item].title }));
    else if (step.options && step.kind !== "event") rows.push({ kind: step.kind, step: id, title: step.title });
  });
  return rows;
}

// The option that a column took in a matter; null where it agreed nothing that stands or the matter did not come up.
function optionOf(row, column) {
  const option = row.kind === "article" ? column.text[row.item] : column.choices[row.step];
  return option && !(row.kind === "article" && NO_OPTION.indexOf(option) >= 0) ? option : null;
}

// What was sealed, whether it stands or not.
const sealedOf = (row, column) => (column.annulled || {})[row.item] || optionOf(row, column);

// Its title, in the words of that play.
function titleOf(desk, row, column, option) {
  if (!option) return null;
  const step = desk.teller.step(row.step, column.told);
  return (row.kind === "article" ? step.items[row.item] : step).options[option].title;
}

// What a column has of a matter: an option, one that was annulled, or why there is none.
function cellOf(desk, row, column) {
  const title = titleOf(desk, row, column, sealedOf(row, column));
  if (title) return optionOf(row, column) ? title : desk.t("debrief.annulled", { text: title });
  const open = row.kind === "article" && [OPEN, BROKEN].indexOf(column.text[row.item]) >= 0;
  return desk.t(open ? "debrief.nothing" : "debrief.not.played");
}

// What a play has not come to does not differ.
function differ(row, column, history) {
  return column !== history && column.past.indexOf(row.step) >= 0 && optionOf(row, column) !== optionOf(row, history);
}

// The matters that a play settled otherwise than history, in the order of the act.
export function differencesOf(desk, column, history) {
  return rowsOf(desk).filter((row) => differ(row, column, history)).map((row) => ({ id: [row.step, row.item].filter(Boolean).join("."),
    title: row.title, ours: cellOf(desk, row, column), past: cellOf(desk, row, history) }));
}

function table(desk, caption, rows, columns) {
  const { t } = desk;
  const own = rows.some((row) => differ(row, columns[0], columns[1]));
  return h("div", { class: "wide-table" + (own ? "" : " other"), tabindex: "0", role: "region", "aria-label": caption }, h("table", { class: "beside" }, h("caption", null, caption),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, t("debrief.matter")), columns.map((column) => h("th", { scope: "col", class: others(columns, column) }, column.name)))),
    h("tbody", null, rows.map((row) => h("tr", { class: !columns.some((column) => differ(row, column, columns[1])) ? "alike" : differ(row, columns[0], columns[1]) ? "" : "other" }, h("th", { scope: "row" }, row.title), columns.map((column) => {
      const [text, some] = [cellOf(desk, row, column), sealedOf(row, column)];
      const differs = differ(row, column, columns[1]);
      return h("td", { class: (differs ? "differs" : "") + others(columns, column) }, some ? text : h("span", { class: "hint" }, text),
        differs ? h("small", null, t("debrief.differs")) : null,
        some && (column.program || []).indexOf(row.step) >= 0 ? h("small", { class: "by" }, t("debrief.program")) : null,
        row.kind === "decision" ? reasonsOf(column, row.step) : null);
    }))))));
}

// What was written as the reason of a decision, where a column has that.
const reasonsOf = (column, step) => ((column.reasons || {})[step] || []).map((one) => h("q", null, one.text));

// By what kind of move a play left history, and what went otherwise: rows of [matter, in this play, in history].
function departed(desk, column, history) {
  const { teller, t } = desk;
  const { kind, step, option } = readId(column.left.move);
  const one = teller.step(step, column.told);
  const chosen = (id) => (id ? one.options[id].title : t("debrief.not.played"));
  if (kind === "choose") return [one.kind, [[one.title, chosen(option), chosen(history.choices[step])]]];
  if (kind === "break" || kind === "lapse") return ["table", [[one.title, t("table." + kind), t("table.seal")]]];
  if (kind === "skip") return [one.kind + ".out", []];
  if (kind !== "seal") return ["event", []];
  const rows = rowsOf(desk).filter((row) => row.step === step && sealedOf(row, column) !== optionOf(row, history));
  const titles = (row) => [column, history].map((one) => titleOf(desk, row, one, sealedOf(row, one)) || t("debrief.nothing"));
  return ["text", rows.map((row) => [row.title].concat(titles(row)))];
}

// Where a play first left history: when, by what kind of move, and what went otherwise.
function departure(desk, column, columns) {
  const { t } = desk;
  const [cls, history] = ["departure" + others(columns, column), columns[1]];
  const name = h("b", null, column.name);
  if (!column.left) return h("p", { class: cls }, name, ": ", t(column.land ? "debrief.departure.none" : "debrief.departure.yet"));
  const [kind, rows] = column.left.number && column.left.kind === "move" ? departed(desk, column, history) : ["inject", []];
  return h("div", { class: cls }, h("h3", null, column.name + " · " + t("debrief.departure") + (column.left.number ? ": " + t("departure." + kind) : "")),
    h("p", null, leftHistory(desk, column.left)),
    rows.map(([matter, ours, past]) => h("p", null, h("b", null, matter), afterMatter(matter), t("debrief.instead", { ours, past }))));
}

// The decisions and chances of the act on a line of time; those that differ are marked, and the day that left history.
function timeLine(desk, columns) {
  const { teller, t } = desk;
  const day = (edtf) => teller.days.earliest(edtf);
  const [start, end] = [day(teller.words.start), day(teller.words.end)];
  const at = (node, edtf) => {
    const place = (100 * (day(edtf) - start)) / Math.max(1, end - start);
    node.style.left = place.toFixed(2) + "%";
    if (node.tagName === "B") node.style.transform = "translateX(-" + place.toFixed(2) + "%)"; // its text ends where the line does
    return node;
  };
  const { left } = columns[0];
  const gone = left && left.number && left.kind === "move" ? teller.stepOf(left.move) : null;
  const rows = rowsOf(desk).filter((row) => row.kind !== "article" && columns[0].choices[row.step]);
  const differs = (row) => columns[0].choices[row.step] !== columns[1].choices[row.step];
  const date = (row) => teller.words.steps[row.step].date;
  return h("div", { class: "line", role: "img", "aria-label": t("debrief.line") },
    rows.map((row) => at(h("i", { class: differs(row) ? "differs" : "" }), date(row))),
    gone ? at(h("b", null, teller.date(gone.date, "middle")), gone.date) : null,
    h("span", null, teller.date(teller.words.start, "middle")), h("span", null, teller.date(teller.words.end, "middle")));
}

// At what a play stood that was left.
function stood({ teller, t }, column) {
  const step = column.at ? teller.step(column.at, column.told) : null;
  return step ? t("debrief.stood", { date: teller.date(step.date), title: step.title }) : "";
}

// How a play ended, that it was left before, or that its act did not take place, and why.
export function endOf(desk, column) {
  const { teller, t } = desk;
  if (!column.void) return teller.ending(column.ending, column.told) || { title: t("debrief.unfinished"), text: stood(desk, column) };
  const none = teller.noAct(column.told);
  return { title: t("debrief.void", { title: none.title }), text: none.text };
}

function endings(desk, columns) {
  return h("div", { class: "endings" }, columns.map((column) => {
    const end = endOf(desk, column);
    return h("section", { class: "ending" + others(columns, column) }, h("p", { class: "overline" }, column.name), h("h3", null, end.title),
      end.text ? h("p", null, end.text) : null, column === columns[1] || !column.land ? null : h("p", { class: "lead" }, distance(desk, column, columns[1])));
  }));
}

// How many articles, and over how much land control, differ from history.
function distance(desk, column, history) {
  const articles = rowsOf(desk).filter((row) => row.kind === "article");
  const km2 = Object.keys(column.land).filter((key) => key.split(" ")[1] === "control" && holds(column, key) !== holds(history, key))
    .reduce((sum, key) => sum + desk.teller.territory(key.split(" ")[0]).km2, 0);
  return desk.t("debrief.count", { n: articles.filter((row) => differ(row, column, history)).length, of: articles.length, km2: desk.km2(km2) });
}

const LAYERS = ["control", "title", "agreed"];

const holds = (column, key) => (column.land[key] || [null, ""]).slice(0, 2).join();

// Territories that are held alike in every column, in one row.
function landRows(desk, columns, history) {
  const { teller } = desk;
  const rows = {};
  Object.keys(Object.assign({}, ...columns.map((column) => column.land))).sort().forEach((key) => {
    const [id, layer] = key.split(" ");
    if (columns.every((column) => holds(column, key) === holds(history, key))) return;
    const name = LAYERS.indexOf(layer) + columns.map((column) => holds(column, key)).join("|");
    rows[name] = rows[name] || { layer, key, lands: [], km2: 0 };
    rows[name].lands.push(teller.territory(id));
    rows[name].km2 += teller.territory(id).km2;
  });
  return Object.keys(rows).sort().map((name) => rows[name]);
}

const NAMED = 6; // territories of a row that are named at once; half of Anatolia may change its title in one

// The names of a row of land, the largest first; a name may have a comma in it.
function namesOf(desk, lands) {
  const names = lands.slice().sort((one, other) => other.km2 - one.km2).map((one) => one.name);
  const rest = names.slice(NAMED);
  return [names.slice(0, NAMED).join("; "), rest.length > 1 ? h("details", { class: "rest" }, h("summary", null, desk.t("debrief.land.more", { n: rest.length })), rest.join("; "))
    : rest.map((name) => "; " + name)];
}

function landTable(desk, columns, history) {
  const { t, teller } = desk;
  const rows = landRows(desk, columns, history);
  if (!rows.length) return h("p", null, t("debrief.land.same"));
  const column = (name, cls) => h("th", { scope: "col", class: cls }, name);
  return h("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": t("debrief.land") }, h("table", { class: "beside" },
    h("caption", null, t("debrief.land")),
    h("thead", null, h("tr", null, column(t("col.territory")), column(t("debrief.layer")), columns.map((one) => column(one.name)), column("km²", "number"))),
    h("tbody", null, rows.map((row) => h("tr", null, h("th", { scope: "row" }, namesOf(desk, row.lands)), h("td", null, t("layer." + row.layer)),
      columns.map((one) => h("td", { class: holds(one, row.key) !== holds(history, row.key) ? "differs" : "" }, teller.held(one.land[row.key] || [null]))),
      h("td", { class: "number" }, desk.number(row.km2)))))));
}

function balanceTable(desk, columns, history) {
  const { teller, t } = desk;
  const words = Object.keys(history.balance);
  return h("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": t("debrief.balance") }, h("table", { class: "beside" }, h("caption", null, t("debrief.balance")),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, t("debrief.matter")), columns.map((column) => h("th", { scope: "col" }, column.name)))),
    h("tbody", null, words.map((word) => h("tr", null, h("th", { scope: "row" }, teller.words.variables[word].name),
      columns.map((column) => h("td", { class: column.balance[word] === history.balance[word] ? "" : "differs" },
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
  if (!after.questions.length) return null;
  const item = (one) => {
    const answers = h("details", { class: "evidence" }, h("summary", null, t("debrief.readings", { n: one.readings.length })),
      one.readings.map((reading) => h("div", { class: "answer" }, h("p", null, h("b", null, reading.who), ": ", reading.says),
        sourceList(t, after.sources, reading.sources))));
    const node = h("li", null, h("h3", null, one.question), answers);
    answers.addEventListener("toggle", () => classIf(node, "opened", answers.open)); // what is open is printed
    return node;
  };
  return h("section", null, h("h2", null, t("debrief.questions")), h("ol", { class: "questions" }, after.questions.map(item)));
}

// What each side wanted, as far as this page knows it.
function aimsTable(desk) {
  const { t, teller } = desk;
  const seats = Object.keys(teller.words.seats).filter((seat) => (teller.words.seats[seat].aims || []).length);
  if (!seats.length) return null;
  return h("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": t("debrief.aims") }, h("table", { class: "beside" }, h("caption", null, t("debrief.aims")),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, t("debrief.side")), h("th", { scope: "col" }, t("brief.aims")))),
    h("tbody", null, seats.map((seat) => h("tr", null, h("th", { scope: "row" }, teller.seat(seat)),
      h("td", null, h("ul", { class: "brief-lines" }, teller.seatOf(seat).aims.map((aim) => h("li", null, aim)))))))));
}

// The screens of a debrief, each of which fills a wall: what came of it, the maps, the land, the text, the decisions, what
// lies open now (`opened`), what is asked (`asked`), and what the sources say.
export function debriefOf(desk, columns, after, pictures, { opened, asked } = {}) {
  const { t } = desk;
  const rows = rowsOf(desk);
  const articles = rows.filter((row) => row.kind === "article");
  const ended = columns.filter((column) => column.land);
  const plays = columns.filter((column) => column !== columns[1]);
  const screen = (name, ...parts) => h("div", { class: "screen screen-" + name }, parts);
  return h("article", { class: "debrief" + (columns.length > FEW ? " many" : "") },
    screen("outcome", h("p", { class: "overline" }, desk.teller.words.title), h("h1", { tabindex: "-1" }, t("debrief.title")),
      columns.length > FEW ? h("p", { class: "hint on-paper" }, t("debrief.paper")) : null,
      endings(desk, columns), plays.map((column) => departure(desk, column, columns)), timeLine(desk, columns)),
    screen("maps", h("div", { class: "pictures" }, pictures)),
    screen("land", ended.length > 1 ? landTable(desk, ended, columns[1]) : null),
    screen("text", table(desk, t("debrief.articles"), articles, columns)),
    screen("decisions", table(desk, t("debrief.decisions"), rows.filter((row) => row.kind !== "article"), columns),
      balanceTable(desk, ended, columns[1])),
    screen("opened", aimsTable(desk), opened),
    screen("asked", asked, after.notes ? h("p", { class: "hint" }, desk.teller.inState(after, "", columns[0].told).notes) : null),
    screen("sources", evidence(desk, after), disagreements(desk, after), questions(desk, after)));
}
