// The source lines of a citation: raw and repaired side by side, with what the repair did and how sure it is.

import { getJson } from "./api.js";
import { badge, confidenceBadge, el, label, rich } from "./text.js";
import { placeWords } from "./evidence.js";

const AROUND = 6; // lines shown before and after the cited ones
const MORE = 30;
const MOST = 200; // the service's own limit for one request

const REPAIRS = {
  run_order: "ترتیب قطعه‌ها",
  spaces: "فاصله‌ها",
  lost_glyphs: "حرف‌های افتاده",
  kashida: "کشیده",
  digits: "رقم‌ها",
  letters: "شکل حرف‌ها",
  manual: "اصلاح خواننده",
};

/** Shows the source in a modal dialog inside `root`; closing it gives the focus back to where it was. */
export async function openSource(root, base, source) {
  const before = root.activeElement ?? document.activeElement;
  const list = el("ol", { class: "lines", "aria-label": "سطرهای سند" });
  const status = el("p", { class: "status", role: "status" }, "در حال خواندن سند…");
  const earlier = el("button", { type: "button", class: "quiet", hidden: true }, "سطرهای پیشین");
  const later = el("button", { type: "button", class: "quiet", hidden: true }, "سطرهای پسین");
  const close = el("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "بستن");
  const dialog = el(
    "dialog",
    { class: "viewer", "aria-labelledby": "viewer-title", onclose: () => (dialog.remove(), before?.focus?.()) },
    el(
      "header",
      {},
      el("h2", { id: "viewer-title" }, "منبع: ", el("bdi", {}, source.title || source.document), `، ${placeWords(source)}`),
      close,
    ),
    status,
    earlier,
    el("div", { class: "sides", "aria-hidden": "true" }, el("span", {}, "متن خام سند"), el("span", {}, "متن بازسازی‌شده")),
    list,
    later,
  );
  root.append(dialog);
  dialog.showModal();

  const [first, last] = source.lines;
  let shown = [Math.max(1, first - AROUND), Math.min(last + AROUND, Math.max(1, first - AROUND) + MOST - 1)];
  const load = async (from, to, place) => {
    const address = `v1/source/${encodeURIComponent(source.document)}?from=${from}&to=${to}`;
    const { lines } = await getJson(base, address);
    place(lines.filter((line) => line.raw.trim() || isCited(line)).map((line) => lineItem(line, isCited(line))));
    earlier.hidden = shown[0] <= 1;
    later.hidden = to > (lines.at(-1)?.line ?? 0);
  };
  const isCited = (line) => line.line >= first && line.line <= last;
  const attempt = async (work) => {
    try {
      await work();
      status.textContent = "";
    } catch (error) {
      status.textContent = error.message;
    }
  };
  earlier.addEventListener("click", () =>
    attempt(async () => {
      const [to, from] = [shown[0] - 1, Math.max(1, shown[0] - MORE)];
      shown = [from, shown[1]];
      const atEnd = later.hidden;
      await load(from, to, (items) => list.prepend(...items));
      later.hidden = atEnd;
    }),
  );
  later.addEventListener("click", () =>
    attempt(async () => {
      const [from, to] = [shown[1] + 1, shown[1] + MORE];
      shown = [shown[0], to];
      await load(from, to, (items) => list.append(...items));
    }),
  );
  await attempt(() => load(...shown, (items) => list.append(...items)));
  list.querySelector(".cited")?.scrollIntoView({ block: "center" });
}

function lineItem(line, cited) {
  const made = line.repairs.map((kind) => REPAIRS[kind] ?? kind);
  return el(
    "li",
    { class: cited ? "cited" : null, "data-line": line.line },
    el("p", { class: "meta" }, `سطر ${label(line.line)}`, cited ? badge("★", "سطر استناد", "cite") : null),
    el("p", { class: "raw", dir: "auto" }, el("span", { class: "side" }, "خام: "), rich(line.raw.trim())),
    el("p", { class: "repaired", dir: "auto" }, el("span", { class: "side" }, "بازسازی‌شده: "), rich(line.text)),
    el(
      "p",
      { class: "meta" },
      made.length ? `بازسازی: ${made.join("، ")}` : "بی‌تغییر",
      line.corrected ? badge("✎", "به دست خواننده اصلاح شده", "good") : null,
      line.raw.trim() ? confidenceBadge("اطمینان", line.confidence) : null,
    ),
    line.doubt ? el("p", { class: "doubt" }, "تردید: ", rich(line.doubt)) : null,
  );
}
