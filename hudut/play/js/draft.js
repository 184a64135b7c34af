// The agenda as one text that is being drafted: articles with their open phrase, who consents, and what is proposed.
// Draws a position at a table for a desk (see hudut/play/words.py); the turn is made with one button.

import { OPEN } from "../../../engine/fates.js";
import { readId } from "../../../engine/kernel.js";
import { h, redraw, refill } from "../../../maps/js/dom.js";
import { reasonField, askOnce } from "./foot.js";
import { inFull } from "./phrase.js";

const MOST = 2; // amendments a turn
const PATH_TICK = "M2 6l3 3 5-6";

// What each article was when the talks began and how it was amended since, from the moves at this table.
export function amendments(position, teller) {
  const found = {};
  let round = 0;
  let before = "";
  position.moves.filter((one) => one.step === position.step && one.move).forEach((one) => {
    const { kind, item, option } = readId(one.move);
    if (one.actor === position.table.seats[0] && before !== one.actor) round += 1;
    before = one.actor;
    if (kind !== "amend") return;
    const last = found[item];
    found[item] = { actor: one.actor, round, from: last ? last.to : OPEN, to: option, rationale: one.rationale };
  });
  return found;
}

export function makeDraft(desk) {
  const { teller, t } = desk;
  const articles = h("ol");
  const foot = h("div", { class: "turn-foot" });
  const head = h("div", { class: "draft-head" });
  let drafted = {};
  let touched = false; // the draft is of this hand, not only what the delegation prepared
  let position = null;
  let asked = "";
  let may = null; // what might be said after the amendments drafted, once that is known

  const itemsOf = () => teller.step(position.step).items;
  const myTurn = () => position.actor === desk.seat;
  const legal = (kind) => position.legal.find((id) => readId(id).kind === kind);
  const idOf = (item, option) => [position.step, desk.seat, item, option].join(".");
  // Amendments in the order of the articles, as the rules demand.
  const moves = () => Object.keys(itemsOf()).filter((item) => drafted[item]).map((item) => idOf(item, drafted[item]));
  const phrase = (item, option) => (option === OPEN ? t("draft.open") : itemsOf()[item].options[option].title);

  // What the delegation prepared for articles that are still open lies on the table when its turn comes.
  function prepared() {
    const text = (myTurn() && position.prepared) || {};
    const found = {};
    Object.keys(itemsOf()).filter((item) => position.text[item] === OPEN && text[item] && position.legal.indexOf(idOf(item, text[item])) >= 0)
      .slice(0, MOST).forEach((item) => { found[item] = text[item]; });
    return found;
  }

  function choose(item, option) {
    touched = true;
    if (option === position.text[item]) delete drafted[item];
    else drafted[item] = option;
    may = null;
    draw();
    preview();
  }

  async function preview() {
    const list = moves();
    const changes = list.length ? await desk.ask(list) : null;
    if (list.join() !== moves().join()) return; // drafted on before the answer came
    may = changes ? changes.may : null;
    desk.preview(changes ? { title: t("whatif.sealed"), changes, notes: [acceptances()] } : null);
    drawFoot();
  }

  function acceptances() {
    const lost = position.table.accepted.filter((seat) => seat !== desk.seat);
    if (!Object.keys(drafted).length) return lost.length ? t("draft.accepted", { who: lost.map(teller.seat).join(", ") }) : t("draft.nobody");
    return lost.length ? t("draft.clears", { who: lost.map(teller.seat).join(", ") }) : t("draft.clears.none");
  }

  // --- articles ------------------------------------------------------------------------------------------------
  function selectFor(id, item) {
    const current = drafted[id] || position.text[id];
    const full = Object.keys(drafted).length >= MOST && !drafted[id];
    const option = (key) => h("option", { value: key, selected: key === current,
      disabled: key !== position.text[id] && (full || position.legal.indexOf(idOf(id, key)) < 0) }, phrase(id, key));
    const keys = (position.text[id] === OPEN ? [OPEN] : []).concat(Object.keys(item.options));
    const select = h("select", { class: "phrase", "data-item": id, "aria-label": t("draft.choose", { item: item.title }) }, keys.map(option));
    select.addEventListener("change", () => choose(id, select.value));
    return h("label", { class: "phrase-box" }, inFull(select));
  }

  function article(id, item, number, past) {
    const current = drafted[id] || position.text[id];
    const standing = h("b", { class: "phrase-text" + (current === OPEN ? " open" : "") }, phrase(id, current));
    return h("li", { class: "provision" + (drafted[id] ? " drafted" : ""), "data-article": id },
      h("span", { class: "provision-number", "aria-hidden": "true" }, number),
      h("div", null, h("h3", null, item.title),
        myTurn() ? selectFor(id, item) : standing,
        current === OPEN ? null : h("p", { class: "sentence" }, item.options[current].text),
        past ? amended(past.actor, t("draft.round", { n: past.round }), id, past) : null,
        drafted[id] ? amended(desk.seat, t("draft.yours"), id, { from: position.text[id], to: drafted[id] }) : null),
      h("ul", { class: "consents", "aria-label": t("draft.consents") }, item.consent.map((seat) => disc(seat, id))));
  }

  function amended(actor, when, id, change) {
    return h("p", { class: "amendment edge-" + teller.words.seats[actor].lineage },
      h("b", null, teller.marks[actor]), " ", when, ": ", change.from === OPEN ? null : [h("del", null, phrase(id, change.from)), " "],
      h("ins", { class: "ground-" + teller.words.seats[actor].lineage }, phrase(id, change.to)),
      change.rationale ? h("q", null, change.rationale) : null);
  }

  function disc(seat, id) {
    const open = (drafted[id] || position.text[id]) === OPEN;
    const yes = position.table.accepted.indexOf(seat) >= 0 && (seat === desk.seat || !Object.keys(drafted).length);
    const cleared = !yes && position.table.accepted.indexOf(seat) >= 0;
    const state = open ? "open" : yes ? "yes" : drafted[id] && seat === desk.seat ? "mine" : cleared ? "cleared" : "no";
    const label = teller.seat(seat) + ": " + t("consent." + state);
    return h("li", { class: "stand " + state }, h("span", { "aria-hidden": "true" }, teller.marks[seat]),
      h("span", { class: "visually-hidden" }, label), yes && !open ? desk.icon(PATH_TICK) : null);
  }

  // --- the foot: one reason, one turn ----------------------------------------------------------------------------
  function button(cls, label, work, more) {
    return h("button", { type: "button", class: "button " + cls, onclick: work, disabled: !work }, label, more ? h("small", null, more) : null);
  }

  function drawFoot() {
    if (!myTurn()) {
      refill(foot, h("p", { class: "hint" }, t("draft.waits", { who: teller.seat(position.actor) })));
      return;
    }
    if (asked) {
      refill(foot, askOnce(t, t("draft.break.sure"), t("draft.break.yes"), () => { asked = ""; send([legal("break")]); },
        () => { asked = ""; drawFoot(); }));
      return;
    }
    const amend = moves();
    const count = amend.length;
    const onward = legal("pass") || legal("lapse");
    const words = count ? may || [] : position.legal;
    const seal = [position.step, desk.seat, "seal"].join(".");
    const final = [seal, [position.step, desk.seat, "accept"].join(".")].find((id) => words.indexOf(id) >= 0);
    // An amendment in the very last word would end the talks unanswered.
    const last = !legal("pass");
    const canTable = count && !last && words.indexOf(onward) >= 0;
    const breakOff = () => { asked = "break"; drawFoot(); foot.querySelector("button").focus(); };
    const number = t(count === 1 ? "draft.amendment" : "draft.amendments", { n: count });
    refill(foot, reason.node,
      h("div", { class: "buttons" },
        button("primary table-it", t("draft.table"), canTable ? () => send(amend.concat([onward])) : null, count ? number : ""),
        button("accept-it", t(count ? "draft.table.accept" : final === seal ? "draft.seal" : "draft.accept"),
          final ? () => send(amend.concat([final])) : null),
        button("pass-it", t(last ? "draft.lapse" : "draft.pass"), !count && onward ? () => send([onward]) : null),
        legal("break") ? button("break-it", t("draft.break"), breakOff) : null),
      h("p", { class: "hint", "aria-live": "polite" }, [count || final ? "" : t("draft.how"), acceptances(), final || (count && !may) ? "" : t(last ? "draft.last" : "draft.unready"), count >= MOST ? t("draft.most") : ""]
        .filter(Boolean).join(" ")));
  }
  const reason = reasonField(t);

  function send(list) {
    desk.preview(null);
    foot.querySelectorAll("button").forEach((one) => { one.disabled = true; });
    desk.send(list, reason.take());
  }

  function draw() {
    const step = teller.step(position.step);
    const { table } = position;
    const past = amendments(position, teller);
    refill(head, h("p", { class: "overline" }, t("draft.kicker", { date: teller.date(step.date), round: table.round + 1, rounds: table.rounds })),
      h("h2", { tabindex: "-1" }, step.title), table.round ? null : h("p", { class: "lead" }, step.says));
    const items = itemsOf();
    redraw(articles, "data-item", () => refill(articles, Object.keys(items).map((id, i) => article(id, items[id], i + 1, past[id]))));
    drawFoot();
  }

  const body = h("div", { class: "draft" }, head, articles);
  return { body, foot, show: (now) => {
    position = now;
    // Asked the same again (the lesson begins, goes on after a pause, a turn was refused), the draft stays.
    if (reason.ask([position.step, position.moves.length].join())) touched = false;
    if (!touched) drafted = prepared();
    may = null;
    asked = "";
    draw();
    if (Object.keys(drafted).length) preview();
  } };
}
