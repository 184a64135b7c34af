// Puts the parts together. All state is in one object; `set` changes it, and the parts redraw what depends on it.

import { classIf, empty } from "./dom.js";
import { later, makeIdle, whenIdle } from "./idle.js";
import { makeDays } from "./days.js";
import { unpackJson } from "./unpack.js";
import { unpackChronicle } from "./telling.js";
import { makeModel } from "./model.js";
import { makeTexts, writeShell, heldText, inLang } from "./text.js";
import { edgeName } from "./bordercard.js";
import { selName, territoryOf } from "./history.js";
import { makeViewport } from "./viewport.js";
import { DEFAULT_WINDOW, readHash, writeHash } from "./hash.js";
import { makePlate } from "./plate.js";
import { makeLabels } from "./labels.js";
import { makeNeatline } from "./neatline.js";
import { makeTimebar } from "./timebar.js";
import { makePanel } from "./panel.js";
import { makeLegend } from "./legend.js";
import { makeSelect } from "./select.js";
import { makeBorders } from "./borders.js";
import { makeCompare } from "./comparebar.js";
import { makeControls } from "./controls.js";
import { makeMarks } from "./marks.js";
import { makeRoutes } from "./routes.js";
import { makeSearch } from "./search.js";
import { makeLandscape } from "./landscape.js";
import { makePrinting } from "./printing.js";
import { makeOdds } from "./odds.js";
import { makeOften } from "./often.js";
import { makeShare } from "./share.js";
import { welcome } from "./guests.js";
import { makeStories } from "./story.js";

const SAY_AFTER = 350; // the live region waits until the slider rests
const WRITE_AFTER = 250;
const PANEL_AFTER = 120;
const BEGIN_WITHIN = 400; // after the first picture, however busy the browser is
const FOLLOW_AFTER = 200; // while time is dragged, legend and names follow at most this often
const TWO_FRAMES = 36; // ms: where two take longer, one was lost, and legend and names wait until the hand rests
const TOLD = ["ev", "win", "thread", "kind", "at", "aid", "route"];
const COMPARED = ["cmp", "cmpB", "cmpView", "only", "day", "layer"];

// Like `later`, but work that keeps coming does not put it off.
function soon(wait, work) {
  let timer = null;
  return () => {
    if (!timer) timer = window.setTimeout(() => { timer = null; work(); }, wait);
  };
}

function makeApp(map, id) {
  const root = document.getElementById(id);
  const raw = JSON.parse(document.getElementById(id + "_data").textContent);
  const translate = makeTexts(raw);
  const days = makeDays(raw.first, translate);
  const model = makeModel(raw, days);
  const heard = {};
  const app = { map, root, raw, days, model, told: null, lit: false, tableKept: {},
    state: { day: raw.opening, layer: "control", lang: raw.lang, sel: null,
      tab: "day", view: "map", theme: "", speed: 7, ev: "", win: DEFAULT_WINDOW, thread: "", kind: "", at: "", aid: "", route: "", cmp: "", cmpB: "", cmpView: "swipe", only: false, look: "",
      edge: "", art: "", story: "", find: "", table: "holders", often: false } };
  let late = null;
  // Long texts and citations are unpacked when first read, or when the browser has nothing else to do.
  app.late = () => {
    if (!late) late = unpackJson(document.getElementById(id + "_late").textContent);
    return late;
  };
  app.t = (key, values) => translate(app.state.lang, key, values);
  app.on = (name, work) => { (heard[name] = heard[name] || []).push(work); };
  app.emit = (name, value) => { (heard[name] || []).forEach((work) => work(value)); };
  return app;
}

