"""The play page: how soon a move is answered; and how fast its rules play beside those in Python."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.row import Row
from engine.browser import rules_for_browser
from engine.playthrough import new_log, play_out
from hudut.campaigns import Stage, stage
from hudut.play.page import PlayPage, render_play
from tests.browsing import ARGUMENTS

PLAYS = 4
PLAYOUTS = 300
LONGEST = 50
"""Looks at a page that offers nothing before the play counts as stuck."""
STEP = """() => {
  const press = (selector) => {
    const one = document.querySelector(selector);
    const works = Boolean(one) && !one.disabled;
    if (works) one.click();
    return works;
  };
  if (document.querySelector('.debrief')) return 'over';
  if (press('.go-on')) return 'read';
  const option = document.querySelector('input[name=option]');
  if (option) { option.click(); press('.decide'); return 'moved'; }
  document.querySelectorAll('.provision select').forEach((select) => {
    const open = select.value === 'open' && document.querySelectorAll('.provision.drafted').length < 2;
    const fresh = document.querySelector(`[data-item="${select.dataset.item}"]`);
    if (open) { fresh.selectedIndex = 1; fresh.dispatchEvent(new Event('change')); }
  });
  return press('.accept-it') || press('.table-it') || press('.pass-it') ? 'moved' : 'stuck';
}"""
PLAYOUT = """
import { makeRules } from "./engine/kernel.js";
import { choose } from "./engine/policies.js";
import { readFileSync } from "node:fs";
const rules = makeRules(JSON.parse(readFileSync(0, "utf8")));
let moves = 0;
const started = process.cpuUsage();
for (let seed = 0; seed < PLAYOUTS; seed += 1) {
  let state = rules.initial("moscow");
  const log = { header: { seed, seats: { all: "random", chance: "weighted" } }, entries: [] };
  while (!rules.isOver(state, "moscow")) {
    state = rules.apply(state, choose(rules, state, log).id);
    log.entries.push(null);
  }
  moves += log.entries.length;
}
const used = process.cpuUsage(started);
console.log(JSON.stringify({ moves, seconds: (used.user + used.system) / 1e6 }));
"""


def _used(session: CDPSession) -> float:
    """Return the processor time that the page's thread has spent on scripts, styles and layout, in milliseconds."""
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * sum(found[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration"))


def _answers(page: Page, file: Path) -> tuple[float, list[tuple[float, float]]]:
    """Return milliseconds to the first screen, and of each move of a play processor time and time by the clock."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri())
    page.wait_for_selector(".play.ready")
    ready = page.evaluate("performance.now()")
    page.click(".begin")
    times: list[tuple[float, float]] = []
    waited = 0
    while True:
        page.wait_for_timeout(60)
        before = _used(session)
        done = page.evaluate(STEP)
        if done == "over":
            return ready, times
        waited = waited + 1 if done == "stuck" else 0  # buttons open once the page knows what may be said
        if waited > LONGEST:
            raise AssertionError("the play does not go on")
        if done == "moved":
            clock = float(page.locator(".play").get_attribute("data-answered") or 0)
            times.append((_used(session) - before, clock))


def _page_rows(found: Stage, folder: Path) -> list[Row]:
    starts, times = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        for seed in range(PLAYS):
            file = folder / f"{seed}.html"
            file.write_text(render_play(found, PlayPage("moscow", "ankara", ("tr",), seed=seed)), encoding="utf-8")
            page = browser.new_context(offline=True, viewport={"width": 1366, "height": 768}).new_page()
            ready, answered = _answers(page, file)
            starts.append(ready)
            times += answered
            page.context.close()
        browser.close()
    how = f"act `moscow`, {len(times)} moves of {PLAYS} plays, the others' moves and the map included; target 50 ms"
    return [
        Row("a move in the play page, processor time", _spread([one for one, _ in times]), "", "", how),
        Row("a move in the play page, by the clock", _spread([one for _, one in times]), "", "", how),
        Row("play page opened", f"{statistics.median(starts):.0f} ms", "", "", f"median of {PLAYS}"),
    ]


def _spread(times: list[float]) -> str:
    times.sort()
    return f"p50 {statistics.median(times):.0f}, p95 {times[int(len(times) * 0.95)]:.0f}, most {times[-1]:.0f} ms"


def _twin_row(found: Stage) -> Row:
    rules = json.dumps(rules_for_browser(found.scenario, ("moscow",)))
    script = PLAYOUT.replace("PLAYOUTS", str(PLAYOUTS))
    done = subprocess.run(
        [compute_driver_executable()[0], "--input-type=module", "-e", script],
        input=rules,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    theirs = json.loads(done.stdout)
    moves, started = 0, time.process_time()
    for seed in range(PLAYOUTS):
        log = play_out(found.scenario, new_log(found.scenario, "moscow", seed=seed, seats={"all": "random"}), "moscow")
        moves += len(log.entries)
    ours = moves / (time.process_time() - started)
    twin = theirs["moves"] / theirs["seconds"]
    how = f"{PLAYOUTS} random plays of act `moscow`, moves a second of one processor; Python keeps the chained log too"
    return Row("the rules in JavaScript", f"{twin:,.0f} /s", f"{ours:,.0f} /s (Python)", f"{twin / ours:.2f}", how)


def run() -> list[Row]:
    """Measure the play page and the JavaScript rules."""
    found = stage("frontier")
    with tempfile.TemporaryDirectory() as name:
        return [*_page_rows(found, Path(name)), _twin_row(found)]
