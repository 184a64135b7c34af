// Days are integers counted from the first day of the map. Dates exist only at the edge, and only in UTC: a local
// time zone west of Greenwich would show every treaty a day early.

const UNIX_DAY = 719163; // ordinal of 1970-01-01
const MS = 86400000;
const OLD_STYLE_LAG = 13; // days between the Julian and the Gregorian calendar, 1900-2100
const RUMI_REFORM = Date.UTC(1917, 2, 1);
const EDTF = /^(\d{4})(-\d{2})?(-\d{2})?(?:\/\d{4}(?:-\d{2}){0,2})?~?$/; // the forms of geo/dates.py

const noDate = (value) => JSON.stringify(value) + " is no date";

// `t` gives a text by language and id. Months and forms of dates are ours: browsers claim languages they do not know.
export function makeDays(first, t) {
  const zero = (first - UNIX_DAY) * MS;
  const kept = {};

  function list(lang, id) {
    const key = lang + id;
    if (!kept[key]) kept[key] = t(lang, id).split("|");
    return kept[key];
  }
  const toDate = (day) => {
    if (!Number.isFinite(day)) throw new TypeError(noDate(day)); // null would count as the first day, in silence
    return new Date(zero + day * MS);
  };
  function written(date, lang, form, months, year) {
    const name = (id) => list(lang, id)[date.getUTCMonth()];
    return t(lang, "date." + form, { day: date.getUTCDate(), year: year || date.getUTCFullYear(), month: name(months || "date.months"),
      alone: name("date.months.alone"), short: name("date.months.short") });
  }
  const long = (day, lang) => written(toDate(day), lang, "long");
  const middle = (day, lang) => written(toDate(day), lang, "middle");
  const month = (day, lang) => written(toDate(day), lang, "month");
  const weekday = (day, lang) => list(lang, "date.weekdays")[(toDate(day).getUTCDay() + 6) % 7];

  function toIso(day) {
    return toDate(day).toISOString().slice(0, 10);
  }

  // A real day of the calendar, or null: Date.parse alone would accept 1921-02-31 in some browsers.
  function fromIso(text) {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text || "");
    if (!match) return null;
    const when = new Date(0).setUTCFullYear(+match[1], +match[2] - 1, +match[3]); // Date.UTC takes the year 50 for 1950
    const day = Math.round((when - zero) / MS);
    return toIso(day) === text ? day : null;
  }

  // The first day that an EDTF text of the data may mean.
  function earliest(text) {
    const match = EDTF.exec(text);
    const day = match && fromIso(match[1] + (match[2] || "-01") + (match[3] || "-01"));
    if (day === null) throw new TypeError(noDate(text));
    return day;
  }

  // Old Style and Rumi dates, as the sources print them. Until 1 March 1917 the Rumi calendar followed the Julian
  // one and its year began in March; from then on only names and years differ.
  const oldStyle = (day, lang) => long(day - OLD_STYLE_LAG, lang);
  function rumi(day, lang) {
    const reformed = toDate(day).getTime() >= RUMI_REFORM;
    const date = reformed ? toDate(day) : toDate(day - OLD_STYLE_LAG);
    const year = date.getUTCFullYear() - (!reformed && date.getUTCMonth() < 2 ? 585 : 584);
    return written(date, lang, "long", "date.rumi.months", year);
  }

  return { long, middle, weekday, month, toIso, fromIso, earliest, oldStyle, rumi, toDate };
}

// A historical date from the data: a day, or an EDTF text where it is not one day.
export function dateText(app, value, form) {
  const days = app.days;
  const lang = app.state.lang;
  if (typeof value === "number") return days[form || "long"](value, lang);
  if (!EDTF.test(value)) throw new TypeError(noDate(value));
  const about = value.slice(-1) === "~";
  const parts = value.replace("~", "").split("/").map((part) => {
    const day = days.earliest(part);
    return part.length === 4 ? part : days[part.length === 7 ? "month" : form || "long"](day, lang);
  });
  const body = parts.length > 1 ? app.t("date.range", { start: parts[0], end: parts[1] }) : parts[0];
  return about ? app.t("date.about", { date: body }) : body;
}
