// Words of the interface and names from the data, in the chosen language.

import { h } from "./dom.js";

export function makeTexts(raw) {
  function t(lang, id, values) {
    const text = raw.strings[lang][id];
    if (text === undefined) return id;
    return text.replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? values[key] : whole));
  }
  return t;
}

export function inLang(app, texts) {
  return texts ? texts[app.langIndex] : "";
}

const numberFormats = {}; // making one is slow

export function number(app, value) {
  const { lang } = app.state;
  if (!numberFormats[lang]) numberFormats[lang] = new Intl.NumberFormat(lang);
  return numberFormats[lang].format(value);
}

export function km2(app, value) {
  return app.t("unit.km2", { n: number(app, Math.round(value)) });
}

// Names of a place in a language: strings, or [name, first day, day after the last] for a name of the time.
export function placeName(app, place) {
  const first = place.n[app.langIndex][0];
  return typeof first === "string" ? first : first[0];
}

export function nameThen(app, place, day) {
  const label = placeName(app, place);
  const found = place.n[app.langIndex].find((one) => typeof one !== "string" && one[0] !== label &&
    (one[1] === null || one[1] <= day) && (one[2] === null || day < one[2]));
  return found ? found[0] : "";
}

// Writes the words of one language into the shell; `data-t` names the text, `data-t-label` the accessible name.
export function writeShell(app) {
  app.root.querySelectorAll("[data-t]").forEach((node) => { node.textContent = app.t(node.dataset.t); });
  app.root.querySelectorAll("[data-t-label]").forEach((node) => {
    node.setAttribute("aria-label", app.t(node.dataset.tLabel));
    if (node.tagName === "BUTTON") node.title = app.t(node.dataset.tLabel);
  });
  app.root.querySelectorAll("[data-t-hint]").forEach((node) => { node.placeholder = app.t(node.dataset.tHint); });
  document.documentElement.lang = app.state.lang;
  document.title = app.raw.title || app.t("app.name") + " · " + app.t("app.subtitle");
}

export function holderName(app, row) {
  return row ? inLang(app, app.model.parties[row.p].n) : app.t("none.holder");
}

export function partyNames(app, list) {
  return list.map((p) => inLang(app, app.model.parties[p].n)).join(", ");
}

export function statusText(app, row) {
  return app.t("status." + (app.model.parties[row.p].id === "unsettled" ? "unsettled" : row.status));
}

export function swatch(app, party, small) {
  return h("span", { class: "sw sw-" + app.model.parties[party].lineage + (small ? " sw-small" : ""),
    "aria-hidden": "true" });
}
