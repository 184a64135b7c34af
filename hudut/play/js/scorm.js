// The play page inside a school's learning platform, by SCORM 1.2 or 2004: it finds the platform's object in the windows
// around it, keeps the play there after every move, and reports the end. Without a platform it is the page it always was.

import { dump, movesThatCount } from "../../../engine/log.js";
import { readId } from "../../../engine/kernel.js";
import { openPlay, ownStore } from "./main.js";
import { columnsOf } from "./screens.js";
import { differencesOf, endOf } from "./debrief.js";
import { afterMatter, leftHistory } from "./record.js";
import { lastLink, resumed, suspended } from "./suspend.js";

const UPWARD = 7; // windows that are asked, as in the standard's own example
const LONGEST_ANSWER = 250; // characters of an interaction

const two = (number) => ("0" + number).slice(-2);
function clock(seconds) {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}

// What the two editions call the same things.
const EDITIONS = {
  "1.2": { object: "API", begin: "LMSInitialize", read: "LMSGetValue", write: "LMSSetValue", commit: "LMSCommit", end: "LMSFinish",
    most: 4096, status: "cmi.core.lesson_status", exit: "cmi.core.exit", time: "cmi.core.session_time", score: "cmi.core.score.",
    answer: "student_response", when: "time", duration: (seconds) => clock(seconds).map(two).join(":"), now: () => new Date().toTimeString().slice(0, 8) },
  2004: { object: "API_1484_11", begin: "Initialize", read: "GetValue", write: "SetValue", commit: "Commit", end: "Terminate",
    most: 64000, status: "cmi.completion_status", exit: "cmi.exit", time: "cmi.session_time", score: "cmi.score.",
    answer: "learner_response", when: "timestamp",
    duration: (seconds) => { const [h, m, s] = clock(seconds); return "PT" + h + "H" + m + "M" + s + "S"; }, now: () => new Date().toISOString().slice(0, 21) + "Z" },
};

// The platform's object in a window or those above it, or null; a window of another site cannot be asked.
function above(start, name) {
  let here = start;
  for (let i = 0; here && i <= UPWARD; i += 1) {
    try {
      if (here[name]) return here[name];
    } catch (error) { /* of another site */ }
    here = here.parent === here ? null : here.parent;
  }
  return null;
}

function makeLine(edition) {
  const api = above(window, edition.object) || above(window.opener, edition.object) || above(window.top.opener, edition.object);
  const asked = (name, ...given) => { try { return String(api[edition[name]](...given)); } catch (error) { return ""; } };
  if (!api || asked("begin", "") !== "true") return null;
  const began = Date.now();
  const line = {
    read: (key) => asked("read", key),
    write: (key, value) => asked("write", key, String(value)) === "true",
    commit: () => {
      line.write(edition.time, edition.duration(Math.round((Date.now() - began) / 1000)));
      return asked("commit", "") === "true";
    },
  };
  if (["completed", "passed", "failed"].indexOf(line.read(edition.status)) < 0) line.write(edition.status, "incomplete");
  line.write(edition.exit, "suspend"); // also when it is over: the debrief may be read again
  line.commit();
  window.addEventListener("pagehide", () => {
    line.commit();
    asked("end", "");
  });
  return line;
}

// Reports one thing of a play in words: to the platform it is an answer that is neither right nor wrong.
function report(line, edition, id, answer) {
  const here = "cmi.interactions." + (Number(line.read("cmi.interactions._count")) || 0) + ".";
  line.write(here + "id", id);
  line.write(here + "type", "fill-in");
  line.write(here + edition.when, edition.now());
  line.write(here + edition.answer, answer.slice(0, LONGEST_ANSWER));
  line.write(here + "result", "neutral");
}

// By the rule that the teacher chose when the package was made; null for none.
const SCORES = {
  none: () => null,
  end: () => 100,
  reasons: ({ game, desk }) => {
    const decisions = movesThatCount(game.log).map(([, entry]) => entry).filter((entry) => entry.actor === desk.seat && readId(entry.move).kind === "choose");
    return decisions.length ? Math.round((100 * decisions.filter((entry) => entry.rationale).length) / decisions.length) : 100;
  },
};

function reportEnd(line, edition, play, rule) {
  const { desk } = play;
  const [ours, history] = columnsOf(play);
  report(line, edition, "ending", endOf(desk, ours).title);
  report(line, edition, "departure", ours.left ? leftHistory(desk, ours.left) : desk.t("debrief.departure.none"));
  differencesOf(desk, ours, history).forEach((one) => report(line, edition, one.id,
    one.title + afterMatter(one.title) + desk.t("debrief.instead", { ours: one.ours, past: one.past })));
  line.write(edition.status, "completed");
  const score = SCORES[rule](play);
  if (score === null) return;
  line.write(edition.score + "min", 0);
  line.write(edition.score + "max", 100);
  line.write(edition.score + "raw", score);
  if (edition === EDITIONS[2004]) line.write(edition.score + "scaled", score / 100);
}

function platformOf(page) {
  const edition = EDITIONS[page.platform.edition];
  const line = makeLine(edition);
  const saying = (key) => (play) => {
    play.state.notice = play.desk.t(key);
    play.draw();
  };
  if (!line) return { store: ownStore(page), entered: saying("platform.none"), ended: () => {} };
  const text = line.read("cmi.suspend_data");
  const kept = text ? resumed(page.rules, text) : null;
  let told = kept ? kept.told : ""; // of which play the end was reported
  let works = true;
  const put = (value) => line.write("cmi.suspend_data", value) && line.commit();
  const store = {
    says: { kept: "platform.kept", not: "platform.full", note: "platform.note" },
    plays: () => [], // the one that is kept is gone on with at once
    begin: () => {},
    resume: () => {},
    keep: (game) => {
      const { text: short, whole } = suspended(page.rules, game, told, edition.most);
      works = short !== null && put(short) && whole;
      return works;
    },
    forget: () => put(""),
    works: () => works,
  };
  const entered = !text ? () => {} : kept ? (play) => play.take(dump(kept.log)) : saying("platform.changed");
  return { store, entered,
    ended: (play) => {
      if (told === lastLink(play.game.log)) return;
      told = lastLink(play.game.log);
      reportEnd(line, edition, play, page.platform.score);
      store.keep(play.game);
    } };
}

export function startPlay(map, id) {
  openPlay(map, id, platformOf);
}
