// The page staff use: the chat in place, the view of all tables, example questions, and addresses that can be shared.

import { getJson } from "./api.js";
import "./chat.js";
import { openSource } from "./source.js";
import { rich } from "./text.js";

const EXAMPLES = 4;
const base = new URL(".", document.baseURI);
const chat = document.querySelector("porsesh-chat");

function showView() {
  const tables = location.hash === "#tables";
  document.getElementById("ask-view").hidden = tables;
  document.getElementById("tables-view").hidden = !tables;
  for (const link of document.querySelectorAll("nav a")) {
    if ((link.hash === "#tables") === tables) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (tables) import("./tables.js"); // defined when first looked at
}

/** Questions made from the documents' own tables: the best proved ones, another body row of each. */
async function exampleQuestions() {
  const { tables } = await getJson(base, "v1/tables");
  const fit = tables.filter((t) => t.caption && t.caption.length <= 90 && !t.failed).sort((a, b) => b.verified - a.verified);
  const questions = [];
  for (const { id, document: name } of fit.slice(0, 2 * EXAMPLES)) {
    const table = await getJson(base, `v1/tables/${encodeURIComponent(id)}?document=${encodeURIComponent(name)}`);
    const entity = table.columns.findIndex((column) => column.role === "entity");
    const value = table.columns.findIndex((column) => column.role === "value" && column.name && column.name.length <= 40);
    const rows = table.rows.filter((r) => r.kind === "body" && r.cells[entity] && typeof r.values[value] === "number");
    if (rows.length) {
      const row = rows[(questions.length * 5) % rows.length];
      questions.push(`${table.columns[value].name} ${row.cells[entity]} در «${table.caption}» چقدر است؟`);
    }
    if (questions.length === EXAMPLES) break;
  }
  return questions;
}

async function showExamples() {
  const section = document.getElementById("examples");
  const questions = await exampleQuestions().catch(() => []);
  for (const question of questions) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...rich(question));
    button.addEventListener("click", () => chat.ask(question));
    const item = document.createElement("li");
    item.append(button);
    section.querySelector("ul").append(item);
  }
  section.hidden = questions.length === 0;
}

addEventListener("hashchange", showView);
showView();
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  (location.hash === "#tables" ? document.getElementById("main") : chat.shadowRoot.querySelector("textarea")).focus();
});
chat.addEventListener("porsesh-ask", ({ detail }) => {
  document.getElementById("examples").hidden = true;
  history.replaceState(null, "", `?${new URLSearchParams({ q: detail.question })}`);
});

const asked = new URLSearchParams(location.search);
if (asked.get("q")) chat.ask(asked.get("q").slice(0, 1000));
else if (location.hash !== "#tables") showExamples();
if (asked.get("document") && Number(asked.get("from"))) {
  const first = Number(asked.get("from"));
  openSource(chat.shadowRoot, base, { document: asked.get("document"), lines: [first, Number(asked.get("to")) || first] });
}
