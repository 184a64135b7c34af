// Where the reader has moved the map, for the address: nothing for the frontier, `wide`, or `latitude,longitude,zoom`.

const MOVED = /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?,\d{1,2}(\.\d+)?$/;

export function isLook(text) {
  return text === "wide" || MOVED.test(text || "");
}

export function makeViewport(app, go) {
  const { map, state } = app;
  let home = { name: "", at: "" };

  function now() {
    const at = map.getCenter();
    return [at.lat.toFixed(3), at.lng.toFixed(3), Math.round(map.getZoom() * 100) / 100].join();
  }
  function settle() {
    const at = now();
    const look = at === home.at ? home.name : at;
    if (look === state.look) return;
    state.look = look;
    app.emit("moved");
  }
  function restore(look) {
    if (look === state.look) return;
    if (!MOVED.test(look)) { go(look || "frontier"); return; }
    const [lat, lng, zoom] = look.split(",").map(Number);
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
