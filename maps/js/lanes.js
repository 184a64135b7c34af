// The picture behind the slider: how much changed when, and the life of each treaty as a line above.

import { svg, refill } from "./dom.js";
import { dateText } from "./days.js";
import { datesOf } from "./track.js";
import { inLang } from "./text.js";

const BIN = 4;
const LANE = 11;
const LANES = 5;
const CHAR = 6.1; // mean width of a letter at 11 px, near enough to keep names apart
const LANE_KINDS = ["treaty", "armistice", "agreement"];
const HOT_KINDS = ["treaty", "armistice", "battle"];
const YEAR_STEPS = [1, 5, 10, 50, 100, 500, 1000];
const TICK_ROOM = 3; // px between two years at least
const LONGEST = 14; // a longer name would take the lane from two others

// "Treaty of Moscow" is "Moscow" beside its ring.
function shortTitle(app, basis) {
  const drop = app.t("short.drop").split("|");
  const words = drop.reduce((text, word) => text.replace(word, " "), " " + inLang(app, basis.n) + " ");
  return words.replace(/\([^)]*\)/g, " ").replace(/\s+/g, " ").trim() || inLang(app, basis.n);
}

const PAD = 10; // the native slider keeps half a knob free at both ends

// The day under a point of the strip.
export function dayAt(strip, x, span) {
  const box = strip.getBoundingClientRect();
  return Math.round(Math.max(0, Math.min(1, (x - box.left - PAD) / (box.width - 2 * PAD))) * span);
}

