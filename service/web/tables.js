// <porsesh-tables>: every table of the documents with its checks, its issues and its rows.

import { getJson } from "./api.js";
import { endpointOf } from "./chat.js";
import { cells, columnHead, placeWords, scrollable, sourceLink } from "./evidence.js";
import { openSource } from "./source.js";
import { dress, loadFont } from "./style.js";
import { badge, copySourceForm, count, el, label, numeral, persianDigits, rich, sectionNumber, speakPersian } from "./text.js";

const CHECKS = {
  column_sum: "جمع ستون",
  row_sum: "جمع ردیف",
  ratio: "درصد یا نسبت",
  growth: "رشد",
  cross_reference: "همخوانی با جدول دیگر",
  row_count: "شمار ردیف‌ها",
};

export class PorseshTables extends HTMLElement {
  #base;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#base = new URL(".", endpointOf(this));
    const root = this.attachShadow({ mode: "open" });
    speakPersian(this);
    dress(root);
    loadFont(this.#base);
    copySourceForm(root);
    this.#load(root);
  }

  async #load(root) {
    const status = el("p", { role: "status" }, "در حال خواندن جدول‌ها…");
    root.append(status);
    try {
      const { tables } = await getJson(this.#base, "v1/tables");
      const list = el("div", { class: "tables" }, tables.map((table) => this.#card(table)));
      const filter = el("input", { id: "filter", type: "search", dir: "auto" });
      filter.addEventListener("input", () => {
        const wanted = persianDigits(filter.value.trim());
        let left = 0;
        for (const card of list.children) {
          card.hidden = !card.dataset.words.includes(wanted);
          left += card.hidden ? 0 : 1;
        }
        status.textContent = `${count(left)} جدول`;
      });
      status.textContent = `${count(tables.length)} جدول`;
      root.prepend(el("div", { class: "filter" }, el("label", { for: "filter" }, "جست‌وجو در عنوان و ستون‌ها"), filter, status));
      root.append(list);
    } catch (error) {
      status.textContent = error.message;
    }
  }

  #card(table) {
    const body = el("div", { class: "body" });
    const details = el("details", {}, el("summary", {}, `ردیف‌ها و آزمون‌ها (${count(table.rows)} ردیف)`), body);
    details.addEventListener("toggle", () => {
      if (details.open && !body.childNodes.length) this.#fill(body, table);
    });
    const words = [table.number, table.caption, ...table.columns].filter(Boolean).join(" ");
    return el(
      "article",
      { class: "card", "data-words": persianDigits(words), "data-id": table.id },
      el("h3", {}, "جدول ", table.number ? numeral(table.number) : "بی‌شماره", ": ", rich(table.caption || "بی‌عنوان")),
      el(
        "p",
        { class: "meta" },
        table.section ? el("span", {}, "بخش ", sectionNumber(table.section)) : null,
        this.#link({ document: table.document, lines: table.lines }),
        table.verified ? badge("✓", `${count(table.verified)} آزمون درست`, "good") : null,
        table.failed ? badge("✗", `${count(table.failed)} آزمون ناسازگار`, "bad") : null,
        table.verified + table.failed ? null : badge("○", "بدون آزمون", "plain"),
      ),
      table.issues.map((issue) => el("p", { class: "doubt", dir: "auto" }, rich(issue))),
      details,
    );
  }

  #link(source) {
    return sourceLink(this.#base, source, (s) => openSource(this.shadowRoot, this.#base, s), placeWords(source));
  }

  async #fill(body, { id, document }) {
    body.append(el("p", { role: "status" }, "در حال خواندن…"));
    const address = `v1/tables/${encodeURIComponent(id)}?document=${encodeURIComponent(document)}`;
    try {
      const table = await getJson(this.#base, address);
      const csv = new URL(`${address}&format=csv`, this.#base);
      body.replaceChildren(
        el("p", {}, el("a", { href: csv.href, download: `${id}.csv` }, "بارگیری CSV")),
        this.#rows(table, document),
        ...(table.checks.length ? [el("ul", { class: "checks", "aria-label": "آزمون‌ها" }, table.checks.map((check) => checkItem(table, check)))] : []),
      );
    } catch (error) {
      body.replaceChildren(el("p", { role: "alert" }, error.message));
    }
  }

  #rows(table, document) {
    const head = table.columns.findIndex((column) => column.role === "entity");
    const states = cellStates(table.checks);
    return scrollable(
      table.caption,
      el(
        "table",
        { dir: "rtl" },
        el("caption", {}, rich(table.caption)),
        el("thead", {}, el("tr", {}, table.columns.map(columnHead), el("th", { scope: "col" }, "منبع"))),
        el(
          "tbody",
          {},
          table.rows.map((row) =>
            el(
              "tr",
              { class: row.kind === "total" ? "total" : null, "data-id": row.id },
              cells(row.cells, table.columns, head, (i) => cellSign(states.get(`${row.id} ${i}`), row.repaired.includes(i))),
              el("td", {}, this.#link({ document, lines: row.lines })),
            ),
          ),
        ),
      ),
    );
  }
}

/** "row column" of every cell a check speaks of: proved by one of them, or standing in failed checks alone. */
function cellStates(checks) {
  const states = new Map();
  for (const check of checks) {
    for (const [row, column] of check.cells ?? []) {
      const key = `${row} ${column}`;
      states.set(key, states.get(key) || check.state === "verified");
    }
  }
  return states;
}

function cellSign(state, repaired) {
  const words = [[true, "اثبات‌شده با حساب"], [false, "ناسازگار با حساب"]].filter(([s]) => s === state).map(([, w]) => w);
  if (repaired) words.push("بازسازی‌شده");
  if (!words.length) return null;
  const sign = `${state === true ? "✓" : ""}${state === false ? "✗" : ""}${repaired ? "✎" : ""}`;
  const tone = state === undefined ? "plain" : state ? "good" : "bad";
  return el("span", { class: `sign ${tone}`, title: words.join("، ") }, el("span", { "aria-hidden": "true" }, sign), el("span", { class: "hidden" }, ` (${words.join("، ")})`));
}

function checkItem(table, check) {
  const row = table.rows.find(({ id }) => id === check.row);
  const where = [
    check.column === null ? null : `ستون «${table.columns[check.column]?.name || label(check.column + 1)}»`,
    row ? `ردیف «${row.cells.find((cell) => /\p{L}/u.test(cell)) ?? row.cells[0]}»` : null,
  ].filter(Boolean);
  const good = check.state === "verified";
  const figures = good ? ["مقدار ", numeral(String(check.found))] : ["در سند ", numeral(String(check.found)), "، به حساب ", numeral(String(check.expected))];
  return el(
    "li",
    {},
    badge(good ? "✓" : "✗", good ? "درست" : "ناسازگار", good ? "good" : "bad"),
    ` ${CHECKS[check.kind] ?? check.kind}، `,
    rich(where.join("، ")),
    ": ",
    figures,
    check.note ? [" — ", ...rich(check.note)] : null,
  );
}

customElements.define("porsesh-tables", PorseshTables);
