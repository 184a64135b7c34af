#!/usr/bin/env bash
# topojson 2.2 (Python), Topology(prequantize=N) of a polygon narrower than one step of the grid
#
# Data:     two polygons, 90 x 60 degrees and 0.0001 x 3; a grid of 30,000 steps. topojson-server 3.0.1 (npm, by the format's authors) as witness.
# Expected: the narrow polygon stays a polygon, if a flat one, as topojson-server leaves it; or somebody is told.
# Seen:     its geometry becomes null ({"type": null}, no arcs). Nothing is raised, warned or printed, and the feature still
#           stands in the list, so counts of features agree while a piece of the map is gone. Invalid rings go the same way.
# Instead:  after Topology() look for geometries without arcs, and choose the number of steps by the smallest part.
#
# Exit: 0 as stated, 1 no longer so, 2 a package could not be installed. Needs Python 3.10 or newer, npm and a network.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check topojson==2.2 || exit 2
(cd "$work" && npm install --silent topojson-server@3.0.1 >/dev/null) || exit 2

cat >"$work/land.json" <<'JSON'
{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"id": "broad"}, "geometry":
  {"type": "Polygon", "coordinates": [[[0, 0], [90, 0], [90, 60], [0, 60], [0, 0]]]}},
 {"type": "Feature", "properties": {"id": "narrow"}, "geometry":
  {"type": "Polygon", "coordinates": [[[95, 0], [95.0001, 0], [95.0001, 3], [95, 3], [95, 0]]]}}]}
JSON
witness=$(cd "$work" && node -e '
const { topology } = require("topojson-server");
const made = topology({ land: JSON.parse(require("fs").readFileSync("land.json")) }, 30000);
console.log(made.objects.land.geometries.map((one) => one.type + ":" + one.arcs.length).join(" "));')

PYTHONUTF8=1 "$work/venv/bin/python" - "$work/land.json" "$witness" <<'PY'
import contextlib
import io
import json
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

from topojson import Topology

land, witness = json.loads(Path(sys.argv[1]).read_text("utf-8")), sys.argv[2]
said = io.StringIO()
with warnings.catch_warnings(record=True) as warned, contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
    warnings.simplefilter("always")
    made = json.loads(Topology(land, prequantize=30_000, object_name="land").to_json())
found = [(one["type"], len(one.get("arcs", []))) for one in made["objects"]["land"]["geometries"]]
print("topojson", version("topojson"), "- expected: two polygons, as topojson-server has them:", witness)
print(f"  seen: {found}; warnings: {len([one for one in warned if 'topojson' not in str(one.filename)])}, printed: {said.getvalue()!r}")
holds = witness == "Polygon:1 Polygon:1" and found == [("Polygon", 1), (None, 0)] and not said.getvalue()
print("as stated: the narrow polygon is null, in silence" if holds else "CHANGED: no longer as stated")
sys.exit(not holds)
PY
