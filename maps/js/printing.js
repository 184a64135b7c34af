// On paper the plate has a size of its own, and legend and scale stand outside it: the map is measured anew before and
// after printing, and a foot says where it all comes from.

import { h, classIf } from "./dom.js";

const PRINT_SIZE = [1027, 474];

export function makePrinting(app, redrawAll) {
  const { root } = app;
  const slot = root.querySelector(".map-slot");
  let foot = null;

  function resize([width, height]) {
    slot.style.width = width ? width + "px" : "";
    slot.style.height = height ? height + "px" : "";
    app.map.invalidateSize({ animate: false, pan: true });
    redrawAll();
  }
  window.addEventListener("beforeprint", () => {
    if (foot) return;
    foot = h("p", { class: "print-foot" }, app.t("picture.credit", { credit: app.t("credit") }) + " " + app.permalink());
    root.querySelector(".legend").appendChild(foot);
    classIf(root, "printing", true);
    resize(PRINT_SIZE);
  });
  window.addEventListener("afterprint", () => {
    if (foot) foot.remove();
    foot = null;
    classIf(root, "printing", false);
    resize([]);
  });
}
