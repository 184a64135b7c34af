// Small maps of plays beside history, at the end of each: what differs is outlined.

import { h } from "../../../maps/js/dom.js";

const WIDE = 330; // px

export function picturesOf(desk, columns) {
  const { board, teller, t } = desk;
  const ended = columns.filter((column) => column.land);
  return ["control", "agreed"].map((layer) => h("div", { class: "picture-row" }, ended.map((column) => {
    const differ = Object.keys(column.land).filter((key) => key.split(" ")[1] === layer)
      .filter((key) => teller.held(column.land[key]) !== teller.held(columns[1].land[key] || [null]));
    const label = column.name + " · " + t("layer." + layer);
    return h("figure", { class: columns.indexOf(column) > 1 ? "other" : null }, board.picture(layer, { day: column.day, held: column.land }, differ.map((key) => key.split(" ")[0]), WIDE, label),
      h("figcaption", null, label, column.left ? h("b", { class: "not-history" }, t("debrief.not.history")) : null));
  })));
}