export function startTimeMap(map, id) {
  const app = makeApp(map, id);
  const { root, state, model } = app;
  const slot = root.querySelector(".map-slot");
  empty(slot).appendChild(map.getContainer()); // over the picture of the opening day
  welcome(app);
  const wanted = readHash(app, window.location.hash);
  Object.assign(state, wanted, { look: "" });
  app.langIndex = app.raw.langs.indexOf(state.lang);
  if (state.ev && app.raw.telling) state.tab = "events";
  else if (state.sel || state.edge) state.tab = "place";
  else if (state.cmp) state.tab = "compare";
  map.invalidateSize({ animate: false });
  const controls = makeControls(app);
  const viewport = makeViewport(app, controls.go);
  controls.go("frontier");
  viewport.restore(wanted.look || "");
  app.plate = makePlate(app);
  const select = makeSelect(app);
  const borders = makeBorders(app);
  const compare = makeCompare(app);
  const legend = makeLegend(app);
  const labels = makeLabels(app);
  const neatline = makeNeatline(app);
  const timebar = makeTimebar(app);
  const panel = makePanel(app);
  const marks = app.raw.telling ? makeMarks(app) : { draw: () => {} };
  const routes = makeRoutes(app);
  app.landscape = makeLandscape(app);
  makeOdds(app);
  makeOften(app);
  makeSearch(app);
  makeShare(app);
  if (app.raw.telling) makeStories(app);

  const live = root.querySelector(".live");
  const say = later(SAY_AFTER, () => {
    const happened = app.model.datesOn(state.day).map((one) => inLang(app, app.model.bases[one.b].n));
    const changed = app.model.changesOn(state.layer, state.day).length;
    live.textContent = [app.days.long(state.day, state.lang), app.t("live.changes", { count: changed })]
      .concat(happened.slice(0, 2)).join(". ");
  });
  // What is chosen is said, with who holds it: the map is mute to who cannot see it.
  const sayChosen = later(SAY_AFTER, () => {
    if (state.edge) live.textContent = app.t("border.kicker") + ": " + edgeName(app, app.edges().byId[state.edge]);
    else if (state.sel) {
      const t = territoryOf(app, state.sel);
      live.textContent = selName(app, state.sel) + ": " + heldText(app, t < 0 ? [] : model.rowsAt(state.layer, t, state.day));
    }
  });
  let address = window.location.hash; // as it was last read or written
  const write = later(WRITE_AFTER, () => {
    const hash = writeHash(app);
    if (window.location.hash !== address) return; // another was set just now: it is read first
    // A page inside a frame without an address of its own may not set one; the map works all the same.
    try {
      if (window.location.hash !== hash) window.history.replaceState(null, "", hash);
      address = window.location.hash;
    } catch (error) {
      app.hashless = true;
    }
  });
  function names() {
    idle.stop();
    marks.draw();
    routes.draw();
    app.landscape.draw();
    labels.place();
  }
  // While time is dragged only land, borders and date keep up with the hand; all else follows when there is time.
  const idle = makeIdle();
  let ready = false;
  let dragging = false;
  let weary = false; // in this drag the browser could not draw a frame in time
  const follow = () => idle.start(following(), true);
  const followSoon = soon(FOLLOW_AFTER, () => { if (!weary) follow(); });
  const followAtRest = later(FOLLOW_AFTER, follow);
  function weigh() {
    const from = performance.now();
    window.requestAnimationFrame(() => window.requestAnimationFrame(() => {
      if (weary || performance.now() - from < TWO_FRAMES) return;
      weary = true;
      idle.stop();
      followAtRest();
    }));
  }
  function* following() {
    const steps = [() => { legend.show(); timebar.show(); }, marks.draw, () => { routes.draw(); app.landscape.draw(); }];
    for (const step of steps) {
      step();
      weigh();
      yield;
    }
    yield* labels.placing();
  }
  const spare = makeIdle();
  const rehearse = () => spare.start(app.plate.rehearsing(state.layer));
  const panelSoon = later(PANEL_AFTER, () => panel.show(true));
  function drawFirst() {
    app.langIndex = app.raw.langs.indexOf(state.lang);
    writeShell(app);
    controls.show();
    app.plate.show(state.layer, state.day);
    neatline.draw();
    timebar.redraw();
    select.outline();
  }
  function drawRest(fromItsHead) {
    borders.outline();
    app.landscape.draw();
    compare.show();
    legend.show();
    names();
    panel.show(fromItsHead);
  }
  function redrawAll(fromItsHead) {
    drawFirst();
    drawRest(fromItsHead);
  }

  app.set = (patch, how) => {
    const before = Object.assign({}, state);
    const another = patch.ev !== undefined && patch.ev !== state.ev; // an article goes with the card of its treaty
    Object.assign(state, patch.view === "map" ? { find: "" } : {}, another ? { art: "" } : {}, patch);
    const changed = (name) => before[name] !== state[name];
    const elsewhere = ["day", "tab", "sel", "ev", "edge"].some(changed);
    if (!ready) {
      drawFirst();
      return;
    }
    if (app.lit && (!state.art || ["tab", "layer"].some(changed))) { app.lit = false; app.light(null); }
    if (changed("lang") || changed("theme") || changed("view")) {
      redrawAll(elsewhere);
    } else {
      const drawn = app.plate.drawn;
      const dragged = how === "drag";
      weary = weary && dragged;
      if (dragged && !dragging) weigh();
      dragging = dragged;
      if (["day", "layer"].some(changed) || how === "settle") {
        app.plate.show(state.layer, state.day, dragged);
        (dragged ? timebar.keepUp : timebar.show)();
      }
      if (changed("layer")) { controls.show(); timebar.redraw(); rehearse(); }
      if (changed("sel")) select.outline();
      if (["edge", "art", "layer"].some(changed) || !dragged) borders.outline();
      if (changed("often")) legend.show();
      if (["cmp", "cmpB"].some(changed)) {
        app.plate.show(state.layer, state.day);
        legend.show();
      }
      if ((state.cmp || before.cmp) && COMPARED.some(changed)) compare.show();
      if (dragged) {
        (weary ? followAtRest : followSoon)();
      } else if (how === "settle" || app.plate.drawn !== drawn || TOLD.concat(["sel", "day"]).some(changed)) {
        legend.show();
        names();
      }
      if (how === "drag" || how === "play") panelSoon();
      else panel.show(elsewhere);
    }
    const moved = changed("day") && (how === "step" || how === "jump" || how === "play");
    app.plate.flash(moved ? app.model.changesOn(state.layer, state.day).map((change) => change.t) : []);
    write();
    app.emit("state", before);
    if (changed("day") || changed("layer")) say();
    else if (changed("sel") || changed("edge")) sayChosen();
  };

  app.on("moved", () => {
    write();
    if (state.cmp) panel.show(); // what is in sight stands first
  });
  window.addEventListener("hashchange", () => {
    address = window.location.hash;
    const { look, ...wanted } = readHash(app, window.location.hash);
    if (writeHash(app) === window.location.hash) return;
    if (!wanted.story) viewport.restore(look || "");
    app.set(Object.assign({ sel: null, ev: "", edge: "", art: "", story: "", win: DEFAULT_WINDOW, thread: "", cmp: "", cmpB: "", cmpView: "swipe", only: false, often: false, view: "map" }, wanted,
      wanted.ev ? { tab: "events" } : wanted.sel || wanted.edge ? { tab: "place" } : wanted.cmp ? { tab: "compare" } : {}), "jump");
  });
  app.on("told", () => {
    timebar.redraw();
    legend.show();
    names();
    panel.show();
    classIf(root, "told", true);
    performance.mark("hudut-told");
  });
  app.on("layout", labels.place);
  // All that needs the texts, which stand after the scripts so that the first picture waits for none of them.
  function begin() {
    ready = true;
    map.on("moveend zoomend", () => { select.outline(); legend.show(); names(); });
    // The map has another size, because the page around it has another form.
    app.remeasure = () => { map.invalidateSize({ animate: false, pan: false }); redrawAll(); };
    window.addEventListener("resize", later(80, () => { map.invalidateSize({ animate: false }); redrawAll(); }));
    makePrinting(app, redrawAll);
    drawRest();
    classIf(root, "ready", true);
    rehearse();
    unpackChronicle(app, id);
  }
  drawFirst();
  // Land, frame and date are on the screen before names, legend and texts are worked out.
  window.requestAnimationFrame(() => window.setTimeout(() => {
    performance.mark("hudut-picture");
    const soonest = () => whenIdle(begin, BEGIN_WITHIN);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", soonest);
    else soonest();
  }, 0));
  return app;
}
