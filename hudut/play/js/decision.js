// A decision of one seat: the options with what each would do at once, a line for the record, one button.

import { readId } from "../../../engine/kernel.js";
import { h, refill } from "../../../maps/js/dom.js";
import { changeList } from "./changes.js";
import { reasonField } from "./foot.js";

// Moves in the order in which the words list the options.
function inOrder(moves, step) {
  const keys = Object.keys(step.options);
  const place = (id) => keys.indexOf(readId(id).option);
  return moves.slice().sort((one, other) => place(one) - place(other));
}

export function makeDecision(desk) {
  const { teller, t } = desk;
  const body = h("div", { class: "decision" });
  const foot = h("div", { class: "turn-foot" });
  const reason = reasonField(t);
  let chosen = null;

  function show(position) {
    const step = teller.step(position.step);
    if (reason.ask([position.step, position.moves.length].join())) chosen = null;
    const decide = h("button", { type: "button", class: "button primary decide", disabled: true }, t("decide"));
    const results = {};

    async function choose(id) {
      chosen = id;
      decide.disabled = false;
      const changes = await desk.ask([id]);
      if (chosen !== id || decide.disabled) return; // another was chosen, or the decision taken, before the answer came
      Object.keys(results).forEach((key) => refill(results[key], key === id ? changeList(desk, changes) : null));
      desk.preview({ title: t("whatif.decided"), changes, notes: [] });
    }
    function option(id) {
      const one = step.options[readId(id).option];
      const radio = h("input", { type: "radio", name: "option", value: id, checked: id === chosen });
      radio.addEventListener("change", () => choose(id));
      results[id] = h("div", { class: "result" });
      return h("label", { class: "option" }, radio, h("span", { class: "option-body" }, h("b", null, one.title),
        h("span", { class: "option-says" }, one.says), results[id]));
    }
    decide.addEventListener("click", () => {
      decide.disabled = true;
      desk.preview(null);
      desk.send([chosen], reason.take());
    });
    refill(body, h("p", { class: "overline" }, teller.date(step.date)), h("h2", { tabindex: "-1" }, step.title),
      h("p", { class: "lead" }, step.says),
      h("fieldset", null, h("legend", null, t("decide.legend", { who: teller.seat(desk.seat) })),
        inOrder(position.legal, step).map(option)));
    refill(foot, reason.node, h("div", { class: "buttons" }, decide), h("p", { class: "hint" }, t("decide.note")));
    if (chosen) choose(chosen);
  }
  return { body, foot, show };
}
