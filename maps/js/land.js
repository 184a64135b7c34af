// Who holds the land: a wash and its hatching for each territory, a riband inside each land border, and the borders.
//
// Every territory has elements of its own, which stay for good: on another day only those of the land that changed
// hands are changed, and the browser repaints no more than that.

import { svg, classIf } from "./dom.js";
import { makeLines } from "./lines.js";

export function makeLand(plate, clips) {
  const own = plate.prefix + "clip-";
  const { topology, layers, patterns } = plate;
  const washes = layers.washes.appendChild(svg("g"));
  const shores = ["coast", "edge"].map((kind) => [layers.borders.appendChild(svg("path", { class: kind })), topology[kind]]);
  const borders = makeLines(plate, layers.borders, "border");
  const soft = [["inner", "inner"], ["case", "holders"]].map(([cls, kind]) => [makeLines(plate, layers.inner, cls), kind]);
  const cells = topology.rings.map(() => ({ look: "", wash: washes.appendChild(svg("path", { class: "off" })), overs: [],
    fills: "", riband: null, clip: null, along: "" }));

  function over(cell, t, k) {
    if (!cell.overs[k]) cell.overs[k] = layers.hatching.appendChild(svg("path", { class: "over off", d: plate.scaled.land(t) }));
    return cell.overs[k];
  }

  function riband(cell, t) {
    if (!cell.riband) {
      cell.clip = svg("path", { d: plate.scaled.grown(t), "clip-rule": "evenodd" });
      clips.appendChild(svg("clipPath", { id: own + t }, cell.clip));
      cell.riband = layers.ribands.appendChild(svg("path", { class: "off", "clip-path": "url(#" + own + t + ")" }));
    }
    return cell.riband;
  }

  function showWash(cell, group) {
    const look = group ? "wash w-" + group.lineage + (group.veiled ? " veiled" : "") : "off";
    if (look === cell.look) return;
    cell.look = look;
    cell.wash.setAttribute("class", look);
  }

  function showHatching(cell, t, group) {
    const fills = group ? patterns.overlays(group) : [];
    if (fills.join() === cell.fills) return;
    cell.fills = fills.join();
    fills.forEach((fill, k) => over(cell, t, k).setAttribute("fill", fill));
    cell.overs.forEach((path, k) => classIf(path, "off", k >= fills.length));
  }

  function showRiband(cell, t, { along, key, arcs }) {
    if (along === cell.along) return;
    cell.along = along;
    if (key) riband(cell, t).setAttribute("d", plate.scaled.broad(arcs));
    if (cell.riband) cell.riband.setAttribute("class", key ? "riband k-" + key : "off");
  }

  // What every frame of a drag shows: elements that are there come and go. `sight`: the land and arcs on the screen; the
  // rest is left as it is.
  function show(scene, sight) {
    cells.forEach((cell, t) => { if (!sight || sight.lands[t]) showWash(cell, scene.of[t]); });
    borders.show(scene.borders.holders, sight && sight.arcs);
  }

  // All the rest.
  function finish(scene) {
    show(scene);
    cells.forEach((cell, t) => {
      showHatching(cell, t, scene.of[t]);
      showRiband(cell, t, scene.ribands[t]);
    });
    soft.forEach(([line, kind]) => line.show(scene.borders[kind]));
  }

  // Makes what a scene will need, without showing it.
  function rehearse(scene) {
    cells.forEach((cell, t) => {
      if (scene.ribands[t].along) riband(cell, t);
      if (scene.of[t]) patterns.overlays(scene.of[t]).forEach((_, k) => over(cell, t, k));
    });
    scene.borders.holders.forEach(borders.need);
    soft.forEach(([line, kind]) => scene.borders[kind].forEach(line.need));
  }

  function rescale() {
    const { scaled } = plate;
    cells.forEach((cell, t) => {
      [cell.wash].concat(cell.overs).forEach((path) => path.setAttribute("d", scaled.land(t)));
      if (cell.clip) cell.clip.setAttribute("d", scaled.grown(t));
      cell.along = "";
    });
    [borders].concat(soft.map(([line]) => line)).forEach((line) => line.rescale());
    shores.forEach(([path, arcs]) => path.setAttribute("d", scaled.lines(arcs)));
  }
  return { show, finish, rehearse, rescale };
}
