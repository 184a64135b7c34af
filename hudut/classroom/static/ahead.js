// Commissions still to come: the delegation prepares a text for each, votes on it, and may show it to the others.

import { h, refill } from "./dom.js";
import { t, post, seatTitle, lineageClass } from "./common.js";

const titleOf = (item, id) => {
  const found = item.options.find((one) => one.id === id);
  return found ? found.title : "";
};

export function makeAhead(seat) {
  const node = h("section", { class: "ahead", "aria-label": t("ahead.title") });
  const opened = {};

  function field(one, item) {
    const text = one.draft ? one.draft.text : {};
    const select = h("select", { class: "plain-select", "data-ahead": one.step + "." + item.id, "aria-label": item.title },
      h("option", { value: "" }, t("ahead.none")),
      item.options.map((option) => h("option", { value: option.id, selected: option.id === text[item.id] }, option.title)));
    select.addEventListener("change", () => {
      const changed = Object.assign({}, text);
      if (select.value) changed[item.id] = select.value;
      else delete changed[item.id];
      post("/api/draft", { step: one.step, text: changed });
    });
    return h("label", { class: "ahead-item" }, h("span", null, item.title), select);
  }

  function votes(one) {
    if (!one.draft) return null;
    const cast = one.draft.votes;
    const names = (yes) => Object.keys(cast).filter((name) => cast[name] === yes);
    return h("div", { class: "votes" },
      h("p", { class: "note" }, t("ahead.by", { name: one.draft.by }), " ", t("ahead.votes", { yes: names(true).length, no: names(false).length }),
        names(true).length ? " " + t("vote.yes") + ": " + names(true).join(", ") + "." : "", names(false).length ? " " + t("vote.no") + ": " + names(false).join(", ") + "." : ""),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "button", onclick: () => post("/api/vote", { step: one.step, yes: true }) }, t("ahead.yes")),
        h("button", { type: "button", class: "button", onclick: () => post("/api/vote", { step: one.step, yes: false }) }, t("ahead.no")),
        h("button", { type: "button", class: "button", onclick: () => post("/api/offer", { step: one.step }) }, t("ahead.offer"))));
  }

  function offers(one) {
    return Object.keys(one.offers).map((from) => h("div", { class: "offer " + lineageClass(from) },
      h("h4", null, t("ahead.from", { who: seatTitle(from) })),
      h("ul", null, one.items.filter((item) => one.offers[from][item.id]).map((item) =>
        h("li", { class: one.draft && one.draft.text[item.id] === one.offers[from][item.id] ? "meets" : "" }, item.title + ": " + titleOf(item, one.offers[from][item.id]),
          one.draft && one.draft.text[item.id] === one.offers[from][item.id] ? h("b", null, " " + t("ahead.meets")) : null)))));
  }

  function commission(one) {
    const sits = one.seats.indexOf(seat) >= 0;
    const box = h("details", { open: Boolean(opened[one.step]), "data-step": one.step },
      h("summary", null, h("span", null, one.title), h("small", null, one.date + " · " + one.seats.map(seatTitle).join(" – "))),
      sits ? [one.items.map((item) => field(one, item)), votes(one), offers(one)] : h("p", { class: "note" }, t("ahead.others")));
    box.addEventListener("toggle", () => { opened[one.step] = box.open; });
    return box;
  }

  let shown = "";
  return { node, show: (list) => {
    const text = JSON.stringify(list);
    if (text === shown) return;
    shown = text;
    const active = document.activeElement && document.activeElement.getAttribute("data-ahead");
    refill(node, list.length && seat ? [h("h3", null, t("ahead.title")), h("p", { class: "note" }, t("ahead.note")), list.map(commission)] : null);
    const back = active && node.querySelector("[data-ahead='" + active + "']");
    if (back) back.focus();
  } };
}
