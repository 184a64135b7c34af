// The debrief of a class: each table beside history, drawn as at the end of a play; then questions for the class.

import { h, refill } from "../../../maps/js/dom.js";
import { debriefOf } from "../../play/js/debrief.js";
import { picturesOf } from "../../play/js/pictures.js";
import { boot, $, t, makeRoomDesk } from "./common.js";
import { forecastsOf } from "./forecast.js";
import { mapUnseen } from "./mapping.js";

const QUESTIONS = [1, 2, 3, 4, 5];

function nameOf(column) {
  if (!column.number) return t("debrief.history");
  return t("table", { n: column.number }) + (column.number === boot.mine ? " (" + t("yours") + ")" : "");
}

if (boot.columns.length) {
  const desk = makeRoomDesk($("#main"));
  const columns = boot.columns.map((column) => Object.assign(column, { name: nameOf(column) }));
  const pictures = h("div", null, h("p", { class: "hint" }, t("map.making")));
  refill($("#debrief"), debriefOf(desk, columns, boot.after, pictures),
    columns.map((column) => forecastsOf(desk, column)),
    h("section", { class: "debrief" }, h("h2", null, t("class.questions")),
      h("ol", { class: "questions" }, QUESTIONS.map((n) => h("li", null, t("class.question." + n))))));
  mapUnseen(desk, () => refill(pictures, picturesOf(desk, columns)));
}
document.querySelectorAll("[data-print]").forEach((node) => node.addEventListener("click", () => window.print()));
document.body.classList.add("ready");
