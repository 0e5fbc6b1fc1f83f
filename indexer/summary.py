"""What a document holds, in whole numbers, and what a build did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.corpus import Corpus
from indexer.store.manifest import Manifest

_REPAIR = "repair:"


@dataclass(frozen=True)
class Summary:
    """What a build did: counts are those of all documents that are there now, `embedded` the texts embedded anew.

    `worked` and `gone` name the documents that were read and those that went; `notes` are Persian.
    """

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
    worked: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def counts_of(corpus: Corpus) -> dict[str, int]:
    """The counts that a document's record keeps."""
    states = [{check.state for check in table.checks} for table in corpus.tables]
    repairs = Counter(f"{_REPAIR}{kind}" for line in corpus.lines for kind in line.repairs)
    return {
        "lines": len(corpus.lines),
        "sections": len(corpus.sections),
        "tables": len(corpus.tables),
        "tables_verified": sum(state == {"verified"} for state in states),
        "checks_failed": sum(check.state == "failed" for table in corpus.tables for check in table.checks),
        "lists": len(corpus.lists),
        "pages": len(corpus.pages),
        "passages": len(corpus.passages),
        "corrected": sum(line.corrected for line in corpus.lines),
        **dict(sorted(repairs.items())),
    }


def summary(
    manifest: Manifest, worked: Sequence[str], gone: Sequence[str], embedded: int, seconds: float, notes: Sequence[str]
) -> Summary:
    """The summary of a build, from the records alone; notes of the documents worked on come with their ids."""
    total: Counter[str] = Counter()
    for record in manifest.live:
        total.update(record.counts)
    own = [f"{r.id}: {note}" for r in manifest.records if r.id in worked and r.state == "ready" for note in r.notes]
    repairs = Counter({k.removeprefix(_REPAIR): n for k, n in total.items() if k.startswith(_REPAIR)})
    return Summary(
        documents=len(manifest.live),
        lines=total["lines"],
        repairs=dict(repairs.most_common()),
        corrected=total["corrected"],
        tables=total["tables"],
        tables_verified=total["tables_verified"],
        checks_failed=total["checks_failed"],
        passages=total["passages"],
        embedded=embedded,
        seconds=seconds,
        notes=(*notes, *own),
        worked=tuple(worked),
        gone=tuple(gone),
    )
