"""The whole way of a document: read, repair, structure, passages, embed, index."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.corpus import Corpus, Kind, Line, Section, Table, read_records, write_corpus, write_records
from indexer.corrections import Correction, apply_to_lines, apply_to_tables, as_repaired, read_corrections, reading_of
from indexer.embedding import EmbeddingCache, embed_passages, load_model, model_id
from indexer.index import FOLDER, Index, build_index, index_stamp, read_index, write_index
from indexer.passages import make_passages, searched_texts
from indexer.repair import engine_hash, repair
from indexer.source import Document, find_pages, page_header_lines, read_seeds
from indexer.structure.sections import find_sections, section_of
from indexer.structure.tables.damaged.extraction import extract_tables

Progress = Callable[[str, float], None]
"""Told the stage (Persian) and how much of it is done (0..1)."""

CORRECTIONS = "corrections.yaml"
_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Summary:
    """What a build did."""

    documents: int
    lines: int
    repairs: dict[str, int]
    corrected: int
    tables: int
    tables_verified: int
    checks_failed: int
    passages: int
    embedded: int
    seconds: float
    notes: tuple[str, ...]


def build(
    seeds: Path,
    corpus: Path,
    *,
    corrections: bool = True,
    model_name: str | None = None,
    progress: Progress = lambda stage, done: None,
) -> Summary:
    """Every seed becomes a corpus; all of them become one index, swapped in whole at the end.

    Raises PorseshError; the index that was there before serves on until the last step, and for ever if one fails.
    """
    start = time.perf_counter()
    made: list[Corpus] = []
    notes: list[str] = []
    documents = read_seeds(seeds)
    stamp = _stamp(documents, corpus, corrections, model_name)
    if index_stamp(corpus) == stamp:
        made = list(read_index(corpus).corpora)
        _restore(made, corpus)
        return _summary(made, 0, time.perf_counter() - start, notes)
    for document in documents:
        result, remarks = make_corpus(document, corpus / document.id, corrections=corrections, progress=progress)
        made.append(result)
        notes.extend(remarks)
    index, embedded = embed_and_index(made, corpus, model_name, progress)
    for result in made:
        write_corpus(result, corpus / result.document)
    write_index(index, corpus, stamp)
    return _summary(made, embedded, time.perf_counter() - start, notes)


def make_corpus(
    document: Document, folder: Path, *, corrections: bool, progress: Progress = lambda stage, done: None
) -> tuple[Corpus, list[str]]:
    """One document repaired, corrected and cut into sections, tables and passages; notes name what was not applied."""
    entries: Sequence[Correction] = read_corrections(folder / CORRECTIONS) if corrections else ()
    return structured(document, _repaired(document, folder, progress), entries)


def structured(document: Document, repaired: Sequence[Line], entries: Sequence[Correction] = ()) -> tuple[Corpus, list[str]]:
    """Lines as the engine left them become a corpus; notes name the corrections that were not applied."""
    lines, notes = apply_to_lines(repaired, entries)
    lines = _with_kinds(lines, dict.fromkeys(page_header_lines(document.lines), "page_header"))

    def amend(tables: Sequence[Table]) -> Sequence[Table]:
        amended, remarks = apply_to_tables(tables, lines, entries)
        notes.extend(remarks)
        return amended

    extracted, kinds = extract_tables(lines, amend=amend)
    lines = _with_kinds(lines, kinds)
    sections = find_sections(lines)
    lines = _with_kinds(lines, {section.lines[0]: "heading" for section in sections})
    tables = tuple(_placed(table, sections) for table in extracted)
    passages = make_passages(lines, sections, tables)
    return Corpus(document.id, lines, sections, tables, passages, find_pages(document.lines)), notes


def embed_and_index(
    corpora: Sequence[Corpus], corpus: Path, model_name: str | None, progress: Progress = lambda stage, done: None
) -> tuple[Index, int]:
    """The index of these documents and how many texts had to be embedded anew."""
    texts = searched_texts(corpora)
    model = load_model(model_name)
    cache = EmbeddingCache(corpus / FOLDER / "embeddings.sqlite")
    embedded = len(set(texts)) - len(cache.known(model_id(model), texts))
    vectors = embed_passages(model, texts, lambda done, total: progress("بردارسازی گذرها", done / max(1, total)), cache)
    cache.keep_only(model_id(model), texts)
    cache.close()
    return build_index(corpora, texts, vectors, model_id(model)), embedded


def _stamp(documents: Sequence[Document], corpus: Path, corrections: bool, model_name: str | None) -> str:
    """Changes with anything a build depends on: seeds, corrections, the indexer's code and data, the model's name."""
    digest = hashlib.sha256(f"{corrections} {model_name}".encode())
    for document in documents:
        digest.update(f"\0{document.id}\0{document.sha256}\0".encode())
        path = corpus / document.id / CORRECTIONS
        digest.update(path.read_bytes() if corrections and path.exists() else b"")
    folder = Path(__file__).parent
    for path in sorted([*folder.rglob("*.py"), *(folder / "data").iterdir()]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _restore(corpora: Sequence[Corpus], corpus: Path) -> None:
    """Corpus files that went missing since the build are written again from the index."""
    for made in corpora:
        names = ("lines", "sections", "tables", "passages", "pages")
        if not all((corpus / made.document / f"{name}.jsonl").exists() for name in names):
            write_corpus(made, corpus / made.document)


def _repaired(document: Document, folder: Path, progress: Progress) -> tuple[Line, ...]:
    """The engine's reading of every line; the one on disk where neither seed nor engine has changed since."""
    stamp = {"seed": document.sha256, "engine": engine_hash()}
    try:
        if json.loads((folder / _MANIFEST).read_text(encoding="utf-8")) == stamp:
            return tuple(as_repaired(line) for line in read_records(Line, folder / "lines.jsonl"))
    except (OSError, ValueError):
        pass
    lines = tuple(repair(document.lines, progress=lambda done, stage: progress(f"بازسازی متن: {stage}", done)))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MANIFEST).unlink(missing_ok=True)  # never a stamp over lines of another make
    write_records(lines, folder / "lines.jsonl")
    (folder / _MANIFEST).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    return lines


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


def _summary(corpora: Sequence[Corpus], embedded: int, seconds: float, notes: Sequence[str]) -> Summary:
    lines = [line for corpus in corpora for line in corpus.lines]
    tables = [table for corpus in corpora for table in corpus.tables]
    states = [{check.state for check in table.checks} for table in tables]
    return Summary(
        documents=len(corpora),
        lines=len(lines),
        repairs=dict(Counter(kind for line in lines for kind in line.repairs).most_common()),
        corrected=sum(line.corrected for line in lines),
        tables=len(tables),
        tables_verified=sum(state == {"verified"} for state in states),
        checks_failed=sum(check.state == "failed" for table in tables for check in table.checks),
        passages=sum(len(corpus.passages) for corpus in corpora),
        embedded=embedded,
        seconds=seconds,
        notes=tuple(notes),
    )
