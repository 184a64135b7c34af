// A citation in words. It is a record: { title, authors, year, lang, lines, words, reads, via } of a text, or
// { title, address, opened, says, grade } of a page that was opened; what is missing goes unsaid.

import { h } from "./dom.js";

export function citeBody(t, one) {
  const words = (one.words || []).map((word) => "“" + word + "”").join(", ");
  return h("span", { class: "cite-body" }, one.authors ? one.authors + ", " : "",
    one.address ? h("a", { href: one.address, rel: "noreferrer noopener", target: "_blank" }, one.title)
      : h("cite", { lang: one.lang }, one.title),
    one.year ? " (" + one.year + ")" : "", one.lines ? ", " + t("cite.lines", { lines: one.lines }) : "",
    one.grade ? [" ", h("span", { class: "grade", title: t("grade." + one.grade + ".long") }, "[" + t("grade." + one.grade) + "]")] : "",
    one.opened ? " (" + t("cite.opened", { date: one.opened }) + ")" : "",
    words ? [": ", h("q", { lang: one.lang, class: "witness" }, words)] : null, one.reads ? " [" + one.reads + "]" : "",
    one.via ? h("span", { class: "via" }, " " + t("cite.via", { via: one.via })) : null,
    one.says ? [": ", h("span", { class: "says", lang: "en" }, one.says)] : null);
}

export function plainCite(t, one) {
  return citeBody(t, one).textContent + (one.address ? " <" + one.address + ">" : "");
}
