// The door and the choice of a seat.

import { $, post } from "./common.js";

const door = $("#join");
if (door) {
  door.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = door.querySelector("button");
    button.disabled = true;
    const field = (name) => door.elements[name].value;
    const answer = await post("/api/join", { code: field("code"), name: field("name"), again: field("again") });
    button.disabled = false;
    if (answer.ok) window.location.assign(answer.next);
  });
}

document.querySelectorAll("[data-table]").forEach((button) => button.addEventListener("click", async () => {
  const body = button.dataset.any ? { any: true } : { table: Number(button.dataset.table), seat: button.dataset.seat };
  const answer = await post("/api/seat", body);
  if (answer.ok || answer.word === "seated") window.location.assign("/desk");
}));

// A button that is pressed before this script is here would do nothing.
document.querySelectorAll("button[disabled]").forEach((button) => { button.disabled = false; });
