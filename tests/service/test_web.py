"""The page and the widget in a real browser against a real server; needs Chromium (Debian package `chromium`)."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from service.widget import widget_script
from tests.conftest import Server
from tests.service.conftest import CAPTION, DOCUMENT, QUESTION, ROWS


def ask(page: Page, question: str) -> Locator:
    """Types a question as a user does; the turn once its answer stands."""
    page.get_by_label("پرسش شما").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").filter(has_text=question)
    expect(turn.locator(".answer[aria-busy]")).to_have_count(0)
    return turn


def route_answer(page: Page, address: str) -> None:
    """The evidence is what the service finds; the answer is given: these tests are of what is shown, not of what is answered."""
    hits = httpx.get(f"{address}v1/search", params={"q": QUESTION}).json()["hits"]
    answer = {
        "id": "a",
        "text": "باغ شادی: 1250 هزار جلد",
        "kind": "cell",
        "values": [1250],
        "unit": "هزار جلد",
        "confidence": 0.94,
    }
    answer |= {"citations": ["t1-r1"], "verified": True, "notes": []}
    route_stream(
        page,
        {
            "passages": [hit for hit in hits if hit["type"] == "passage"],
            "rows": [hit for hit in hits if hit["type"] == "row"],
            "answer": {"answered": True, "answer": answer, "passages": [], "rows": []},
            "done": {"took_ms": 1},
        },
    )


def route_stream(page: Page, events: dict[str, object]) -> None:
    body = "".join(f"event: {name}\r\ndata: {json.dumps(data)}\r\n\r\n" for name, data in events.items())
    page.route("**/v1/ask/stream", lambda route: route.fulfill(content_type="text/event-stream", body=f": ping\r\n\r\n{body}"))


def citations(turn: Locator) -> Locator:
    return turn.get_by_role("list", name="استنادهای پاسخ").get_by_role("link")


def row_of(table: Locator, name: str) -> Locator:
    return table.get_by_role("row").filter(has=table.page.get_by_role("rowheader", name=name))


def test_a_built_corpus_is_asked_and_its_citation_opened(page: Page, server: Server) -> None:
    """From end to end: a seed built by the pipeline, `porsesh serve`, a question typed, the cited line read."""
    page.goto(server.url)
    turn = ask(page, "شمار اعضای فعال کتابخانه در پایان سال ۱۴۰۱ چند نفر بود؟")
    expect(turn.locator(".answer .text")).to_contain_text("۵۳۲۰")
    citations(turn).first.click()
    expect(page.get_by_role("dialog").locator("li.cited .repaired", has_text="۵۳۲۰").first).to_be_visible()


def test_a_question_may_lean_on_the_one_before_or_be_asked_without_it(page: Page, server: Server) -> None:
    page.goto(server.url)
    ask(page, "عملکرد خرید کتاب استان تهران چقدر بود؟")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    with page.expect_request("**/v1/ask/stream") as leaning:
        turn = ask(page, "یزد چطور؟")
    (before,) = leaning.value.post_data_json["history"]
    assert before["question"] == "عملکرد خرید کتاب استان تهران چقدر بود؟"
    assert "۱۱۰" in before["answer"]
    expect(turn.locator(".understood")).to_contain_text("یزد")
    expect(turn.locator(".understood")).to_contain_text("عملکرد")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    with page.expect_request("**/v1/ask/stream") as alone:
        turn.get_by_role("button", name="بدون گفت‌وگوی پیشین بپرس").click()
    assert alone.value.post_data_json["history"] is None


def test_a_greeting_is_answered_without_evidence_or_badge(page: Page, server: Server) -> None:
    page.goto(server.url)
    turn = ask(page, "سلام")
    expect(turn.locator(".answer .text")).to_contain_text("سلام")
    expect(turn.locator(".evidence > *")).to_have_count(0)
    expect(turn.locator(".answer .meta, .answer .feedback")).to_have_count(0)
    turn.get_by_role("list", name="پرسش‌های بعدی").get_by_role("button").first.click()
    expect(page.locator("article.turn")).to_have_count(2)
    expect(page.locator(".answer.none")).to_have_count(0)


def test_answer_comes_with_confidence_and_citation(page: Page, address: str) -> None:
    route_answer(page, address)
    page.goto(address)
    turn = ask(page, QUESTION)
    answer = turn.locator(".answer")
    expect(answer.locator(".text")).to_contain_text("۱۲۵۰")
    expect(answer.get_by_text("اطمینان پاسخ:")).to_be_visible()
    expect(citations(turn)).to_have_text(f"جدول ۱: {CAPTION}، باغ شادی (sample، سطر ۸، صفحهٔ ۸)")
    cited = turn.locator(".card.cited")
    expect(cited.locator("tr.cited")).to_contain_text("استناد پاسخ")
    expect(answer).to_contain_text("اثبات‌شده با حساب")
    assert page.get_by_role("log").get_attribute("aria-live") == "polite"
    assert "q=" in page.url


def test_citation_opens_raw_and_repaired_lines(page: Page, address: str) -> None:
    route_answer(page, address)
    page.goto(address)
    link = citations(ask(page, QUESTION))
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    line = dialog.locator("li[data-line='8']")
    expect(line).to_have_class("cited")
    expect(line.locator(".raw")).to_contain_text("۱۴.۵ ۱۲۵۰ باغ شادي ۱")
    expect(line.locator(".repaired")).to_contain_text("۱ باغ شادی ۱۲۵۰ ۱۴.۵")
    expect(line).to_contain_text("بازسازی: ترتیب قطعه‌ها")
    expect(line).to_contain_text("اطمینان: کم (۵۸٪)")
    expect(line).to_contain_text("تردید: جای یک رقم روشن نیست")
    expect(dialog.locator("li[data-line='6']")).not_to_have_class("cited")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()


def test_shared_address_of_a_citation_opens_it(page: Page, address: str) -> None:
    page.goto(f"{address}?document={DOCUMENT}&from=6&to=6")
    line = page.get_by_role("dialog").locator("li.cited")
    expect(line.locator(".repaired")).to_contain_text("نرم‌افزار Koha")
    assert line.locator(".repaired bdi", has_text="Koha").get_attribute("dir") == "ltr"


def test_rows_stand_in_a_real_table_with_their_state(page: Page, address: str) -> None:
    page.goto(address)
    turn = ask(page, "شمار کتاب کتابخانه باغ شادی")
    table = turn.get_by_role("table", name=CAPTION)
    names = ["ردیف", "کتابخانه", "شمار کتاب (هزار جلد)", "رشد (درصد)", "آزمون و منبع"]
    expect(table.get_by_role("columnheader")).to_have_text(names)
    expect(row_of(table, "باغ شادی")).to_contain_text("اثبات‌شده با حساب")
    expect(row_of(table, "سپیدار")).to_contain_text("ناسازگار با حساب")


def test_a_head_shows_its_unit_once(page: Page, address: str) -> None:
    page.goto(address)
    head = """async (columns) => {
        const { columnHead } = await import("/static/evidence.js");
        return columns.map(([name, unit]) => columnHead({ name, unit }, 0).textContent);
    }"""
    once = [["درصد تحقق", "درصد"], ["سهم ٪", "درصد"], ["مبلغ به میلیون ریال", "میلیون ریال"], ["شمار قراردادهای تازه", "قرارداد"]]
    assert page.evaluate(head, once) == [name for name, _ in once]
    assert page.evaluate(head, [["تنظیم بازار", "تن"], ["سهم", "درصد"]]) == ["تنظیم بازار (تن)", "سهم (درصد)"]


def test_copied_number_has_the_form_of_the_source(page: Page, address: str) -> None:
    route_answer(page, address)
    page.goto(address)
    number = ask(page, QUESTION).locator(".answer .text bdi", has_text="۱۲۵۰")
    number.dblclick()
    page.keyboard.press("ControlOrMeta+c")
    assert page.evaluate("navigator.clipboard.readText()") == "1250"


def test_copied_rows_have_the_form_of_the_source(page: Page, address: str) -> None:
    page.goto(f"{address}#tables")
    page.get_by_text("ردیف‌ها و آزمون‌ها").click()
    table = page.get_by_role("table", name=CAPTION)
    table.locator("tbody").evaluate("(rows) => getSelection().setBaseAndExtent(rows, 0, rows, 2)")
    page.keyboard.press("ControlOrMeta+c")
    copied = [line.split("\t")[:4] for line in page.evaluate("navigator.clipboard.readText()").splitlines()]
    assert copied == [list(ROWS[0]), list(ROWS[1])]


def test_text_is_isolated_and_marked(page: Page, address: str) -> None:
    page.goto(address)
    html = """async ([text, spans]) => {
        const { el, marked } = await import("/static/text.js");
        return el("p", {}, marked(text, spans)).innerHTML;
    }"""
    shown = page.evaluate(html, ["😀 تا 1401/12/29 با Power BI و -5", [[2, 4], [3, 9]]])
    assert shown == (
        '😀 <mark>تا</mark> <bdi dir="ltr" data-source="1401/12/29">۱۴۰۱/۱۲/۲۹</bdi> با '
        '<bdi dir="ltr" lang="en">Power BI</bdi> و <bdi dir="ltr" data-source="-5">-۵</bdi>'
    )
    assert page.evaluate(html, ["<۷>", []]) == '&lt;<bdi dir="ltr">۷</bdi>&gt;'


def test_what_the_document_does_not_say(page: Page, address: str) -> None:
    page.goto(address)
    turn = ask(page, "قیمت بلیت موزهٔ لوور چند یورو است؟")
    expect(turn.get_by_text("در سند یافت نشد")).to_be_visible()
    expect(turn.get_by_text("نزدیک‌ترین گذرها و جدول‌ها")).to_be_visible()
    expect(turn.locator(".citations")).to_have_count(0)


def test_evidence_stands_before_the_answer_and_a_question_can_be_stopped(page: Page, address: str) -> None:
    page.goto(address)
    # The real stream, held open before its answer.
    page.evaluate("""() => {
        const real = window.fetch;
        window.fetch = async (input, options) => {
            const response = await real(input, options);
            if (!String(input).endsWith("/stream")) return response;
            const text = (await response.text()).replaceAll("\\r", "");
            const cut = text.indexOf("event: answer");
            const body = new ReadableStream({
                start(controller) {
                    controller.enqueue(new TextEncoder().encode(text.slice(0, cut)));
                    options.signal.addEventListener("abort", () => controller.error(new DOMException("", "AbortError")));
                },
            });
            return new Response(body, { headers: response.headers });
        };
    }""")
    page.get_by_label("پرسش شما").fill(QUESTION)
    page.get_by_role("button", name="بپرس").click()
    expect(page.locator(".turn .card").first).to_be_visible()
    expect(page.locator(".answer")).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="توقف").click()
    expect(page.locator(".answer")).to_contain_text("پاسخ متوقف شد")
    expect(page.get_by_role("button", name="توقف")).to_be_hidden()


def test_an_answer_with_contradictions_notes_and_many_citations(page: Page, address: str) -> None:
    """A reply as the stream may send it: a hit again with its highlights, a failed check, seven citations."""
    table = {"id": "t1", "number": "4", "caption": "بارش", "columns": [{"name": "شهر", "role": "entity", "unit": None}]}
    place = {"document": "d", "lines": [5, 6], "page": None}
    rows = [
        {"id": f"r{n}", "table": table, "cells": [f"شهر {n}"], "source": place, "score": 0.5, "verified": None} for n in range(7)
    ]
    passage = {
        "id": "p1",
        "text": "بارش کم شد",
        "section": None,
        "source": place,
        "score": 0.9,
        "highlights": [],
        "confidence": None,
    }
    answer = {"id": "a", "text": "کمتر از -12.5 درصد", "kind": "aggregate", "values": [-12.5], "unit": "درصد", "confidence": 0.71}
    answer |= {"citations": [row["id"] for row in rows] + ["p1"], "verified": False, "notes": ["جمع چاپ‌شده نمی‌خواند"]}
    again = [passage | {"highlights": [[5, 10]]}]
    events = {"passages": [passage], "rows": rows, "answer": {"answered": True, "answer": answer, "passages": again}, "done": {}}
    route_stream(page, events)
    page.goto(address)
    turn = ask(page, "بارش چه شد؟")
    expect(turn.locator(".answer")).to_contain_text("اطمینان پاسخ: متوسط (۷۱٪)")
    expect(turn.locator(".answer")).to_contain_text("ناسازگار با حساب")
    expect(turn.locator(".answer")).to_contain_text("جمع چاپ‌شده نمی‌خواند")
    expect(turn.locator(".answer .text bdi")).to_have_text("-۱۲.۵")
    expect(turn.get_by_text("۳ استناد دیگر")).to_be_visible()
    expect(turn.locator("mark")).to_have_text("کم شد")
    expect(turn.locator(".card.cited")).to_have_count(2)


@pytest.mark.usefixtures("provokes_errors")
def test_errors_are_told_in_persian(page: Page, address: str) -> None:
    page.goto(address)
    stream = "**/v1/ask/stream"
    problem = json.dumps({"title": "x", "status": 429, "detail": "x", "type": "about:blank"})
    page.route(stream, lambda route: route.fulfill(status=429, headers={"Retry-After": "1"}, body=problem))
    turn = ask(page, "پرسش یکم")
    expect(turn.get_by_role("alert")).to_have_text("شمار پرسش‌ها از اندازه گذشت. ۱ ثانیهٔ دیگر دوباره بپرسید.")
    page.unroute(stream)
    page.route(stream, lambda route: route.abort())
    expect(ask(page, "پرسش دوم").get_by_role("alert")).to_contain_text("به سامانه دسترسی نیست")
    page.unroute(stream)
    route_stream(page, {"error": {"status": 500, "detail": "در سامانه خطایی پیش آمد."}})
    expect(ask(page, "پرسش سوم").get_by_role("alert")).to_contain_text("در سامانه خطایی پیش آمد.")
    page.unroute(stream)
    page.locator(".turn").filter(has_text="پرسش سوم").get_by_role("button", name="پرسش دوباره").click()
    expect(page.locator(".turn").filter(has_text="پرسش سوم").first.locator(".answer[aria-busy]")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(3)


def test_feedback_with_a_reason_is_kept(page: Page, address: str, sample_folder: Path) -> None:
    page.goto(address)
    turn = ask(page, QUESTION)
    group = turn.get_by_role("group", name="نظر شما")
    group.get_by_role("button", name="نه").click()
    group.get_by_label("استناد به جای نادرست است").check()
    group.get_by_label("توضیح (اختیاری)").fill("سطر دیگری است")
    group.get_by_role("button", name="فرستادن نظر").click()
    expect(group.get_by_role("status")).to_contain_text("ثبت شد")
    expect(group.get_by_role("button", name="نه")).to_have_attribute("aria-pressed", "true")
    (record,) = [
        json.loads(line) for line in (sample_folder / ".feedback/feedback.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert (record["question"], record["helpful"]) == (QUESTION, False)
    assert record["comment"] == "استناد به جای نادرست است: سطر دیگری است"


def test_all_tables_with_checks_issues_and_csv(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="جدول‌های سند").click()
    card = page.get_by_role("article").filter(has_text=CAPTION)
    expect(card).to_contain_text("۱ آزمون ناسازگار")
    expect(card).to_contain_text("جمع ستون با متن نمی‌خواند")
    card.get_by_text("ردیف‌ها و آزمون‌ها (۳ ردیف)").click()
    expect(card.get_by_role("rowheader", name="آفتاب")).to_be_visible()
    expect(card.get_by_role("cell", name="۸۷۰ (اثبات‌شده با حساب)")).to_be_visible()
    expect(card.get_by_role("cell", name="۰.۴ (ناسازگار با حساب)")).to_be_visible()
    expect(card.get_by_role("list", name="آزمون‌ها")).to_contain_text("رشد، ستون «رشد»، ردیف «سپیدار»: در سند ۰.۴، به حساب ۰.۷")
    with page.expect_download() as download:
        card.get_by_role("link", name="بارگیری CSV").click()
    assert "باغ شادی,1250,14.5" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_label("جست‌وجو در عنوان و ستون‌ها").fill("چیزی که نیست")
    expect(card).to_be_hidden()


def test_examples_come_from_the_tables(page: Page, address: str) -> None:
    page.goto(address)
    examples = page.get_by_role("region", name="پرسش‌های نمونه")
    expect(examples).to_be_hidden()  # the only table has a failed check: no example is made of it
    table = {"id": "t9", "document": "d", "caption": "بارش ماهانه", "verified": 3, "failed": 0}
    columns = [{"name": "شهر", "role": "entity"}, {"name": "بارش", "role": "value"}]
    rows = [{"kind": "body", "cells": ["ساری", "80"], "values": [None, 80]}]
    page.route("**/v1/tables", lambda route: route.fulfill(json={"tables": [table]}))
    whole = {"caption": table["caption"], "columns": columns, "rows": rows}
    page.route("**/v1/tables/t9?*", lambda route: route.fulfill(json=whole))
    page.reload()
    examples.get_by_role("button", name="بارش ساری در «بارش ماهانه» چقدر است؟").click()
    expect(page.locator(".turn .answer .text")).to_be_visible()


def test_widget_by_keyboard_on_a_page_of_another_origin(page: Page, address: str) -> None:
    page.goto(f"{address.replace('127.0.0.1', 'localhost')}intranet/page")
    launcher = page.get_by_role("button", name="دستیار")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    launcher.focus()
    page.keyboard.press("Enter")
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_label("پرسش شما")).to_be_focused()
    turn = ask(page, QUESTION)
    expect(turn.locator(".answer .text")).to_be_visible()
    turn.locator("a.source").first.focus()
    page.keyboard.press("Enter")
    source = page.get_by_role("dialog", name="منبع")
    expect(source.locator("li.cited").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(source).to_have_count(0)
    expect(page.get_by_role("dialog", name="دستیار")).to_be_visible()  # Esc closed the inner one alone
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="دستیار")).to_be_hidden()
    expect(launcher).to_be_focused()
    assert page.evaluate("[...document.fonts].map((font) => font.status)") == ["loaded"]
    assert page.evaluate("['el', 'rich', 'PorseshChat'].filter((name) => name in window)") == []


@pytest.mark.parametrize("width", [360, 640])
def test_nothing_overflows_on_a_phone_or_at_double_zoom(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address)
    turn = ask(page, "شمار کتاب کتابخانه باغ شادی")
    expect(turn.locator(".answer .text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_widget_script_is_one_plain_script() -> None:
    script = widget_script()
    assert "import " not in script.replace("@import", "")
    assert "\nexport " not in script
    assert "eval(" not in script
    assert "innerHTML =" not in script
