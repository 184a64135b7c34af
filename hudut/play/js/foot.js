// What stands below a turn: one line for the record, and a question asked once before something final.

import { h } from "../../../maps/js/dom.js";

const LONGEST = 200; // characters of a reason

export function reasonField(t) {
  const field = h("input", { type: "text", class: "reason", maxlength: LONGEST, autocomplete: "off", placeholder: t("reason.hint") });
  const node = h("label", { class: "reason-label" }, h("span", null, t("reason.label")), field);
  let asked = "";
  // What was written for one question is no reason for the next; true where the question is a new one.
  const ask = (question) => {
    const fresh = question !== asked;
    if (fresh) field.value = "";
    asked = question;
    return fresh;
  };
  return { node, ask, take: () => field.value.trim() };
}

export function askOnce(t, question, yes, onYes, onNo) {
  return h("div", { class: "ask-once", role: "group", "aria-label": question }, h("p", null, question),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "button", onclick: onNo }, t("no")),
      h("button", { type: "button", class: "button danger", onclick: onYes }, yes)));
}
