// Lines along arcs, in one element for each arc: on another day elements come and go, and none is drawn anew.

import { svg } from "./dom.js";

export function makeLines(plate, parent, cls) {
  const group = parent.appendChild(svg("g", { class: cls }));
  const nodes = [];

  // The element of an arc, made and drawn if it is not there or belongs to another zoom.
  function need(arc) {
    if (!nodes[arc]) nodes[arc] = { path: group.appendChild(svg("path", { class: "off" })), on: false, scaled: null };
    const node = nodes[arc];
    if (node.scaled !== plate.scaled) {
      node.scaled = plate.scaled;
      node.path.setAttribute("d", plate.scaled.line(arc));
    }
    return node;
  }
  // `inSight`, by arc: all others are left as they are.
  function show(arcs, inSight) {
    const wanted = [];
    arcs.forEach((arc) => {
      wanted[arc] = true;
      if (!nodes[arc]) need(arc);
    });
    nodes.forEach((node, arc) => {
      if (node.on === Boolean(wanted[arc]) || (inSight && !inSight[arc])) return;
      node.on = !node.on;
      if (node.on) need(arc).path.removeAttribute("class");
      else node.path.setAttribute("class", "off");
    });
  }
  return { show, need, rescale: () => nodes.forEach((node, arc) => { if (node.on) need(arc); }) };
}
