// Keeping a play: in the browser where it lets a page from a disk do so, and as a file, which always works.

import { dump } from "../../../engine/log.js";
import { h } from "../../../maps/js/dom.js";

const MOST = 6; // plays that are kept; the oldest goes first

// Keeps the plays of one copy of a page, each by when it was begun: two pupils on one computer do not meet in one.
export function makeStore(key) {
  let works = true;
  let current = "";

  function guarded(work) {
    try {
      return work(window.localStorage);
    } catch (error) {
      works = false; // forbidden, absent, or full
      return null;
    }
  }
  const begun = (name) => Number(name.slice(key.length + 1));
  const names = (storage) => Object.keys(storage).filter((name) => name.indexOf(key + "@") === 0).sort((one, other) => begun(other) - begun(one));
  return {
    says: { kept: "save.kept", not: "save.not.kept", note: "start.note" },
    // The plays kept, the newest first: [{ begun: ms, text }].
    plays: () => guarded((storage) => names(storage).map((name) => ({ name, begun: begun(name), text: storage.getItem(name) }))) || [],
    begin: () => {
      current = key + "@" + Date.now();
      guarded((storage) => names(storage).slice(MOST - 1).forEach((name) => storage.removeItem(name)));
    },
    resume: (play) => { current = play.name; },
    keep: (game) => {
      works = true;
      guarded((storage) => storage.setItem(current, dump(game.log)));
      return works;
    },
    forget: () => guarded((storage) => storage.removeItem(current)),
    works: () => works,
  };
}

export function saveFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  const link = h("a", { href: address, download: name });
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  window.setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// A labelled field for a file; `work` gets its text, empty where it cannot be read.
export function fileField(label, work) {
  const input = h("input", { type: "file", class: "file-field", accept: ".jsonl,.txt,.json" });
  input.addEventListener("change", () => {
    const file = input.files[0];
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => work(String(reader.result));
    reader.onerror = () => work("");
    reader.readAsText(file);
    input.value = "";
  });
  return h("label", { class: "button file-button" }, h("span", null, label), input);
}
