// The map of a table: maps/js/board.js, framed on what the act is about, once the server has made it.

import { h } from "../../../maps/js/dom.js";
import { makeBoard } from "../../../maps/js/board.js";
import { boot, mapMade } from "./common.js";

const ANYWHERE = { center: [0, 0], zoom: 6 }; // the board turns to what the act is about

// `drawn` is called once the board is there; the desk has it from then on.
export const mapInto = async (box, desk, drawn) => {
  await mapMade();
  const raw = await (await fetch("/board.json")).json();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(h("div", { class: "folium-map" }),
    Object.assign({ zoomAnimation: !still, fadeAnimation: false, markerZoomAnimation: false }, ANYWHERE, raw.options));
  const board = makeBoard(map, box, Object.assign(raw, { strings: { [boot.lang]: boot.strings }, lang: boot.lang, title: document.title }));
  board.setLang(boot.lang);
  desk.board = board;
  drawn(board);
  // The map follows its box: the window, the tabs of the phone, and what stands below it.
  new window.ResizeObserver(() => board.resize()).observe(box);
};

// A board out of sight, for small pictures.
export function mapUnseen(desk, drawn) {
  const box = h("section", { class: "map-box unseen", "aria-hidden": "true" });
  document.body.appendChild(box);
  mapInto(box, desk, drawn);
}
