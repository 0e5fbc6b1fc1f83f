"""The whole way of a document: read, repair, structure, passages, embedding. Which documents, and when: `indexer.sync`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.corpus import Corpus, Kind, Line, Page, Section, Table, read_records, write_records, write_text
from indexer.corrections import Correction, apply_to_lines, apply_to_tables, read_corrections, reading_of
from indexer.damage import damage, lam_alef_swapped, mended_lines
from indexer.embedding import EmbeddingCache, embed_passages
from indexer.passages import make_passages, searched_texts
from indexer.plain import plain_lines
from indexer.reading import Document, read_document
from indexer.reading.aligned import with_aligned_tables
from indexer.repair import engine_hash
from indexer.store.builds import Build, make_build
from indexer.structure.lines import classify
from indexer.structure.lists import find_lists
from indexer.structure.metadata import find_metadata
from indexer.structure.numbered import find_numbered_sections
from indexer.structure.pages import find_pages, page_header_lines
from indexer.structure.sections import find_sections, section_of
from indexer.structure.sentences import find_sentences
from indexer.structure.tables.damaged.extraction import extract_tables
from indexer.structure.tables.typed import type_tables

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Progress = Callable[[str, float], None]
"""Told the stage (Persian) and how much of it is done (0..1)."""

CORRECTIONS = "corrections.yaml"
REPAIR = "repair.jsonl"
SOURCE = "source.txt"
SWAPPED = "در {} واژهٔ این متن «ا» و «ل» جابه‌جا آمده است («کاالها» به جای «کالاها»)؛ اگر PDF اصلی را دارید، همان را بیفزایید."
_MANIFEST = "manifest.json"


def make_corpus(
    path: Path, id: str, folder: Path, *, corrections: bool = True, progress: Progress = lambda stage, done: None
) -> Corpus:
    """One file read, repaired where its text is damaged, corrected and cut into sections, tables and passages.

    `folder` is its place in the corpus: its corrections and, of a damaged text, the engine's reading. Raises PorseshError.
    """
    progress("خواندن", 0.0)
    document = read_document(path, id)
    if document.format not in ("txt", "md"):
        folder.mkdir(parents=True, exist_ok=True)
        write_text("".join(f"{line.text}\n" for line in document.lines), folder / SOURCE)
    entries = read_corrections(folder / CORRECTIONS) if corrections else ()
    document, damaged, lines = _readable(document, folder, progress)
    progress("ساختار", 0.0)
    made = structured(document, lines, entries, damaged=damaged)
    progress("ساختار", 1.0)
    return made


def structured(document: Document, read: Sequence[Line], entries: Sequence[Correction] = (), *, damaged: bool) -> Corpus:
    """Lines as repair or reading left them become a corpus; its metadata note the corrections that were not applied."""
    lines, notes = apply_to_lines(read, entries)

    def amend(tables: Sequence[Table]) -> Sequence[Table]:
        amended, remarks = apply_to_tables(tables, lines, entries)
        notes.extend(remarks)
        return amended

    raws = tuple(line.text for line in document.lines)
    if damaged:
        lines = _with_kinds(lines, dict.fromkeys(page_header_lines(raws), "page_header"))
        tables, kinds = extract_tables(lines, amend=amend)
        lines = _with_kinds(lines, kinds)
        sections = find_numbered_sections(lines)
        lines = _with_kinds(lines, {section.lines[0]: "heading" for section in sections})
        metadata = find_metadata(document, lines, sections)
    else:
        lines = classify(lines, document)
        sections = find_sections(lines, document)
        metadata = find_metadata(document, lines, sections)
        tables = type_tables(document, lines, sections, metadata.year, amend=amend)
    tables = tuple(_placed(table, sections) for table in tables)
    return Corpus(
        document=document.id,
        lines=lines,
        sections=sections,
        tables=tables,
        passages=make_passages(lines, sections, tables),
        pages=_pages(document) if document.pages else find_pages(raws),
        lists=find_lists(lines, sections),
        sentences=find_sentences(lines, sections, tables),
        metadata=replace(metadata, notes=(*metadata.notes, *notes)),
    )


def make_searchable(
    corpus: Corpus, model: SentenceTransformer, cache: EmbeddingCache, progress: Progress = lambda stage, done: None
) -> Build:
    """The document with the vectors and token counts of its passages."""
    texts = searched_texts([corpus])
    vectors = embed_passages(model, texts, lambda done, total: progress("بردارسازی گذرها", done / max(1, total)), cache)
    return make_build(corpus, texts, vectors)


def _readable(document: Document, folder: Path, progress: Progress) -> tuple[Document, bool, Sequence[Line]]:
    """The document, whether its text as a whole is damaged, and its lines: with plain letters, repaired where they are damaged.

    Tables that a text sets by spaces alone are looked for where the text is sound.

    What the engine made of it is kept on disk, and holds as long as neither file nor engine has changed.
    """
    if document.ordered:
        return document, False, plain_lines(document)
    found = damage([line.text for line in document.lines])
    if not found.spans:
        document = with_aligned_tables(document)
        if words := lam_alef_swapped([line.text for line in document.lines]):
            document = document.noted(SWAPPED.format(words))
        return document, False, plain_lines(document)
    lines = plain_lines(document)
    stamp = {"seed": document.sha256, "engine": engine_hash()}
    try:
        if json.loads((folder / _MANIFEST).read_text(encoding="utf-8")) == stamp:
            return document, found.is_damaged, read_records(Line, folder / REPAIR)
    except (OSError, ValueError):
        pass
    lines = mended_lines(lines, document, progress=lambda done, stage: progress(f"بازسازی متن: {stage}", done))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MANIFEST).unlink(missing_ok=True)  # never a stamp over lines of another make
    write_records(lines, folder / REPAIR)
    write_text(json.dumps(stamp, indent=1) + "\n", folder / _MANIFEST)
    return document, found.is_damaged, lines


def _with_kinds(lines: Sequence[Line], kinds: dict[int, Kind]) -> tuple[Line, ...]:
    """The lines with their kinds settled; where that changes a kind the engine's reading is kept beside it."""
    return tuple(
        replace(line, kind=kinds[line.line], engine=line.engine or reading_of(line))
        if kinds.get(line.line, line.kind) != line.kind
        else line
        for line in lines
    )


def _placed(table: Table, sections: Sequence[Section]) -> Table:
    section = section_of(sections, table.lines[0])
    return replace(table, section=section.id if section else None)


def _pages(document: Document) -> tuple[Page, ...]:
    """The pages of a document whose format has them, with the numbers printed on them."""
    numbered = [(line.page, n) for n, line in enumerate(document.lines, 1) if line.page is not None]
    pages = []
    for page, members in groupby(numbered, key=lambda pair: pair[0]):
        numbers = [n for _, n in members]
        label = document.pages[page - 1].label if page <= len(document.pages) else None
        pages.append(Page(label, (numbers[0], numbers[-1])))
    return tuple(pages)
