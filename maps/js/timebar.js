// The time bar: the date, a native slider in whole days, buttons, playing. The one place that moves time.

import { h, empty, classIf, icon } from "./dom.js";
import { dayAt, makeLanes } from "./lanes.js";
import { inLang } from "./text.js";

const TICK = 250;
const HOLD = 1200;
const CALM_TICK = 2000; // with reduced motion, play goes from treaty to treaty
const MONTH = 30;
const LONG = 14; // letters of a date in smaller type

export function makeTimebar(app) {
  const { model, root } = app;
  const find = (name) => root.querySelector(name);
  const slider = find(".slider");
  const lanes = makeLanes(app, find(".strip"));
  const field = find(".date-field");
  const popover = find(".date-pop");
  const opener = find(".date-open");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let timer = null;

  slider.max = String(model.span);
  slider.addEventListener("input", () => app.set({ day: Number(slider.value) }, "drag"));
  slider.addEventListener("change", () => app.set({ day: Number(slider.value) }, "settle"));
  slider.addEventListener("keydown", onKey);

  function onKey(event) {
    const day = app.state.day;
    const moves = {
      ArrowRight: () => day + 1, ArrowUp: () => day + 1, ArrowLeft: () => day - 1, ArrowDown: () => day - 1,
      PageUp: () => sameDayNextMonth(1), PageDown: () => sameDayNextMonth(-1), Home: () => 0, End: () => model.span,
      "[": () => markDay(-1), "]": () => markDay(1),
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    stop();
    app.set({ day: clamp(move()) }, "step");
  }

  function clamp(day) {
    return Math.max(0, Math.min(model.span, day));
  }

  function sameDayNextMonth(step) {
    const date = app.days.toDate(app.state.day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + step];
    const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const wanted = new Date(Date.UTC(year, month, Math.min(last, date.getUTCDate()))).toISOString().slice(0, 10);
    const day = app.days.fromIso(wanted);
    return day === null ? app.state.day + step * MONTH : day;
  }

  function near(list, step) {
    const day = app.state.day;
    const found = step > 0 ? list.filter((one) => one > day) : list.filter((one) => one < day).reverse();
    return found.length ? found[0] : step > 0 ? model.span : 0;
  }
  function markDay(step) {
    return near(model.marks.map((b) => model.asDay(model.bases[b].d)).filter((day) => day >= 0 && day <= model.span), step);
  }
  function changeDay(step) {
    return near(model.changeDays[app.state.layer], step);
  }

  find(".go-prev").addEventListener("click", () => { stop(); app.set({ day: changeDay(-1) }, "step"); });
  find(".go-next").addEventListener("click", () => { stop(); app.set({ day: changeDay(1) }, "step"); });
  find(".go-play").addEventListener("click", () => (timer ? stop() : start()));

  function start() {
    if (app.state.day >= model.span) app.set({ day: 0 });
    timer = window.setTimeout(tick, calm.matches ? CALM_TICK : TICK);
    showPlay();
  }
  function stop() {
    if (timer) window.clearTimeout(timer);
    timer = null;
    showPlay();
  }
  function tick() {
    const day = app.state.day;
    const next = calm.matches ? markDay(1) : Math.min(day + app.state.speed, model.span);
    // Never step over a treaty: stop on its day for a moment.
    const mark = calm.matches ? next : Math.min(next, Math.max(day + 1, markDay(1)));
    app.set({ day: mark }, "play");
    if (mark >= model.span) { stop(); return; }
    const hold = model.datesOn(mark).some((one) => one.what === "d" && model.bases[one.b].mark);
    timer = window.setTimeout(tick, calm.matches ? CALM_TICK : hold ? HOLD : TICK);
  }
  function showPlay() {
    const button = find(".go-play");
    const id = timer ? "time.pause" : "time.play";
    button.dataset.tLabel = id;
    button.setAttribute("aria-label", app.t(id));
    button.title = app.t(id);
    empty(button).appendChild(icon(timer ? "pause" : "play"));
  }

  opener.addEventListener("click", () => openPopover(popover.hidden));
  function openPopover(open) {
    popover.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) field.focus();
  }
  popover.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { openPopover(false); opener.focus(); }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!popover.hidden && !popover.contains(event.target) && !opener.contains(event.target)) openPopover(false);
  });
  field.min = app.days.toIso(0);
  field.max = app.days.toIso(model.span);
  field.addEventListener("change", () => {
    const day = app.days.fromIso(field.value);
    const note = find(".date-note");
    const outside = day === null || day < 0 || day > model.span;
    note.textContent = outside ? app.t("date.outside", { first: long(0), last: long(model.span) }) : "";
    if (!outside) { stop(); app.set({ day }, "jump"); }
  });
  root.querySelectorAll(".speed input").forEach((input) => {
    input.checked = Number(input.value) === app.state.speed;
    input.addEventListener("change", () => { app.state.speed = Number(input.value); });
  });

  const long = (day) => app.days.long(day, app.state.lang);

  const dateText = find(".date-text").appendChild(h("span")); // its size may change, that of the box round it does not
  const dateNode = dateText.appendChild(document.createTextNode(""));
  const sub = find(".date-sub");
  const [weekday, rumi, old] = ["", "", "old"].map((cls) => {
    const part = h("span", { class: cls });
    sub.append(part, " "); // a line may end between two of them only
    return part;
  });

  // What keeps up with the hand that drags: no more than the date and the line through the years. Weekday and other
  // calendars, which would be those of another day, are away until the hand rests.
  function keepUp() {
    classIf(sub, "away", true);
    showDate();
    lanes.moved(true);
  }

  function showDate() {
    const date = long(app.state.day);
    if (dateNode.data.length > LONG !== date.length > LONG) classIf(dateText, "long", date.length > LONG);
    dateNode.data = date;
    return date;
  }

  function show() {
    const { day, lang } = app.state;
    const date = showDate();
    classIf(sub, "away", false);
    slider.value = String(day);
    const treaties = model.datesOn(day).filter((one) => model.bases[one.b].mark).map((one) => inLang(app, model.bases[one.b].n));
    slider.setAttribute("aria-valuetext", [date].concat(treaties).join(", "));
    lanes.moved(false);
    weekday.textContent = app.days.weekday(day, lang);
    if (!app.raw.own) {
      // The two other calendars are those of this frontier, and their difference that of this century.
      rumi.textContent = "· " + app.t("date.rumi", { date: app.days.rumi(day, lang) });
      old.textContent = "· " + app.t("date.old", { date: app.days.oldStyle(day, lang) });
    }
    if (document.activeElement !== field) field.value = app.days.toIso(day);
  }

  // Mouse and finger on the strip: a tag says which day lies under the pointer.
  const strip = find(".strip");
  const tag = find(".day-tag");
  strip.addEventListener("pointermove", (event) => {
    const box = strip.getBoundingClientRect();
    tag.textContent = app.days.middle(dayAt(strip, event.clientX, model.span), app.state.lang);
    tag.style.left = Math.max(40, Math.min(box.width - 40, event.clientX - box.left)) + "px";
    classIf(tag, "on", event.pointerType === "mouse" && !event.buttons);
  });
  strip.addEventListener("pointerleave", () => classIf(tag, "on", false));

  showPlay();
  return { show, keepUp, redraw: () => { showPlay(); lanes.draw(); show(); }, changeDay, stop };
}
