// Where the reader has moved the map, for the address: nothing for the frontier, `wide`, or `latitude,longitude,zoom`.

const MOVED = /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?,\d{1,2}(\.\d+)?$/;

const NUDGE = 6; // px

export function isLook(text) {
  return text === "wide" || MOVED.test(text || "");
}

export function makeViewport(app, go) {
  const { map, state } = app;
  let home = { name: "", at: "" };
  let asked = ""; // by the address

  function now() {
    const at = map.getCenter();
    return [at.lat.toFixed(3), at.lng.toFixed(3), Math.round(map.getZoom() * 100) / 100].join();
  }
  const parse = (look) => look.split(",").map(Number);

  // A map that changes its size and gets it back may end up a pixel beside where it was; nobody moved it.
  function stillAt(look) {
    if (!MOVED.test(look)) return false;
    const [lat, lng, zoom] = parse(look);
    return Math.abs(zoom - map.getZoom()) < 0.01 && map.project([lat, lng]).distanceTo(map.project(map.getCenter())) < NUDGE;
  }
  function settle() {
    const look = stillAt(home.at) ? home.name : [asked, state.look].find(stillAt) || now();
    if (look === state.look) return;
    state.look = look;
    app.emit("moved");
  }
  function restore(look) {
    if (look === state.look) return;
    if (!MOVED.test(look)) { go(look || "frontier"); return; }
    const [lat, lng, zoom] = parse(look);
    state.look = asked = look;
    map.setView([lat, lng], zoom, { animate: false });
    settle();
  }
  app.on("view", (name) => {
    home = { name: name === "wide" ? "wide" : "", at: now() };
    settle();
  });
  map.on("moveend", settle);
  return { restore };
}
