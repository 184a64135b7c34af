// What topojson-client and d3-geo make of the holdings of a day: node readers.mjs TOPOJSON GEOJSON DAY
import { readFileSync } from "node:fs";

import { geoArea, geoContains } from "d3-geo";
import { feature } from "topojson-client";

const [topojson, geojson, day] = process.argv.slice(2);
const held = ({ properties: one }) => one.layer === "control" && one.start <= day && (one.end === null || one.end > day);
const topology = JSON.parse(readFileSync(topojson));
const land = feature(topology, topology.objects.holdings).features.filter(held);
const plain = JSON.parse(readFileSync(geojson)).features.filter(held);
const km2 = land.reduce((sum, one) => sum + geoArea(one) * 6371.0072 ** 2, 0);
const kars = land.filter((one) => geoContains(one, [43.1, 40.6])).map((one) => one.properties.party);
console.log(JSON.stringify({ topojson: land.length, geojson: plain.length, km2, kars }));
