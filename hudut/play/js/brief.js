// What a seat is told: in public, and for its eyes only. The secret part opens when asked for and closes by itself.

import { h } from "../../../maps/js/dom.js";

function list(lines) {
  return h("ul", { class: "brief-lines" }, lines.map((line) => h("li", null, line)));
}

function secretPart(desk, seat) {
  const one = desk.teller.seatOf(seat);
  if (!one.secret) return null;
  const { t } = desk;
  const body = h("div", { hidden: true }, list(one.secret),
    one.aims && one.aims.length ? [h("h4", null, t("brief.aims")), list(one.aims)] : null);
  const button = h("button", { type: "button", class: "button secret-toggle", "aria-expanded": "false" }, t("brief.secret.open"));
  button.addEventListener("click", () => {
    body.hidden = !body.hidden;
    button.setAttribute("aria-expanded", String(!body.hidden));
    button.textContent = t(body.hidden ? "brief.secret.open" : "brief.secret.close");
  });
  return h("section", { class: "secret" }, h("h3", null, t("brief.secret")), button, body);
}

export function publicPart(desk, seat) {
  const one = desk.teller.seatOf(seat);
  return h("section", { class: "public" }, h("h3", null, h("span", { class: "sw sw-small sw-" + one.lineage, "aria-hidden": "true" }), one.title),
    h("p", { class: "people" }, one.people), list(one.public));
}

export function briefOf(desk, seat) {
  const others = Object.keys(desk.teller.words.seats).filter((key) => key !== seat);
  return h("div", { class: "brief" }, publicPart(desk, seat), secretPart(desk, seat),
    h("details", null, h("summary", null, desk.t("brief.others")), others.map((key) => publicPart(desk, key))));
}
