// Small maps of the debrief: history, and each table with what differs from it outlined.

import { boot } from "./common.js";
import { thumb } from "./thumbs.js";

document.querySelectorAll("[data-map]").forEach((node) => {
  const number = node.getAttribute("data-map");
  thumb(node, boot.day, boot.maps[number], number === "0" ? null : boot.maps["0"]);
});
document.querySelectorAll("[data-print]").forEach((node) => node.addEventListener("click", () => window.print()));
document.body.classList.add("ready");
