// The picture of the map as it stands on the screen: date and layer over it, legend, sources and address under it.

import { svg, classIf } from "./dom.js";
import { NEAT } from "./neatline.js";
import { makeCopier } from "./standalone.js";

const EDGE = 24; // paper round everything
const SLIM = 640;
const COLUMN = 232;
const TEXT_ROW = 16;
const MOST_LINES = 5;
const LONGEST_TITLE = 60; // letters that stand beside the date
const SHARP = 2; // pixels of the PNG for each pixel of the screen

// At most five lines of at most `width` pixels; a word that is longer, as an address is, breaks anywhere.
function wrap(text, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [""];
  const fits = (line) => pen.measureText(line).width <= width;
  text.split(/\s+/).forEach((word) => {
    const longer = (lines[lines.length - 1] + " " + word).trim();
    if (fits(longer)) { lines[lines.length - 1] = longer; return; }
    let rest = word;
    while (!fits(rest) && lines.length < MOST_LINES) {
      let cut = Math.min(rest.length, width) - 1;
      while (cut > 1 && !fits(rest.slice(0, cut))) cut -= 1;
      lines.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    lines.push(rest);
  });
  return lines.slice(0, MOST_LINES).filter(Boolean);
}

function makeInk(app) {
  const style = window.getComputedStyle(app.root);
  const value = (name) => style.getPropertyValue(name).trim();
  const fonts = { serif: value("--serif"), sans: value("--sans") };
  return {
    colour: value,
    text: (x, y, words, size, look) => svg("text", Object.assign({ x, y, "font-family": fonts.sans, "font-size": size, fill: value("--ink") }, look), words),
    serif: fonts.serif,
    font: (size) => size + "px " + fonts.sans,
  };
}

// The day and the layer; of a comparison both sides, as they stand over the maps.
function headWords(app) {
  const { day, layer, lang, cmp } = app.state;
  const tags = Array.from(app.root.querySelectorAll(".side-tag")).map((tag) => tag.textContent);
  if (cmp && tags.length) return [tags.join("  |  "), app.t("compare.open")];
  return [app.days.long(day, lang), app.t("layer." + layer) + ": " + app.t("layer." + layer + ".short")];
}

function headPart(app, ink, width) {
  const narrow = width < SLIM;
  const soft = { fill: ink.colour("--ink2") };
  const [head, shown] = headWords(app);
  const title = (app.raw.title || app.t("app.name")).slice(0, LONGEST_TITLE);
  const right = { "text-anchor": "end", "font-family": ink.serif, "font-weight": 700 };
  const kids = [ink.text(EDGE, EDGE + 26, head, app.state.cmp ? 22 : 32, { "font-family": ink.serif, "font-weight": 700 }),
    ink.text(EDGE, EDGE + 48, shown, 14, soft)];
  if (narrow) kids.push(ink.text(EDGE, EDGE + 68, title + " · " + app.t("app.subtitle"), 12, soft));
  else {
    kids.push(ink.text(width - EDGE, EDGE + 26, title, 20, right),
      ink.text(width - EDGE, EDGE + 48, app.t("app.subtitle"), 12.5, Object.assign({ "text-anchor": "end" }, soft)));
  }
  return { kids, height: EDGE + (narrow ? 80 : 62) };
}

// Events stand on the map as buttons; here they become a disc with the same symbol.
function markPart(app, ink, copier, frame) {
  return Array.from(app.root.querySelectorAll(".leaflet-marks-pane .mark")).map((mark) => {
    const box = mark.getBoundingClientRect();
    const style = window.getComputedStyle(mark);
    const icon = copier.whole(mark.querySelector("svg"));
    icon.setAttribute("x", -9);
    icon.setAttribute("y", -9);
    icon.setAttribute("width", 18);
    icon.setAttribute("height", 18);
    const count = mark.querySelector(".mark-count");
    return svg("g", { transform: "translate(" + (box.left + box.width / 2 - frame.left) + " " + (box.top + box.height / 2 - frame.top) + ")" },
      svg("circle", { r: 11.5, fill: style.backgroundColor, stroke: style.borderTopColor }), icon,
      count ? [svg("circle", { cx: 11, cy: -10, r: 8, fill: ink.colour("--ink") }),
        ink.text(11, -6, count.textContent, 11, { "text-anchor": "middle", "font-weight": 700, fill: ink.colour("--panel") })] : null);
  });
}

// Where on the screen a plate has its zero; what browsers say of matrices differs where CSS moves an ancestor.
function originOf(sheet) {
  const probe = sheet.appendChild(svg("rect", { width: 1, height: 1, fill: "none" }));
  const at = probe.getBoundingClientRect();
  probe.remove();
  return at;
}

// One map, at its place in the picture: where a plate lies on the screen says which part of it is seen.
function platePart(ink, slot, frame, copier, seen) {
  const box = slot.getBoundingClientRect();
  const sheets = Array.from(slot.querySelectorAll(".leaflet-pane > svg > g[class]"));
  const drawn = sheets.map((sheet) => {
    const copy = copier.copy(sheet);
    if (copy) copy.removeAttribute("transform"); // it says where the map has been dragged to; the view box says it here
    return copy;
  });
  const at = originOf(sheets[0]);
  const [width, height] = [Math.min(box.width, seen), box.height];
  return svg("svg", { x: box.left - frame.left, y: box.top - frame.top, width, height,
    viewBox: [box.left - at.left, box.top - at.top, width, height].join(" ") },
  svg("rect", { x: box.left - at.left, y: box.top - at.top, width, height, fill: ink.colour("--sea") }), drawn);
}

function rulerPart(app, ink, copier, frame) {
  const scale = app.root.querySelector(".scale svg");
  if (!scale || !scale.getBoundingClientRect().width) return null;
  const ruler = copier.whole(scale);
  const width = Number(ruler.getAttribute("width"));
  ruler.setAttribute("x", frame.width - width);
  ruler.setAttribute("y", frame.height - 26);
  return [svg("rect", { x: frame.width - width - 6, y: frame.height - 30, width: width + 6, height: 30, fill: ink.colour("--panel") }), ruler];
}

function mapPart(app, ink, copier, twinCopier, frame) {
  const [main, twin] = app.root.querySelectorAll(".map-slot");
  const kids = [platePart(ink, main, frame, copier, Infinity)];
  if (twin) {
    // The map that lies above ends at the bar, unless each has its own half.
    const bar = app.root.querySelector(".swipe").getBoundingClientRect();
    const end = bar.width ? bar.left + bar.width / 2 - frame.left : Infinity;
    kids.push(platePart(ink, twin, frame, twinCopier, end));
    if (bar.width) kids.push(svg("path", { d: "M" + end + " 0V" + frame.height, stroke: ink.colour("--ink"), "stroke-width": 3 }));
  } else kids.push(svg("svg", { width: frame.width, height: frame.height }, markPart(app, ink, copier, frame)));
  return kids.concat(rulerPart(app, ink, copier, frame));
}

function legendPart(app, ink, copier, width, top) {
  const rows = Array.from(app.root.querySelectorAll(".legend-list .legend-swatch"));
  const across = Math.max(1, Math.floor((width - 2 * EDGE) / COLUMN));
  const column = (width - 2 * EDGE) / across;
  const kids = [];
  let y = top;
  for (let k = 0; k < rows.length; k += across) {
    let deepest = 1;
    rows.slice(k, k + across).forEach((swatch, i) => {
      const picture = copier.whole(swatch);
      const x = EDGE + i * column;
      picture.setAttribute("x", x);
      picture.setAttribute("y", y);
      const lines = wrap(swatch.parentNode.textContent, column - 46, ink.font(12.5));
      deepest = Math.max(deepest, lines.length);
      kids.push(picture, lines.map((line, n) => ink.text(x + 36, y + 13 + n * TEXT_ROW, line, 12.5)));
    });
    y += deepest * TEXT_ROW + 8;
  }
  return { kids, bottom: y };
}

function footPart(app, ink, width, top) {
  const words = app.t("picture.credit", { credit: app.t("credit") });
  const lines = wrap(words, width - 2 * EDGE, ink.font(11)).concat(wrap(app.permalink(), width - 2 * EDGE, ink.font(11)));
  return { kids: lines.map((line, k) => ink.text(EDGE, top + 14 + k * 15, line, 11, { fill: ink.colour("--ink2") })),
    bottom: top + 14 + lines.length * 15 + EDGE / 2 };
}

// The picture as one SVG element that needs nothing beside it. Meanwhile legend and buttons leave the map, so that
// names may stand where they stood.
export function drawPicture(app) {
  const clear = (on) => { classIf(app.root, "picturing", on); app.emit("layout"); };
  clear(true);
  try { return wholeSheet(app); } finally { clear(false); }
}

function wholeSheet(app) {
  const neatline = app.root.querySelector(".neatline");
  const framed = window.getComputedStyle(neatline).display !== "none";
  const neat = framed ? NEAT : 0;
  const box = app.root.querySelector(".map-box").getBoundingClientRect();
  const frame = { left: box.left + neat, top: box.top + neat, right: box.right - neat, bottom: box.bottom - neat,
    width: box.width - 2 * neat, height: box.height - 2 * neat };
  const [copier, twinCopier] = [makeCopier(frame, ""), makeCopier(frame, "-a")];
  const ink = makeInk(app);
  const width = box.width + 2 * EDGE;
  const head = headPart(app, ink, width);
  const place = { x: EDGE + neat, y: head.height + neat, width: frame.width, height: frame.height };
  const plate = svg("svg", place, mapPart(app, ink, copier, twinCopier, frame));
  const border = framed ? copier.whole(neatline) : svg("rect", { fill: "none", stroke: ink.colour("--ink") });
  const round = { x: EDGE, y: head.height, width: box.width, height: box.height };
  Object.keys(round).forEach((name) => border.setAttribute(name, round[name]));
  const legend = legendPart(app, ink, copier, width, head.height + box.height + 16);
  const foot = footPart(app, ink, width, legend.bottom + 2);
  const height = Math.ceil(foot.bottom);
  const title = headWords(app)[0] + " · " + (app.raw.title || app.t("app.name"));
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: "0 0 " + width + " " + height, role: "img", lang: app.state.lang },
    svg("title", null, title), copier.defs(), twinCopier.defs(), svg("rect", { width, height, fill: ink.colour("--panel") }),
    head.kids, plate, border, legend.kids, foot.kids);
}

export function pictureText(node) {
  return new XMLSerializer().serializeToString(node);
}

// The same picture as PNG, drawn from a data address: the page's policy allows no other pictures.
export function makePng(node, done) {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = Number(node.getAttribute("width")) * SHARP;
    canvas.height = Number(node.getAttribute("height")) * SHARP;
    const pen = canvas.getContext("2d");
    pen.scale(SHARP, SHARP);
    pen.drawImage(image, 0, 0);
    canvas.toBlob(done, "image/png");
  };
  image.onerror = () => done(null);
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(pictureText(node));
}
