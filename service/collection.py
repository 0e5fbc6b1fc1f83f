"""What the service answers from: the index, the model that embeds questions, and the records looked up by id."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from indexer.corpus import Corpus, Line, Row, Section, Span, Table
from indexer.embedding import embed_passages, embed_query, load_model, model_id
from indexer.errors import CorpusError
from indexer.store.index import Entry, Index, Vectors, read_index
from indexer.structure.pages import page_of
from indexer.tokens import fold, words
from service.addressed import Names, find_names, title_of
from service.answers.naming import heading
from service.answers.reader import Reader, load_reader
from service.answers.sheet import Sheet
from service.conversation.mentions import Lexicon, make_lexicon
from service.entity_names import EntityNames, find_entity_names, name_of
from service.enumerations import find_enumerations
from service.fields import Fields, make_fields
from service.lists import KnownList, list_texts, lists_of
from service.operations import operation_model
from service.pasted import Garbled, find_garbled
from service.prose import Prose, find_prose
from service.remembered import Remembered
from service.spelling import Vocabulary
from service.traits import Traits, make_traits

_WORD = re.compile(r"[^\W\d_]+")
KEPT_VECTORS = 16
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TableRow:
    """A row with its table and document."""

    document: str
    table: Table
    row: Row


@dataclass(frozen=True)
class Collection:
    """A loaded index. All lookups are by (document, id), since ids repeat from one document to the next."""

    index: Index
    model: Any

    @cached_property
    def corpora(self) -> Mapping[str, Corpus]:
        return {c.document: c for c in self.index.corpora}

    @cached_property
    def names(self) -> Names:
        """What names each document in a question."""
        return find_names(self.index.corpora)

    @cached_property
    def _alone(self) -> dict[str, Collection]:
        return {}

    def alone(self, document: str) -> Collection:
        """The collection of one document, as if no other were there."""
        if len(self.corpora) == 1:
            return self
        if document not in self._alone:
            self._alone[document] = Collection(self.index.alone(document), self.model)
        return self._alone[document]

    def after(self, before: Collection) -> Collection:
        """This collection, with what `before` knew of the documents that have not changed since."""
        kept = {id(build): document for (document, _), build in before.index.parts.items()}
        for (document, _), build in self.index.parts.items():
            if len(self.corpora) > 1 and kept.get(id(build)) == document and document in before._alone:
                self._alone[document] = before._alone[document]
        return self

    def title(self, document: str) -> str:
        return title_of(self.corpora[document])

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], TableRow]:
        return {
            (corpus.document, row.id): TableRow(corpus.document, table, row)
            for corpus in self.index.corpora
            for table in corpus.tables
            for row in table.rows
        }

    @cached_property
    def sections(self) -> Mapping[tuple[str, str], Section]:
        return {(c.document, s.id): s for c in self.index.corpora for s in c.sections}

    @cached_property
    def tables(self) -> Mapping[tuple[str, str], Table]:
        return {(c.document, t.id): t for c in self.index.corpora for t in c.tables}

    @cached_property
    def sheets(self) -> Mapping[tuple[str, str], Sheet]:
        """(document, table id) to the table as the makers of candidates see it."""
        sections = {(c.document, s.id): s.title for c in self.index.corpora for s in c.sections}
        return {
            (c.document, t.id): Sheet(c.document, t, sections.get((c.document, t.section or ""), ""))
            for c in self.index.corpora
            for t in c.tables
            if t.columns and all(len(row.cells) == len(row.values) == len(t.columns) for row in t.rows)
        }

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The names of rows as tables print them, by the one form in which names are kept."""
        cells = (row.cells[k].strip() for x in self.sheets.values() for row in x.rows for k in x.naming)
        return {name_of(cell): cell for cell in cells if cell}

    @cached_property
    def column_vectors(self) -> Mapping[tuple[str, str], Vectors]:
        """(document, table id) to the vectors (columns, dim) of the table's column names, unit length."""
        names = sorted({c.name.strip() or "-" for x in self.sheets.values() for c in x.columns})
        if not names:
            return {}
        vectors = dict(zip(names, embed_passages(self.model, names), strict=True))
        return {key: np.stack([vectors[c.name.strip() or "-"] for c in x.columns]) for key, x in self.sheets.items() if x.columns}

    @cached_property
    def row_places(self) -> Mapping[tuple[str, str], int]:
        """(document, row id) to the row's place in its table."""
        return {(c.document, r.id): n for c in self.index.corpora for t in c.tables for n, r in enumerate(t.rows)}

    @cached_property
    def row_entries(self) -> Mapping[tuple[str, str], int]:
        """(document, row id) to the row's place in the index."""
        return {(e.document, e.passage.row): n for n, e in enumerate(self.index.entries) if e.passage.row}

    @cached_property
    def lists(self) -> tuple[KnownList, ...]:
        found = [(c.document, x) for c in self.index.corpora for x in lists_of(c)]
        known = (KnownList(d, x, self.entries_on(d, x.lines), *map(self.stems, list_texts(x))) for d, x in found)
        return tuple(x for x in known if x.entries)

    @cached_property
    def enumerations(self) -> tuple[KnownList, ...]:
        """The long sentences that enumerate, as lists without lead and title."""
        return find_enumerations(self.prose, self.index.entries, self.fields.vocabulary)

    @cached_property
    def prose(self) -> Mapping[int, Prose]:
        """The section's running text of every passage of prose, by the passage's place in the index."""
        return find_prose(self.index.corpora, self.index.entries, self.fields.vocabulary)

    def stems(self, text: str) -> frozenset[int]:
        """The places in the vocabulary of the words of a text."""
        vocabulary = self.fields.vocabulary
        return frozenset(vocabulary[w] for w in words(text) if w in vocabulary)

    def entries_on(self, document: str, span: Span) -> tuple[int, ...]:
        """The places in the index of the prose passages that these lines overlap."""
        return tuple(
            n
            for n, e in enumerate(self.index.entries)
            if e.document == document
            and e.passage.kind == "prose"
            and e.passage.lines[0] <= span[1]
            and span[0] <= e.passage.lines[1]
        )

    @cached_property
    def verified(self) -> Mapping[tuple[str, str, int], bool]:
        """(document, row id, column) of every cell a check speaks of: proved, or standing in a check that fails.

        A figure of nobody knows what, in a column without a name, proves nothing and is not proved.
        """
        states: dict[tuple[str, str, int], bool] = {}
        for corpus in self.index.corpora:
            for table in corpus.tables:
                for check in table.checks:
                    for row, column in ((r, k) for r, k in check.cells if table.columns[k].name.strip()):
                        key = (corpus.document, row, column)
                        states[key] = states.get(key, False) or check.state == "verified"
        return states

    @cached_property
    def fields(self) -> Fields:
        return make_fields(self.index.corpora, self.index.entries)

    @cached_property
    def traits(self) -> Traits:
        return make_traits(self.index.corpora, self.index.entries, self.entity_names)

    @cached_property
    def entity_names(self) -> EntityNames:
        return find_entity_names(self.index.corpora)

    @cached_property
    def headings(self) -> Counter[str]:
        """In how many tables a column goes by each name."""
        return Counter(name for x in self.sheets.values() for name in {heading(x, c) for c in x.valued})

    @cached_property
    def captions(self) -> Counter[str]:
        """How many tables have each caption."""
        return Counter(x.table.caption.strip() for x in self.sheets.values())

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the words of the tables are to them."""
        weights = {word: float(self.fields.idf[place]) for word, place in self.fields.vocabulary.items()}
        return make_lexicon(tuple(self.sheets.values()), weights, self.fields.unknown_idf)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word of the documents: what a slip of spelling may have been meant for."""
        texts = (line.text for c in self.index.corpora for line in c.lines)
        return Vocabulary(Counter(word for text in texts for word in _WORD.findall(fold(text))))

    @cached_property
    def garbled(self) -> Garbled:
        """What a question may hold that was copied out of a garbled line."""
        return find_garbled(line for c in self.index.corpora for line in c.lines)

    def wire_id(self, document: str, id: str) -> str:
        """The id by which a reply names a passage or row: unique also where several documents use the same ids."""
        return id if len(self.corpora) == 1 else f"{document}:{id}"

    @property
    def reader(self) -> Reader | None:
        """The reader for the model; None where there is none, and answers are given more cautiously."""
        return load_reader(self.model)

    @cached_property
    def meant(self) -> Remembered[Any]:
        """What the last questions were taken to mean (`service/answers/carried.py`)."""
        return Remembered()

    @cached_property
    def turns(self) -> Remembered[Any]:
        """The last turns of conversations, written out whole (`service/conversation/history.py`)."""
        return Remembered()

    @cached_property
    def talk(self) -> Remembered[str]:
        """The kind of talk that the last texts were, "" for questions (`service/talk.py`)."""
        return Remembered()

    @cached_property
    def _embedded(self) -> dict[str, Vectors]:
        return {}

    def embed(self, question: str) -> Vectors:
        """The vector of a question (dim,); the last ones are kept, since ranking and answering both look at it."""
        known = self._embedded.get(question)
        if known is None:
            known = np.asarray(embed_query(self.model, question), dtype=np.float32)
            while len(self._embedded) >= KEPT_VECTORS:
                self._embedded.pop(next(iter(self._embedded)), None)
            self._embedded[question] = known
        return known

    def lines(self, document: str, span: tuple[int, int]) -> Sequence[Line]:
        return self.corpora[document].lines[span[0] - 1 : span[1]]

    def page(self, document: str, span: tuple[int, int]) -> int | None:
        return page_of(self.corpora[document].pages, span)

    def sheet(self, document: str, span: tuple[int, int]) -> int | None:
        """The page of the file on which these lines begin, from 1; None where the file has no pages."""
        return next((line.page for line in self.lines(document, span) if line.page), None)

    def entry_section(self, entry: Entry) -> Section | None:
        return self.sections.get((entry.document, entry.passage.section or ""))

    def row_verified(self, document: str, row: Row) -> bool | None:
        """True where every figure of the row is proved, False where one stands in a failed check alone, else None."""
        states = [self.verified.get((document, row.id, i)) for i, v in enumerate(row.values) if v is not None]
        if any(s is False for s in states):
            return False
        return True if states and any(states) and all(s is not None for s in states) else None


