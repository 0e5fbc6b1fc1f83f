// <porsesh-chat>: a question box and its answers, in place (position="inline") or behind a launcher.

import { askEvents, getJson, sendFeedback } from "./api.js";
import { citationWords, evidenceCards, sourceLink, sourceWords } from "./evidence.js";
import { openSource } from "./source.js";
import { dress, loadFont } from "./style.js";
import { confidenceBadge, copySourceForm, count, el, label, rich, speakPersian, unwrapped, verifiedBadge } from "./text.js";

const OWN_SCRIPT = document.currentScript?.src; // the widget's own address says where the service is
const MOST_TURNS = 10; // of the conversation, that go with a question
const NEAREST = 3; // shown at once where the document does not answer
const REASONS = ["پاسخ نادرست است", "استناد به جای نادرست است", "پاسخ در سند هست و پیدا نشد", "متن درهم‌ریخته است", "دلیل دیگر"];

/** Where the service is: the attribute, else where the script came from, else this page's folder. */
export const endpointOf = (host) => new URL(host.getAttribute("endpoint") || OWN_SCRIPT || document.baseURI, document.baseURI);

const sameHit = (a, b) => a.id === b.id && a.source.document === b.source.document;
const merged = (old, fresh) => [...old.filter((hit) => !fresh.some((other) => sameHit(hit, other))), ...fresh];

export class PorseshChat extends HTMLElement {
  #base;
  #running = null;
  #turns = []; // what was asked and answered so far, for questions that lean on it

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#base = new URL(".", endpointOf(this));
    const root = this.attachShadow({ mode: "open" });
    speakPersian(this);
    dress(root);
    loadFont(this.#base);
    copySourceForm(root);
    const title = this.getAttribute("title") || "پرسش از سندهای سازمان";
    this.removeAttribute("title"); // it would be a tooltip over everything
    root.append(...(this.inline ? this.#inPlace(title) : this.#behindLauncher(title)));
    if (this.inline) this.#offerDocuments();
  }

  disconnectedCallback() {
    this.#running?.abort();
  }

  get inline() {
    return this.getAttribute("position") === "inline";
  }

  #inPlace(title) {
    return [el("section", { class: "inline", "aria-label": title }, this.#form(), this.#log())];
  }

  #behindLauncher(title) {
    const panel = el(
      "section",
      { class: "panel", id: "panel", role: "dialog", "aria-label": title, hidden: true },
      el("header", {}, el("h2", {}, title), el("button", { type: "button", class: "quiet", onclick: () => show(false) }, "بستن")),
      this.#log(),
      this.#form(),
    );
    const launcher = el(
      "button",
      { type: "button", class: "launcher", "aria-expanded": "false", "aria-controls": "panel", onclick: () => show(panel.hidden) },
      title,
    );
    const show = (open) => {
      panel.hidden = !open;
      launcher.setAttribute("aria-expanded", String(open));
      (open ? panel.querySelector("textarea") : launcher).focus();
    };
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") show(false);
    });
    return [launcher, panel];
  }

