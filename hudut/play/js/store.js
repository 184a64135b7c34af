// Keeping a play: in the browser where it lets a page from a disk do so, and as a file, which always works.

import { h } from "../../../maps/js/dom.js";

export function makeStore(key) {
  let works = true;

  function guarded(work) {
    try {
      return work(window.localStorage);
    } catch (error) {
      works = false; // forbidden, absent, or full
      return null;
    }
  }
  return {
    read: () => guarded((storage) => storage.getItem(key)),
    keep: (text) => guarded((storage) => storage.setItem(key, text)),
    forget: () => guarded((storage) => storage.removeItem(key)),
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
