// Lines over the land: what is claimed, and what is signed and not yet in force.

import { svg, refill, sync, classIf } from "./dom.js";
import { makeLines } from "./lines.js";

const OFFSET = 3; // px along the dashes: claims that share an edge take turns

export function makeClaims(plate) {
  const { layers, patterns } = plate;
  const pending = ["pending-case", "pending"].map((kind) => makeLines(plate, layers.pending, kind));
  let kept = {};

  function claimNode(claim, k) {
    const { scaled } = plate;
    const path = claim.list.map((t) => scaled.land(t)).join("");
    const d = scaled.lines(claim.arcs);
    const id = plate.prefix + "claim-clip-" + Object.keys(kept).length;
    const dashes = { d, "stroke-dashoffset": k * OFFSET };
    return svg("g", { "data-claim": claim.key },
      svg("clipPath", { id }, svg("path", { d: path, "clip-rule": "evenodd" })),
      svg("path", { class: "claim-band", d, stroke: patterns.claim(claim.lineage), "clip-path": "url(#" + id + ")" }),
      svg("path", Object.assign({ class: "claim-case" }, dashes)),
      svg("path", Object.assign({ class: "claim-line k-" + claim.lineage }, dashes)));
  }

  function show(scene) {
    classIf(plate.root, "claiming", scene.claims.length > 0 || scene.layer === "claim");
    sync(layers.claims, scene.claims.map((claim, k) => {
      const name = [claim.key, k, claim.list.join()].join(":");
      if (!kept[name]) kept[name] = claimNode(claim, k);
      return kept[name];
    }));
  }

  // What waits until the hand that drags time rests.
  function finish(scene) {
    pending.forEach((lines) => lines.show(scene.pending));
  }

  function rescale() {
    kept = {};
    refill(layers.claims);
    pending.forEach((lines) => lines.rescale());
  }
  return { show, finish, rescale };
}
