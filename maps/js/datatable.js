// A table that a reader can sort by any column and filter by words; it says how many rows are left.

import { h, refill } from "./dom.js";
import { fold } from "./asked.js";
import { inOrder, number } from "./text.js";

// `columns`: { id, num, sort(row), cell(row) }; the first is the row's head. How it is sorted is kept by name, for the
// table is made anew with each day.
export function dataTable(app, name, columns, rows, caption) {
  const kept = app.tableKept[name] || (app.tableKept[name] = { by: 0, down: false, words: "" });
  const named = inOrder(app);
  const body = h("tbody");
  const status = h("p", { class: "status table-count", role: "status" });
  const heads = columns.map((column, k) => h("th", { scope: "col", class: column.num ? "num" : "" },
    h("button", { type: "button", class: "sorter", onclick: () => {
      kept.down = kept.by === k ? !kept.down : false;
      kept.by = k;
      draw();
    } }, app.t(column.id), h("span", { class: "sort-arrow", "aria-hidden": "true" }))));
  const made = rows.map((row) => {
    const node = h("tr", null, columns.map((column, k) => (k ? h("td", { class: column.num ? "num" : "" }, column.cell(row))
      : h("th", { scope: "row" }, column.cell(row)))));
    return { row, node, text: fold(node.textContent) };
  });

  function draw() {
    const { sort } = columns[kept.by];
    const order = (x, y) => (typeof x === "number" && typeof y === "number" ? x - y : named(String(x), String(y)));
    made.sort((x, y) => (kept.down ? -1 : 1) * order(sort(x.row), sort(y.row)));
    heads.forEach((head, k) => {
      if (k === kept.by) head.setAttribute("aria-sort", kept.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
      head.querySelector(".sort-arrow").textContent = k === kept.by ? (kept.down ? " ▾" : " ▴") : "";
    });
    const words = fold(kept.words).split(/\s+/).filter(Boolean);
    const found = made.filter((one) => words.every((word) => one.text.indexOf(word) >= 0));
    refill(body, found.map((one) => one.node));
    status.textContent = app.t("table.count", { shown: number(app, found.length), count: number(app, made.length) });
  }

  const field = h("input", { type: "search", class: "table-filter", autocomplete: "off" });
  field.value = kept.words;
  field.addEventListener("input", () => { kept.words = field.value; draw(); });
  draw();
  return [h("label", { class: "table-search" }, h("span", null, app.t("table.filter")), field), status,
    h("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": caption },
      h("table", { class: "full" }, h("caption", { class: "visually-hidden" }, caption), h("thead", null, h("tr", null, heads)), body))];
}
