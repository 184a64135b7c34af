// What every page of the room shares: words, requests that arrive once, the stream that comes back by itself, the clock.

import { h, refill, classIf } from "../../../maps/js/dom.js";
import { makeTexts } from "../../../maps/js/text.js";
import { makeDesk } from "../../play/js/desk.js";
import { lineOf } from "../../play/js/record.js";

export const boot = JSON.parse(document.getElementById("boot").textContent);
export const $ = (selector) => document.querySelector(selector);

const TRIES = 40;
const WAIT = 1000;

const translate = makeTexts({ strings: { [boot.lang]: boot.strings } });
export const t = (key, values) => translate(boot.lang, key, values);

// Random enough to be told apart. On http addresses of a local network there is no crypto.randomUUID.
export function newKey() {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  return Array.from(bytes).map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const later = (wait) => new Promise((done) => { window.setTimeout(done, wait); });

// Sends a request until it is answered; its key makes it count once however often it arrives.
async function sent(path, body) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      return await answer.json();
    } catch (error) {
      if (tries >= TRIES) return { ok: false };
      connected(false);
      await later(WAIT);
    }
  }
}

export const post = async (path, body) => {
  const answer = await sent(path, Object.assign({ key: newKey() }, body));
  if (!answer.ok) say(answer.says ? answer.says[boot.lang] : t("lost"), true);
  return answer;
};

// The map may still be in the making when a room is opened for the first time on a computer.
export const mapMade = async () => {
  for (;;) {
    try {
      const answer = await fetch("/api/map");
      if ((await answer.json()).ready) return;
    } catch (error) {
      connected(false);
    }
    await later(WAIT);
  }
};

export function say(text, wrong) {
  const node = $(".toast");
  if (!node) return;
  refill(node, h("p", { class: wrong ? "wrong" : "" }, text));
  window.clearTimeout(say.timer);
  say.timer = window.setTimeout(() => refill(node), wrong ? 9000 : 5000);
}

function connected(yes) {
  const node = $(".lost");
  if (node) node.hidden = yes;
}

// Listens to a channel; a tab that is hidden lets go of its stream, because a browser has only six for one address.
export function listen(hear, table) {
  let after = boot.after;
  let source = null;
  function open() {
    const query = "?after=" + encodeURIComponent(after) + (table === undefined ? "" : "&table=" + table);
    source = new EventSource("/events" + query);
    source.onopen = () => connected(true);
    source.onmessage = (event) => { after = event.lastEventId; hear.message(JSON.parse(event.data), event.lastEventId); };
    source.addEventListener("moved", () => window.location.reload());
    source.addEventListener("present", (event) => { if (hear.present) hear.present(JSON.parse(event.data)); });
    source.addEventListener("clock", (event) => clock.set(Number(event.data)));
    source.onerror = () => {
      connected(false);
      // Refused, not lost: the room was wiped or the seat is another's. The page says what to do then.
      if (source && source.readyState === 2) window.setTimeout(() => window.location.reload(), 2 * WAIT);
    };
  }
  function close() {
    if (source) source.close();
    source = null;
  }
  window.addEventListener("pagehide", close);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else if (!source) open();
  });
  open();
}

// What is done in a lesson from which minute to which.
export function agendaTable(plan) {
  return h("table", { class: "agenda" }, h("tbody", null, plan.map((one) => h("tr", null, h("th", { scope: "row" }, one.begin + "–" + one.end), h("td", null, one.text)))));
}

// The lesson's clock counts on by itself between messages.
export const clock = {
  base: boot.elapsed || 0, at: Date.now(), room: boot.room || {},
  set(elapsed, room) {
    clock.base = elapsed;
    clock.at = Date.now();
    if (room) clock.room = room;
    clock.show();
  },
  show() {
    const runs = clock.room.phase === "running" && !clock.room.paused;
    const elapsed = clock.base + (runs ? Date.now() - clock.at : 0);
    const left = Math.max(0, Math.ceil((clock.room.minutes || 0) * 60 - elapsed / 1000));
    const text = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    document.querySelectorAll(".clock").forEach((node) => { if (node.textContent !== text) node.textContent = text; classIf(node, "short", left < 300); });
  },
};
window.setInterval(clock.show, 500);

// The desk of a page of the room: the parts of a play draw on it, and what moves would do the server says.
export function makeRoomDesk(root) {
  const desk = makeDesk(root, translate);
  desk.seat = boot.seat === undefined ? null : boot.seat;
  desk.ask = async (moves) => {
    try {
      const answer = await fetch("/api/ask?" + moves.map((move) => "moves=" + encodeURIComponent(move)).join("&"));
      const told = await answer.json();
      if (told.ok) return told;
    } catch (error) {
      connected(false);
    }
    return { land: [], variables: [], may: [] };
  };
  if (boot.words) desk.speak(boot.lang, boot.words);
  return desk;
}

// Who voted for and who against, in words: `Yes: Ayşe, Bora. No: Can.`
export function votesCast(votes) {
  const names = (yes) => Object.keys(votes).filter((name) => votes[name] === yes).join(", ");
  return [names(true) && t("vote.yes") + ": " + names(true) + ".", names(false) && t("vote.no") + ": " + names(false) + "."].filter(Boolean).join(" ");
}

// What the teacher took back, as far as the viewer knew it.
export function undone(desk, one) {
  return one.gone ? t("line.undone", { what: lineOf(desk, one.gone) }) : t("line.undo");
}

// A table by its number; a fork also names the table that it started from.
export const tableName = (n, parent) => t(parent ? "table.fork" : "table", { n, of: parent });

export function party(desk, seat) {
  const one = desk.teller.words.seats[seat];
  return one ? "party-" + one.lineage : "";
}

export function swatch(desk, seat) {
  return h("span", { class: "sw sw-small sw-" + desk.teller.words.seats[seat].lineage, "aria-hidden": "true" });
}
