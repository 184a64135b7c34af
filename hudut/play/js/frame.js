// The frame of the page: header, text panel, map, strip below it, and on a phone the tabs.

import { h, refill } from "../../../maps/js/dom.js";

const TABS = ["draft", "map", "talk"];

export function makeFrame(root, mapBox) {
  const frame = {
    head: h("header", { class: "play-head" }),
    text: h("section", { class: "play-text", tabindex: "-1" }),
    foot: h("div", { class: "play-foot" }),
    strip: h("section", { class: "play-strip" }),
    tabs: h("nav", { class: "play-tabs" }),
    live: h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" }),
    tab: "draft",
  };
  const left = h("div", { class: "play-left" }, frame.text, frame.foot);
  const main = h("main", { class: "play-main", id: "main" }, left, h("div", { class: "play-right" }, mapBox, frame.strip));
  refill(root, frame.head, main, frame.tabs, frame.live);

  frame.wide = (on) => { main.classList[on ? "add" : "remove"]("wide"); };
  frame.choose = (name) => {
    frame.tab = name;
    TABS.forEach((one) => root.classList[one === name ? "add" : "remove"]("tab-" + one));
    frame.tabs.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.tab === name));
    });
  };
  frame.drawTabs = (t) => {
    frame.tabs.setAttribute("aria-label", t("tabs"));
    refill(frame.tabs, TABS.map((name) => h("button", { type: "button", "data-tab": name, "aria-pressed": String(name === frame.tab),
      onclick: () => frame.choose(name) }, t("tab." + name))));
  };
  frame.say = (text) => { frame.live.textContent = text; };
  // The text starts at its top, and the keyboard with it.
  frame.focus = () => {
    frame.text.scrollTop = 0;
    const heading = frame.text.querySelector("[tabindex='-1']");
    (heading || frame.text).focus({ preventScroll: true });
  };
  return frame;
}

export function tool(cls, label, work) {
  return h("button", { type: "button", class: "button " + cls, onclick: work, disabled: !work }, label);
}

// Whose desk it is and what of (`about`), where the play stands, and the tools of the page.
export function header(desk, state, about, tools) {
  const { t, teller } = desk;
  const seat = teller.words.seats[desk.seat];
  const table = state.position && state.position.table;
  const rounds = table ? h("div", { class: "rounds", "aria-hidden": "true" }, Array.from({ length: table.rounds }, (_, i) =>
    h("i", { class: i < table.round ? "past" : i === table.round ? "now" : "" }))) : null;
  const when = !state.position ? "" : table ? t("head.round", { n: table.round + 1, of: table.rounds }) : teller.date(state.date);
  return [
    h("span", { class: "play-brand" }, "Hudut"),
    h("span", { class: "sw sw-" + (seat ? seat.lineage : "joint"), "aria-hidden": "true" }),
    h("div", { class: "play-who" }, h("strong", null, seat ? [h("span", { class: "long" }, t("head.seat", { who: seat.title })),
      h("span", { class: "short", "aria-hidden": "true" }, seat.title)] : t(desk.seat === "" ? "head.watch" : "head.all")),
      h("span", { class: "act-name" }, about)),
    h("div", { class: "play-when" }, rounds, h("strong", null, when), state.mine ? h("span", { class: "your-turn" }, t("head.turn")) : null),
    h("div", { class: "play-tools" }, tools),
  ];
}
