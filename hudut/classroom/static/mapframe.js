// The big map: the atlas page in a frame, told what this table has made of the land.

import { boot, mapMade } from "./common.js";

// Days since 0001-01-01 counted from 1, as the server counts them, to an ISO day.
function isoDay(ordinal) {
  return new Date(Date.UTC(1970, 0, 1) + (ordinal - 719163) * 86400000).toISOString().slice(0, 10);
}

export function makeMap(frame, wall) {
  const view = { layer: "control" };
  let ready = false;
  let now = null;

  function tell() {
    if (!ready || !now) return;
    const told = { day: isoDay(now.iso), held: now.held, layer: view.layer, lang: boot.lang, wall: Boolean(wall) };
    frame.contentWindow.postMessage({ hudut: told }, window.location.origin);
  }
  window.addEventListener("message", (event) => {
    if (event.origin !== window.location.origin || event.source !== frame.contentWindow || !event.data.hudutMap) return;
    ready = true;
    frame.parentNode.classList.add("ready");
    tell();
  });
  mapMade().then(() => { frame.src = "/map"; });
  return { show: (state) => { now = state; tell(); }, layer: (name) => { view.layer = name; tell(); } };
}