export function makeLanes(app, box) {
  const { model } = app;

  function scaleFor(width) {
    return (day) => PAD + ((width - 2 * PAD) * Math.max(0, Math.min(model.span, day))) / model.span;
  }

  // Asked for once, since asking makes the browser lay the page out.
  let width = 0;
  let height = 0;
  const now = svg("line", { class: "now" });
  box.insertBefore(svg("svg", { class: "now-sheet", "aria-hidden": "true" }, now), box.querySelector("svg").nextSibling);
  let chosen = "";
  window.addEventListener("resize", () => { width = 0; });

  function draw() {
    if (!width) [width, height] = [box.clientWidth, box.clientHeight];
    if (!width) return;
    chosen = chosenNow().join();
    const x = scaleFor(width);
    const base = height - 37;
    const kids = [bars(x, width, base), years(x, base, width), svg("path", { class: "base", d: "M" + x(0) + " " + base + "H" + x(model.span) })];
    const showLanes = height > 90;
    if (showLanes) kids.push(lanes(x, base - 36));
    now.setAttribute("y1", showLanes ? 8 : base - 28);
    now.setAttribute("y2", base + 6);
    moved(true);
    refill(box.querySelector("svg"), kids);
  }

  // While dragging only the line moves, on a sheet of its own; the lanes are redrawn when the hand rests and the chosen
  // treaty is another. (It is drawn elsewhere, not shifted: for a shift the browser sets all layers of the page anew. Ends
  // of a line, unlike a path, are no matter of style.)
  function moved(only) {
    if (!width || (!only && chosen !== chosenNow().join())) draw();
    else ["x1", "x2"].forEach((name) => now.setAttribute(name, scaleFor(width)(app.state.day).toFixed(1)));
  }

  function chosenNow() {
    return model.datesOn(app.state.day).map((one) => one.b);
  }

  function bars(x, width, base) {
    const counts = new Float32Array(Math.ceil(width / BIN) + 1);
    const marks = new Float32Array(counts.length);
    if (app.told) {
      app.told.events.forEach((one) => {
        if (one.long || one.a < 0 || one.a > model.span) return;
        counts[Math.floor(x(one.a) / BIN)] += 1;
        if (HOT_KINDS.indexOf(one.k) >= 0) marks[Math.floor(x(one.a) / BIN)] += 1;
      });
    } else if (!app.raw.telling) model.rows.forEach((row) => { if (row.a > 0 && row.layer === app.state.layer) counts[Math.floor(x(row.a) / BIN)] += 1; });
    // A page with a chronicle waits for it: one picture of the years, not two.
    if (!app.raw.telling) model.dated.forEach((one) => {
      const inside = one.day >= 0 && one.day <= model.span && one.what !== "ended";
      if (inside && LANE_KINDS.indexOf(model.bases[one.b].k) >= 0) marks[Math.floor(x(one.day) / BIN)] += 1;
    });
    let grey = "";
    let red = "";
    counts.forEach((count, k) => {
      const tall = Math.min(26, Math.sqrt(count) * 4.2);
      const hot = Math.min(22, marks[k] * 6);
      if (tall) grey += "M" + (k * BIN + 1) + " " + base + "v" + -Math.max(2, tall).toFixed(1);
      if (hot) red += "M" + (k * BIN + 1) + " " + base + "v" + -hot;
    });
    return svg("g", null, svg("path", { class: "density", d: grey }), svg("path", { class: "density hot", d: red }));
  }

  function years(x, base, width) {
    const kids = [];
    let last = -100;
    const [first, final] = [0, model.span].map((day) => app.days.toDate(day).getUTCFullYear());
    const step = YEAR_STEPS.find((one) => (one * width) / (final - first + 1) > TICK_ROOM);
    for (let year = first; year <= final; year = (Math.floor(year / step) + 1) * step) {
      const day = Math.max(0, app.days.fromIso(String(year).padStart(4, "0") + "-01-01"));
      const at = x(day);
      if (day > 0) kids.push(svg("path", { class: "year-tick", d: "M" + at + " " + (base - 28) + "V" + base }));
      if (at - last > 34 && at < width - 26) {
        kids.push(svg("text", { class: "year", x: at + (day ? 4 : 0), y: base + 24 }, String(year)));
        last = at;
      }
    }
    return svg("g", null, kids);
  }

  function entries(x) {
    const others = chosenNow().filter((b) => model.marks.indexOf(b) < 0);
    return model.marks.concat(others).filter((b) => LANE_KINDS.indexOf(model.bases[b].k) >= 0)
      .map((b) => {
        const basis = model.bases[b];
        const day = (name) => (basis[name] === undefined ? null : model.asDay(basis[name]));
        const name = others.indexOf(b) >= 0 ? inLang(app, basis.n) : shortTitle(app, basis);
        const signed = day("d");
        const force = day("in_force");
        const ended = day("ended");
        return { b, name, from: x(signed), left: x(signed) - 9 - name.length * CHAR, signed,
          force: force === null ? null : x(force), to: x(ended === null ? model.span : ended),
          chosen: chosenNow().indexOf(b) >= 0 };
      })
      .filter((one, k, all) => one.signed >= 0 && one.signed <= model.span && (one.chosen || one.name.length <= LONGEST) &&
        all.findIndex((other) => other.name === one.name && other.signed === one.signed) === k)
      .sort((a, b) => a.signed - b.signed);
  }

  // What a row would have to hide of its lines if this one came in.
  function hidden(row, one) {
    const over = (line, name) => (line.from < name.from ? Math.max(0, line.to - name.left + 4) : 0);
    return row.reduce((sum, other) => sum + over(other, one) + over(one, other), 0);
  }

  // Each name takes the lane where the least is hidden. A line that must give way to a name ends in an arrow: it goes on.
  function lanes(x, lowest) {
    const rows = Array.from({ length: LANES }, () => []);
    entries(x).sort((a, b) => b.chosen - a.chosen || a.signed - b.signed).forEach((one) => {
      const free = rows.filter((row) => row.every((other) => other.from + 12 < one.left || one.from + 12 < other.left))
        .sort((a, b) => hidden(a, one) - hidden(b, one));
      if (free.length && one.left > 0) free[0].push(one);
    });
    return svg("g", { class: "lanes" }, rows.map((row, k) => row.sort((a, b) => a.from - b.from).map((one, i) => {
      const next = row[i + 1];
      const room = next ? next.left - 6 : Infinity;
      return lane(one, lowest - k * LANE, Math.min(one.to, room), one.to > room);
    })));
  }

  function lane(one, y, to, goesOn) {
    const force = one.force !== null && one.force < to ? one.force : null;
    const dotted = Math.max(one.from, force === null ? to : force);
    return svg("g", { class: "lane" + (one.chosen ? " chosen" : ""), "data-b": one.b },
      svg("title", null, lifeOf(one.b)),
      svg("rect", { x: one.left - 2, y: y - 6, width: one.from - one.left + 9, height: LANE, class: "lane-hit" }),
      svg("text", { x: one.from - 8, y: y + 4, "text-anchor": "end" }, one.name),
      svg("path", { class: "lane-dots", d: "M" + (one.from + 4) + " " + y + "H" + dotted }),
      force === null ? null : svg("path", { class: "lane-solid", d: "M" + force + " " + y + "H" + to }),
      goesOn ? svg("path", { class: "lane-on", d: "M" + (to - 3) + " " + (y - 3.5) + "l4 3.5l-4 3.5" }) : null,
      force === null ? null : svg("circle", { class: "lane-disc", cx: force, cy: y, r: 3.4 }),
      svg("circle", { class: "lane-ring", cx: one.from, cy: y, r: 3.4 }));
  }

  // Under the pointer: the whole title and its dates, in words.
  function lifeOf(b) {
    const basis = model.bases[b];
    return [inLang(app, basis.n)].concat(datesOf(basis).map(([key, value]) => app.t("track." + key) + " " + dateText(app, value, "middle"))).join(" · ");
  }

  box.addEventListener("click", (event) => {
    const hit = event.target.closest ? event.target.closest("[data-b]") : null;
    if (hit) app.set({ day: Math.max(0, model.asDay(model.bases[+hit.dataset.b].d)) });
  });
  return { draw, moved };
}
