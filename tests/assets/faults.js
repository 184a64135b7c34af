// What of a page cannot be seen, read or pressed, one line a fault; `next` selects what says what to do next.
// A control or a text in a part that scrolls is scrolled to first.
(next) => {
  const found = [];
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true });
  const skipped = ".skip, .visually-hidden, .unseen, svg, .folium-map, script, style, noscript, template, option";
  const name = (one) => one.tagName.toLowerCase() + (one.getAttribute("class") ? "." + one.getAttribute("class").replace(/ +/g, ".") : "")
    + " “" + (one.innerText || one.value || one.getAttribute("aria-label") || "").trim().slice(0, 50) + "”";
  const fault = (kind, one) => { found.push(kind + ": " + name(one)); };
  const all = (selector) => Array.from(document.querySelectorAll(selector)).filter((one) => seen(one) && !one.closest(skipped));
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const ruler = document.createElement("canvas").getContext("2d");
  const sheet = Array.from(document.styleSheets).pop();

  // What is offered lies on top at its middle, once it is scrolled to, and is large enough for a finger.
  all("a[href], button, select, input, textarea, summary").filter((one) => !one.disabled).forEach((one) => {
    const whole = one.closest("label") || one;
    whole.scrollIntoView({ block: "center", inline: "nearest" });
    const box = whole.getBoundingClientRect();
    const lines = whole.getClientRects(); // of a link in running text: the middle of its middle line
    const top = document.elementFromPoint(...middle(lines[Math.floor(lines.length / 2)]));
    if (!top || !whole.contains(top)) fault("covered by " + (top ? name(top) : "nothing"), one);
    const inText = one.tagName === "A" && getComputedStyle(one).display === "inline" && one.parentNode.innerText !== one.innerText;
    if (!inText && (box.height < 40 || box.width < 40)) fault("small " + Math.round(box.width) + "x" + Math.round(box.height), one);
  });

  // Every word can be read to its end: nothing cuts it off, nothing lies over it.
  const rule = sheet.insertRule("* { pointer-events: auto !important; }", sheet.cssRules.length);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
  texts.filter((text) => seen(text.parentNode) && !text.parentNode.closest(skipped)).forEach((text) => {
    const parent = text.parentNode;
    parent.scrollIntoView({ block: "center", inline: "nearest" });
    const range = document.createRange();
    range.selectNodeContents(text);
    const whole = range.getBoundingClientRect();
    // The box of a line is higher than its letters.
    const air = parseFloat(getComputedStyle(parent).fontSize) * 0.25;
    const box = { left: whole.left, right: whole.right, top: whole.top + air, bottom: whole.bottom - air };
    let cut = "";
    for (let one = parent; one; one = one.parentElement) {
      const look = getComputedStyle(one);
      const clip = one.getBoundingClientRect();
      if (look.display === "inline" || look.display === "contents") continue;
      [["overflowX", "left", "right"], ["overflowY", "top", "bottom"]].forEach(([overflow, low, high]) => {
        if (look[overflow] === "visible" || one === document.documentElement || one === document.body) return;
        if (look[overflow] === "auto" || look[overflow] === "scroll") { box[low] = clip[low]; box[high] = clip[high]; return; }
        if (!cut && (box[low] < clip[low] - 1.5 || box[high] > clip[high] + 1.5)) cut = name(one);
      });
    }
    if (!cut && (box.left < -1 || box.right > document.documentElement.clientWidth + 1)) cut = "the window";
    if (cut) { fault("cut by " + cut, parent); return; }
    const lines = Array.from(range.getClientRects()).filter((one) => one.width > 1 && one.height > 1);
    const first = lines[Math.floor(lines.length / 2)]; // the middle one is what was scrolled to
    const top = first && document.elementFromPoint(...middle(first));
    const inLabel = top && parent.closest("label") && parent.closest("label") === top.closest("label");
    if (!first || !top || !(parent.contains(top) || inLabel)) fault("hidden by " + (top ? name(top) : "nothing"), parent);
  });
  sheet.deleteRule(rule);

  // What a list or a field shows has room.
  all("select, input:not([type=checkbox]):not([type=radio])").forEach((one) => {
    const look = getComputedStyle(one);
    if (look.opacity === "0") return; // its words stand under it, and were looked at with all others
    ruler.font = look.font || [look.fontWeight, look.fontSize, look.fontFamily].join(" ");
    const text = one.tagName === "SELECT" ? one.options[Math.max(one.selectedIndex, 0)].text : one.value ? "" : one.placeholder;
    const room = one.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
    if (ruler.measureText(text).width > room + 1) fault("cut in the field “" + text + "”", one);
  });

  // Nothing goes on sideways but what says so, and what scrolls has room to be read in.
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push("the page scrolls sideways");
  all("body *").forEach((one) => {
    const look = getComputedStyle(one);
    const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";
    if (scrolls(look.overflowX) && one.scrollWidth > one.clientWidth + 1 && one.getAttribute("role") !== "region") fault("scrolls sideways", one);
    if (scrolls(look.overflowY) && one.scrollHeight > one.clientHeight + 1 && one.clientHeight < 80) fault("a slit of " + one.clientHeight + " px", one);
  });
  if (next && !all(next).some((one) => one.innerText.trim())) found.push("nothing says what to do next");
  return Array.from(new Set(found));
}
