// Copying text. `navigator.clipboard` is missing on http pages of a school's own network, and may refuse in a frame;
// the older way, a selected field, works there.

import { h } from "./dom.js";

function copyOld(text) {
  const field = h("textarea", { class: "visually-hidden", readonly: true, "aria-hidden": "true" });
  field.value = text;
  document.body.appendChild(field);
  const back = document.activeElement;
  field.select();
  let done = false;
  try { done = document.execCommand("copy"); } catch (error) { done = false; }
  field.remove();
  if (back && back.focus) back.focus({ preventScroll: true });
  return done;
}

// Calls `said` with whether the text is on the clipboard.
export function copyText(text, said) {
  if (navigator.clipboard && navigator.clipboard.writeText) {
    navigator.clipboard.writeText(text).then(() => said(true), () => said(copyOld(text)));
  } else {
    said(copyOld(text));
  }
}

export function copyButton(app, text) {
  const button = h("button", { type: "button", class: "plain copy" }, app.t("copy.button"));
  button.addEventListener("click", () => {
    copyText(text, (done) => { button.textContent = app.t(done ? "copy.done" : "copy.failed"); });
  });
  return button;
}
