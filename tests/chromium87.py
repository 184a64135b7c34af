"""A window of Qt WebEngine 5.15, whose engine is Chromium 87: the oldest browser that pages promise to work in.

Reads a JSON record a line, `{"open": ADDRESS}` or `{"ask": BODY, "with": [ARGUMENTS]}`, and answers each with a line.
"""

from __future__ import annotations

import json
import sys
import threading

from PyQt5.QtCore import QObject, QUrl, pyqtSignal
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineView
from PyQt5.QtWidgets import QApplication


class Lines(QObject):
    """What comes in, while the window goes on drawing."""

    came = pyqtSignal(str)
    ended = pyqtSignal()

    def read(self) -> None:
        for line in sys.stdin:
            self.came.emit(line)
        self.ended.emit()


class Page(QWebEnginePage):
    """A page whose errors are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []

    def javaScriptConsoleMessage(self, level: int, message: str, line: int, source: str) -> None:  # noqa: N802 - Qt's
        if level == QWebEnginePage.ErrorMessageLevel:
            self.errors.append(f"{source}:{line}: {message}")


def main() -> None:
    app = QApplication(["chromium87"])
    page, view, lines = Page(), QWebEngineView(), Lines()
    view.setPage(page)
    view.resize(1366, 768)
    view.show()

    def answer(value: object) -> None:
        sys.stdout.write(json.dumps({"value": value, "errors": page.errors}) + "\n")
        sys.stdout.flush()

    def take(line: str) -> None:
        asked = json.loads(line)
        if "open" in asked:
            page.load(QUrl(asked["open"]))
        else:
            page.runJavaScript(f"(function () {{{asked['ask']}}}).apply(null, {json.dumps(asked['with'])})", answer)

    page.loadFinished.connect(answer)
    lines.came.connect(take)
    lines.ended.connect(app.quit)
    threading.Thread(target=lines.read, daemon=True).start()
    app.exec_()


if __name__ == "__main__":
    main()
