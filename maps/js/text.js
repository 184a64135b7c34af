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

// A number with the marks of the language, to three decimals; `t` gives a text of it by id.
export function numberText(t, value) {
  const [whole, rest] = String(Math.round(value * 1000) / 1000).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, t("number.group")) + (rest ? t("number.decimal") + rest : "");
}

export function number(app, value) {
  return numberText(app.t, value);
}

// A list as people write it: Kars, Batum and Ardahan.
export function listed(t, items) {
  const put = (id, one, other) => t(id).replace("{0}", () => one).replace("{1}", () => other);
  if (items.length < 2) return items.join("");
  const start = items.slice(0, -1).reduce((one, other) => put("list.middle", one, other));
  return put(items.length > 2 ? "list.end" : "list.two", start, items[items.length - 1]);
}

// Compares names by the letters of the language; other letters count as the nearest of them, figures by their value.
export function inOrder(app) {
  const letters = app.t("letters").split(" ");
  const keys = new Map();
  function place(sign) {
    const near = [sign, sign === "ı" ? "i" : sign.normalize("NFD")[0]].find((one) => letters.indexOf(one) >= 0);
    return near ? letters.indexOf(near) : letters.length;
  }
  const sortable = (sign) => (/\d/.test(sign) ? sign : /\p{L}/u.test(sign) ? String.fromCharCode(256 + place(sign)) : " ");
  function key(text) {
    if (!keys.has(text)) {
      keys.set(text, Array.from(text.toLocaleLowerCase(app.state.lang), sortable).join("").replace(/\d+/g, (n) => n.padStart(9, "0")));
    }
    return keys.get(text);
  }
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a < b ? -1 : a > b ? 1 : 0);
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
  return listed(app.t, list.map((p) => inLang(app, app.model.parties[p].n)));
}

export function statusText(app, row) {
  return app.t("status." + (app.model.parties[row.p].id === "unsettled" ? "unsettled" : row.status));
}

// Rows of holders in words, each holder once.
export function heldText(app, rows) {
  const texts = rows.map((row) => holderName(app, row) + (row.status === "sovereign" ? "" : " (" + statusText(app, row) + ")"));
  return texts.filter((text, k) => texts.indexOf(text) === k).join(" → ") || app.t("none.holder");
}

export function swatch(app, party, small) {
  return h("span", { class: "sw sw-" + app.model.parties[party].lineage + (small ? " sw-small" : ""),
    "aria-hidden": "true" });
}
