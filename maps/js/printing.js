// On paper the plate has a size of its own, and legend and scale stand outside it: the map is measured anew before and
// after printing, and a foot says where it all comes from.

import { h, classIf } from "./dom.js";

const PRINT_SIZE = [1027, 474];
const BRIEF = 250; // letters of a panel, with fewer than which it gets no sheet of its own
const UNPRINTED = ".around, .same-day"; // as css/print.css leaves them out

export function makePrinting(app, redrawAll) {
  const { root } = app;
  const slot = root.querySelector(".map-slot");
  let foot = null;
  let opened = [];

  function resize([width, height]) {
    slot.style.width = width ? width + "px" : "";
    slot.style.height = height ? height + "px" : "";
    app.map.invalidateSize({ animate: false, pan: true });
    redrawAll();
  }
  function isBrief() {
    const body = root.querySelector(".panel-body");
    return Array.from(body.querySelectorAll(UNPRINTED)).reduce((left, one) => left - one.textContent.length, body.textContent.length) < BRIEF;
  }
  window.addEventListener("beforeprint", () => {
    if (foot) return;
    if (app.tellNow && !app.told) app.tellNow(); // a sheet without its sources is no sheet
    // Sources that are folded away on the screen stand open on paper.
    opened = Array.from(root.querySelectorAll(".panel-body details.folded:not([open])"));
    opened.forEach((one) => { one.open = true; });
    foot = h("p", { class: "print-foot" }, app.t("picture.credit", { credit: app.t("credit") }) + " " + app.permalink());
    root.querySelector(app.state.view === "table" ? ".table-view" : ".legend").appendChild(foot);
    classIf(root, "printing", true);
    classIf(root, "brief", isBrief());
    resize(PRINT_SIZE);
  });
  window.addEventListener("afterprint", () => {
    if (foot) foot.remove();
    foot = null;
    opened.forEach((one) => { one.open = false; });
    classIf(root, "printing", false);
    classIf(root, "brief", false);
    resize([]);
  });
}
