"""The source lines of a built corpus that prove a gold document's questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.documents.gold_document import GoldDocument, GoldTable
from eval.documents.table_match import Match, match_tables
from eval.documents.text_score import place, split
from eval.errors import GoldError
from eval.goldset import GoldQuestion
from eval.matching import squeeze
from indexer.corpus import Corpus, Line, Span

_MOST_ERRORS = 0.2
"""A quote is found where at most this share of its letters is wrong."""


def read_questions(source: Path) -> list[dict[str, Any]]:
    """The questions beside a gold document; none where there is no such file. Raises GoldError."""
    path = source.with_name(f"{source.stem}.questions.jsonl")
    if not path.exists():
        return []
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: {error}") from error


def gold_questions(gold: GoldDocument, questions: Sequence[Mapping[str, Any]], corpus: Corpus) -> list[GoldQuestion]:
    """Questions with the lines that prove them; left out are those whose evidence the file does not hold at all.

    A workbook has no prose and a text file no tables. Raises GoldError for a row or table that the gold has not.
    """
    matches = match_tables(gold.tables, corpus.tables)
    found = []
    for fields in questions:
        spans = [_span(gold, piece, matches, corpus, str(fields["id"])) for piece in fields["evidence"]]
        if None in spans:
            continue
        tables = [str(piece["table"]) for piece in fields["evidence"] if "table" in piece]
        found.append(
            GoldQuestion(
                id=fields["id"],
                question=fields["question"],
                type=fields["type"],
                style=fields["style"],
                answer=fields["answer"],
                values=tuple(str(v) for v in fields["values"]),
                evidence=tuple(span for span in spans if span is not None),
                table=tables[0] if tables else None,
                document=corpus.document,
            )
        )
    return found


def as_contract(question: GoldQuestion) -> dict[str, Any]:
    """The question as `porsesh eval --gold` reads it."""
    return {
        "id": question.id,
        "question": question.question,
        "type": question.type,
        "style": question.style,
        "answer": question.answer,
        "values": list(question.values),
        "evidence": [list(span) for span in question.evidence],
        "table": question.table,
        "section": None,
        "document": question.document,
    }


def _span(gold: GoldDocument, piece: Mapping[str, Any], matches: Sequence[Match | None], corpus: Corpus, id: str) -> Span | None:
    if "quote" in piece:
        return quoted_lines(piece["quote"], corpus.lines)
    number, caption = piece.get("table"), piece.get("caption")
    for table, match in zip(gold.tables, matches, strict=True):
        if table.number != number if number is not None else squeeze(table.caption) != squeeze(caption or ""):
            continue
        row = _row(table, piece["row"])
        if row is None:
            continue
        found = match.rows[row] if match is not None else None
        return found.lines if found is not None else _row_by_cells(table.grid()[row], corpus.lines)
    raise GoldError(f"{gold.name} {id}: سطر «{piece.get('row')}» در جدول {number or caption} نیست")


def _row(table: GoldTable, label: str) -> int | None:
    """The row whose entity, or else any cell of text, is the label."""
    wanted = squeeze(label)
    entity = [j for j, column in enumerate(table.columns) if column.role == "entity"]
    grid = table.grid()
    for columns in (entity, range(len(table.columns))):
        for i, row in enumerate(grid):
            if any(squeeze(row[j]) == wanted for j in columns):
                return i
    return None


def _row_by_cells(cells: Sequence[str], lines: Sequence[Line]) -> Span | None:
    """The line that holds most of a row's cells, where it holds at least half of them."""
    wanted = [squeeze(cell) for cell in cells if cell not in ("", "-")]

    def held(line: Line) -> int:
        text = squeeze(line.text)
        return sum(cell in text for cell in wanted)

    best = max(lines, key=held, default=None)
    return (best.line, best.line) if best is not None and 2 * held(best) >= len(wanted) else None


def quoted_lines(quote: str, lines: Sequence[Line]) -> Span | None:
    """The lines on which a quote stands, or None."""
    stream, owner = "", []
    for line in lines:
        if line.kind not in ("page_header", "blank"):
            chars, _ = split(line.text.replace("**", ""))
            stream += chars
            owner += [line.line] * len(chars)
    wanted, _ = split(quote)
    start, end, errors = place(wanted, stream, 0)
    if end <= start or errors > _MOST_ERRORS * len(wanted):
        return None
    return owner[start], owner[end - 1]
