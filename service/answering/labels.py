"""How a row is called in an answer: by the cells that tell it from the others."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.corpus import Row, Table
from service.answering.stems import stems
from service.question import Question

MOST_PARTS = 3


def label_columns(question: Question, table: Table, body: Sequence[Row], *, one: bool = False) -> tuple[int, ...]:
    """The columns whose cells name a row: its entity, or the text that the question asks for, and more until no two are alike.

    `one`: the first alone, for what is asked are not the rows but what they are of.
    """
    columns = list(enumerate(table.columns))
    entities = [i for i, c in columns if c.role == "entity"]
    texts = [i for i, c in columns if c.role == "text" and "سنجش" not in c.name]
    units = [i for i, c in columns if c.role == "text" and "سنجش" in c.name]
    asked = set(question.terms)
    if not entities:
        texts.sort(key=lambda i: (not _tells(body, i), -len(asked & stems(table.columns[i].name)), i))
    order = [i for i in (*entities, *texts, *units) if any(_cell(r, i) for r in body)]
    chosen: list[int] = []
    for column in order[:MOST_PARTS]:
        chosen.append(column)
        if one or len({row_label_of(r, chosen) for r in body}) == len(body):
            break
    return tuple(chosen)


def row_label_of(row: Row, columns: Sequence[int]) -> str:
    return "، ".join(text for c in columns if (text := _cell(row, c)))


def short_names(labels: Sequence[str]) -> tuple[str, ...]:
    """Of labels that are given together what each says alone, after the words that all start with."""
    said = [label.split() for label in labels]
    if len(said) < 2:
        return ()
    start = _shared(said)
    return tuple(name for s in said if not (name := " ".join(s[start:])).isdigit()) if start else ()


def _shared(said: Sequence[Sequence[str]]) -> int:
    """How many words all start with."""
    count = 0
    while all(len(s) > count + 1 and s[count] == said[0][count] for s in said):
        count += 1
    return count


def _tells(body: Sequence[Row], column: int) -> bool:
    """Whether a column's cells differ for most rows."""
    return 2 * len({_cell(r, column) for r in body}) > len(body)


def _cell(row: Row, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""
