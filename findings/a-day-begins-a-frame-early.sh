#!/usr/bin/env bash
# QGIS 3.22.16 (Debian 12, python3-qgis), temporal layers with start and end fields of type Date in a GeoPackage
#
# Data:     two rows on one place: "old" until and "new" from 16 March 1921, both fields of type Date, limits "include
#           start, exclude end"; frames of one day, as the temporal controller makes them.
# Expected: the frame of 15 March (from its midnight to the next) draws "old" alone, that of 16 March "new" alone.
# Seen:     15 March draws both. The filter is "start" < make_datetime(1921,3,16,0,0,0); it is handed to SQLite, which
#           compares texts, and '1921-03-16' stands before '1921-03-16T00:00:00'. The same filter, evaluated by QGIS
#           itself because it holds a function that SQLite lacks, draws one row.
# Instead:  give the time as expressions, to_datetime("start") and to_datetime("end"), a day for an open end included.
#
# Exit: 0 as stated, 1 no longer so, 2 there is no QGIS. Needs the package python3-qgis.
set -euo pipefail
python=/usr/bin/python3
QT_QPA_PLATFORM=offscreen "$python" -c "import qgis.core, osgeo.ogr" 2>/dev/null || { echo "no python3-qgis here"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

status=0
QT_QPA_PLATFORM=offscreen "$python" - "$work/land.gpkg" 2>/dev/null <<'PY' || status=$?
import os
import sys

from osgeo import ogr, osr
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFeatureRequest,
    QgsInterval,
    QgsTemporalNavigationObject,
    QgsDateTimeRange,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
    QgsVectorLayerTemporalProperties,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, Qt

earth = osr.SpatialReference()
earth.ImportFromEPSG(4326)
file = ogr.GetDriverByName("GPKG").CreateDataSource(sys.argv[1])
made = file.CreateLayer("land", earth, ogr.wkbPoint)
for name, kind in (("name", ogr.OFTString), ("start", ogr.OFTDate), ("end", ogr.OFTDate)):
    made.CreateField(ogr.FieldDefn(name, kind))
for name, start, end in (("old", "1921/03/01", "1921/03/16"), ("new", "1921/03/16", "1921/04/01")):
    row = ogr.Feature(made.GetLayerDefn())
    row.SetField("name", name), row.SetField("start", start), row.SetField("end", end)
    row.SetGeometry(ogr.CreateGeometryFromWkt("POINT (43.1 40.6)"))
    made.CreateFeature(row)
file = made = row = None

application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(sys.argv[1] + "|layername=land", "land", "ogr")
time, context = layer.temporalProperties(), QgsVectorLayerTemporalContext()
context.setLayer(layer)
time.setIsActive(True)


def day(number):
    return QDateTime(QDate(1921, 3, number), QTime(0, 0), Qt.UTC)


frames = QgsTemporalNavigationObject()
frames.setTemporalExtents(QgsDateTimeRange(day(1), day(31)))
frames.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalDays))
frames.setNavigationMode(QgsTemporalNavigationObject.Animated)


def drawn(number):
    frame = frames.dateTimeRangeForFrameNumber(frames.findBestFrameNumberForFrameStart(day(number)))
    asked = QgsFeatureRequest().setFilterExpression(time.createFilterString(context, frame))
    return sorted(one["name"] for one in layer.getFeatures(asked))


time.setMode(QgsVectorLayerTemporalProperties.ModeFeatureDateTimeStartAndEndFromFields)
time.setStartField("start"), time.setEndField("end")
fields = [drawn(15), drawn(16)]
time.setMode(QgsVectorLayerTemporalProperties.ModeFeatureDateTimeStartAndEndFromExpressions)
time.setStartExpression('to_datetime("start")'), time.setEndExpression('to_datetime("end")')
expressions = [drawn(15), drawn(16)]
print("QGIS", Qgis.QGIS_VERSION, "- expected: 15 March ['old'], 16 March ['new']")
print("  by fields:     ", *fields)
print("  by expressions:", *expressions)
holds = fields == [["new", "old"], ["new"]] and expressions == [["old"], ["new"]]
print("as stated: fields of dates are a day early" if holds else "CHANGED: no longer as stated", flush=True)
os._exit(not holds)  # QGIS falls over while it goes
PY
exit "$status"
