// Commissions still to come: the delegation prepares a text for each, votes on it, and may show it to the others.

import { h, redraw, refill } from "../../../maps/js/dom.js";
import { inFull } from "../../play/js/phrase.js";
import { t, post, party, votesCast } from "./common.js";

export function makeAhead(desk) {
  const { teller, seat } = desk;
  const node = h("section", { class: "ahead", "aria-label": t("ahead.title") });
  const opened = {};
  const itemsOf = (one) => teller.step(one.step).items;
  const titleOf = (one, item, id) => itemsOf(one)[item].options[id].title;

  function field(one, id) {
    const item = itemsOf(one)[id];
    const text = one.draft ? one.draft.text : {};
    const select = h("select", { class: "plain-select", "data-ahead": one.step + "." + id, "aria-label": item.title },
      h("option", { value: "" }, t("ahead.none")),
      Object.keys(item.options).map((key) => h("option", { value: key, selected: key === text[id] }, item.options[key].title)));
    // Only the change: what was chosen just before may not have come back yet.
    select.addEventListener("change", () => post("/api/draft", { step: one.step, text: { [id]: select.value } }));
    return h("label", { class: "ahead-item" }, h("span", null, item.title), inFull(select));
  }

  function votes(one) {
    if (!one.draft) return null;
    const cast = one.draft.votes;
    const count = (yes) => Object.keys(cast).filter((name) => cast[name] === yes).length;
    const button = (label, path, more) => h("button", { type: "button", class: "button", onclick: () => post(path, Object.assign({ step: one.step }, more)) }, label);
    return h("div", { class: "votes" },
      h("p", { class: "note" }, t("ahead.by", { name: one.draft.by }), " ", t("ahead.votes", { yes: count(true), no: count(false) }), " ", votesCast(cast)),
      h("div", { class: "buttons" }, button(t("ahead.yes"), "/api/vote", { yes: true }), button(t("ahead.no"), "/api/vote", { yes: false }),
        button(t("ahead.offer"), "/api/offer")));
  }

  function offers(one) {
    const meets = (from, item) => Boolean(one.draft) && one.draft.text[item] === one.offers[from][item];
    return Object.keys(one.offers).filter((from) => from !== seat).map((from) => h("div", { class: "offer " + party(desk, from) },
      h("h4", null, t("ahead.from", { who: teller.seat(from) })),
      h("ul", null, Object.keys(one.offers[from]).map((item) => h("li", { class: meets(from, item) ? "meets" : "" },
        itemsOf(one)[item].title + ": " + titleOf(one, item, one.offers[from][item]), meets(from, item) ? h("b", null, " " + t("ahead.meets")) : null)))));
  }

  function commission(one) {
    const step = teller.step(one.step);
    const box = h("details", { open: Boolean(opened[one.step]), "data-step": one.step },
      h("summary", null, h("span", null, step.title), h("small", null, teller.date(step.date) + " · " + one.seats.map(teller.seat).join(" – "))),
      one.program ? h("p", { class: "note" }, t("ahead.program")) : one.seats.indexOf(seat) >= 0 ? [Object.keys(step.items).map((item) => field(one, item)), votes(one), offers(one)] : h("p", { class: "note" }, t("ahead.others")));
    box.addEventListener("toggle", () => { opened[one.step] = box.open; });
    return box;
  }

  let shown = "";
  return { node, show: (list) => {
    const text = JSON.stringify(list);
    if (text === shown) return;
    shown = text;
    redraw(node, "data-ahead", () => refill(node,
      list.length && seat ? [h("h3", null, t("ahead.title")), h("p", { class: "note" }, t("ahead.note")), list.map(commission)] : null));
  } };
}
