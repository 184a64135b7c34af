// A story told stop by stop, in the panel or as a talk. The state knows one word, such as `kars.3`; the stop that it
// names says day, layer, land and view. Leaving gives back what one had before.

import { h, refill, classIf, icon } from "./dom.js";
import { sourceCount, underPage, wholeStory } from "./storypage.js";
import { makeStoryList } from "./storylist.js";
import { makeStoryLand } from "./storyland.js";
import { DEFAULT_WINDOW } from "./hash.js";

const PAGE_KEYS = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const TAKES_KEYS = "input,select,textarea,[role=tab],.leaflet-container,.story-list";
const TAKES_SPACE = "button,a,summary";
const KEPT = ["day", "layer", "sel", "tab", "view", "ev", "win", "thread", "kind", "at", "aid", "route", "cmp", "cmpB", "cmpView", "only",
  "find", "edge", "art"];
const SETTLED = 140; // ms after a change of size until the map has been measured

function buttonOf(cls, mark, work) {
  return h("button", { type: "button", class: cls, onclick: work }, icon(mark), h("span"));
}

export function makeStories(app) {
  const { root, state, map } = app;
  const section = root.querySelector(".story");
  const land = makeStoryLand(app);
  let told = ""; // the stop on the page
  let saved = null;
  let talk = false;
  let turning = false; // the stop itself changes the state

  app.stories = () => app.told.raw.stories.filter((one) => one.a.every((stop) => stop.d >= 0 && stop.d <= app.model.span));
  const list = makeStoryList(app, (id) => go(id, 0));

  function parse(text) {
    const [id, number] = text.split(".");
    const story = text && app.stories().find((one) => one.id === id);
    return story ? { story, k: Math.max(0, Math.min(story.a.length, Number(number)) - 1) } : null;
  }
  const go = (id, k) => app.set({ story: id + "." + (k + 1) });

  function move(by) {
    const { story, k } = parse(told);
    const next = Math.max(0, Math.min(story.a.length - 1, k + by));
    if (next !== k) go(story.id, next);
  }

  // --- the page, made once; turning it over changes its words only, so that the focus stays where it is ------------
  const name = h("p", { class: "kicker" });
  const count = h("p", { class: "story-count" });
  const title = h("h2", { class: "story-title", tabindex: "-1" });
  const date = h("p", { class: "story-date" });
  const text = h("p", { class: "story-text" });
  const under = h("div", { class: "story-under" });
  const whole = h("div", { class: "story-whole" });
  const live = h("p", { class: "visually-hidden", role: "status" });
  const dots = h("ol", { class: "story-dots" });
  const talkButton = buttonOf("story-talk", "wide", () => setTalk(!talk));
  const leaveButton = buttonOf("story-leave", "close", () => leave());
  const back = buttonOf("story-back", "left", () => move(-1));
  const on = buttonOf("story-on", "right", () => move(1));
  const page = h("div", { class: "story-page", tabindex: "0", role: "group" }, date, title, text, under);
  refill(section, h("header", { class: "story-head" }, h("div", null, name, count), talkButton, leaveButton), page,
    h("nav", { class: "story-nav" }, back, dots, on), live, whole);

  const label = (button, key) => { button.lastChild.textContent = app.t(key); };

  function words() {
    label(talkButton, talk ? "story.talk.end" : "story.talk");
    label(leaveButton, "story.leave");
    label(back, "story.back");
    label(on, "story.on");
    section.querySelector("nav").setAttribute("aria-label", app.t("story.nav"));
  }

  function draw(found) {
    const { story, k } = found;
    const stop = story.a[k];
    const say = app.told.text;
    words();
    section.setAttribute("aria-label", say(story.n));
    page.setAttribute("aria-label", say(stop.n));
    name.textContent = say(story.n);
    count.textContent = app.t("story.count", { n: k + 1, all: story.a.length });
    date.textContent = app.days.long(stop.d, state.lang);
    title.textContent = say(stop.n);
    text.textContent = say(stop.s);
    const inside = under.contains(document.activeElement);
    refill(under, sourceCount(stop) ? underPage(app, stop, () => leave(true)) : null);
    if (inside) title.focus();
    page.scrollTop = 0;
    refillDots(story, k);
    back.disabled = k === 0;
    on.disabled = k === story.a.length - 1;
    live.textContent = count.textContent + ": " + title.textContent;
  }

  function refillDots(story, k) {
    const focused = dots.contains(document.activeElement);
    refill(dots, story.a.map((stop, i) => h("li", null, h("button", { type: "button", class: "story-dot",
      "aria-label": app.t("story.stop", { n: i + 1, title: app.told.text(stop.n) }), title: app.told.text(stop.n),
      "aria-current": i === k ? "step" : null, onclick: () => go(story.id, i) }))));
    if (focused) dots.children[k].firstChild.focus();
  }

  // --- coming, turning over, leaving -----------------------------------------------------------------------------
  function selected(id) {
    if (!id) return null;
    const { territories, places } = app.told;
    return territories[id] === undefined ? { kind: "p", index: places[id] } : { kind: "t", index: territories[id] };
  }

  function patchOf(stop) {
    return { day: stop.d, layer: app.model.layers[stop.l], sel: selected(stop.sel), ev: (stop.e || [""])[0], win: 0, thread: "",
      kind: "", at: "", aid: "", route: stop.r || "", cmp: "", cmpB: "", find: "", edge: "", art: "", view: "map" };
  }

  function enter(before) {
    // A page that was opened at a stop has nothing to go back to.
    saved = before.story === state.story ? null : { view: [map.getCenter(), map.getZoom()], state: {} };
    if (saved) KEPT.forEach((key) => { saved.state[key] = before[key]; });
    section.hidden = false;
    classIf(root, "telling", true);
    app.remeasure();
  }

  function exit() {
    section.hidden = true;
    classIf(root, "telling", false);
    land.veil(null);
    app.remeasure();
  }

  // `stay`: keep the day and the view of the stop, because one goes on from there.
  function leave(stay) {
    const before = stay ? null : saved;
    setTalk(false);
    const patch = stay ? {} : Object.assign({ ev: "", route: "" }, before ? before.state : {});
    app.set(Object.assign({ story: "", win: DEFAULT_WINDOW }, patch), "jump");
    if (before) map.setView(before.view[0], before.view[1], { animate: false });
    if (!stay) list.button.focus();
  }

  function turn(before) {
    const found = parse(state.story);
    if (!found) {
      if (told) { told = ""; exit(); }
      if (state.story) app.set({ story: "" });
      return;
    }
    const first = !told;
    told = state.story;
    if (first) enter(before);
    const stop = found.story.a[found.k];
    land.veil(stop.lit);
    turning = true;
    app.set(patchOf(stop), "jump");
    turning = false;
    draw(found);
    land.frame(stop, first);
    if (first) title.focus();
  }

  app.on("state", (before) => {
    if (!app.told) return;
    // Who opens an event or a comparison goes on from there.
    const elsewhere = ["ev", "cmp"].some((key) => state[key] && state[key] !== before[key]);
    if (told && state.story === told && elsewhere && !turning && !talk) leave(true);
    else if (state.story !== told) turn(before);
    else if (told && before.lang !== state.lang) draw(parse(told));
  });
  app.on("told", () => { if (state.story) turn(state); });

  // --- as a talk ------------------------------------------------------------------------------------------------
  function setTalk(wanted) {
    if (talk === wanted) return;
    talk = wanted;
    classIf(root, "talk", talk);
    fullScreen(talk);
    words();
    app.remeasure();
    reframe();
    if (talk) title.focus();
    else talkButton.focus();
  }

  function reframe() {
    const found = told && parse(told);
    if (found) land.frame(found.story.a[found.k], true);
  }

  // A window that may not fill the screen, as in a frame of another page, holds the talk all the same.
  function fullScreen(wanted) {
    const page = document.documentElement;
    const ask = wanted ? page.requestFullscreen : document.fullscreenElement ? document.exitFullscreen : null;
    const asked = ask && ask.call(wanted ? page : document);
    if (asked && asked.catch) asked.catch(() => {});
  }
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) setTalk(false); });
  let settle = null;
  window.addEventListener("resize", () => {
    window.clearTimeout(settle);
    settle = window.setTimeout(reframe, SETTLED);
  });

  // --- keys -----------------------------------------------------------------------------------------------------
  function free({ key, target }) {
    if (talk) return !(key === " " && target.closest && target.closest(TAKES_SPACE));
    if (!target.closest || key === "Escape") return !(target.closest && target.closest("input,.story-list"));
    // The map pans with the arrows; a clicker's keys mean nothing to it.
    const kept = key.slice(0, 4) === "Page" ? TAKES_KEYS.replace(",.leaflet-container", "") : TAKES_KEYS;
    return !target.closest(kept) && !(key === " " && target.closest(TAKES_SPACE));
  }
  // Caught on the way down: in a talk the arrows turn pages even where they would move the map.
  document.addEventListener("keydown", (event) => {
    const step = PAGE_KEYS[event.key];
    if (!told || event.ctrlKey || event.altKey || event.metaKey || !(step || event.key === "Escape") || !free(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (step) move(step);
    else if (talk) setTalk(false);
    else leave();
  }, true);

  window.addEventListener("beforeprint", () => { if (told) refill(whole, wholeStory(app, parse(told).story)); });
  window.addEventListener("afterprint", () => { refill(whole); });
}
