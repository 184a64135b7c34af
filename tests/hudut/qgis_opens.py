"""Run by the system's Python, which has QGIS: open a project and say what it shows on some days, as JSON.

python3 qgis_opens.py PROJECT PICTURE DAY ...
"""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsFeatureRequest,
    QgsInterval,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, Qt, QTime

project, picture, *days = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
opened = QgsProject.instance()
read = opened.read(project)
layer = next(iter(opened.mapLayers().values()))
renderer, time = layer.renderer(), layer.temporalProperties()
frames = QgsTemporalNavigationObject()
frames.setTemporalExtents(opened.timeSettings().temporalRange())
frames.setFrameDuration(QgsInterval(opened.timeSettings().timeStep(), opened.timeSettings().timeStepUnit()))
frames.setNavigationMode(QgsTemporalNavigationObject.Animated)
context = QgsVectorLayerTemporalContext()
context.setLayer(layer)


def shown(day: str) -> QgsDateTimeRange:
    """Return the frame of a day, as the temporal controller makes it."""
    begin = QDateTime(QDate.fromString(day, Qt.ISODate), QTime(0, 0), Qt.UTC)
    return frames.dateTimeRangeForFrameNumber(frames.findBestFrameNumberForFrameStart(begin))


def rows(day: str) -> int:
    """Return how many rows of control the frame of a day draws."""
    asked = QgsFeatureRequest().setFilterExpression(
        f"({time.createFilterString(context, shown(day))}) AND \"layer\" = 'control'"
    )
    return sum(1 for _ in layer.getFeatures(asked))


def drawn(day: str, where: tuple[float, float], file: str) -> str:
    """Draw a day; return the colour at a place."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(1200, 900))
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setIsTemporal(True)
    settings.setTemporalRange(shown(day))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image, at = job.renderedImage(), settings.mapToPixel().transform(*where)
    image.save(file)
    return image.pixelColor(int(at.x()), int(at.y())).name()


told = {
    "read": read,
    "valid": layer.isValid(),
    "rows": {day: rows(day) for day in days},
    "timed": time.isActive(),
    "range": [shown(day).begin().toString(Qt.ISODate) for day in days],
    "step": QgsUnitTypes.encodeUnit(opened.timeSettings().timeStepUnit()),
    "branches": {one.label(): one.active() for one in renderer.rootRule().children()},
    "kars": {day: drawn(day, (43.1, 40.6), str(Path(picture) / f"{day}.png")) for day in days},
}
print(json.dumps(told), flush=True)  # noqa: T201 - what the test reads
os._exit(0)  # QGIS 3.22 falls over while it goes
