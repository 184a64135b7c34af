// The picture that stands in the page before any script (maps/opening.py), fitted to the map as Leaflet will fit the map.
// An address may ask for another day or place: then it is not the picture that was asked for, and goes.

import { frameFor } from "./views.js";

const ZOOM = 7.25; // at which a unit of the picture is a pixel: as in maps/opening.py
const ANCHOR = [40.76, 42.78]; // latitude and longitude of its point 0,0
const SNAP = 0.25; // as the map's own options
const [LEAST, MOST] = [3, 10];

function projected([lat, lon]) {
  const sine = Math.sin((lat * Math.PI) / 180);
  const size = 256 * Math.pow(2, ZOOM);
  return [(lon / 360 + 0.5) * size, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size];
}

function fit(picture) {
  const { width, height } = picture.parentNode.getBoundingClientRect();
  const { centre, west, south, east, north } = frameFor(width, "frontier");
  const [left, top] = projected([north, west]);
  const [right, bottom] = projected([south, east]);
  const most = ZOOM + Math.log2(Math.min(width / (right - left), height / (bottom - top)));
  const zoom = Math.max(LEAST, Math.min(MOST, Math.floor(Math.round(most / SNAP * 100) / 100) * SNAP));
  const scale = Math.pow(2, ZOOM - zoom);
  const [x, y] = projected(centre).map((value, k) => value - projected(ANCHOR)[k]);
  picture.setAttribute("viewBox", [x - width * scale / 2, y - height * scale / 2, width * scale, height * scale].join(" "));
}

const picture = document.querySelector(".opening");
if (window.location.hash.length > 1) picture.remove();
else fit(picture);
