"""Questions over gold documents, asked of a service that has them indexed.

    python -m eval.documents.questions --sources S --corpus DIR [--write GOLD.jsonl]
    python -m eval.documents.questions --sources S --corpus DIR --address http://127.0.0.1:8000 | --serve

Every question goes to all documents at once. Besides the contract's figures: `document right`, of the answered, that what is
cited is of the right document; `first of document`, that the first row or passage is; `named`, that the answer's text has
most words of its title.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.documents.evidence import as_contract, gold_questions, read_questions
from eval.documents.gold_document import read_gold_document
from eval.documents.score import shares
from eval.documents.tally import Tally
from eval.goldset import GoldQuestion
from eval.matching import canon
from eval.observation import of_reply
from eval.scoring import citations, score
from eval.through_http import post_ask, running_service
from indexer.corpus import Corpus, Line, Section, Table, read_records
from indexer.errors import PorseshError

_ASKED = 10
_REPORTED = ("evidence@1", "evidence@5", "row@1", "right", "wrong", "cited")


def questions_of(sources: Path, corpus: Path) -> tuple[list[GoldQuestion], dict[str, str], list[str]]:
    """Questions of every source that the corpus holds, the titles by document id, and notes on what was left out."""
    asked: list[GoldQuestion] = []
    titles: dict[str, str] = {}
    notes: list[str] = []
    for source in sorted(sources.glob("*.html")):
        folder = corpus / source.stem
        if not (folder / "lines.jsonl").exists():
            notes.append(f"سند {source.stem} در پیکره نیست")
            continue
        gold, fields = read_gold_document(source), read_questions(source)
        found = gold_questions(gold, fields, _read(folder))
        titles[source.stem] = gold.title
        asked += found
        if len(found) < len(fields):
            kept = {q.id for q in found}
            left = "، ".join(f["id"] for f in fields if f["id"] not in kept)
            notes.append(f"{source.stem}: شاهد این پرسش‌ها در پرونده نیست: {left}")
    return asked, titles, notes


def _read(folder: Path) -> Corpus:
    lines = read_records(Line, folder / "lines.jsonl")
    sections = read_records(Section, folder / "sections.jsonl")
    tables = read_records(Table, folder / "tables.jsonl")
    return Corpus(folder.name, lines, sections, tables, (), ())


def ask_all(address: str, questions: Sequence[GoldQuestion], titles: Mapping[str, str]) -> dict[str, Tally]:
    """The figures by type of question and of all."""
    tallies: dict[str, Tally] = {"all": Tally()}
    for question in questions:
        reply, ms = post_ask(address, question.question, _ASKED)
        for tally in (tallies["all"], tallies.setdefault(question.type, Tally())):
            judge(question, reply, ms, titles.get(question.document or "", ""), tally)
    return tallies


def judge(question: GoldQuestion, reply: Mapping[str, Any], ms: float, title: str, tally: Tally) -> None:
    """Adds one reply to the tally."""
    seen = of_reply(reply, (), ms)
    shown = f"{question.id} «{question.question}»: {list(question.values)}, lines {question.evidence}"
    answer = reply["answer"]
    for name, value in score(question, seen).items():
        if name in _REPORTED:
            good = value < 0.5 if name == "wrong" else value >= 0.5
            found = f"{answer['values']} «{answer['text']}» rows {[(r.document, r.lines) for r in seen.rows[:2]]}"
            tally.add(name, value >= 0.5)
            if not good:
                tally.misses.append(f"{name}: {shown} found {found}")
    if not question.answerable:
        return
    first = [*seen.rows[:1], *seen.passages[:1]]
    tally.add("first of document", any(f.document == question.document for f in first), miss=shown)
    if reply["answered"]:
        cited = citations(seen) or ()
        right = bool(cited) and all(f.document == question.document for f in cited)
        tally.add("document right", right, miss=f"{shown} found {[f.document for f in cited]}")
        words = set(re.findall(r"[^\W_]{2,}", canon(title)))
        told = words & set(re.findall(r"[^\W_]{2,}", canon(answer["text"])))
        tally.add("named", 2 * len(told) >= len(words), miss=f"{shown} «{answer['text']}»")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=Path(__file__).parent / "sources")
    parser.add_argument(
        "--corpus", type=Path, required=True, help="as `porsesh build` left it; a document's id is its source's name"
    )
    parser.add_argument("--write", type=Path, help="the questions as `porsesh eval --gold` reads them")
    parser.add_argument("--address", help="a running service")
    parser.add_argument("--serve", action="store_true", help="load the corpus in this process and ask it")
    parser.add_argument("--details", action="store_true")
    given = parser.parse_args()
    try:
        questions, titles, notes = questions_of(given.sources, given.corpus)
        print("\n".join(notes), file=sys.stderr)
        if given.write:
            rows = (json.dumps(as_contract(question), ensure_ascii=False) for question in questions)
            given.write.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        if given.address:
            _print(ask_all(given.address, questions, titles), given.details)
        elif given.serve:
            from service.settings import Settings

            with running_service(Settings(corpus=given.corpus)) as address:
                _print(ask_all(address, questions, titles), given.details)
    except (PorseshError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _print(tallies: Mapping[str, Tally], details: bool) -> None:
    names = (*_REPORTED, "first of document", "document right", "named")
    print(shares(tallies, {name: name for name in names}))
    if details:
        print("\n".join(tallies["all"].misses))


if __name__ == "__main__":
    sys.exit(main())
