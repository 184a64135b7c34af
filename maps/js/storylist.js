// The list of stories under its button in the header.

import { h, refill } from "./dom.js";
import { minutesOf } from "./storypage.js";

export function makeStoryList(app, open) {
  const button = app.root.querySelector(".go-stories");
  const box = app.root.querySelector(".story-list");

  function row(story) {
    return h("li", null, h("button", { type: "button", class: "story-row", "data-story": story.id,
      onclick: () => { close(); open(story.id); } },
    h("strong", null, app.told.text(story.n)), h("span", null, app.told.text(story.s)),
    h("small", null, app.t("stories.length", { stops: story.a.length, minutes: minutesOf(app, story) }))));
  }

  // Before the texts are unpacked a press is kept, and answered when they are.
  let asked = false;
  function show() {
    asked = !app.told;
    button.setAttribute("aria-busy", String(asked));
    if (asked) return;
    refill(box, h("h2", null, app.t("stories.title")), h("ul", null, app.stories().map(row)));
    box.hidden = false;
    button.setAttribute("aria-expanded", "true");
    box.querySelector("button").focus();
  }
  function close() {
    box.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }

  button.addEventListener("click", () => { if (box.hidden) show(); else close(); });
  box.parentNode.addEventListener("keydown", (event) => {
    const rows = Array.from(box.querySelectorAll("button"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !box.hidden) {
      event.stopPropagation();
      close();
      button.focus();
    } else if (step && !box.hidden) {
      event.preventDefault();
      rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length].focus();
    }
  });
  document.addEventListener("click", (event) => { if (!box.parentNode.contains(event.target)) close(); });
  app.on("told", () => {
    button.parentNode.hidden = !app.stories().length;
    if (asked && app.stories().length) show();
  });
  app.on("state", (before) => { if (before.lang !== app.state.lang && !box.hidden) show(); });
  return { button, close };
}
