"""Renders gold documents, reads every file, and prints how right the structure is: no embedding, seconds a document.

python -m eval.documents --sources eval/documents/sources --work DIR [--formats md,docx,…] [--only NAME] [--details]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from eval.documents.gold_document import read_gold_document
from eval.documents.render import FORMATS, available, rendered
from eval.documents.score import METRICS, comparison, score_corpus
from eval.documents.tally import Tally, together
from indexer.errors import PorseshError
from indexer.pipeline import make_corpus


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=Path(__file__).parent / "sources")
    parser.add_argument("--work", type=Path, required=True, help="cache of rendered files")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--only", help="names of documents, with commas between")
    parser.add_argument("--details", action="store_true", help="every miss with what was wanted and what was found")
    parser.add_argument("--each", action="store_true", help="a table for each document")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    formats, notes = available(given.formats.split(","))
    only = given.only.split(",") if given.only else None
    sources = [path for path in sorted(given.sources.glob("*.html")) if only is None or path.stem in only]
    if not sources:
        print(f"در {given.sources} سندی نیست", file=sys.stderr)
        return 2
    found: dict[str, dict[str, Tally]] = {kind: {} for kind in formats}
    for source in sources:
        tables = read_gold_document(source).tables
        for kind in (kind for kind in formats if tables or kind != "xlsx"):
            tally, remarks = _scored(source, given.work, kind)
            notes += [f"{source.stem} {kind}: {remark}" for remark in remarks]
            if tally is not None:
                found[kind][source.stem] = tally
    _show(found, given.details, given.each)
    for note in dict.fromkeys(notes):
        print(note, file=sys.stderr)
    if given.json:
        given.json.write_text(json.dumps(_as_json(found), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _scored(source: Path, work: Path, kind: str) -> tuple[Tally | None, list[str]]:
    """The figures of one file and the notes on it; None where it cannot be made or read."""
    try:
        path = rendered(source, work, kind)
        start = time.perf_counter()
        made = make_corpus(path, path.stem, work / "corpus" / f"{source.stem}-{kind}", corrections=False)
    except PorseshError as error:
        return None, [str(error)]
    except Exception:
        return None, [traceback.format_exc()]
    seconds = time.perf_counter() - start
    tally = score_corpus(read_gold_document(source), kind, made.lines, made.sections, made.tables)
    notes = made.metadata.notes if made.metadata else ()
    return tally, [*notes, f"{seconds:.1f} ثانیه"]


def _show(found: dict[str, dict[str, Tally]], details: bool, each: bool) -> None:
    names = list(dict.fromkeys(name for tallies in found.values() for name in tallies))
    if details:
        for kind, tallies in found.items():
            for name, tally in tallies.items():
                print(f"\n== {name} {kind}: {len(tally.misses)} misses")
                print("\n".join(tally.misses))
    if each:
        for name in names:
            print(f"\n{name}\n" + comparison({kind: t[name] for kind, t in found.items() if name in t}))
    overall = {kind: together(tallies.values()) for kind, tallies in found.items()}
    print(f"\n{len(names)} documents\n" + comparison(overall | {"all": together(overall.values())}))


def _as_json(found: dict[str, dict[str, Tally]]) -> dict[str, Any]:
    return {
        kind: {
            name: {"shares": {m: tally.share(m) for m in METRICS}, "counts": tally.counts, "misses": tally.misses}
            for name, tally in t.items()
        }
        for kind, t in found.items()
    }


if __name__ == "__main__":
    sys.exit(main())
