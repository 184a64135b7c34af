// What a query asks: the days it names, the article, and the words that are left when those that only ask are set aside.

const APOSTROPHE = /[’'‘ʼ`]\p{L}{1,6}(?!\p{L})/gu; // Batum'un, Lenin's

// Lower case without accents, with ı as i; figures lose the marks between their thousands.
export function fold(text) {
  return text.replace(/[İIı]/g, "i").toLowerCase().replace(/ə/g, "e").replace(/ß/g, "ss").normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "").replace(/[’'‘ʼ`]/g, "").replace(/(\d)[.,\s](?=\d{3}(?!\d))/g, "$1")
    .replace(/[^\p{L}\p{N}%]+/gu, " ").trim();
}

const foldedWords = (text) => fold(text).split(" ").filter(Boolean);

// The spellings of other alphabets and other days made one: Batoum, Tchitcherin, Djemal, Kazim.
export function loose(word) {
  return word.replace(/tch|tsch|dsch|dzh|dj|ch|cz/g, "c").replace(/j/g, "c").replace(/sch|sh/g, "s").replace(/kh|gh/g, (two) => (two === "kh" ? "h" : "g"))
    .replace(/ou|oo|ue/g, "u").replace(/oe/g, "o").replace(/ph/g, "f").replace(/w/g, "v").replace(/q/g, "k").replace(/y/g, "i").replace(/(.)\1/g, "$1");
}

// True if two words differ by one letter left out, put in, changed, or by two neighbours exchanged.
export function near(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let k = 0;
  while (k < one.length && one[k] === other[k]) k += 1;
  const [a, b] = [one.slice(k), other.slice(k)];
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

function monthOf(app, word) {
  if (!word || word.length < 3 || /\d/.test(word)) return 0;
  const names = [].concat(...app.raw.langs.map((lang) => ["date.months", "date.months.alone"].map((id) => app.raw.strings[lang][id].split("|"))));
  for (let m = 0; m < 12; m += 1) {
    if (names.some((list) => fold(list[m]).indexOf(word) === 0)) return m + 1;
  }
  return 0;
}

// A number of a day or a month, or 0.
const upTo = (most, word) => (/^\d{1,2}$/.test(word || "") && Number(word) <= most ? Number(word) : 0);

// Takes the date out of the words: 27 ağustos 1920, august 27 1920, 27.8.1920, 1920-08-27, august 1920, 1920.
function takeDate(app, words) {
  const y = words.findIndex((word) => /^(18|19)\d\d$/.test(word));
  if (y < 0) return null;
  const year = Number(words[y]);
  const [one, two, next, third] = [words[y - 1], words[y - 2], words[y + 1], words[y + 2]];
  const forms = [
    { first: y - 2, count: 3, month: monthOf(app, one), day: upTo(31, two) },
    { first: y - 2, count: 3, month: monthOf(app, two), day: upTo(31, one) },
    { first: y - 2, count: 3, month: upTo(12, one), day: upTo(31, two) },
    { first: y, count: 3, month: upTo(12, next), day: upTo(31, third) },
    { first: y - 1, count: 2, month: monthOf(app, one), day: 0 },
    { first: y, count: 2, month: monthOf(app, next) || upTo(12, next), day: 0 },
    { first: y, count: 1, month: 0, day: 0 },
  ];
  const form = forms.find((each) => (each.count === 1) || (each.first >= 0 && each.month && (each.count === 2 || each.day)));
  const pad = (n) => String(n).padStart(2, "0");
  const dayOf = (m, d, yy) => app.days.fromIso(yy + "-" + pad(m) + "-" + pad(d));
  const { month, day } = form;
  const a = dayOf(month || 1, day || 1, year);
  if (a === null) return null;
  const z = day ? a : (month && month < 12 ? dayOf(month + 1, 1, year) : dayOf(1, 1, year + 1)) - 1;
  words.splice(form.first, form.count);
  return z < 0 || a > app.model.span ? null : { a: Math.max(0, a), z: Math.min(app.model.span, z), form: day ? "long" : month ? "month" : "year", year };
}

// Takes "article 2", "art. 2", "2. madde", "madde 2" out of the words.
function takeArticle(app, words) {
  const called = foldedWords([].concat(...app.raw.langs.map((lang) => app.raw.strings[lang]["search.article"].split("|"))).join(" "));
  const at = words.findIndex((word) => called.indexOf(word) >= 0);
  if (at < 0) return 0;
  const [after, before] = [words[at + 1], words[at - 1]];
  const number = (word) => (/^\d{1,3}$/.test(word || "") ? Number(word) : 0);
  if (number(after)) { words.splice(at, 2); return number(after); }
  if (number(before)) { words.splice(at - 1, 2); return number(before); }
  return 0;
}

export function asked(app, query) {
  const words = foldedWords(query.replace(APOSTROPHE, "").replace(/(\d)(st|nd|rd|th)\b/g, "$1").replace(/[./-]/g, " "));
  const article = takeArticle(app, words);
  const span = takeDate(app, words);
  const idle = new Set(foldedWords(app.raw.langs.map((lang) => app.raw.strings[lang]["search.idle"]).join(" ")));
  const left = words.filter((word) => !idle.has(word));
  return { whole: fold(query), words: left.length || span || article ? left : words, span, article, question: left.length < words.length };
}
