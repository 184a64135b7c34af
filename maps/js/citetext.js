// Sources as plain text, and a button that copies them.

import { h } from "./dom.js";
import { copyText } from "./copytext.js";

export function plainCite(app, cite) {
  if (!cite.s) return [cite.t, cite.a, cite.o, cite.says].filter(Boolean).join(", ");
  const source = app.late().sources[cite.s] || [cite.s, [], 0];
  const words = (cite.w || []).map((word) => "“" + word + "”").join(", ");
  return [source[1].join(", "), source[0] + (source[2] ? " (" + source[2] + ")" : ""), app.t("cite.lines", { lines: cite.l })]
    .filter(Boolean).join(", ") + (words ? ": " + words : "") + (cite.via ? " " + app.t("cite.via", { via: cite.via }) : "");
}

export function copyButton(app, text) {
  const button = h("button", { type: "button", class: "plain copy" }, app.t("copy.button"));
  button.addEventListener("click", () => {
    copyText(text, (done) => { button.textContent = app.t(done ? "copy.done" : "copy.failed"); });
  });
  return button;
}
