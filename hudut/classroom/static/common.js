// What every page of the room shares: words, requests that arrive once, the stream that comes back by itself, the clock.

import { h, refill, classIf } from "./dom.js";

export const boot = JSON.parse(document.getElementById("boot").textContent);
export const $ = (selector) => document.querySelector(selector);

const TRIES = 40;
const WAIT = 1000;

export function t(key, values) {
  let text = boot.strings[key] || key;
  Object.keys(values || {}).forEach((name) => { text = text.split("{" + name + "}").join(String(values[name])); });
  return text;
}

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
      if (tries >= TRIES) return { ok: false, says: { tr: t("lost"), en: t("lost") } };
      connected(false);
      await later(WAIT);
    }
  }
}

export async function post(path, body, plain) {
  const answer = await sent(path, plain ? body : Object.assign({ key: newKey() }, body));
  if (!answer.ok) say(answer.says ? answer.says[document.documentElement.lang] : t("lost"), true);
  return answer;
}

// The map may still be in the making when a room is opened for the first time on a computer.
export async function mapMade() {
  for (;;) {
    try {
      const answer = await fetch("/api/map");
      if ((await answer.json()).ready) return;
    } catch (error) {
      connected(false);
    }
    await later(WAIT);
  }
}

export function say(text, wrong) {
  const node = $(".says");
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
    const query = "?lang=" + document.documentElement.lang + "&after=" + encodeURIComponent(after) + (table === undefined ? "" : "&table=" + table);
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

export function seatTitle(seat) {
  return boot.seats[seat] ? boot.seats[seat].title : "";
}

// One letter, or two where initials meet.
export function mark(seat) {
  const title = seatTitle(seat);
  const same = Object.keys(boot.seats).filter((other) => seatTitle(other)[0] === title[0]);
  return same.length > 1 ? title.slice(0, 2) : title.slice(0, 1);
}

export function lineageClass(seat) {
  return boot.seats[seat] ? "party-" + boot.seats[seat].lineage : "";
}

export function swatch(seat) {
  return h("span", { class: "swatch " + lineageClass(seat), "aria-hidden": "true" });
}
