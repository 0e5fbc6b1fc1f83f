"""Why an answer was not right: a guess from what was retrieved, cited and read, and the failure gallery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.goldset import GoldQuestion
from eval.matching import given, same_value
from eval.observation import Observation, overlaps
from eval.scoring import Scores, citations, covered, readable
from indexer.corpus import Corpus, Row, Table

CAUSES = {
    "unanswerable_answered": "پاسخ به پرسشی که گزارش پاسخش را ندارد",
    "false_abstention": "خودداری نابجا: سند پاسخ در ده یافتهٔ نخست بود",
    "retrieval": "بازیابی: سند پاسخ یافت نشد",
    "unread": "خوانش: مقدار در متن بازسازی‌شدهٔ سند پاسخ خوانا نیست",
    "wrong_table": "جدول نادرست",
    "wrong_row": "سطر نادرست",
    "wrong_column": "ستون نادرست",
    "wrong_passage": "گذر نادرست",
    "wrong_extract": "گذر درست، برش نادرست",
    "incomplete": "ناقص: تنها بخشی از مقدارها",
    "computation": "محاسبه یا گزینش نادرست از جدول درست",
}


def cause(question: GoldQuestion, seen: Observation, corpus: Corpus) -> str:
    """The likeliest cause (a key of CAUSES) that this question, which is not right, failed of."""
    reply = seen.reply or {}
    if not question.answerable:
        return "unanswerable_answered"
    found = covered(question, seen.first(10))
    if not reply.get("answered"):
        return "false_abstention" if found else "retrieval"
    given_some = any(given(v, question.type, reply["answer"]) for v in question.values)
    cited = citations(seen) or ()
    if any(c.proves(question) for c in cited):
        if given_some:
            return "incomplete"
        return _misread(question, corpus)
    if question.table and (gold_table := _table_of(question, corpus)) is not None:
        if any(overlaps(gold_table.lines, c.lines) for c in cited):
            return "wrong_row" if question.type == "cell" else "computation"
        return "wrong_table" if found else "retrieval"
    if given_some:
        return "incomplete"
    return "wrong_passage" if found else "retrieval"


def gallery(
    questions: Sequence[GoldQuestion],
    observations: Mapping[str, Observation],
    scores: Mapping[str, Scores],
    corpora: Mapping[str, Corpus],
) -> list[dict[str, Any]]:
    """Every question whose answer is not right, with what a person needs to see why."""
    failed = []
    for q in questions:
        if scores[q.id].get("right", 1.0) == 1.0:
            continue
        seen, corpus = observations[q.id], corpora[q.document or ""]
        answer = (seen.reply or {}).get("answer", {})
        shown = [corpus.lines[n - 1] for n in sorted(q.lines)[:12]]
        failed.append(
            {
                "id": q.id,
                "question": q.question,
                "type": q.type,
                "style": q.style,
                "gold": q.answer,
                "values": list(q.values),
                "answer": answer.get("text", ""),
                "answer_values": answer.get("values", []),
                "unit": answer.get("unit"),
                "confidence": answer.get("confidence"),
                "answered": bool((seen.reply or {}).get("answered")),
                "cited": [{"id": c.id, "lines": list(c.lines), "text": c.text[:300]} for c in citations(seen) or ()][:4],
                "evidence": [
                    {"line": n.line, "raw": n.raw, "text": n.text, "confidence": n.confidence} for n in shown if n.raw.strip()
                ],
                "rank": next((i for i, f in enumerate(seen.ranking, 1) if f.proves(q)), None),
                "cause": cause(q, seen, corpus),
            }
        )
    return failed


def _misread(question: GoldQuestion, corpus: Corpus) -> str:
    """The right lines were cited and no gold value came out of them."""
    rows = [r for t in corpus.tables for r in t.rows if any(overlaps(r.lines, e) for e in question.evidence)]
    if question.table and rows:
        if question.type in ("aggregate", "compare"):
            return "computation"
        return "wrong_column" if any(_holds(r, v) for r in rows for v in question.values) else "unread"
    texts = [corpus.lines[n - 1].text for n in sorted(question.lines)]
    return "wrong_extract" if readable(question.values, [" ".join(texts)]) else "unread"


def _holds(row: Row, value: str) -> bool:
    return any(same_value(value, c) for c in (*row.cells, *(v for v in row.values if v is not None)))


def _table_of(question: GoldQuestion, corpus: Corpus) -> Table | None:
    """The extracted table that the evidence stands in."""
    return next((t for t in corpus.tables if any(overlaps(t.lines, e) for e in question.evidence)), None)
