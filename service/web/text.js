// How text is put on the page: Persian digits, isolated numbers and Latin names, and copying that gives back the source form.

const DIGITS = "۰۱۲۳۴۵۶۷۸۹";
const RUNS = new RegExp(
  "(?:(?<![\\p{L}\\p{N}])[-+−])?[0-9۰-۹٠-٩]+(?:[.,/:٫٬-][0-9۰-۹٠-٩]+)*" + // a number, a date, a ratio
    "|[A-Za-z][\\w'’&+/.-]*(?: [A-Za-z][\\w'’&+/.-]*)*", // Latin words
  "gu",
);
const BLOCKS = new Set(["P", "DIV", "LI", "TR", "H2", "H3", "H4", "CAPTION", "SECTION", "ARTICLE", "DD", "DT"]);

/** An element with attributes (`onclick` and the like are listeners; null, undefined and false are left out) and children. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return node;
}

/** Says that what is inside an element is Persian, whatever the page around it is. */
export function speakPersian(host) {
  host.setAttribute("lang", "fa");
  host.setAttribute("dir", "rtl");
}

/** Digit glyphs alone are changed, one for one: 12.5 becomes ۱۲.۵. */
export function persianDigits(text) {
  return text.replace(/[0-9٠-٩]/g, (digit) => DIGITS[digit.charCodeAt(0) & 15]);
}

/** A count of ours, with Persian separators. */
export const count = (number) => new Intl.NumberFormat("fa-IR").format(number);

/** A page, line or section number: Persian digits, no separators. */
export const label = (number) => persianDigits(String(number));

/** A probability; what is not certain is never rounded up to certainty. */
export const percent = (share) => new Intl.NumberFormat("fa-IR", { style: "percent" }).format(share < 1 ? Math.min(share, 0.99) : 1);

/** A number in isolation from the text around it; copying it gives `source`. */
export function numeral(source) {
  const shown = persianDigits(source);
  return el("bdi", { dir: "ltr", "data-source": shown === source ? null : source }, shown);
}

/** The nodes that show a text of the document: its numbers and Latin names isolated, digits Persian. */
export function rich(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(RUNS)) {
    nodes.push(text.slice(done, match.index));
    nodes.push(/[A-Za-z]/.test(match[0][0]) ? el("bdi", { dir: "ltr", lang: "en" }, match[0]) : numeral(match[0]));
    done = match.index + match[0].length;
  }
  nodes.push(text.slice(done));
  return nodes.filter((node) => node !== "");
}

/** As `rich`, with the spans [start, end] (in code points, as the service counts) marked. */
export function marked(text, spans) {
  const points = [...text];
  const nodes = [];
  let done = 0;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (start < done || end <= start) continue;
    nodes.push(...rich(points.slice(done, start).join("")));
    nodes.push(el("mark", {}, rich(points.slice(start, end).join(""))));
    done = end;
  }
  return [...nodes, ...rich(points.slice(done).join(""))];
}

/** A section number read from right to left, as printed in Persian: chapter first. Nothing where none is printed. */
export const sectionNumber = (number) =>
  number && el("bdi", { dir: "rtl" }, number.split("-").flatMap((part, i) => (i ? ["-", numeral(part)] : [numeral(part)])));

export function confidenceWord(confidence) {
  if (confidence >= 0.9) return "زیاد";
  return confidence >= 0.7 ? "متوسط" : "کم";
}

const VERIFIED = new Map([
  [true, ["✓", "اثبات‌شده با حساب", "good"]],
  [false, ["✗", "ناسازگار با حساب", "bad"]],
  [null, ["○", "بدون آزمون", "plain"]],
]);

/** Lines broken by the printed page run on; a new bullet keeps its line. One character for one: spans stay in place. */
export const unwrapped = (text) => text.replace(/\n(?=[\p{L}\p{N}«(])/gu, " ");

/** A small label; its meaning is in its words, the sign and the colour only repeat it. */
export const badge = (sign, words, tone) =>
  el("span", { class: `badge ${tone}` }, sign ? el("span", { "aria-hidden": "true" }, `${sign} `) : null, words);

export const verifiedBadge = (state) => badge(...VERIFIED.get(state ?? null));

export function confidenceBadge(name, confidence) {
  const word = confidenceWord(confidence);
  return badge(null, `${name}: ${word} (${percent(confidence)})`, { زیاد: "good", متوسط: "fair", کم: "bad" }[word]);
}

/** Lets every copy made inside `root` (a shadow root) carry the numbers as the source has them. */
export function copySourceForm(root) {
  root.addEventListener("copy", (event) => {
    const range = selectedRange(root);
    if (!range || !event.clipboardData) return;
    const around = range.commonAncestorContainer;
    const inside = (around.nodeType === Node.TEXT_NODE ? around.parentElement : around).closest?.("[data-source]");
    const box = el("div", {}, range.cloneContents());
    if (inside) box.textContent = sourcePart(inside.dataset.source, box.textContent);
    for (const number of box.querySelectorAll("[data-source]")) {
      number.textContent = sourcePart(number.dataset.source, number.textContent);
      number.removeAttribute("data-source");
    }
    for (const ours of box.querySelectorAll(".sign, .hidden")) ours.remove();
    event.clipboardData.setData("text/plain", plain(box).trim());
    event.clipboardData.setData("text/html", box.innerHTML);
    event.preventDefault();
  });
}

const sourcePart = (source, shown) => source.substr(persianDigits(source).indexOf(shown), shown.length);

function selectedRange(root) {
  const selection = root.getSelection?.() ?? document.getSelection();
  const [composed] = selection?.getComposedRanges?.({ shadowRoots: [root] }) ?? [];
  const found = composed ?? (selection?.rangeCount ? selection.getRangeAt(0) : null);
  if (!found || !root.contains(found.startContainer) || !root.contains(found.endContainer)) return null;
  const range = document.createRange();
  range.setStart(found.startContainer, found.startOffset);
  range.setEnd(found.endContainer, found.endOffset);
  return range.collapsed ? null : range;
}

function plain(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  const inner = [...node.childNodes].map(plain).join("");
  if (BLOCKS.has(node.nodeName) && inner) return `${inner.trim()}\n`;
  return node.nodeName === "TD" || node.nodeName === "TH" ? `${inner}\t` : inner;
}
