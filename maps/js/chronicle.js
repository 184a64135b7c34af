// Questions to the chronicle, which stands in `app.told` once it is unpacked (see telling.js), and is null before.

import { dateText } from "./days.js";
import { inLang, placeName } from "./text.js";

export const ALL_DATES = -1;
// First and last day that a date may mean.
export function spanOf(when) {
  return typeof when === "number" ? [when, when] : [when[0], when[1]];
}

// The first day that a date may mean.
export const firstDay = (when) => spanOf(when)[0];

export function whenText(app, when, form) {
  return dateText(app, typeof when === "number" ? when : when[2], form);
}

export function eventsAround(app, win) {
  const { told, state } = app;
  if (!told) return [];
  const reach = win === undefined ? state.win : win;
  const near = (one) => reach === ALL_DATES || (one.a <= state.day + reach && one.z >= state.day - reach);
  return told.events.filter((one) => near(one) && (!state.thread || one.t.indexOf(state.thread) >= 0) &&
    (!state.kind || one.k === state.kind));
}

export function partyName(app, id) {
  const p = app.told.parties[id];
  return p === undefined ? id : inLang(app, app.model.parties[p].n);
}

// A party or a person: letters go from either to either.
export function whoName(app, id) {
  const person = app.told.person[id];
  return person ? app.told.text(person.n) : partyName(app, id);
}

export function placeNameOf(app, id) {
  const p = app.told.places[id];
  return p === undefined ? id : placeName(app, app.model.places[p]);
}

export function labelOf(app, kind, id) {
  const one = app.told[kind][id];
  return one ? app.told.text(one.n) : id;
}

// Opens a record in the panel; the map moves to the day of an event unless that day already stands inside its date.
export function openEvent(app, id) {
  const one = app.told && app.told.event[id];
  const patch = { ev: id, tab: "events", aid: "", at: "" };
  if (one && (app.state.day < one.a || app.state.day > one.z) && one.a <= app.model.span && one.z >= 0) {
    patch.day = Math.max(0, Math.min(app.model.span, one.a));
  }
  if (app.state.view === "table") patch.view = "map";
  app.set(patch, "jump");
}
