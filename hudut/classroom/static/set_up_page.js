// The first page of the teacher: which act, how long, how many tables, who is played by the computer.

import { h, refill } from "../../../maps/js/dom.js";
import { agendaTable, boot, $, t, post } from "./common.js";

const form = $("#set-up");
const act = () => boot.acts.find((one) => one.id === form.elements.act.value);

function seats() {
  const found = act();
  refill($("#seats"), h("legend", null, t("setup.seats")), Object.keys(found.seats).map((seat) => h("label", { class: "row" }, h("span", null, found.seats[seat]),
    h("select", { name: "seat-" + seat, class: "plain-select" }, ["person"].concat(boot.policies).map((policy) => h("option", { value: policy }, t("plays." + policy)))))));
  refill($("#opening"), found.opening.map((line) => h("span", { class: "opening-line" }, line)));
}

// The plan of this act and length, part by part; an act without one begins at its opening.
function lesson() {
  const { begin, minutes } = form.elements;
  const plan = act().plans[minutes.value];
  begin.querySelector("[value=plan]").disabled = !plan;
  if (!plan && begin.value === "plan") begin.value = "opening";
  refill($("#agenda"), begin.value === "plan" ? agendaTable(plan) : null);
}

form.addEventListener("change", (event) => {
  if (event.target.name === "act") seats();
  lesson();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const policies = { chance: form.elements.chance.value };
  Object.keys(act().seats).forEach((seat) => { policies[seat] = form.elements["seat-" + seat].value; });
  const body = { act: act().id, minutes: Number(form.elements.minutes.value), tables: Number(form.elements.tables.value),
    begin: form.elements.begin.value, wait: Number(form.elements.wait.value), votes: form.elements.votes.value, policies };
  const answer = await post("/api/teacher/set-up", body);
  if (answer.ok) window.location.assign("/teacher");
});
seats();
lesson();
form.querySelector("button").disabled = false;
