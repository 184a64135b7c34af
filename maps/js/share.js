// The menu of the header: copy the link, save the picture, print, light or dark.

import { h, classIf } from "./dom.js";
import { copyText } from "./copytext.js";
import { writeHash } from "./hash.js";
import { drawPicture, makePng, pictureText } from "./picture.js";

const KEEP_MS = 60000; // a slow computer may take its time to write the file

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name, class: "visually-hidden" });
  document.body.appendChild(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}

export function makeShare(app) {
  const { root } = app;
  const box = root.querySelector(".menu");
  const list = box.querySelector(".menu-list");
  const opener = box.querySelector(".go-menu");
  const note = box.querySelector(".menu-note");
  const field = box.querySelector(".menu-link");

  // A file on somebody's disk is named without its folders: they are nobody else's business.
  app.permalink = () => {
    const page = window.location.href.split("#")[0];
    return (window.location.protocol === "file:" ? decodeURIComponent(page.split("/").pop()) : page) + writeHash(app);
  };

  function open(on) {
    list.hidden = !on;
    opener.setAttribute("aria-expanded", String(on));
    if (!on) { note.textContent = ""; field.hidden = true; }
  }

  function copyLink() {
    copyText(window.location.href.split("#")[0] + writeHash(app), (done) => {
      note.textContent = app.t(done ? "link.copied" : "link.by-hand");
      field.hidden = done;
      field.value = window.location.href.split("#")[0] + writeHash(app);
      if (!done) field.select();
    });
  }

  function fileName(suffix) {
    const { day, layer, lang } = app.state;
    return ["hudut", app.days.toIso(day), layer, lang].join("-") + suffix;
  }

  function savePicture(kind) {
    const node = drawPicture(app);
    const said = (blob) => {
      if (blob) save(blob, fileName("." + kind));
      const words = app.t(blob ? "picture.saved" : "picture.failed", { file: fileName("." + kind) });
      if (blob) { open(false); opener.focus(); }
      (blob ? root.querySelector(".live") : note).textContent = words;
    };
    if (kind === "png") makePng(node, said);
    else said(new Blob([pictureText(node)], { type: "image/svg+xml" }));
  }

  opener.addEventListener("click", () => open(list.hidden));
  list.querySelectorAll(".go-compare-too,.go-theme").forEach((button) => button.addEventListener("click", () => {
    open(false);
    if (button.classList.contains("go-theme")) opener.focus(); // the comparison takes the focus itself
  }));
  box.querySelector(".copy-link").addEventListener("click", copyLink);
  box.querySelectorAll("[data-picture]").forEach((button) => {
    button.addEventListener("click", () => savePicture(button.dataset.picture));
  });
  box.querySelector(".print-page").addEventListener("click", () => { open(false); window.print(); });
  box.querySelectorAll("[data-zoom]").forEach((button) => {
    button.addEventListener("click", () => app.map.zoomIn(Number(button.dataset.zoom)));
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); open(false); opener.focus(); }
    else if (step && event.target !== field) {
      event.preventDefault();
      open(true);
      const rows = Array.from(list.querySelectorAll("button")).filter((row) => row.offsetParent && !row.disabled);
      rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length].focus();
    }
  });
  document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) open(false); });
  // Nothing is on the map to be saved while the table is shown.
  const show = () => {
    const off = app.state.view === "table";
    box.querySelectorAll("[data-picture]").forEach((button) => { button.disabled = off; });
    classIf(box, "no-map", off);
  };
  opener.addEventListener("click", show);
}