  #log() {
    return el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": "پرسش‌ها و پاسخ‌ها", tabindex: this.inline ? null : "0" });
  }

  #form() {
    const box = el("textarea", { id: "question", rows: "2", maxlength: "1000", dir: "auto", required: true, "aria-describedby": "keys" });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        box.form.requestSubmit();
      }
    });
    return el(
      "form",
      {
        class: "ask",
        onsubmit: (event) => {
          event.preventDefault();
          if (box.value.trim()) this.ask(box.value.trim());
          box.value = "";
        },
      },
      el("label", { for: "question" }, "پرسش شما"),
      el(
        "div",
        { class: "row" },
        box,
        el("button", { class: "send" }, "بپرس"),
        el("button", { type: "button", class: "stop quiet", hidden: true, onclick: () => this.#running?.abort() }, "توقف"),
      ),
      el("span", { id: "keys", class: "hidden" }, "کلید Enter می‌فرستد و Shift+Enter سطر تازه می‌گشاید."),
    );
  }

  /** Where there is more than one document a question may be put to one of them. */
  async #offerDocuments() {
    const { documents } = await getJson(this.#base, "readyz").catch(() => ({ documents: [] }));
    if (documents.length < 2) return;
    const options = documents.map((name) => el("option", { value: name }, name));
    const choice = el("select", { id: "document" }, el("option", { value: "" }, "همهٔ سندها"), options);
    this.shadowRoot.querySelector(".ask").append(el("div", { class: "row" }, el("label", { for: "document" }, "در"), choice));
  }

  get #documents() {
    const chosen = this.shadowRoot.getElementById("document")?.value;
    return chosen ? [chosen] : null;
  }

  /** Asks a question and shows evidence, then the answer; a question still running is stopped. */
  async ask(question, history = this.#turns.slice(-MOST_TURNS)) {
    this.#running?.abort();
    const run = (this.#running = new AbortController());
    const log = this.shadowRoot.querySelector(".log");
    const stop = this.shadowRoot.querySelector(".stop");
    const answer = el("div", { class: "answer", "aria-busy": "true" }, el("p", { class: "waiting" }, "در حال جست‌وجو در سند"));
    // Evidence is not announced by itself (aria-live off): a listener hears the answer and moves to the evidence at will.
    const evidence = el("section", { class: "evidence", "aria-live": "off", "aria-label": "شواهد" });
    const turn = el("article", { class: "turn" }, el(this.inline ? "h2" : "h3", { class: "question", dir: "auto" }, rich(question)), answer, evidence);
    if (this.inline) log.prepend(turn);
    else log.append(turn);
    stop.hidden = false;
    this.#bringIntoView(turn);
    this.dispatchEvent(new CustomEvent("porsesh-ask", { detail: { question } }));
    try {
      await this.#follow(question, history, run.signal, answer, evidence);
    } catch (error) {
      const stopped = run.signal.aborted;
      this.#fail(answer, question, stopped ? "پاسخ متوقف شد." : error.message, error.retryAfter, stopped);
      if (!stopped && error.retryAfter === undefined) console.error(error);
    } finally {
      answer.removeAttribute("aria-busy");
      if (this.#running === run) {
        stop.hidden = true;
        this.#running = null;
        this.#bringIntoView(turn);
      }
    }
  }

  async #follow(question, history, signal, answer, evidence) {
    const found = { passages: [], rows: [] };
    const request = { question, documents: this.#documents, history: history.length ? history : null };
    for await (const [name, data] of askEvents(this.#base, request, signal)) {
      if (name === "meta" && data.leaned) {
        answer.before(this.#understood(question, data.interpreted));
      } else if (name === "passages" || name === "rows") {
        found[name] = data;
        this.#showEvidence(evidence, found, [], null);
        answer.firstChild.textContent = "شواهد پیدا شد؛ در حال یافتن پاسخ";
      } else if (name === "answer") {
        // What the answer rests on comes with it: hits not sent before, or sent again with their highlights.
        found.passages = merged(found.passages, data.passages ?? []);
        found.rows = merged(found.rows, data.rows ?? []);
        this.#turns.push({ question, answer: data.answer.text });
        this.#showAnswer(answer, question, data, found);
        answer.append(...this.#leadingOn(data.suggestions ?? []));
        if (data.answer.kind === "talk") evidence.replaceChildren();
        else this.#showEvidence(evidence, found, data.answer.citations, data.answered);
      }
    }
  }

  #link = (source, ...content) => sourceLink(this.#base, source, (s) => openSource(this.shadowRoot, this.#base, s), ...content);

  /** What was understood with the turns before, and the way to ask without them. */
  #understood(question, interpreted) {
    const alone = el("button", { type: "button", class: "quiet", onclick: () => this.ask(question, []) }, "بدون گفت‌وگوی پیشین بپرس");
    return el("p", { class: "meta understood" }, "منظورتان: ", el("span", { dir: "auto" }, rich(interpreted)), " ", alone);
  }

  #leadingOn(questions) {
    const ask = (text) => el("button", { type: "button", class: "quiet", dir: "auto", onclick: () => this.ask(text) }, text);
    return questions.length ? [el("ul", { class: "suggestions", "aria-label": "پرسش‌های بعدی" }, questions.map((text) => el("li", {}, ask(text))))] : [];
  }

  #showAnswer(box, question, { answered, answer }, found) {
    if (answer.kind === "talk") {
      box.replaceChildren(el("p", { class: "text", dir: "auto" }, rich(answer.text)));
      return;
    }
    const hits = new Map([...found.passages, ...found.rows].map((hit) => [hit.id, hit]));
    const cited = answer.citations.map((id) => hits.get(id)).filter(Boolean);
    const figures = answered && answer.values.some((value) => typeof value === "number");
    box.classList.toggle("none", !answered);
    box.replaceChildren(
      ...(answered ? [] : [el("p", { class: "text" }, "در سند یافت نشد")]),
      el("p", { class: answered ? "text" : "meta", dir: "auto" }, rich(unwrapped(answer.text))),
      ...(answered
        ? [
            el(
              "p",
              { class: "meta" },
              confidenceBadge("اطمینان پاسخ", answer.confidence),
              figures || typeof answer.verified === "boolean" ? verifiedBadge(answer.verified) : null,
            ),
          ]
        : []),
      ...(answer.notes ?? []).map((note) => el("p", { class: "doubt", dir: "auto" }, rich(note))),
      ...(cited.length ? [this.#citations(cited)] : []),
      this.#feedback(question, answer.id ?? null),
    );
  }

  #citations(cited) {
    const items = cited.map((hit, i) =>
      el("li", {}, el("span", { "aria-hidden": "true" }, `[${label(i + 1)}]`), this.#link(hit.source, ...citationWords(hit), ` (${sourceWords(hit.source)})`)),
    );
    const first = el("ol", { class: "citations", "aria-label": "استنادهای پاسخ" }, items.slice(0, 5));
    if (items.length <= 5) return first;
    const rest = el("ol", { class: "citations", "aria-label": "استنادهای دیگر" }, items.slice(5));
    return el("div", {}, first, el("details", {}, el("summary", {}, `${count(items.length - 5)} استناد دیگر`), rest));
  }

  #showEvidence(box, { passages, rows }, citations, answered) {
    const { cited, others } = evidenceCards(passages, rows, new Set(citations), this.#link);
    if (answered === null) {
      box.replaceChildren(this.#heading("شواهد"), ...others);
      return;
    }
    const [first, rest] = answered ? [cited, others] : [others.slice(0, NEAREST), others.slice(NEAREST)];
    const more = el("details", {}, el("summary", {}, `${count(rest.length)} شاهد نزدیک دیگر`), el("div", { class: "stack" }, rest));
    box.replaceChildren(
      ...(first.length ? [this.#heading(answered ? "شواهد پاسخ" : "نزدیک‌ترین گذرها و جدول‌ها"), ...first] : []),
      ...(rest.length ? [more] : []),
    );
  }

  #heading = (words) => el(this.inline ? "h3" : "h4", {}, words);

  #fail(box, question, message, retryAfter, stopped) {
    box.classList.add("failed");
    const wait = retryAfter ? ` ${count(retryAfter)} ثانیهٔ دیگر دوباره بپرسید.` : "";
    const again = el("button", { type: "button", class: "quiet", disabled: Boolean(retryAfter), onclick: () => this.ask(question) }, "پرسش دوباره");
    if (retryAfter) setTimeout(() => (again.disabled = false), retryAfter * 1000);
    box.replaceChildren(el("p", { role: stopped ? null : "alert" }, `${message}${wait}`), el("p", {}, again));
  }

  #feedback(question, answerId) {
    const status = el("span", { role: "status" });
    const send = async (helpful, comment) => {
      try {
        await sendFeedback(this.#base, { question, answer_id: answerId, helpful, comment });
        status.textContent = "سپاس؛ نظر شما ثبت شد.";
        yes.setAttribute("aria-pressed", String(helpful));
        no.setAttribute("aria-pressed", String(!helpful));
        why.hidden = true;
      } catch (error) {
        status.textContent = `نظر ثبت نشد: ${error.message}`;
      }
    };
    const yes = el("button", { type: "button", class: "quiet", "aria-pressed": "false", onclick: () => send(true, null) }, "بله");
    const no = el(
      "button",
      { type: "button", class: "quiet", "aria-pressed": "false", onclick: () => ((why.hidden = false), why.querySelector("input").focus()) },
      "نه",
    );
    const why = el(
      "form",
      {
        hidden: true,
        onsubmit: (event) => {
          event.preventDefault();
          const given = new FormData(why);
          send(false, [given.get("reason"), given.get("comment").trim()].filter(Boolean).join(": ") || null);
        },
      },
      el(
        "fieldset",
        {},
        el("legend", {}, "چه چیزی درست نبود؟"),
        REASONS.map((reason) => el("label", {}, el("input", { type: "radio", name: "reason", value: reason }), ` ${reason}`)),
      ),
      el("textarea", { name: "comment", rows: "2", maxlength: "2000", dir: "auto", "aria-label": "توضیح (اختیاری)", placeholder: "توضیح (اختیاری)" }),
      el("div", {}, el("button", {}, "فرستادن نظر")),
    );
    return el("div", { class: "feedback", role: "group", "aria-label": "نظر شما دربارهٔ این پاسخ" }, "این پاسخ سودمند بود؟", yes, no, why, status);
  }

  #bringIntoView(turn) {
    if (!this.inline) turn.scrollIntoView({ block: "start", behavior: "instant" });
  }
}

customElements.define("porsesh-chat", PorseshChat);
