// The map does what the page around it says: which day, which layer, which language, and who holds the land that this
// table has moved. Messages of another origin are not heard.
(function () {
  "use strict";
  var version = 0;

  function rowOf(app, one) {
    var t = app.model.territories.findIndex(function (land) { return land.id === one[0]; });
    var p = app.model.parties.findIndex(function (party) { return party.id === one[2]; });
    return { t: t, layer: one[1], p: p, status: one[3] || "sovereign" };
  }

  function overlay(app, held) {
    held.forEach(function (one) {
      var row = rowOf(app, one);
      if (row.t < 0 || !app.model.table[row.layer]) return;
      app.model.table[row.layer][row.t] = row.p < 0 ? [] : [Object.assign(row, {
        a: 0, z: Infinity, b: 0, e: 0, claimants: [], note: 0, from: null, to: null })];
    });
    version += 1;
    var shown = version;
    // Scenes are kept by interval; a table's own land makes each state one of its own.
    app.model.interval = function (day) { return "table-" + shown + "-" + day; };
  }

  function follow(app, told) {
    overlay(app, told.held || []);
    var patch = { layer: told.layer || "control" };
    var day = app.days.fromIso(told.day);
    if (day !== null) patch.day = Math.max(0, Math.min(app.model.span, day));
    if (app.raw.langs.indexOf(told.lang) >= 0) patch.lang = told.lang;
    if (told.wall) app.root.classList.add("wall");
    app.set(patch, "jump");
    app.plate.show(app.state.layer, app.state.day);
    app.map.fire("moveend");
  }

  window.addEventListener("message", function (event) {
    if (event.origin === window.location.origin && window.hudutApp && event.data && event.data.hudut) {
      follow(window.hudutApp, event.data.hudut);
    }
  });
  // A page may open with the map in a tab that is not shown: it has no size then, and no view.
  var hidden = window.innerWidth === 0;
  window.addEventListener("resize", function () {
    if (!hidden || window.innerWidth === 0) return;
    hidden = false;
    window.setTimeout(function () { window.hudutApp.root.querySelector(".zoom-home").click(); }, 200);
  });
  window.addEventListener("DOMContentLoaded", function () {
    if (window.parent !== window) window.parent.postMessage({ hudutMap: "ready" }, window.location.origin);
  });
})();
