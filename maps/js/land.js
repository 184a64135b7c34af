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
  const overlays = layers.washes.appendChild(svg("g"));
  const shores = ["coast", "edge"].map((kind) => [makeLines(plate, layers.borders, kind), topology[kind]]);
  const lines = [["inner", "inner"], ["case", "holders"], ["border", "holders"]]
    .map(([cls, kind]) => [makeLines(plate, layers.borders, cls), kind]);
  const cells = topology.rings.map(() => ({ look: "", wash: washes.appendChild(svg("path", { class: "off" })), overs: [],
    riband: null, clip: null, along: "" }));

  function over(cell, t, k) {
    if (!cell.overs[k]) cell.overs[k] = overlays.appendChild(svg("path", { class: "over off", d: plate.scaled.land(t) }));
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

  function showWash(cell, t, group) {
    const look = group ? group.key : "";
    if (look === cell.look) return;
    cell.look = look;
    cell.wash.setAttribute("class", group ? "wash w-" + group.lineage + (group.veiled ? " veiled" : "") : "off");
    const fills = group ? patterns.overlays(group) : [];
    fills.forEach((fill, k) => over(cell, t, k).setAttribute("fill", fill));
    cell.overs.forEach((path, k) => classIf(path, "off", k >= fills.length));
  }

  function showRiband(cell, t, group, arcs) {
    const key = !arcs.length ? "" : group.status === "protected" && group.over.length ? group.over[0] : group.lineage;
    const along = key + ":" + arcs.join();
    if (along === cell.along) return;
    cell.along = along;
    if (key) riband(cell, t).setAttribute("d", plate.scaled.broad(arcs));
    if (cell.riband) cell.riband.setAttribute("class", key ? "riband k-" + key : "off");
  }

  function showWashes(scene) {
    cells.forEach((cell, t) => showWash(cell, t, scene.of[t]));
  }

  function showLines(scene) {
    cells.forEach((cell, t) => showRiband(cell, t, scene.of[t], scene.ribands[t]));
    lines.forEach(([line, kind]) => line.show(scene.borders[kind]));
  }

  // Makes what a scene will need, without showing it.
  function rehearse(scene) {
    cells.forEach((cell, t) => {
      if (scene.ribands[t].length) riband(cell, t);
      if (scene.of[t]) patterns.overlays(scene.of[t]).forEach((_, k) => over(cell, t, k));
    });
    lines.forEach(([line, kind]) => scene.borders[kind].forEach(line.need));
  }

  function rescale() {
    const { scaled } = plate;
    cells.forEach((cell, t) => {
      [cell.wash].concat(cell.overs).forEach((path) => path.setAttribute("d", scaled.land(t)));
      if (cell.clip) cell.clip.setAttribute("d", scaled.grown(t));
      cell.along = "";
    });
    lines.concat(shores).forEach(([line]) => line.forget());
    shores.forEach(([line, arcs]) => line.show(arcs));
  }
  return { showWashes, showLines, rehearse, rescale };
}
