// Passages and table rows as they are shown under an answer.

import { badge, confidenceBadge, el, label, marked, numeral, rich, sectionNumber, unwrapped, verifiedBadge } from "./text.js";

/** "سطرهای ۵ تا ۸، صفحهٔ ۳" of a source. */
export function placeWords({ lines: [first, last], page, sheet }) {
  const lines = first === last ? `سطر ${label(first)}` : `سطرهای ${label(first)} تا ${label(last)}`;
  const number = page ?? sheet;
  return number === null || number === undefined ? lines : `${lines}، صفحهٔ ${label(number)}`;
}

/** The document and the place in it, as a citation names them. */
export const sourceWords = (source) => (source.title ? `${source.title}، ${placeWords(source)}` : placeWords(source));

/** A link to the source lines; `open(source)` shows them in place, the address shows them on the service's own page. */
export function sourceLink(base, source, open, ...content) {
  const address = new URL(".", base);
  address.search = new URLSearchParams({ document: source.document, from: source.lines[0], to: source.lines[1] });
  return el(
    "a",
    {
      href: address.href,
      class: "source",
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open(source);
      },
    },
    ...content,
  );
}

/** What a citation is called: the table and its row, or the section. */
export function citationWords(hit) {
  if (!hit.table) return hit.section ? sectionWords(hit.section) : ["متن سند"];
  return [...tableWords(hit.table), "، ", ...rich(hit.cells[entityColumn(hit.table)] || hit.cells.join(" "))];
}

/** A section's number, where one is printed, and its title. */
function sectionWords({ number, title }) {
  return [...(number ? [sectionNumber(number), " "] : []), ...rich(title)];
}

function tableWords(table) {
  const name = table.number ? ["جدول ", numeral(table.number), ": "] : ["جدول «"];
  return [...name, ...rich(table.caption), table.number ? "" : "»"];
}

function entityColumn(table) {
  const named = table.columns.findIndex((column) => column.role === "entity");
  return named < 0 ? Math.max(0, table.columns.findIndex((column) => column.role === "text")) : named;
}

export function passageCard(hit, cited, link) {
  return el(
    "article",
    { class: cited ? "card cited" : "card", "data-id": hit.id },
    el("p", { class: "meta" }, cited ? badge("★", "استناد پاسخ", "cite") : null, ...sectionPath(hit.section)),
    el("p", { class: "quote", dir: "auto" }, marked(unwrapped(hit.text), hit.highlights ?? [])),
    ...[...new Set(hit.doubts)].slice(0, 3).map((doubt) => el("p", { class: "doubt" }, "تردید: ", ...rich(doubt))),
    el(
      "p",
      { class: "meta" },
      link(hit.source, `متن خام و بازسازی‌شده: ${placeWords(hit.source)}`),
      typeof hit.confidence === "number" ? confidenceBadge("درستی بازسازی", hit.confidence) : null,
    ),
  );
}

function sectionPath(section) {
  if (!section) return [];
  const path = section.path.length ? section.path : [{ number: section.number, title: section.title }];
  return path.flatMap((section, i) => [i ? " › " : "", el("span", {}, ...sectionWords(section))]);
}

/** Rows of one table under its caption; `citedIds` says which of them the answer rests on. */
export function rowsCard(rows, citedIds, link) {
  const { table } = rows[0];
  const width = Math.max(table.columns.length, ...rows.map((row) => row.cells.length));
  const columns = Array.from({ length: width }, (_, i) => table.columns[i] ?? { name: "", role: "text", unit: null });
  return el(
    "article",
    { class: rows.some((row) => citedIds.has(row.id)) ? "card cited" : "card", "data-table": table.id },
    scrollable(
      table.caption,
      el(
        "table",
        { dir: "rtl" },
        el("caption", {}, tableWords(table)),
        el("thead", {}, el("tr", {}, columns.map(columnHead), el("th", { scope: "col" }, "آزمون و منبع"))),
        el(
          "tbody",
          {},
          rows.map((row) => {
            const cited = citedIds.has(row.id);
            const check = [cited ? badge("★", "استناد پاسخ", "cite") : null, verifiedBadge(row.verified), link(row.source, placeWords(row.source))];
            return el(
              "tr",
              { "data-id": row.id, class: cited ? "cited" : null },
              cells(row.cells, columns, entityColumn(table)),
              el("td", {}, el("div", { class: "meta" }, check)),
            );
          }),
        ),
      ),
    ),
  );
}

/** A wide table scrolls in its own box, which the keyboard can reach. */
export function scrollable(name, table) {
  return el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": name || "جدول" }, table);
}

export function columnHead(column, i) {
  const name = column.name || `ستون ${label(i + 1)}`;
  return el("th", { scope: "col" }, rich(name), column.unit && !saysUnit(name, column.unit) ? el("small", {}, " (", rich(column.unit), ")") : null);
}

/** Whether a name says its unit by itself: in whole words («تن» is none of «تنظیم»), in the plural, or with a sign for percent. */
function saysUnit(name, unit) {
  const folded = (text) => text.replaceAll("\u200c", " ");
  const word = folded(unit).replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${word}(?: ?های?|ات|ان|ی)?(?![\\p{L}\\p{N}])`, "u").test(folded(name)) || (unit === "درصد" && /[%٪]/.test(name));
}

/** The cells of a row; the one at `head` names the row, and `sign(i)` may add what is known of a cell. */
export function cells(texts, columns, head, sign = () => null) {
  return columns.map((_, i) => {
    const text = texts[i] ?? "";
    const number = /^[-+−(]*[0-9۰-۹٠-٩][0-9۰-۹٠-٩.,/٫٬%٪)−-]*$/.test(text);
    const content = [...(number ? [numeral(text)] : rich(text)), sign(i)].filter(Boolean);
    return i === head && text ? el("th", { scope: "row" }, content) : el("td", { class: number ? "number" : null }, content);
  });
}

/** Passages and rows as cards, best first, the cited apart from the others; rows of one table stand together. */
export function evidenceCards(passages, rows, citedIds, link) {
  const several = new Set([...passages, ...rows].map((hit) => hit.source.document)).size > 1;
  const named = (source, ...content) => link(source, ...content, several ? ["، سند ", el("bdi", {}, source.document)] : null);
  const tables = new Map();
  for (const row of rows) {
    const key = `${row.source.document}/${row.table.id}`;
    tables.set(key, [...(tables.get(key) ?? []), row]);
  }
  const cards = [
    ...[...tables.values()].map((group) => [Math.max(...group.map((row) => row.score)), rowsCard(group, citedIds, named)]),
    ...passages.map((hit) => [hit.score, passageCard(hit, citedIds.has(hit.id), named)]),
  ]
    .sort((a, b) => b[0] - a[0])
    .map(([, card]) => card);
  return { cited: cards.filter((c) => c.classList.contains("cited")), others: cards.filter((c) => !c.classList.contains("cited")) };
}
