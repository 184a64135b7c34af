// The self-test: can this device show the room, hear it and answer it?

import { h, refill } from "../../../maps/js/dom.js";
import { boot, $, t, newKey } from "./common.js";

const PATIENCE = 6000;

function within(work) {
  return Promise.race([work, new Promise((done, fail) => window.setTimeout(() => fail(new Error("late")), PATIENCE))]);
}

const TESTS = [
  ["check.script", async () => typeof EventSource === "function" && typeof Promise === "function" && CSS.supports("display", "grid")],
  ["check.reach", async () => (await (await fetch("/api/ping?lang=" + boot.lang)).json()).says.length > 0],
  ["check.answers", async () => {
    const key = newKey();
    const answer = await fetch("/api/echo", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ key }) });
    return (await answer.json()).key === key;
  }],
  ["check.stream", () => new Promise((done, fail) => {
    const source = new EventSource("/api/test-stream");
    source.onmessage = () => { source.close(); done(true); };
    source.onerror = () => { source.close(); fail(new Error("stream")); };
  })],
  ["check.cookie", async () => navigator.cookieEnabled],
  ["check.screen", async () => window.innerWidth >= 320],
];

async function run() {
  const list = $("#checks");
  refill(list);
  let good = 0;
  for (const [key, test] of TESTS) {
    let fine = false;
    const begun = Date.now();
    try { fine = await within(test()); } catch (error) { fine = false; }
    good += fine ? 1 : 0;
    list.appendChild(h("li", { class: fine ? "fine" : "wrong" }, h("b", null, t(key)), " ", h("span", null, t(fine ? "check.fine" : "check.wrong")),
      fine && key === "check.reach" ? h("small", null, " ", t("check.ms", { n: Date.now() - begun })) : null, fine ? null : h("p", { class: "note" }, t(key + ".help"))));
  }
  refill($("#verdict"), h("p", { class: good === TESTS.length ? "fine" : "wrong" }, t(good === TESTS.length ? "check.all" : "check.some")));
}

$("#again").addEventListener("click", run);
run();
