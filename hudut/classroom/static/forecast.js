// What the others will do, in per cent: asked of a delegation while it waits, and scored at the debrief.

import { h, refill } from "../../../maps/js/dom.js";
import { t, post } from "./common.js";

const WHOLE = 100;
const titleOf = (step, item, outcome) => {
  const options = item ? step.items[item].options : step.options;
  return options[outcome] ? options[outcome].title : t("forecast.open");
};
const keyOf = (one) => one.step + "." + one.item + "." + one.round;

function said(desk, one, shares) {
  const step = desk.teller.step(one.step);
  return Object.keys(shares).filter((outcome) => shares[outcome]).map((outcome) => titleOf(step, one.item, outcome) + " " + t("percent", { n: shares[outcome] })).join(" · ");
}

// The form stands as long as its question; what a companion says meanwhile changes only the line below it.
export function makeForecast(desk) {
  const node = h("section", { class: "forecast", "aria-label": t("forecast.title"), hidden: true });
  let drawn = "";
  let lines = {};

  function matter(one) {
    const step = desk.teller.step(one.step);
    const filled = one.said || one.before || {};
    const sum = h("span", { class: "forecast-sum", "aria-live": "polite" });
    const button = h("button", { type: "button", class: "button", disabled: true }, t("forecast.say"));
    const fields = one.outcomes.map((outcome) => h("input", { type: "number", inputmode: "numeric", min: 0, max: WHOLE, step: 5, name: outcome,
      value: outcome in filled ? filled[outcome] : "" }));
    const shares = () => {
      const found = {};
      fields.forEach((field) => { found[field.name] = Math.round(Number(field.value) || 0); });
      return found;
    };
    const count = () => {
      const all = shares();
      const total = Object.keys(all).reduce((before, outcome) => before + all[outcome], 0);
      button.disabled = total !== WHOLE || Object.keys(all).some((outcome) => all[outcome] < 0);
      refill(sum, t("forecast.sum", { n: total }));
    };
    fields.forEach((field) => field.addEventListener("input", count));
    button.addEventListener("click", () => post("/api/forecast", { step: one.step, item: one.item, round: one.round, shares: shares() }));
    count();
    lines[keyOf(one)] = h("p", { class: "note", "aria-live": "polite" });
    return h("fieldset", null, one.item ? h("legend", null, step.items[one.item].title) : null,
      fields.map((field) => h("label", { class: "forecast-share" }, h("span", null, titleOf(step, one.item, field.name),
        one.item ? null : h("small", null, step.options[field.name].says)), field, " %")),
      h("div", { class: "buttons" }, button, sum), lines[keyOf(one)]);
  }

  return { node, show: (list) => {
    const key = list.map(keyOf).join();
    node.hidden = !list.length;
    if (key !== drawn) {
      drawn = key;
      lines = {};
      const step = list.length ? desk.teller.step(list[0].step) : null;
      refill(node, step ? [h("h3", null, t("forecast.title")),
        h("p", { class: "note" }, t(step.items ? "forecast.note.table" : "forecast.note")), list.map(matter)] : null);
    }
    list.forEach((one) => refill(lines[keyOf(one)], one.said ? t("forecast.said", { what: said(desk, one, one.said) }) : ""));
  } };
}

const mean = (values) => Math.round(values.reduce((sum, value) => sum + value, 0) * 100 / values.length) / 100;

// Each delegation's forecasts of a table beside what came, in the order of the seats: no rank.
export function forecastsOf(desk, column) {
  const { teller } = desk;
  const seats = Object.keys(column.forecasts || {});
  if (!seats.length) return null;
  const about = (one) => {
    const step = teller.step(one.step, column.told);
    return step.title + (one.item ? " · " + step.items[one.item].title + " (" + t("forecast.round", { n: one.round }) + ")" : "");
  };
  return h("section", { class: "debrief" }, h("h2", null, t("forecast.debrief") + " · " + column.name), h("p", { class: "hint" }, t("forecast.score.note")),
    seats.map((seat) => {
      const list = column.forecasts[seat];
      const alike = list.map((one) => 1 - 1 / Object.keys(one.shares).length);
      const caption = t("forecast.mean", { who: teller.seat(seat), n: list.length, score: desk.number(mean(list.map((one) => one.score))), alike: desk.number(mean(alike)) });
      return h("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": caption }, h("table", { class: "beside" }, h("caption", null, caption),
        h("thead", null, h("tr", null, ["forecast.matter", "forecast.share", "forecast.came", "forecast.score"].map((key) => h("th", { scope: "col" }, t(key))))),
        h("tbody", null, list.map((one) => h("tr", null, h("th", { scope: "row" }, about(one)), h("td", null, said(desk, one, one.shares)),
          h("td", null, titleOf(teller.step(one.step, column.told), one.item, one.came)), h("td", { class: "number" }, desk.number(one.score)))))));
    }));
}
