// What the parts of a play need of the page round them: words, texts, numbers, the preview on the map. The play page and
// the room each add their own `ask` and `send`; see hudut/play/words.py.

import { h, svg, classIf } from "../../../maps/js/dom.js";
import { makeDays } from "../../../maps/js/days.js";
import { numberText } from "../../../maps/js/text.js";
import { makeTeller } from "./teller.js";
import { changeList } from "./changes.js";

const LAYERS = ["control", "title", "agreed"];

// `root` gets the class `previewing` while a preview is on the map; `translate` gives a text by language and id.
export function makeDesk(root, translate) {
  const desk = { lang: "", seat: null, teller: null, board: null };
  desk.t = (key, values) => translate(desk.lang, key, values);
  desk.speak = (lang, words) => {
    desk.lang = lang;
    desk.teller = makeTeller(words, desk.t, makeDays(0, translate));
  };
  desk.number = (n) => numberText(desk.t, n);
  desk.km2 = (n) => desk.t("unit.km2", { n: desk.number(n) });
  desk.icon = (d) => svg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, svg("path", { d }));
  desk.preview = (what) => {
    classIf(root, "previewing", Boolean(what) && what.changes.land.length > 0);
    if (!desk.board) return;
    if (!what) {
      desk.board.hatch([], null);
      return;
    }
    desk.board.hatch(Array.from(new Set(what.changes.land.map((one) => one.territory))), [h("strong", null, what.title),
      changeList(desk, what.changes), what.notes.filter(Boolean).map((note) => h("p", { class: "hint" }, note))]);
  };
  // Land has changed hands: it lights up, in a layer in which that can be seen.
  desk.moved = (land) => {
    if (!desk.board) return;
    desk.board.settle();
    const layers = LAYERS.filter((layer) => land.some((one) => one.layer === layer));
    if (layers.length && layers.indexOf(desk.board.layer()) < 0) desk.board.setLayer(layers[0]);
    const ids = land.map((one) => one.territory);
    desk.board.reveal(ids);
    desk.board.flash(ids);
  };
  return desk;
}
