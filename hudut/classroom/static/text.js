// The left side of a desk: the text on the table as one document, a decision, or what others are deciding.

import { h, svg, refill } from "./dom.js";
import { t, seatTitle, mark, lineageClass } from "./common.js";

const MOST = 2; // amendments a turn
const TICK = "M2 6l3 3 5-6";

function button(cls, label, work, more) {
  return h("button", { type: "button", class: "button " + cls, onclick: work, disabled: !work }, label, more ? h("small", null, more) : null);
}

export function effects(list) {
  return list && list.length ? h("ul", { class: "changes" }, list.map((one) => h("li", null, one))) : null;
}

function stand(seat, state) {
  return h("li", { class: "stand " + state }, h("span", { "aria-hidden": "true" }, mark(seat)),
    h("span", { class: "visually-hidden" }, seatTitle(seat) + ": " + t("consent." + state)),
    state === "yes" ? svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, svg("path", { d: TICK })) : null);
}

export function makeText(desk, send) {
  const head = h("div", { class: "draft-head" });
  const body = h("div", { class: "text-body" });
  const foot = h("div", { class: "turn-foot" });
  const field = h("input", { type: "text", class: "reason", maxlength: 200, autocomplete: "off" });
  const reason = h("label", { class: "reason-label" }, h("span", null, t("reason.label")), field);
  let now = null;
  let drafted = {};
  let choice = "";
  let asked = false;

  async function turn(moves) {
    foot.querySelectorAll("button").forEach((one) => { one.disabled = true; });
    const answer = await send(moves, now.at, field.value.trim());
    if (answer.ok) field.value = "";
    else draw();
  }

  // --- a text on the table ---------------------------------------------------------------------------------------
  const titleOf = (item, id) => (id ? item.options.find((one) => one.id === id).title : t("draft.open"));

  function amend(item, id) {
    if (id === item.chosen) delete drafted[item.id];
    else drafted[item.id] = id;
    draw();
    const select = body.querySelector("[data-item='" + item.id + "']");
    if (select) select.focus();
  }

  function select(item) {
    const full = Object.keys(drafted).length >= MOST && !drafted[item.id];
    const current = drafted[item.id] || item.chosen;
    const node = h("select", { class: "phrase", "data-item": item.id, "aria-label": t("draft.choose", { item: item.title }) },
      item.chosen ? null : h("option", { value: "" }, t("draft.open")),
      item.options.map((one) => h("option", { value: one.id, selected: one.id === current, disabled: one.id !== item.chosen && (full || !one.move) }, one.title)));
    node.addEventListener("change", () => amend(item, node.value));
    return node;
  }

  function consent(item, seat) {
    if (!(drafted[item.id] || item.chosen)) return "open";
    if (drafted[item.id] && seat === desk.seat) return "mine";
    if (!now.text.accepted[seat]) return "no";
    return Object.keys(drafted).length && seat !== desk.seat ? "cleared" : "yes";
  }

  function article(item, number) {
    const id = drafted[item.id] || item.chosen;
    const chosen = item.options.find((one) => one.id === id);
    return h("li", { class: "provision" + (drafted[item.id] ? " drafted" : "") },
      h("span", { class: "provision-number", "aria-hidden": "true" }, number),
      h("div", null, h("h3", null, item.title),
        now.mine ? select(item) : h("b", { class: "phrase-text" + (id ? "" : " open") }, titleOf(item, id)),
        chosen ? h("p", { class: "sentence" }, chosen.text) : null,
        drafted[item.id] ? h("p", { class: "amendment " + lineageClass(desk.seat) }, h("b", null, mark(desk.seat)), " ", t("draft.yours"), ": ",
          item.chosen ? [h("del", null, titleOf(item, item.chosen)), " "] : null, h("ins", null, chosen.title)) : null,
        drafted[item.id] && chosen.effects && chosen.effects.length ? [h("p", { class: "note" }, t("text.if")), effects(chosen.effects)] : null),
      h("ul", { class: "consents", "aria-label": t("draft.consents") }, item.consent.map((seat) => stand(seat, consent(item, seat)))));
  }

  function amendments() {
    return now.text.items.filter((item) => drafted[item.id])
      .map((item) => item.options.find((one) => one.id === drafted[item.id]).move);
  }

  function others() {
    const lost = now.text.seats.filter((seat) => seat !== desk.seat && now.text.accepted[seat]).map(seatTitle).join(", ");
    if (!Object.keys(drafted).length) return lost ? t("draft.accepted", { who: lost }) : t("draft.nobody");
    return lost ? t("draft.clears", { who: lost }) : t("draft.clears.none");
  }

  // What accepting would be called: the rules refuse it while an article is open, or where nobody could answer.
  function final() {
    const { can, items } = now.text;
    if (!Object.keys(drafted).length) return can.seal || can.accept || "";
    const whole = items.every((item) => item.may_stay_open || drafted[item.id] || item.chosen);
    const needed = items.some((item) => item.consent.indexOf(desk.seat) >= 0);
    return whole && needed && !now.text.last_word ? now.text.step + "." + desk.seat + ".accept" : "";
  }

  function tableFoot() {
    const list = amendments();
    const { can } = now.text;
    const onward = can.pass || can.lapse;
    const end = final();
    const count = list.length;
    if (asked) {
      return [h("p", { class: "ask" }, t("draft.break.sure")), h("div", { class: "buttons" },
        button("", t("no"), () => { asked = false; draw(); }), button("danger", t("draft.break.yes"), () => { asked = false; turn([can.break]); }))];
    }
    return [reason, h("div", { class: "buttons" },
      button("primary table-it", t("draft.table"), count && onward ? () => turn(list.concat([onward])) : null,
        count ? t(count === 1 ? "draft.amendment" : "draft.amendments", { n: count }) : ""),
      button("accept-it", t(count ? "draft.table.accept" : can.seal ? "draft.seal" : "draft.accept"), end ? () => turn(list.concat([end])) : null),
      button("pass-it", t(can.lapse ? "draft.lapse" : "draft.pass"), !count && onward ? () => turn([onward]) : null),
      can.break ? button("break-it", t("draft.break"), () => { asked = true; draw(); foot.querySelector("button").focus(); }) : null),
    h("p", { class: "note", "aria-live": "polite" }, [others(), end ? "" : t("draft.unready"), count >= MOST ? t("draft.most") : ""].filter(Boolean).join(" "))];
  }

  // --- a decision ------------------------------------------------------------------------------------------------
  function option(one) {
    const radio = h("input", { type: "radio", name: "decision", value: one.move, checked: one.move === choice });
    radio.addEventListener("change", () => { choice = one.move; draw(); body.querySelector("input:checked").focus(); });
    return h("label", { class: "option" }, radio, h("span", { class: "option-body" }, h("b", null, one.title),
      h("span", { class: "option-says" }, one.says), effects(one.effects)));
  }

  function decision() {
    refill(body, h("fieldset", { class: "decision" }, h("legend", null, t("decide.legend")), now.options.map(option)));
    refill(foot, reason, h("div", { class: "buttons" }, button("primary decide", t("decide.do"), choice ? () => turn([choice]) : null)),
      h("p", { class: "note" }, t(choice ? "decide.sure" : "decide.choose")));
  }

  function draw() {
    const step = now.step;
    const text = now.text;
    if (!step) {
      refill(head, h("h2", { tabindex: "-1" }, now.over ? (now.ending ? now.ending.title : t("over")) : desk.act.title),
        h("p", { class: "lead" }, now.over ? (now.ending ? now.ending.text : "") : desk.act.opening));
      refill(body);
      refill(foot, h("p", { class: "note" }, t(now.over ? "over.note" : "waiting.note")));
      return;
    }
    refill(head, h("p", { class: "overline" }, text ? t("draft.kicker", { date: step.date, round: text.round, rounds: text.rounds }) : step.date),
      h("h2", { tabindex: "-1" }, step.title), h("p", { class: "lead" }, step.says));
    if (text) {
      refill(body, h("ol", null, text.items.map((item, i) => article(item, i + 1))));
      refill(foot, now.mine ? tableFoot() : h("p", { class: "note" }, t("draft.waits", { who: seatTitle(now.turn) })));
    } else if (now.mine) {
      decision();
    } else {
      refill(body);
      refill(foot, h("p", { class: "note" }, t(now.turn ? "decide.waits" : "waiting.note", { who: seatTitle(now.turn) })));
    }
  }

  return { head, body, foot, show: (state) => {
    const same = now && state.at === now.at && state.mine === now.mine && state.turn === now.turn;
    now = state;
    if (same) return;
    drafted = {};
    choice = "";
    asked = false;
    draw();
  } };
}
