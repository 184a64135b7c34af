// Small maps: who governs each piece of land, without names or relief. Used by the console and the debrief.

import { h, svg, refill } from "./dom.js";
import { boot, mapMade } from "./common.js";

let ground = null;
const waiting = [];

async function load() {
  await mapMade();
  ground = await (await fetch("/ground.json")).json();
  waiting.splice(0).forEach((work) => work());
}
load();

function holder(land, day) {
  const row = ground.rows[land].find((one) => one[0] <= day && day < one[1]);
  return row ? row[2] : "";
}

// `other`: holdings to compare with; land that differs gets a dashed outline.
function draw(node, day, held, other) {
  const now = {};
  Object.keys(ground.land).forEach((land) => { now[land] = holder(land, day); });
  const past = Object.assign({}, now);
  held.forEach(([land, layer, party]) => { if (layer === "control" && now[land] !== undefined) now[land] = party; });
  (other || []).forEach(([land, layer, party]) => { if (layer === "control" && past[land] !== undefined) past[land] = party; });
  // The outline of a holder's land is drawn wider than the land that then covers it, so borders inside it vanish.
  const groups = {};
  Object.keys(now).forEach((land) => { (groups[now[land]] = groups[now[land]] || []).push(ground.land[land]); });
  const paths = Object.keys(groups).map((party) => [
    svg("g", { class: "thumb-edge" }, groups[party].map((d) => svg("path", { d }))),
    svg("g", null, groups[party].map((d) => svg("path", { d, class: "w-" + (ground.lineages[party] || "unsettled") })))]);
  const differ = other ? Object.keys(now).filter((land) => now[land] !== past[land]) : [];
  refill(node, svg("svg", { viewBox: "0 0 " + ground.size.join(" "), class: "thumb", "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" },
    paths, svg("g", { class: "thumb-differs" }, differ.map((land) => svg("path", { d: ground.land[land] })))));
}

export function thumb(node, day, held, other) {
  const work = () => draw(node, day, held, other);
  if (ground) work();
  else {
    refill(node, h("p", { class: "note" }, boot.strings["map.making"]));
    waiting.push(work);
  }
}
