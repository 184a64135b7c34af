// Layers of others on the map, and the map inside somebody else's: what folium's own elements expect of a page.

import { classIf } from "./dom.js";

const PIN = "data:image/svg+xml," + encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' width='25' height='41'>" +
  "<path d='M12.5 40C10 31 2 22 2 12.5a10.5 10.5 0 0 1 21 0C23 22 15 31 12.5 40z' fill='#8c2f1b' stroke='#fffdf7' stroke-width='1.5'/>" +
  "<circle cx='12.5' cy='12.5' r='4' fill='#fffdf7'/></svg>");
const NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

// Leaflet's pin is a picture that lies beside its style sheet; ours lies in the page.
function bringPin() {
  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions({ iconUrl: PIN, iconRetinaUrl: PIN, shadowUrl: NOTHING });
}

// folium writes the text of a popup as $(`<div>…</div>`)[0]; the author of the layer answers for what stands in it.
function bringDollar() {
  if (window.$) return;
  window.$ = (markup) => {
    const parsed = new DOMParser().parseFromString(markup, "text/html").body.firstElementChild;
    return [document.importNode(parsed, true)];
  };
}

// Somebody else's land may have one layer only, and then there is nothing to choose.
function layersThereAre(app) {
  const there = new Set(app.model.rows.map((row) => row.layer));
  app.root.querySelectorAll(".layers input").forEach((input) => { input.parentNode.hidden = !there.has(input.value); });
  app.root.querySelector(".layers").hidden = there.size < 2;
}

export function welcome(app) {
  const { map, root } = app;
  bringPin();
  bringDollar();
  if (app.raw.own) layersThereAre(app);
  if (map.zoomControl) map.zoomControl.remove(); // we have our own buttons
  const tiled = (event) => { if (event.layer instanceof L.TileLayer) classIf(root, "tiled", true); };
  map.eachLayer((layer) => tiled({ layer }));
  map.on("layeradd", tiled);
}