def warmed(collection: Collection) -> Collection:
    """The collection with all that the first question would otherwise have to wait for."""
    _ = collection.lexicon
    if len(collection.corpora) > 1:
        _ = (collection.names, collection.fields.near, collection.traits, collection.vocabulary.by_sound, collection.garbled)
        for document in collection.corpora:
            warmed(collection.alone(document))
        return collection
    _ = (collection.fields.near, collection.traits, collection.vocabulary.by_sound)
    _ = (collection.lists, collection.prose, collection.enumerations, collection.garbled)
    _ = (collection.row_entries, collection.row_places, collection.labels, operation_model())
    _ = (collection.rows, collection.verified, collection.sheets, collection.column_vectors, collection.reader)
    collection.embed("پرسش")
    return collection


def load_collection(corpus: Path, model_name: str | None) -> Collection:
    """Reads the index and loads the model it was built with. Raises CorpusError or EmbeddingError."""
    index = read_index(corpus)
    model = load_model(model_name, threads=2)  # what is read together is some hundred tokens, worth a second core
    if model_id(model) != index.model:
        raise CorpusError("نمایه با مدل دیگری ساخته شده است؛ دوباره بسازید: porsesh build")
    if load_reader(model) is None:
        _log.warning("خوانندهٔ آموخته برای این مدل نیست؛ پاسخ‌ها بی آن و محتاطانه‌تر داده می‌شود.")
    return Collection(index, model)
